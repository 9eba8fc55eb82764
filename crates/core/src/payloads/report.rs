//! What a verdict over runs answers: plain rows, the same for every format.

use serde::{Deserialize, Serialize};

use super::rules::Rule;
use super::{Params, PowerCurve};
use crate::model::TimeMs;
use crate::warning::Warning;

/// The verdict with everything behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VerdictReport {
    /// The verdict in one sentence.
    pub sentence: String,
    /// Whether the payload passes.
    pub passed: bool,
    /// Why it fails, in words; empty when it passes.
    pub causes: Vec<String>,
    /// The job; empty where it is not known.
    pub job: String,
    /// What was known from before, in words.
    pub history: String,
    /// What the verdict depends on.
    pub params: Params,
    /// How many tests ended how.
    pub totals: Totals,
    /// The runs, in the order of the letters of [`TestRow::runs`].
    pub runs: Vec<RunRow>,
    /// The tests: failed first, then informing, flaky, passed, not run; the least probable first.
    pub tests: Vec<TestRow>,
    /// What the verdicts can see, one curve for each pair of attempts and required passes.
    pub power: Vec<PowerCurve>,
    /// What the reader must know of the input.
    pub warnings: Vec<Warning>,
}

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Tests that fail the payload.
    pub failed: u32,
    /// Tests that fail and only inform.
    pub informing: u32,
    /// Tests that pass and flaked.
    pub flaky: u32,
    /// Tests that pass.
    pub passed: u32,
    /// Tests without an attempt.
    pub not_run: u32,
}

impl Totals {
    /// Tests with an attempt.
    pub fn ran(self) -> u32 {
        self.failed + self.informing + self.flaky + self.passed
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// Where people read about it.
    pub url: String,
    /// Where its files lie.
    pub artifacts_url: String,
    /// When it started.
    pub started: Option<TimeMs>,
    /// Tests with a result.
    pub results: u32,
    /// Tests that failed and did not pass.
    pub failures: u32,
    /// Why results are missing; empty when all are here.
    pub incomplete: String,
}

/// How a test ended over all runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It fails the payload.
    Failed,
    /// It fails by the rules, but only informs.
    Informing,
    /// It passes, and failed and passed within one run at least once.
    Flaky,
    /// It passes.
    Passed,
    /// No run attempted it.
    #[default]
    NotRun,
}

impl Outcome {
    /// Every outcome, in the order of the report.
    pub const ALL: [Self; 5] = [Self::Failed, Self::Informing, Self::Flaky, Self::Passed, Self::NotRun];

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Informing => "informing",
            Self::Flaky => "flaky",
            Self::Passed => "passed",
            Self::NotRun => "not_run",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// One test over all runs. Rates are fractions; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TestRow {
    /// The names of its suites, joined with `|||`.
    pub suite: String,
    /// Its name.
    pub test: String,
    /// How it ended.
    pub verdict: Outcome,
    /// The rule that decided.
    pub rule: Rule,
    /// The same in words.
    pub reason: String,
    /// One letter for each run: P passed, F failed, K flaked, S skipped, `.` missing, `?` lost with the file of the run.
    pub runs: String,
    /// Runs in which it passed or failed.
    pub attempts: u32,
    /// Runs in which it passed; flakes are among them.
    pub passes: u32,
    /// Runs in which it failed and did not pass.
    pub failures: u32,
    /// Runs in which it failed and passed.
    pub flakes: u32,
    /// Runs in which it was skipped.
    pub skips: u32,
    /// Complete runs that say nothing of it.
    pub missing_in: Vec<String>,
    /// Incomplete runs that say nothing of it: its result may be lost.
    pub lost_in: Vec<String>,
    /// Runs that history knows of it.
    pub history_runs: Option<u32>,
    /// The percentage of passes that it was held to.
    pub history_percent: u32,
    /// How many passes it needs.
    pub required: u32,
    /// The same with the real size of its history and without a table.
    pub required_exactly: Option<u32>,
    /// Share of attempts that passed.
    pub pass_rate: Option<f64>,
    /// Share of passes in history; flakes are passes.
    pub history_rate: Option<f64>,
    /// Size: `pass_rate` − `history_rate`.
    pub difference: Option<f64>,
    /// Its 95 % interval (Newcombe).
    pub difference_low: Option<f64>,
    /// Its 95 % interval (Newcombe).
    pub difference_high: Option<f64>,
    /// Significance: the probability of so few passes if nothing has changed (Fisher, one-sided, the real history).
    pub p: Option<f64>,
    /// The share of wrong findings to expect when this one and all less probable ones are taken (Benjamini and Hochberg; tests
    /// that fail in the very same runs are one finding). Changes no verdict.
    pub q: Option<f64>,
    /// Tests that fail in the very same runs have one number, from 1; 0 for a test that fails alone or never.
    pub group: u32,
    /// How often a test as good as history says would be flagged all the same.
    pub flagged_as_before: Option<f64>,
    /// How often a test that really passes 90 % would be flagged.
    pub flagged_at_90: Option<f64>,
}
