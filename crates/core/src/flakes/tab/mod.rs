//! One tab analysed: columns judged, rows joined, every test's numbers. A step of some milliseconds.
//!
//! Work on a row stands in functions that are `#[inline(never)]`: a browser takes the optimised code of a function when
//! it is called the next time, so that one long function for the whole tab would run unoptimised to its end.

mod broken_runs;
mod column_facts;
mod columns;
mod commits;
mod episodes;
mod history;
mod job;
mod job_rows;
mod links;
mod outages;
mod parents;
mod renames;
mod rows;
mod tally;
mod test_stats;
#[cfg(test)]
mod test_tables;

use std::sync::Arc;

use super::{BrokenRun, JobRow, Params};
use crate::model::{Outcome, Tab, TabSummary, Table};
use crate::stats::LogTables;

pub(super) use columns::Columns;
use episodes::Episode;
pub(super) use job_rows::is_job_level;
pub(super) use links::{Links, triage_url};
pub(super) use rows::TestRows;
use tally::Tally;
pub(super) use test_stats::{Reason, TestStats};

/// One tab analysed; a step that takes some milliseconds, so that a caller can rest between tabs.
#[derive(Clone, Debug, Default)]
pub struct TabAnalysis {
    pub(super) grid: Option<Arc<Grid>>,
    pub(super) job: JobRow,
}

/// What is known of a tab whose grid was read.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) table: Arc<Table>,
    pub(super) columns: Columns,
    pub(super) rows: TestRows,
    pub(super) tests: Vec<TestStats>,
    pub(super) broken_runs: Vec<BrokenRun>,
    /// Every test's long episodes over all served runs.
    long_episodes: Vec<Episode>,
    pub(super) links: Links,
    pub(super) prow_job: String,
}

/// Analyses one tab. Pure; takes time in proportion to its cells.
pub fn analyse_tab(tab: &Tab, params: &Params) -> TabAnalysis {
    let grid = tab.table.as_ref().map(|table| Grid::new(table, &tab.summary, *params));
    let job = job::job_row(&tab.summary, grid.as_ref());
    TabAnalysis { grid: grid.map(Arc::new), job }
}

impl Grid {
    fn new(table: &Arc<Table>, summary: &TabSummary, params: Params) -> Self {
        let rows = TestRows::new(table);
        let prow_job = job_rows::prow_job(table);
        let links = Links::new(table, summary, &prow_job);
        let mut columns = Columns::new(table, params);
        let episodes = episodes::of_rows(&rows);
        let found = broken_runs::find(&rows, &episodes);
        columns.set_broken(&found, params.keep_broken_runs);
        let broken_runs = broken_runs::rows(&found, table, summary, &columns, &links);
        let tables = LogTables::new(table.columns.len() + 1);
        let tests =
            (0..rows.len()).map(|test| TestStats::new(test, &rows, &columns, table, &tables)).collect();
        let long_episodes = episodes.iter().map(|(_, episode)| *episode).filter(Episode::is_long).collect();
        Self { table: table.clone(), columns, rows, tests, broken_runs, long_episodes, links, prow_job }
    }

    /// How probable it is that the rate of test number `test` changed over the served runs; none if it never failed.
    pub(super) fn change_probability(&self, test: usize) -> Option<f64> {
        history::change_probability(self.rows.outcomes(test), &self.columns)
    }

    /// The outcomes of test number `test`, newest first.
    pub(super) fn outcomes(&self, test: usize) -> &[Outcome] {
        self.rows.outcomes(test)
    }
}
