//! Files about many runs of many jobs, as openshift/ci-tools' job-run-aggregator reads and writes them: history of
//! disruption and of alerts, summaries of tests, and the seconds of disruption in each run. JSON or CSV; numbers as texts or
//! as numbers; older files lack columns. What cannot be read is said with its row and left out.

mod any;
mod field;
mod history;
mod notes;
mod runs;
mod table;
mod test_summaries;

use crate::warning::Warning;
pub use any::{AnyHistory, read_any_history};
pub use history::{HistorySubject, read_history};
pub use runs::read_disruption_runs;
pub use test_summaries::read_test_summaries;

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryFile<T> {
    /// The file, as the user knows it.
    pub source_name: String,
    /// Its rows, in their order.
    pub rows: Vec<T>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

#[cfg(test)]
mod tests;
