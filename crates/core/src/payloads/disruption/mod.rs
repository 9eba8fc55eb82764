//! Was a backend disrupted longer in these runs of one job than before? Each backend is checked against history: the mean
//! over the runs, and how many of them stay within a percentile of history.
//!
//! The rules are those of openshift/ci-tools' job-run-aggregator (`pass_fail.go`, `analyzer_disruption.go`); the history is
//! that of single runs, so that mean, deviation and percentiles are computed here.

mod backends;
mod baseline;
mod check;
mod history;
mod mean;
mod percentile;
mod report;
mod runs;
mod write;

pub use backends::{REQUIRED, left_out};
pub use baseline::Baseline;
pub use check::{DisruptionError, check_disruption};
pub use history::HistoryUsed;
pub use mean::{MeanCheck, check_mean};
pub use percentile::{PercentileCheck, check_percentile};
pub use report::{CheckKind, CheckRow, DisruptionReport, DisruptionTotals, Verdict};
pub use write::write_disruption;

/// Fewer runs with data are too few to judge (openshift/ci-tools).
pub const LEAST_RUNS: usize = 3;
/// With fewer runs of history that of the previous release is taken (openshift/ci-tools).
pub const LEAST_HISTORY: usize = 100;
/// History begins so many days before the first run …
pub const HISTORY_FROM_DAYS: u32 = 10;
/// … and ends so many days before it.
pub const HISTORY_TO_DAYS: u32 = 3;
/// The percentiles that are checked, with their grace in seconds (openshift/ci-tools).
pub const PERCENTILES: [(u32, u32); 2] = [(70, 3), (85, 7)];

#[cfg(test)]
mod tests;
