//! The question `activity`: how did CI do in a span of time: runs, jobs, pull requests, reruns, causes; and who must be told?
//!
//! Every source is read into [`CiRun`]s; [`analyse`] makes an [`ActivityReport`] of them, which page, CSV, command line and
//! chats all show. The repository is part of every key, so that two repositories with the same number of a pull request stay apart.

pub mod causes;
mod counts;
pub mod drafts;
mod failures;
mod lists;
mod marks;
pub mod page;
mod profile;
mod query;
mod report;
mod rows;
mod run;
mod sentence;
mod summary;
pub mod times;
mod trend;
mod write;

pub use counts::Counts;
pub use profile::{Bucket, HourCounts};
pub use query::{Query, QueryError};
pub use report::{ActivityReport, analyse};
pub use rows::{CommitRow, FailureRow, JobRow, PullRow, RunRow};
pub use run::{Category, CiRun, FailedCase, PullRequest, RunStatus};
pub use summary::{CategoryCount, Quantiles, Summary};
pub use trend::{Direction, Trend};
pub use write::{ActivityFormat, ActivityList, Period, WriteOptions, write_activity};

#[cfg(test)]
mod report_tests;
