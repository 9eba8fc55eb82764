//! What boards say of each test by its name, whatever its job: for those who know tests from elsewhere.

use std::collections::BTreeMap;

use super::analysis::{Analysis, Test};
use crate::model::{Outcome, TimeMs};

/// The results of a test in one job over the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobResults {
    /// The dashboard's name.
    pub dashboard: String,
    /// The job.
    pub job: String,
    /// Passed cells.
    pub passes: u32,
    /// Failed cells, and those that failed and passed within one run.
    pub failures: u32,
    /// When the oldest run with a pass in the window started.
    pub since: Option<TimeMs>,
}

/// The tests of analysed boards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardTests {
    /// The results of each test, by its name; those without a result in the newest ten finished runs of a job are left out there.
    pub tests: BTreeMap<String, Vec<JobResults>>,
    /// The boards.
    pub dashboards: Vec<String>,
    /// Jobs whose grid was read.
    pub jobs: u32,
    /// The window in days.
    pub window_days: u32,
}

impl Analysis {
    /// The tests of all boards by name.
    pub fn board_tests(&self) -> BoardTests {
        let mut tests: BTreeMap<String, Vec<JobResults>> = BTreeMap::new();
        for test in self.tests().filter(|test| !test.stats.stale && test.stats.runs() > 0) {
            let results = results(&test);
            match tests.get_mut(test.name()) {
                Some(known) => known.push(results),
                None => drop(tests.insert(test.name().to_owned(), vec![results])),
            }
        }
        let boards = self.dashboards();
        BoardTests {
            tests,
            jobs: boards.iter().map(|board| board.jobs_read).sum(),
            dashboards: boards.into_iter().map(|board| board.dashboard).collect(),
            window_days: self.params.window_days,
        }
    }
}

fn results(test: &Test<'_>) -> JobResults {
    let columns = &test.grid.columns;
    let mut outcomes = test.grid.outcomes(test.in_tab).iter().enumerate().take(columns.window);
    let passed =
        |(column, outcome): &(usize, &Outcome)| **outcome == Outcome::Pass && columns.is_counted(*column);
    let oldest = outcomes.rfind(passed).map(|(column, _)| column);
    JobResults {
        dashboard: test.tab.job.dashboard.clone(),
        job: test.tab.job.job.clone(),
        passes: test.stats.passes,
        failures: test.stats.failures.saturating_add(test.stats.flaky_cells),
        since: test.started_at(oldest),
    }
}
