//! Everything that was read: boards, their tabs, and the grids as far as they came.

use std::sync::Arc;

use super::{TabSummary, Table, TimeMs};

/// Boards in the order in which they were asked for.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The boards.
    pub boards: Vec<Board>,
}

/// One dashboard.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// The dashboard's name.
    pub dashboard: String,
    /// Its tabs in the service's order.
    pub tabs: Vec<Tab>,
}

/// One tab: its line in the summary, and its grid once that was read.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// The tab's line; made from the grid where no summary was read.
    pub summary: TabSummary,
    /// The grid.
    pub table: Option<Arc<Table>>,
}

impl Tab {
    /// The tab as it stood at `at`, as far as the served grid tells; see [`Table::before`]. The line of the summary is
    /// today's and stays.
    #[must_use]
    pub fn before(&self, at: TimeMs) -> Self {
        let table = self.table.as_ref().map(|table| Arc::new(table.before(at)));
        Self { summary: self.summary.clone(), table }
    }
}
