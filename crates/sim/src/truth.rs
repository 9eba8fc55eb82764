//! What is true in a made-up world: the shape of `truth.json`.
//!
//! ```text
//! {"made_up": true, "seed": 1, "now": RFC 3339, "dashboards": [{"name", "tabs": [{
//!    "name", "prow_job", "columns": int, "commit_style": "token|in_version|ones|absent",
//!    "commits": [int],                                   number of the true commit per column, equal = same commit
//!    "running_columns": [int], "setup_failures": [moment],
//!    "broken_runs": [{…moment, "cause", "failed_tests", "filled_tests"}],
//!    "outages": [{"newest": moment, "oldest": moment, "columns": int, "cause"}],
//!    "mass_regressions": [{"since": moment, "tests": int, "cause"}],
//!    "tests": [test]}]}], "github": issues, see [`crate::github::truth`]}
//! moment = {"column": int, "build": str, "started_at": RFC 3339}
//! test = {"name", "row": "test|job", "kind": "always_passing|skipped|flaky|broken|recovered|derived",
//!    "non_deterministic": bool, "broken_now": bool, "failure_rate": fraction, "visible_flips": int,
//!    "flip_columns": [int], …}
//! ```
//!
//! Column indices count from the newest run, 0, as in the answers. Fields that are empty or absent are left out.
//! A test of kind `broken` with `non_deterministic` flaked before it broke.

use serde::Serialize;

use crate::github::truth::GithubTruth;

/// The whole file.
#[derive(Debug, Serialize)]
pub struct Truth {
    /// Always true: nothing in here was measured.
    pub made_up: bool,
    /// Seed of the world.
    pub seed: u64,
    /// The moment of the reading, RFC 3339.
    pub now: String,
    /// Dashboards in the order of the answers.
    pub dashboards: Vec<DashboardTruth>,
    /// The issues about the tests.
    pub github: GithubTruth,
}

/// What is true of a dashboard.
#[derive(Debug, Serialize)]
pub struct DashboardTruth {
    /// Name as people write it.
    pub name: String,
    /// Tabs in order.
    pub tabs: Vec<TabTruth>,
}

/// What is true of a tab.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TabTruth {
    /// Name as people write it.
    pub name: String,
    /// The Prow job behind it.
    pub prow_job: String,
    /// Number of columns.
    pub columns: usize,
    /// What the custom columns hold.
    pub commit_style: &'static str,
    /// Number of the true commit of each column; equal numbers are one commit.
    pub commits: Vec<usize>,
    /// Columns still running.
    pub running_columns: Vec<usize>,
    /// Runs that died before their tests.
    pub setup_failures: Vec<Moment>,
    /// Runs in which a large share of the tests failed for a reason of the run.
    pub broken_runs: Vec<BrokenRunTruth>,
    /// Several such runs in a row, in which everything failed.
    pub outages: Vec<OutageTruth>,
    /// Changes that broke many tests, not mended.
    pub mass_regressions: Vec<RegressionTruth>,
    /// Every row of the tab.
    pub tests: Vec<TestTruth>,
}

/// A column, named three times over.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// Index, 0 = newest.
    pub column: usize,
    /// Build id.
    pub build: String,
    /// Start of the run, RFC 3339.
    pub started_at: String,
}

/// A run that is broken as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct BrokenRunTruth {
    /// Which run.
    #[serde(flatten)]
    pub at: Moment,
    /// Why.
    pub cause: &'static str,
    /// Tests that the run itself made fail.
    pub failed_tests: usize,
    /// Tests with a result in it.
    pub filled_tests: usize,
}

/// Broken runs in a row.
#[derive(Clone, Debug, Serialize)]
pub struct OutageTruth {
    /// Last bad run.
    pub newest: Moment,
    /// First bad run.
    pub oldest: Moment,
    /// How many runs it spans.
    pub columns: usize,
    /// Why.
    pub cause: &'static str,
}

/// A change that broke many tests.
#[derive(Clone, Debug, Serialize)]
pub struct RegressionTruth {
    /// First bad run.
    pub since: Moment,
    /// Tests it broke.
    pub tests: usize,
    /// Why.
    pub cause: &'static str,
}

/// What is true of a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TestTruth {
    /// Row name.
    pub name: String,
    /// `test`, or `job` for rows about the job as a whole.
    pub row: &'static str,
    /// What it truly is; `derived` = a job row that follows from the other rows.
    pub kind: &'static str,
    /// Whether it truly gives both outcomes on the same code.
    pub non_deterministic: bool,
    /// Whether it is truly broken in the newest finished run.
    pub broken_now: bool,
    /// Chance that a run of the unbroken test fails, before retries.
    pub failure_rate: f64,
    /// Non-passing cells that flakiness caused, outside broken runs and outages: the length of `flip_columns`.
    pub visible_flips: usize,
    /// The columns of those cells, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flip_columns: Vec<usize>,
    /// The first run that could flake, where flakiness began within the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flaky_since: Option<Moment>,
    /// First run in which it was broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken_since: Option<Moment>,
    /// First run after the repair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_at: Option<Moment>,
    /// Failing cells that the breakage caused.
    #[serde(skip_serializing_if = "is_zero")]
    pub visible_breaks: usize,
    /// Why it fails; absent for tests that only pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<&'static str>,
    /// Failures that are infrastructure noise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub noise_columns: Vec<usize>,
    /// Failures that a broken run caused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken_run_columns: Vec<usize>,
    /// Failures that an outage caused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outage_columns: Vec<usize>,
    /// Failures that come from a subtest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub child_columns: Vec<usize>,
    /// Name of the older row of the same test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// Name of the newer row of the same test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_to: Option<String>,
    /// The test that this one is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Subtests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<String>,
    /// Tests of the tab with the same number fail together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fails_together: Option<usize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
