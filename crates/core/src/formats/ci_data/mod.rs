//! Rows of the table `ci_data`, as PingCAP-QE/ci's `sync_ci` writes it and `ci_stat` reads it: exported as CSV or JSON, or straight
//! from the database. Columns are known by name, not by place. What is wrong with a row is counted with its number, and the rest is used.

mod cells;
mod description;
mod notes;
mod reader;
mod tables;
#[cfg(test)]
mod tests;

use crate::activity::CiRun;
use crate::warning::Warning;
pub use reader::CiDataReader;
pub use tables::read_ci_data;

/// The columns of the table, in its order.
pub const COLUMNS: [&str; 11] = [
    "job",
    "job_id",
    "status",
    "duration",
    "time",
    "commit",
    "branch",
    "comment",
    "repo",
    "analysis_res",
    "description",
];

/// The cells of one row in the order of [`COLUMNS`]; `None` for one that is missing or null.
pub type Cells = [Option<String>; 11];

/// What the table does not say of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CiDataOptions {
    /// Minutes that times without a zone are ahead of UTC; `None` takes them for UTC, with a warning.
    pub utc_offset_min: Option<i32>,
    /// The address of the Jenkins that ran the jobs, for links to runs; empty for none.
    pub jenkins: String,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CiDataFile {
    /// The runs, in the order of the rows.
    pub runs: Vec<CiRun>,
    /// What was wrong, a kind each.
    pub warnings: Vec<Warning>,
}
