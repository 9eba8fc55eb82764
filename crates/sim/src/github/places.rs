//! A row of a tab as an issue sees it: where it is, whether it is in trouble, and when it failed last.

use crate::grid::{Outcome, Row, Tab, outcome};
use crate::truth::{TabTruth, TestTruth};

/// A row in a tab.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) dashboard: String,
    pub(super) tab: String,
    pub(super) prow_job: String,
    pub(super) test: String,
    /// Truly flaky or broken, and seen so.
    pub(super) troubled: bool,
    pub(super) broken: bool,
    /// Broken by a change that broke many tests.
    pub(super) in_regression: bool,
    pub(super) group: Option<usize>,
    pub(super) cause: Option<&'static str>,
    /// Start of the newest run in which it failed of itself, seconds since the epoch.
    pub(super) newest_own_s: Option<i64>,
    /// Start of the newest run in which it failed for whatever reason.
    pub(super) newest_bad_s: Option<i64>,
    /// Start of the oldest run in which it failed of itself.
    pub(super) oldest_own_s: Option<i64>,
    /// Message and build id of the newest run in which it failed of itself.
    pub(super) newest: Option<(String, String)>,
}

impl Place {
    /// The row of a test.
    pub(super) fn of(dashboard: &str, tab: &Tab, row: &Row, truth: &TestTruth, of_tab: &TabTruth) -> Self {
        let own = own_failures(row, truth);
        let start = |column: &usize| tab.columns[*column].started_at_ms / 1000;
        let bad = (0..row.cells.len()).find(|&column| is_bad(row, column));
        let known = matches!(truth.kind, "flaky" | "broken");
        Self {
            dashboard: dashboard.to_owned(),
            tab: tab.name.clone(),
            prow_job: tab.prow_job().to_owned(),
            test: row.name.clone(),
            troubled: known && !own.is_empty(),
            broken: truth.broken_now,
            in_regression: of_tab.mass_regressions.iter().any(|change| Some(change.cause) == truth.cause),
            group: truth.fails_together,
            cause: truth.cause,
            newest_own_s: own.first().map(start),
            newest_bad_s: bad.as_ref().map(start),
            oldest_own_s: own.last().map(start),
            newest: own.first().map(|&at| (row.note(at).message, tab.columns[at].build.clone())),
        }
    }

    /// Whether it failed of itself after a moment.
    pub(super) fn failed_since(&self, moment_s: i64) -> bool {
        self.newest_own_s.is_some_and(|newest| newest > moment_s)
    }
}

fn is_bad(row: &Row, column: usize) -> bool {
    matches!(outcome(row.cells[column]), Outcome::Fail | Outcome::Flaky)
}

/// Columns in which flakiness or a defect of the test made it fail, newest first.
fn own_failures(row: &Row, truth: &TestTruth) -> Vec<usize> {
    let (Some(since), fixed) = (&truth.broken_since, &truth.fixed_at) else {
        return truth.flip_columns.clone();
    };
    let newest = fixed.as_ref().map_or(0, |fixed| fixed.column + 1);
    let mut columns = truth.flip_columns.clone();
    columns.extend((newest..=since.column).filter(|&column| is_bad(row, column)));
    columns.sort_unstable();
    columns.dedup();
    columns
}
