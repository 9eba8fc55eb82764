//! The rows of every list: jobs, pull requests, commits, runs and failures, as the CSV, the JSON and the page show them.

use serde::{Deserialize, Serialize};

use super::counts::counted;
use super::profile::HourCounts;
use super::run::{Category, FailedCase, RunStatus};
use super::summary::Quantiles;
use crate::model::TimeMs;

/// One job of one repository.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// The repository.
    pub repository: String,
    /// The job.
    pub job: String,
    /// All runs.
    pub runs: u32,
    /// Runs that passed.
    pub success: u32,
    /// Runs that failed.
    pub failure: u32,
    /// Runs that were aborted.
    pub aborted: u32,
    /// Runs of a commit that the same job had run before.
    pub reruns: u32,
    /// Runs of a new commit of a pull request that the same job had run before.
    pub new_commit_runs: u32,
    /// Share of its runs that failed.
    pub failure_rate: Option<f64>,
    /// Commits on which it both passed and failed.
    pub flaky_commits: u32,
    /// How long its runs took, in milliseconds.
    pub duration_ms: Quantiles,
    /// How long they waited, in milliseconds.
    pub queued_ms: Quantiles,
    /// Pull requests in which it failed, the most failures first, then by number.
    pub failed_pull_requests: Vec<(u64, u32)>,
    /// Pull requests in which it ran a commit again, ordered the same way.
    pub rerun_pull_requests: Vec<(u64, u32)>,
    /// Its runs by the hour of their start, 0 to 23.
    pub hours: Vec<HourCounts>,
}

/// One pull request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PullRow {
    /// The repository.
    pub repository: String,
    /// Its number; `None` for the group of runs that belong to no pull request.
    pub number: Option<u64>,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// The branch that it goes to.
    pub branch: String,
    /// Its page.
    pub url: String,
    /// All runs.
    pub runs: u32,
    /// Runs that passed.
    pub success: u32,
    /// Runs that failed.
    pub failure: u32,
    /// Runs that were aborted.
    pub aborted: u32,
    /// Runs of a commit that the same job had run before.
    pub reruns: u32,
    /// Runs of a new commit of a pull request that the same job had run before.
    pub new_commit_runs: u32,
    /// Share of its runs that failed.
    pub failure_rate: Option<f64>,
    /// How many of its commits were run.
    pub commits: u32,
}

/// One commit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CommitRow {
    /// The repository.
    pub repository: String,
    /// The commit.
    pub commit: String,
    /// The pull request that it was first run for; `None` without one.
    pub number: Option<u64>,
    /// All runs.
    pub runs: u32,
    /// Runs that passed.
    pub success: u32,
    /// Runs that failed.
    pub failure: u32,
    /// Runs that were aborted.
    pub aborted: u32,
    /// Runs of a commit that the same job had run before.
    pub reruns: u32,
    /// Runs of a new commit of a pull request that the same job had run before.
    pub new_commit_runs: u32,
    /// Jobs that both passed and failed on it.
    pub flaky_jobs: u32,
    /// When it was run first.
    pub first_run: TimeMs,
}

/// One run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunRow {
    /// The repository.
    pub repository: String,
    /// The job.
    pub job: String,
    /// Its id within the job.
    pub id: String,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// How it ended.
    pub status: RunStatus,
    /// When it started.
    pub started_at: TimeMs,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// How long it waited, in milliseconds.
    pub queued_ms: Option<u64>,
    /// The commit.
    pub commit: String,
    /// The branch.
    pub branch: String,
    /// The pull request; `None` without one.
    pub number: Option<u64>,
    /// Who wrote the pull request.
    pub author: String,
    /// Its page or its log.
    pub url: String,
    /// Did the job run this commit before?
    pub rerun: bool,
    /// Is it the first run of a new commit of its pull request?
    pub new_commit: bool,
    /// Did the job both pass and fail on this commit?
    pub flake: bool,
    /// The category that stands for it; `None` where nothing failed.
    pub category: Option<Category>,
    /// What failed in it.
    pub failures: Vec<FailedCase>,
}

/// The failures with one cause in one repository.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FailureRow {
    /// The repository.
    pub repository: String,
    /// Which kind of cause.
    pub category: Category,
    /// The case, or what a rule found; empty for failures that nothing explains.
    pub case: String,
    /// Runs that had it.
    pub runs: u32,
    /// Pull requests that were hit.
    pub pull_requests: Vec<u64>,
    /// Runs without a pull request that were hit.
    pub other_runs: u32,
    /// Who was hit, by name.
    pub authors: Vec<String>,
    /// Jobs that were hit.
    pub jobs: Vec<String>,
    /// Its first run in the window.
    pub first_failure: TimeMs,
    /// Where that is.
    pub first_url: String,
    /// Its last run in the window.
    pub last_failure: TimeMs,
    /// Did it not fail in the window before? `false` where that window has no runs.
    pub is_new: bool,
    /// Lines around it in the first log that has any.
    pub context: Vec<String>,
}

counted!(JobRow);
counted!(PullRow);
counted!(CommitRow);
