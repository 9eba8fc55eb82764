//! The answer about the disruption in some runs: one row for each check, and totals.

use serde::{Deserialize, Serialize};

use super::history::HistoryUsed;
use crate::warning::Warning;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Worse than history.
    Failed,
    /// Could not be checked, or need not.
    Skipped,
    /// Not worse.
    Passed,
}

impl Verdict {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Passed => "passed",
        }
    }
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Do enough runs have data?
    Collected,
    /// Is the backend there at all?
    Present,
    /// Is the mean within five deviations?
    Mean,
    /// Do enough runs stay within the historical P70?
    P70,
    /// … and within P85?
    P85,
    /// Nothing: the backend is left out.
    LeftOut,
}

impl CheckKind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Present => "present",
            Self::Mean => "mean",
            Self::P70 => "p70",
            Self::P85 => "p85",
            Self::LeftOut => "left_out",
        }
    }
}

/// One check of one backend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRow {
    /// The backend; empty for a check of all.
    pub backend: String,
    /// What was checked.
    pub check: CheckKind,
    /// How it ended.
    pub verdict: Verdict,
    /// Runs with data about the backend.
    pub runs: usize,
    /// Of them, not above the threshold.
    pub passes: Option<u32>,
    /// Above it.
    pub failures: Option<u32>,
    /// Passes that are required.
    pub required_passes: Option<u32>,
    /// The limit in seconds, of the mean or of each run.
    pub threshold_seconds: Option<f64>,
    /// Seconds of grace in it.
    pub grace_seconds: Option<u32>,
    /// The mean of the runs in seconds, without the run that was dropped.
    pub mean_seconds: Option<f64>,
    /// Runs of history behind the limit.
    pub history_runs: usize,
    /// The runs above the limit, with their seconds: `run=5s`.
    pub runs_above: Vec<String>,
    /// What was checked and what came out, in words.
    pub reason: String,
}

/// How many checks ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisruptionTotals {
    /// Worse than history.
    pub failed: usize,
    /// Not worse.
    pub passed: usize,
    /// Not checked.
    pub skipped: usize,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisruptionReport {
    /// The job; empty where the rows name none.
    pub job: String,
    /// Runs with data.
    pub runs: usize,
    /// Failed when any check failed, passed when any passed, else skipped.
    pub verdict: Verdict,
    /// The answer in one sentence.
    pub sentence: String,
    /// Which history was used, and why; `None` where none was needed.
    pub history: Option<HistoryUsed>,
    /// How many checks ended how.
    pub totals: DisruptionTotals,
    /// The checks: failed ones first, then skipped ones, by backend.
    pub checks: Vec<CheckRow>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

impl DisruptionTotals {
    pub(super) fn of(checks: &[CheckRow]) -> Self {
        let count = |verdict: Verdict| checks.iter().filter(|row| row.verdict == verdict).count();
        Self {
            failed: count(Verdict::Failed),
            passed: count(Verdict::Passed),
            skipped: count(Verdict::Skipped),
        }
    }

    /// Failed when any check failed, passed when any passed, else skipped.
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Self { failed: 1.., .. } => Verdict::Failed,
            Self { passed: 1.., .. } => Verdict::Passed,
            _ => Verdict::Skipped,
        }
    }
}
