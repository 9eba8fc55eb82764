//! The runs of a tab, and how each test of it ended in them, for those who want the runs and not the tests.

use super::analysis::Analysis;
use super::tab::Grid;
use crate::model::{Outcome, TimeMs};

/// A run of a tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabRun {
    /// The build id.
    pub build: String,
    /// The run's page; empty if unknown.
    pub url: String,
    /// When it began.
    pub started_at: Option<TimeMs>,
    /// The commit it ran on; empty if unknown.
    pub revision: String,
}

/// The runs of a tab, whatever the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabRuns {
    /// The runs that are served, the newest first.
    pub runs: Vec<TabRun>,
    /// Each test with how it ended, a place for each run.
    pub tests: Vec<(String, Vec<Outcome>)>,
}

impl TabRuns {
    /// The places of the newest runs with a result, the newest first.
    pub fn newest(&self, most: u32) -> Vec<usize> {
        let has_result = |place: &usize| {
            let ends = |(_, outcomes): &(String, Vec<Outcome>)| {
                outcomes.get(*place).is_some_and(|outcome| *outcome != Outcome::None)
            };
            self.tests.iter().any(ends)
        };
        (0..self.runs.len()).filter(has_result).take(most as usize).collect()
    }
}

impl Analysis {
    /// The runs of a tab; `None` when it was not read.
    pub fn tab_runs(&self, dashboard: &str, job: &str) -> Option<TabRuns> {
        let is_meant = |tab: &&super::TabAnalysis| tab.job.dashboard == dashboard && tab.job.job == job;
        let tab = self.tabs.iter().find(is_meant)?;
        let grid = tab.grid.as_deref()?;
        let runs = (0..grid.table.columns.len()).filter_map(|column| run_at(grid, column)).collect();
        let of_tab = self.tests().filter(|test| std::ptr::eq(test.tab, tab));
        let tests =
            of_tab.map(|test| (test.name().to_owned(), grid.outcomes(test.in_tab).to_vec())).collect();
        Some(TabRuns { runs, tests })
    }
}

/// The run of a column.
pub(super) fn run_at(grid: &Grid, column: usize) -> Option<TabRun> {
    let run = grid.table.columns.get(column)?;
    Some(TabRun {
        build: run.build.clone(),
        url: grid.links.run(&run.build),
        started_at: run.started_at,
        revision: grid.columns.commits.token(column).to_owned(),
    })
}
