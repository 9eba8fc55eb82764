//! The failures on the boards as records, for the question which of them are the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::analysis::{Analysis, Test};
use super::tab_runs::{TabRun, run_at};
use super::{TestKey, Verdict};
use crate::model::{Failure, FailureStatus, Outcome, Text};

/// What failed within the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailedCells {
    /// One record a failed or flaky cell that says something, board by board and test by test, the newest run first. Its
    /// `context` is the board, its `log` what the cell says: `TestGrid` keeps 140 characters of it.
    pub failures: Vec<Failure>,
    /// How many failed or flaky cells say nothing. They are like nothing, so they are not among the records.
    pub silent: u32,
    /// What each test is: its verdict, for every test that has a record.
    pub verdicts: BTreeMap<TestKey, Verdict>,
}

impl Analysis {
    /// The failures within the window, those in broken runs too: what breaks a run is what many failures share.
    pub fn failed_cells(&self) -> FailedCells {
        let mut all = FailedCells::default();
        let mut texts = BTreeMap::new();
        self.tests().for_each(|test| all.add(&test, &mut texts));
        all
    }
}

impl Analysis {
    /// The runs within the window in which a test failed, also those whose cell says nothing; the newest first.
    pub fn failed_runs(&self, key: &TestKey) -> Vec<TabRun> {
        let Some(test) = self.tests().find(|test| test.key() == *key) else { return Vec::new() };
        let grid = test.grid;
        let window = grid.outcomes(test.in_tab).iter().take(grid.columns.window).enumerate();
        let failed = window.filter(|(_, outcome)| matches!(outcome, Outcome::Fail | Outcome::Flaky));
        failed.filter_map(|(column, _)| run_at(grid, column)).collect()
    }
}

impl FailedCells {
    fn add<'a>(&mut self, test: &Test<'a>, texts: &mut BTreeMap<&'a str, Text>) {
        let before = self.failures.len();
        let window = test.grid.outcomes(test.in_tab).iter().take(test.grid.columns.window).enumerate();
        for (column, _) in window.filter(|(_, outcome)| matches!(outcome, Outcome::Fail | Outcome::Flaky)) {
            match test.message(column) {
                "" => self.silent += 1,
                text => {
                    let log = texts.entry(text).or_insert_with(|| Arc::from(text)).clone();
                    self.failures.extend(record(test, column, log));
                }
            }
        }
        if self.failures.len() > before {
            self.verdicts.insert(test.key(), test.stats.verdict);
        }
    }
}

fn record(test: &Test<'_>, column: usize, log: Text) -> Option<Failure> {
    let run = run_at(test.grid, column)?;
    Some(Failure {
        id: format!("{} {}", test.tab.job.job, run.build),
        status: FailureStatus::Failure,
        log,
        test: test.name().to_owned(),
        context: test.tab.job.dashboard.clone(),
        job: test.tab.job.job.clone(),
        date: run.started_at,
        revision: run.revision,
        url: run.url,
        ..Failure::default()
    })
}
