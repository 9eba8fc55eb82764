//! A test's runs on each side of a date.

use crate::flakes::Verdict;
use crate::flakes::analysis::Test;
use crate::flakes::tab::Reason;
use crate::model::Outcome;

/// The window that ended at the date. `Default` is a test without a result in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Then {
    pub(super) verdict: Option<Verdict>,
    pub(super) stale: bool,
    pub(super) runs: u32,
    /// Failures and flaky cells.
    pub(super) failures: u32,
    /// The newest results, up to the newest failure.
    pub(super) clean_runs: u32,
    /// How often a run of it failed; see [`rate`].
    pub(super) rate: f64,
}

/// The runs after the date, whatever the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Since {
    pub(super) runs: u32,
    /// Failures and flaky cells.
    pub(super) failures: u32,
    /// The newest results, up to the newest failure.
    pub(super) clean_runs: u32,
    /// How often a run of it fails; see [`rate`].
    pub(super) rate: f64,
}

impl Then {
    /// Failures of all runs, whatever the state.
    pub(super) fn window_rate(&self) -> f64 {
        f64::from(self.failures) / f64::from(self.runs.max(1))
    }

    pub(super) fn new(test: &Test<'_>) -> Self {
        let stats = test.stats;
        let window = counted(test).take_while(|(column, _)| *column < test.grid.columns.window);
        Self {
            verdict: Some(stats.verdict),
            stale: stats.stale,
            runs: stats.runs(),
            failures: stats.non_passes(),
            clean_runs: number(window.take_while(|(_, o)| !o.is_non_pass())),
            rate: rate(test, stats.non_passes(), stats.runs()),
        }
    }
}

impl Since {
    /// Failures of all runs, whatever the state.
    pub(super) fn window_rate(&self) -> f64 {
        f64::from(self.failures) / f64::from(self.runs.max(1))
    }

    /// `after` is true for each column that started after the date.
    pub(super) fn new(test: &Test<'_>, after: &[bool]) -> Self {
        let since = || counted(test).filter(|(column, _)| after.get(*column).copied().unwrap_or(false));
        let (runs, failures) = (number(since()), number(since().filter(|(_, o)| o.is_non_pass())));
        Self {
            runs,
            failures,
            clean_runs: number(since().take_while(|(_, o)| !o.is_non_pass())),
            rate: rate(test, failures, runs),
        }
    }

    /// There were results, and all passed.
    pub(super) fn is_clean(&self) -> bool {
        self.runs > 0 && self.failures == 0
    }
}

/// The results that count, newest first, with their columns.
fn counted<'a>(test: &Test<'a>) -> impl Iterator<Item = (usize, Outcome)> + use<'a> {
    let columns = &test.grid.columns;
    let outcomes = test.grid.outcomes(test.in_tab).iter().copied().enumerate();
    outcomes.filter(move |(column, outcome)| columns.is_counted(*column) && outcome.is_result())
}

/// The failure rate of the state that a test is in. A test that fails run after run is not as rare as its window says,
/// which holds the time before it broke: there it is (k + ½) / (k + 1) after k failures in a row.
fn rate(test: &Test<'_>, failures: u32, runs: u32) -> f64 {
    match test.stats.reason {
        Reason::OpenBreakage(length) => (f64::from(length) + 0.5) / (f64::from(length) + 1.0),
        _ => f64::from(failures) / f64::from(runs.max(1)),
    }
}

fn number(results: impl Iterator<Item = (usize, Outcome)>) -> u32 {
    u32::try_from(results.count()).unwrap_or(u32::MAX)
}
