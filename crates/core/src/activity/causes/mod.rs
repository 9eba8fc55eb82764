//! Why did a run fail? Rules, each a pattern and a category, are applied to its log as PingCAP-QE/ci's `sync_ci` does: to every line
//! with as many lines after it as the rule asks for, at most 20. Patterns are of the linear kind, so no log and no rule can stop the work.

mod apply;
mod built_in;
mod log_paths;
mod rules;
#[cfg(test)]
mod tests;

pub use apply::{explain, failures_of};
pub use built_in::built_in_rules;
pub use log_paths::log_paths;
pub use rules::{Rule, Rules, RulesError};
