//! One run of one job, as every source is read: where, when, how it ended, for which commit and pull request, and why it failed.

use serde::{Deserialize, Serialize};

use crate::model::{Repository, TimeMs};

/// How a run ended. Runs that have not ended are no runs yet; sources count them in a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// It passed.
    #[default]
    Success,
    /// It failed.
    Failure,
    /// Somebody or something ended it before it had a result.
    Aborted,
}

impl RunStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Success, Self::Failure, Self::Aborted];

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The word in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Aborted => "aborted",
        }
    }
}

/// What kind of cause a failure has. The order is that of the original: of several kinds the first one counts
/// (PingCAP-QE/ci, `sync_ci`: compile before check before case before env).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// The code does not build.
    Compile,
    /// A check of form or style.
    Check,
    /// A test case.
    Case,
    /// The machines, the network, the build farm.
    Env,
    /// No rule knows it.
    #[default]
    Unknown,
}

impl Category {
    /// Every category, the weightiest first.
    pub const ALL: [Self; 5] = [Self::Compile, Self::Check, Self::Case, Self::Env, Self::Unknown];

    /// The word in every format and in files of rules.
    pub fn word(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Check => "check",
            Self::Case => "case",
            Self::Env => "env",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }
}

/// One thing that failed in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FailedCase {
    /// Which kind of cause.
    pub category: Category,
    /// The test case, or what the rule found; empty where nothing is known.
    pub case: String,
    /// Lines of the log around it, at most 20; empty where no log was read.
    pub context: Vec<String>,
}

/// A pull request that a run belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    /// Its number in the repository, from 1.
    pub number: u64,
    /// Its title, as written; may be hostile.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// Its page as the source gives it; empty where it does not.
    pub url: String,
}

/// One run of one job. Texts are as they came and may be hostile; each writer escapes for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CiRun {
    /// `owner/name`, or whatever the source calls it; empty where it is not known.
    pub repository: String,
    /// The job, unique within the repository.
    pub job: String,
    /// The run's id within the job. A text: ids of Prow do not fit a float.
    pub id: String,
    /// Which attempt of the run, from 1.
    pub attempt: u32,
    /// How it ended.
    pub status: RunStatus,
    /// When it started.
    pub started_at: TimeMs,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// How long it waited before it started, in milliseconds.
    pub queued_ms: Option<u64>,
    /// The commit under test; empty where it is not known.
    pub commit: String,
    /// The branch, for a pull request the one it goes to.
    pub branch: String,
    /// The pull request; `None` for nightly and other runs of no pull request.
    pub pull_request: Option<PullRequest>,
    /// The page of the run or its log; empty where it is not known.
    pub url: String,
    /// What failed in it.
    pub failures: Vec<FailedCase>,
}

impl CiRun {
    /// What makes a run this one and no other.
    pub fn key(&self) -> (&str, &str, &str, u32) {
        (&self.repository, &self.job, &self.id, self.attempt)
    }

    /// The number of its pull request.
    pub fn pull(&self) -> Option<u64> {
        self.pull_request.as_ref().map(|pull| pull.number)
    }

    /// The page of its pull request: as the source says, else on GitHub, else empty.
    pub fn pull_url(&self) -> String {
        let Some(pull) = &self.pull_request else { return String::new() };
        if !pull.url.is_empty() {
            return pull.url.clone();
        }
        let on_github = |repository| format!("https://github.com/{repository}/pull/{}", pull.number);
        Repository::parse(&self.repository).map(on_github).unwrap_or_default()
    }

    /// The category that stands for the run: the weightiest of its failures; `Unknown` for a failure that nothing explains,
    /// `None` for a run that did not fail and has no cause.
    pub fn category(&self) -> Option<Category> {
        let known = self.failures.iter().map(|failure| failure.category).min();
        known.or((self.status == RunStatus::Failure).then_some(Category::Unknown))
    }
}
