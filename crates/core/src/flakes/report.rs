//! What comes back: jobs, boards, broken runs and the parts of the page that open.

use serde::{Deserialize, Serialize};

use super::meeting::Changes;
use super::{TestRow, Verdict};
use crate::model::{TabStatus, TimeMs};
use crate::warning::Warning;

/// The whole answer as it is written to JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When it was made.
    pub generated_at: TimeMs,
    /// Where the data come from, in words; says so when they are made up.
    pub source: String,
    /// The window in days.
    pub window_days: u32,
    /// The boards.
    pub dashboards: Vec<DashboardRow>,
    /// The jobs, in the order of their boards.
    pub jobs: Vec<JobRow>,
    /// Runs that were set aside (or would be), in every served column.
    pub broken_runs: Vec<BrokenRun>,
    /// The tests that were asked for, in the order that was asked for.
    pub tests: Vec<TestRow>,
    /// For each of the tests the places in which it is muted, in words; `None` where no sources were read beside the boards. Files
    /// then have it as a column of the tests.
    #[serde(skip)]
    pub muted: Option<Vec<String>>,
    /// What changed since the day that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    /// What did not go well.
    pub warnings: Vec<Warning>,
}

/// One board in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DashboardRow {
    /// The dashboard's name.
    pub dashboard: String,
    /// Jobs by TestGrid's status, worst first, statuses without a job left out.
    pub statuses: Vec<(TabStatus, u32)>,
    /// Jobs whose grid was read.
    pub jobs_read: u32,
    /// Jobs on the board.
    pub jobs: u32,
    /// Tests by verdict.
    pub tests: Totals,
}

/// Tests counted by verdict, stale ones apart. Invariant: `tests` is the sum of the verdicts and `stale`; `tests`, `runs`
/// and `ndr` count everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// All tests.
    pub tests: u32,
    /// Results behind them.
    pub runs: u64,
    /// Tests by verdict, stale ones left out.
    pub failing: u32,
    /// See `failing`.
    pub flaky: u32,
    /// See `failing`.
    pub suspect: u32,
    /// See `failing`.
    pub recovered: u32,
    /// See `failing`.
    pub passing: u32,
    /// Tests without a result in the newest ten finished runs.
    pub stale: u32,
    /// Tests with both outcomes in the window.
    pub ndr: u32,
}

impl Totals {
    /// How many tests have this verdict, stale ones left out.
    pub fn of(&self, verdict: Verdict) -> u32 {
        match verdict {
            Verdict::Failing => self.failing,
            Verdict::Flaky => self.flaky,
            Verdict::Suspect => self.suspect,
            Verdict::Recovered => self.recovered,
            Verdict::Passing => self.passing,
        }
    }
}

/// One job in numbers. Run numbers are over the window and count whole runs, broken ones included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// The dashboard's name.
    pub dashboard: String,
    /// The TestGrid tab's name.
    pub job: String,
    /// The Prow job's name, empty if unknown.
    pub prow_job: String,
    /// TestGrid's status of the tab.
    pub status: TabStatus,
    /// True when the grid was read; else only the summary is known.
    pub read: bool,
    /// Columns of the newest ten without a failed cell, and out of how many (TestGrid's rule).
    pub columns_passed: Option<crate::model::ColumnsPassed>,
    /// Build id of the newest run in which every result passed.
    pub newest_green: String,
    /// When that run started.
    pub newest_green_at: Option<TimeMs>,
    /// Start of the newest run.
    pub newest_run_at: Option<TimeMs>,
    /// Start of the oldest served run.
    pub oldest_run_at: Option<TimeMs>,
    /// Served runs.
    pub columns: u32,
    /// Finished runs in the window.
    pub runs: u32,
    /// Of those, the failed ones.
    pub failed_runs: u32,
    /// `failed_runs` / `runs`.
    pub run_failure_rate: Option<f64>,
    /// Lower end of its Wilson 95 % interval.
    pub run_failure_rate_low: Option<f64>,
    /// Upper end of its Wilson 95 % interval.
    pub run_failure_rate_high: Option<f64>,
    /// The blocking-job criteria, each with its figure.
    pub criteria: Vec<Criterion>,
    /// Tests by verdict.
    pub tests: Totals,
    /// Broken runs in the window.
    pub broken_runs: u32,
    /// Times in which many tests broke or healed together.
    pub outages: Vec<Outage>,
    /// The tab on TestGrid.
    pub testgrid_url: String,
}

/// One of the rules a job must keep to block a release (kubernetes/sig-release `release-blocking-jobs.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// The rule in words.
    pub rule: String,
    /// Is it kept?
    pub state: CriterionState,
    /// The figure that decided, in words with units; what is missing when unknown.
    pub figure: String,
}

/// Whether a criterion is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionState {
    /// Kept.
    Met,
    /// Not kept.
    NotMet,
    /// Too little is known.
    Unknown,
}

/// A run in which so many tests failed out of turn that none of its failures says anything about a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrokenRun {
    /// The dashboard's name.
    pub dashboard: String,
    /// The job.
    pub job: String,
    /// The build id.
    pub build: String,
    /// Place among the served columns, 0 is the newest.
    pub column: u32,
    /// When it started.
    pub started_at: Option<TimeMs>,
    /// Failed test cells that are not part of a long episode.
    pub unexpected_failures: u32,
    /// Failed test cells.
    pub failures: u32,
    /// Test cells with a result.
    pub filled: u32,
    /// Whether it lies in the window.
    pub in_window: bool,
    /// The run, empty if its address is unknown.
    pub run_url: String,
}

/// A time in which many tests of a job failed together, run after run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// Start of its first run.
    pub from: Option<TimeMs>,
    /// Build id of its first run.
    pub from_build: String,
    /// Start of its last run; `None` while it lasts or if unknown.
    pub to: Option<TimeMs>,
    /// Build id of its last run.
    pub to_build: String,
    /// True when the newest run is part of it.
    pub open: bool,
    /// How many runs it lasted.
    pub runs: u32,
    /// How many tests failed all through it.
    pub tests: u32,
}
