//! The row of the `flakes` table: the same for the screen, the CSV and the command line.

use serde::{Deserialize, Serialize};

use super::{Priority, Trend, Verdict};
use crate::export::Value;
use crate::model::{TabStatus, TimeMs};

/// One test of one job. Rates are fractions, rounded to six decimals; times are UTC; an unknown value is `None` or
/// empty. Field order is the column order of the CSV and the key order of the JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestRow {
    /// The dashboard's name.
    pub dashboard: String,
    /// The TestGrid tab's name.
    pub job: String,
    /// The Prow job's name, empty where no row and no field tells it.
    pub prow_job: String,
    /// TestGrid's status of the tab.
    pub job_status: TabStatus,
    /// The test's name as shown by TestGrid.
    pub test: String,
    /// The name under which the older part of the history was served, if the test was renamed.
    pub renamed_from: String,
    /// The first `[sig-…]` tag of the name, without brackets.
    pub sig: String,
    /// What the window says of the test.
    pub verdict: Verdict,
    /// True when the newest ten finished runs hold no result of it.
    pub stale: bool,
    /// True when both outcomes were seen in the window (the Flake Tracker's non-deterministic result).
    pub ndr: bool,
    /// Passes, failures and flaky cells together.
    pub runs: u32,
    /// Passed cells.
    pub passes: u32,
    /// Failed cells.
    pub failures: u32,
    /// Cells that failed and passed within one run.
    pub flaky_cells: u32,
    /// Skipped cells.
    pub skips: u32,
    /// (failures + flaky cells) / runs.
    pub failure_rate: Option<f64>,
    /// Lower end of the Wilson 95 % interval of the failure rate.
    pub failure_rate_low: Option<f64>,
    /// Upper end of the Wilson 95 % interval of the failure rate.
    pub failure_rate_high: Option<f64>,
    /// TestGrid's flip rate over the same results, as a fraction.
    pub flip_rate: Option<f64>,
    /// How the failure rate moved.
    pub trend: Trend,
    /// When it began: the first failure of the open breakage, else the change point.
    pub since: Option<TimeMs>,
    /// Earliest plausible start (99 %) where `since` is a change point.
    pub since_low: Option<TimeMs>,
    /// Latest plausible start (99 %) where `since` is a change point.
    pub since_high: Option<TimeMs>,
    /// The oldest failure in the window.
    pub first_failure: Option<TimeMs>,
    /// The newest failure in the window.
    pub last_failure: Option<TimeMs>,
    /// What the newest failure said (TestGrid cuts it to 140 characters).
    pub last_message: String,
    /// The handbook's priority.
    pub priority: Priority,
    /// Web addresses of the issues found for it, best match first, separated by blanks.
    pub issue: String,
    /// How the best of them was found: the word of an [`super::issues::MatchKind`].
    pub issue_match: String,
    /// How far the work is, if one of them tracks the test: the word of an [`super::issues::Effort`].
    pub effort: String,
    /// The row on TestGrid.
    pub testgrid_url: String,
    /// The newest failed run.
    pub run_url: String,
}

/// A column of the `flakes` table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of the same name in TestRow")]
pub enum Column {
    Dashboard,
    Job,
    ProwJob,
    JobStatus,
    Test,
    RenamedFrom,
    Sig,
    Verdict,
    Stale,
    Ndr,
    Runs,
    Passes,
    Failures,
    FlakyCells,
    Skips,
    FailureRate,
    FailureRateLow,
    FailureRateHigh,
    FlipRate,
    Trend,
    Since,
    SinceLow,
    SinceHigh,
    FirstFailure,
    LastFailure,
    LastMessage,
    Priority,
    Issue,
    IssueMatch,
    Effort,
    TestgridUrl,
    RunUrl,
}

impl Column {
    /// Every column, in the order of the CSV.
    pub const ALL: [Self; 32] = [
        Self::Dashboard,
        Self::Job,
        Self::ProwJob,
        Self::JobStatus,
        Self::Test,
        Self::RenamedFrom,
        Self::Sig,
        Self::Verdict,
        Self::Stale,
        Self::Ndr,
        Self::Runs,
        Self::Passes,
        Self::Failures,
        Self::FlakyCells,
        Self::Skips,
        Self::FailureRate,
        Self::FailureRateLow,
        Self::FailureRateHigh,
        Self::FlipRate,
        Self::Trend,
        Self::Since,
        Self::SinceLow,
        Self::SinceHigh,
        Self::FirstFailure,
        Self::LastFailure,
        Self::LastMessage,
        Self::Priority,
        Self::Issue,
        Self::IssueMatch,
        Self::Effort,
        Self::TestgridUrl,
        Self::RunUrl,
    ];

    /// The name in the CSV header, in the JSON and in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Job => "job",
            Self::ProwJob => "prow_job",
            Self::JobStatus => "job_status",
            Self::Test => "test",
            Self::RenamedFrom => "renamed_from",
            Self::Sig => "sig",
            Self::Verdict => "verdict",
            Self::Stale => "stale",
            Self::Ndr => "ndr",
            Self::Runs => "runs",
            Self::Passes => "passes",
            Self::Failures => "failures",
            Self::FlakyCells => "flaky_cells",
            Self::Skips => "skips",
            Self::FailureRate => "failure_rate",
            Self::FailureRateLow => "failure_rate_low",
            Self::FailureRateHigh => "failure_rate_high",
            Self::FlipRate => "flip_rate",
            Self::Trend => "trend",
            Self::Since => "since",
            Self::SinceLow => "since_low",
            Self::SinceHigh => "since_high",
            Self::FirstFailure => "first_failure",
            Self::LastFailure => "last_failure",
            Self::LastMessage => "last_message",
            Self::Priority => "priority",
            Self::Issue => "issue",
            Self::IssueMatch => "issue_match",
            Self::Effort => "effort",
            Self::TestgridUrl => "testgrid_url",
            Self::RunUrl => "run_url",
        }
    }

    /// Reads a column's name; `None` for anything else.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }

    /// The row's value in this column.
    pub fn value(self, row: &TestRow) -> Value<'_> {
        match self {
            Self::Dashboard => Value::Text(&row.dashboard),
            Self::Job => Value::Text(&row.job),
            Self::ProwJob => Value::Text(&row.prow_job),
            Self::JobStatus => Value::Text(row.job_status.word()),
            Self::Test => Value::Text(&row.test),
            Self::RenamedFrom => Value::Text(&row.renamed_from),
            Self::Sig => Value::Text(&row.sig),
            Self::Verdict => Value::Text(row.verdict.word()),
            Self::Stale => Value::Flag(row.stale),
            Self::Ndr => Value::Flag(row.ndr),
            Self::Runs => Value::Count(row.runs),
            Self::Passes => Value::Count(row.passes),
            Self::Failures => Value::Count(row.failures),
            Self::FlakyCells => Value::Count(row.flaky_cells),
            Self::Skips => Value::Count(row.skips),
            Self::FailureRate => Value::Rate(row.failure_rate),
            Self::FailureRateLow => Value::Rate(row.failure_rate_low),
            Self::FailureRateHigh => Value::Rate(row.failure_rate_high),
            Self::FlipRate => Value::Rate(row.flip_rate),
            Self::Trend => Value::Text(row.trend.word()),
            Self::Since => Value::Time(row.since),
            Self::SinceLow => Value::Time(row.since_low),
            Self::SinceHigh => Value::Time(row.since_high),
            Self::FirstFailure => Value::Time(row.first_failure),
            Self::LastFailure => Value::Time(row.last_failure),
            Self::LastMessage => Value::Text(&row.last_message),
            Self::Priority => Value::Text(row.priority.words()),
            Self::Issue => Value::Text(&row.issue),
            Self::IssueMatch => Value::Text(&row.issue_match),
            Self::Effort => Value::Text(&row.effort),
            Self::TestgridUrl => Value::Text(&row.testgrid_url),
            Self::RunUrl => Value::Text(&row.run_url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_are_the_json_keys() {
        for column in Column::ALL {
            assert_eq!(Column::parse(column.name()), Some(column));
            assert_eq!(serde_json::to_value(column).unwrap(), column.name());
        }
        assert_eq!(Column::parse("nothing"), None);
    }
}
