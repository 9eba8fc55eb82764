//! What a dashboard says of one tab.

use serde::{Deserialize, Serialize};

use super::{TabStatus, TimeMs};

/// A tab's line in its dashboard's summary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TabSummary {
    /// The dashboard's name, as written by its owner.
    pub dashboard: String,
    /// The tab's name; the product calls it the job.
    pub tab: String,
    /// The status TestGrid gives it.
    pub status: TabStatus,
    /// The staleness alert of the tab, empty if none.
    pub alert: String,
    /// Start of the newest run.
    pub last_run_at: Option<TimeMs>,
    /// When the service last wrote the tab.
    pub last_update_at: Option<TimeMs>,
    /// Build id or commit of the newest run in which everything passed, empty if none.
    pub latest_green: String,
    /// TestGrid's sentence about the newest columns, as numbers.
    pub columns_passed: Option<ColumnsPassed>,
}

/// "9 of 10 recent columns passed (99 of 100 cells)", as numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnsPassed {
    /// Columns without a failed cell.
    pub passed: u32,
    /// Columns with a result.
    pub columns: u32,
    /// Cells that passed.
    pub cells_passed: u32,
    /// Cells with a result.
    pub cells: u32,
    /// Columns that were left out.
    pub ignored: u32,
}
