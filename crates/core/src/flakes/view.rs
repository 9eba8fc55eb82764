//! What a page draws: the rows in sight, the totals, the bars and the menus, never more.

use serde::{Deserialize, Serialize};

use super::issues::{Effort, EffortGroup, MatchKind, Standing};
use super::meeting::{Changes, GoNoGo};
use super::{BrokenRun, DashboardRow, JobRow, Level, TestRow, Totals, Verdict};
use crate::model::TimeMs;

/// Which rows of the table are in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRange {
    /// The first row, from 0.
    pub start: u32,
    /// How many rows.
    pub count: u32,
}

/// Names a test across requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TestKey {
    /// The dashboard's name.
    pub dashboard: String,
    /// The job.
    pub job: String,
    /// The test.
    pub test: String,
}

/// A row of the table with what only the screen shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowView {
    /// The row, as it is exported.
    pub row: TestRow,
    /// The newest 60 runs, newest first, one letter each: `p` pass, `f` fail, `F` flaky, `s` skip, `.` no result;
    /// `x` for any of a broken run that was set aside.
    pub strip: String,
    /// Where the work on it is.
    pub effort: EffortGroup,
    /// The priority label of the issue that tracks it.
    pub labelled: Option<Level>,
}

/// The table page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FlakesView {
    /// The answer in one sentence.
    pub sentence: String,
    /// Everything that was read, whatever the filter.
    pub totals: Totals,
    /// How many rows the filter leaves.
    pub matching: u32,
    /// The rows in sight.
    pub rows: Vec<RowView>,
    /// The first row in sight.
    pub start: u32,
    /// What the filters can offer.
    pub facets: Facets,
    /// Of the rows that the filter leaves, per job.
    pub per_job: Vec<Bar>,
    /// Of the rows that the filter leaves, per SIG.
    pub per_sig: Vec<Bar>,
    /// Broken runs in the window.
    pub broken_runs: Vec<BrokenRun>,
}

/// The choices of the filter menus, each with the number of tests that need a look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Boards that were read.
    pub dashboards: Vec<(String, u32)>,
    /// Jobs of those boards.
    pub jobs: Vec<(String, u32)>,
    /// SIGs; empty text for tests without one.
    pub sigs: Vec<(String, u32)>,
    /// Verdicts.
    pub verdicts: Vec<(Verdict, u32)>,
    /// Priorities, most urgent first.
    pub priorities: Vec<(Level, u32)>,
    /// Where the work is, in the order of [`EffortGroup::ALL`].
    pub efforts: Vec<(EffortGroup, u32)>,
}

/// One bar of a chart: tests by verdict under one name. Stale tests are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The job or the SIG; empty for tests without a SIG.
    pub name: String,
    /// Tests that fail.
    pub failing: u32,
    /// Tests that flake.
    pub flaky: u32,
    /// Tests that failed once or twice.
    pub suspect: u32,
    /// The same tests by where the work on them is, in the order of [`EffortGroup::ALL`]. Invariant: the sum is that of
    /// the verdicts.
    pub efforts: [u32; EffortGroup::ALL.len()],
}

/// The release-meeting page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OverviewView {
    /// The answer in one sentence.
    pub sentence: String,
    /// The boards.
    pub dashboards: Vec<DashboardRow>,
    /// Jobs, worst first.
    pub jobs: Vec<JobRow>,
    /// Everything that was read.
    pub totals: Totals,
    /// Flaky, failing and suspect tests per job, most first.
    pub per_job: Vec<Bar>,
    /// Flaky, failing and suspect tests per SIG, most first.
    pub per_sig: Vec<Bar>,
    /// The ten tests that matter most.
    pub worst: Vec<RowView>,
    /// The ten failing and flaky tests that matter most and that nobody is on.
    pub unattended: Vec<RowView>,
    /// Failing and flaky tests that nobody is on, stale ones left out; `None` where that is not known of every one.
    pub nobody: Option<u32>,
    /// The handbook's traffic light.
    pub go_no_go: GoNoGo,
    /// What changed since the date that the query names.
    pub changes: Option<Changes>,
    /// Broken runs in the window.
    pub broken_runs: Vec<BrokenRun>,
}

/// All the evidence about one test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestView {
    /// The row, as it is exported.
    pub row: TestRow,
    /// Why this verdict, in sentences.
    pub why: Vec<String>,
    /// Every served run, newest first.
    pub runs: Vec<RunView>,
    /// What the failures said, most frequent first.
    pub messages: Vec<MessageCount>,
    /// How many runs it takes to see a flake of this rate at least once with 95 % probability.
    pub runs_to_see: Option<u32>,
    /// Probability that the failure rate changed within the served runs.
    pub change_probability: Option<f64>,
    /// The same test in other jobs, those that need a look first.
    pub elsewhere: Vec<Elsewhere>,
    /// The failure search of the Kubernetes project for this test.
    pub triage_url: String,
    /// The issues found for it, best first.
    pub issues: Vec<IssueView>,
    /// The issue that may be filed for it.
    pub new_issue: NewIssueView,
}

/// An issue about to be filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIssueView {
    /// Its title.
    pub title: String,
    /// Its text, to look at and to copy.
    pub text: String,
    /// The code host's form, filled in; empty where no repository was chosen.
    pub link: String,
}

/// One issue found for a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueView {
    /// Its page.
    pub url: String,
    /// Its number.
    pub number: u64,
    /// Its title, on one line.
    pub title: String,
    /// How it was found.
    pub kind: MatchKind,
    /// What showed it, in words.
    pub evidence: String,
    /// Where it stands against the newest failure.
    pub standing: Standing,
    /// Does it say that the test is tracked?
    pub counts: bool,
    /// How far the work on it is.
    pub effort: Effort,
    /// The rule that decided that, in words.
    pub effort_rule: String,
    /// The priority label that it bears.
    pub labelled: Option<Level>,
    /// What it lacks to be found by those who can fix it, in sentences.
    #[serde(default)]
    pub problems: Vec<String>,
}

/// One run of one test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunView {
    /// The build id.
    pub build: String,
    /// When the run started.
    pub started_at: Option<TimeMs>,
    /// The letter of [`RowView::strip`], without `x`.
    pub outcome: char,
    /// True when the run is broken.
    pub broken: bool,
    /// True when the run counts: it lies in the window and is not set aside.
    pub counted: bool,
    /// What the cell says.
    pub message: String,
    /// The commit, empty if unknown.
    pub commit: String,
    /// The run, empty if its address is unknown.
    pub url: String,
}

/// A failure text and how often it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCount {
    /// The text.
    pub text: String,
    /// How often.
    pub count: u32,
}

/// The same test in another job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Where.
    pub key: TestKey,
    /// Its verdict there.
    pub verdict: Verdict,
    /// Its failure rate there.
    pub failure_rate: Option<f64>,
    /// Its runs there.
    pub runs: u32,
}

/// One job's grid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobView {
    /// The job in numbers.
    pub job: JobRow,
    /// The runs, newest first.
    pub columns: Vec<GridColumn>,
    /// Job-level rows first, then the tests, worst first.
    pub rows: Vec<GridRow>,
    /// The cells of all rows, row after row, one letter of [`RowView::strip`] a cell.
    pub cells: String,
    /// The texts of the cells.
    pub texts: Vec<String>,
    /// Broken runs of this job in every served column.
    pub broken_runs: Vec<BrokenRun>,
}

/// A column of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridColumn {
    /// The build id.
    pub build: String,
    /// When the run started.
    pub started_at: Option<TimeMs>,
    /// The commit, empty if unknown.
    pub commit: String,
    /// True when the run is broken.
    pub broken: bool,
    /// True when the run lies in the window.
    pub in_window: bool,
    /// The run, empty if its address is unknown.
    pub url: String,
}

/// A row of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    /// The row's name.
    pub name: String,
    /// The verdict; `None` for job-level rows.
    pub verdict: Option<Verdict>,
    /// Messages: (column, index into [`JobView::texts`]), newest first.
    pub messages: Vec<(u32, u32)>,
}
