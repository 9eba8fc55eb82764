//! The question `payloads`: do N runs of one job on one payload show a regression against history?
//!
//! [`verdict`] judges runs by the rules of openshift/ci-tools' job-run-aggregator; [`cross_jobs`] counts the passes of one test
//! over many jobs; [`required_passes`] is the table behind both.

pub mod cross_jobs;
mod discovery;
pub mod disruption;
mod earlier;
pub mod history;
pub mod link;
mod lists;
mod params;
mod past;
mod power;
mod query;
mod report;
pub mod required_passes;
pub mod rules;
pub mod runs;
mod sentence;
mod verdict;
mod write;

pub use earlier::{EarlierError, earlier_runs, of_board, runs_of_board};
pub use lists::{Lists, Named};
pub use params::{Params, ParamsError};
pub use past::{MAX_COUNT, Past, Record, Records};
pub use power::{PowerCurve, PowerPoint, flagged, power_curve};
pub use query::{Query, RunsFrom, TestFilter, VerdictView};
pub use report::{Outcome, RunRow, TestRow, Totals, VerdictReport};
pub use verdict::verdict;
pub use write::{VerdictFormat, write_cross_jobs, write_verdict};
