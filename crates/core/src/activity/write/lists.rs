//! Each list as a table.

use serde::{Deserialize, Serialize};

use crate::activity::report::ActivityReport;
use crate::activity::rows::{CommitRow, FailureRow, JobRow, PullRow, RunRow};
use crate::activity::{Counts, Quantiles};
use crate::export::{Sheet, Value, write_csv};

/// A list of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityList {
    /// A row for each run.
    #[default]
    Runs,
    /// A row for each job.
    Jobs,
    /// A row for each pull request, and one for the runs of a repository that belong to none.
    PullRequests,
    /// A row for each commit.
    Commits,
    /// A row for each cause.
    Failures,
}

impl ActivityList {
    /// Every list.
    pub const ALL: [Self; 5] = [Self::Runs, Self::Jobs, Self::PullRequests, Self::Commits, Self::Failures];

    /// The word on the command line, and the key in the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Jobs => "jobs",
            Self::PullRequests => "pull_requests",
            Self::Commits => "commits",
            Self::Failures => "failures",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.word() == word)
    }

    /// The columns, in their order.
    pub fn columns(self) -> Vec<&'static str> {
        match self {
            Self::Runs => RUNS.to_vec(),
            Self::Jobs => [&["repository", "job"][..], &COUNTS, &JOBS].concat(),
            Self::PullRequests => [&PULLS[..], &COUNTS, &["failure_rate", "commits"]].concat(),
            Self::Commits => {
                [&["repository", "commit", "number"][..], &COUNTS, &["flaky_jobs", "first_run"]].concat()
            }
            Self::Failures => FAILURES.to_vec(),
        }
    }

    /// The rows as texts in the order of the columns; what is not known is empty.
    pub fn cells(self, report: &ActivityReport) -> Vec<Vec<String>> {
        match self {
            Self::Runs => report.runs.iter().map(run).collect(),
            Self::Jobs => report.jobs.iter().map(job).collect(),
            Self::PullRequests => report.pull_requests.iter().map(pull).collect(),
            Self::Commits => report.commits.iter().map(commit).collect(),
            Self::Failures => report.failures.iter().map(failure).collect(),
        }
    }
}

const COUNTS: [&str; 6] = ["runs", "success", "failure", "aborted", "reruns", "new_commit_runs"];
const JOBS: [&str; 8] = [
    "failure_rate",
    "flaky_commits",
    "duration_p50_ms",
    "duration_p90_ms",
    "duration_p99_ms",
    "queued_p50_ms",
    "queued_p90_ms",
    "queued_p99_ms",
];
const PULLS: [&str; 6] = ["repository", "number", "title", "author", "branch", "url"];
const RUNS: [&str; 18] = [
    "repository",
    "job",
    "id",
    "attempt",
    "status",
    "started_at",
    "duration_ms",
    "queued_ms",
    "commit",
    "branch",
    "number",
    "author",
    "rerun",
    "new_commit",
    "flake",
    "category",
    "failures",
    "url",
];
const FAILURES: [&str; 11] = [
    "repository",
    "category",
    "case",
    "runs",
    "pull_requests",
    "other_runs",
    "authors",
    "jobs",
    "first_failure",
    "last_failure",
    "is_new",
];

/// Writes a list.
pub(super) fn csv(report: &ActivityReport, list: ActivityList) -> String {
    let rows = list.cells(report);
    write_csv(&Sheet {
        columns: list.columns(),
        rows: rows.iter().map(|row| row.iter().map(|text| Value::Text(text).into()).collect()).collect(),
    })
}

fn counts(counts: Counts) -> [String; 6] {
    let Counts { runs, success, failure, aborted, reruns, new_commit_runs } = counts;
    [runs, success, failure, aborted, reruns, new_commit_runs].map(|count| count.to_string())
}

fn known<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn rate(rate: Option<f64>) -> String {
    Value::Rate(rate).text().into_owned()
}

fn quantiles(times: Quantiles) -> [String; 3] {
    [times.p50, times.p90, times.p99].map(known)
}

fn run(row: &RunRow) -> Vec<String> {
    let failures: Vec<&str> = row.failures.iter().map(|failure| failure.case.as_str()).collect();
    vec![
        row.repository.clone(),
        row.job.clone(),
        row.id.clone(),
        row.attempt.to_string(),
        row.status.word().to_owned(),
        row.started_at.to_string(),
        known(row.duration_ms),
        known(row.queued_ms),
        row.commit.clone(),
        row.branch.clone(),
        known(row.number),
        row.author.clone(),
        row.rerun.to_string(),
        row.new_commit.to_string(),
        row.flake.to_string(),
        row.category.map(|category| category.word().to_owned()).unwrap_or_default(),
        failures.join("; "),
        row.url.clone(),
    ]
}

fn job(row: &JobRow) -> Vec<String> {
    let names = [row.repository.clone(), row.job.clone()];
    let rates = [rate(row.failure_rate), row.flaky_commits.to_string()];
    [&names[..], &counts(row.counts()), &rates, &quantiles(row.duration_ms), &quantiles(row.queued_ms)]
        .concat()
}

fn pull(row: &PullRow) -> Vec<String> {
    let names = [
        row.repository.clone(),
        known(row.number),
        row.title.clone(),
        row.author.clone(),
        row.branch.clone(),
        row.url.clone(),
    ];
    [&names[..], &counts(row.counts()), &[rate(row.failure_rate), row.commits.to_string()]].concat()
}

fn commit(row: &CommitRow) -> Vec<String> {
    let names = [row.repository.clone(), row.commit.clone(), known(row.number)];
    [&names[..], &counts(row.counts()), &[row.flaky_jobs.to_string(), row.first_run.to_string()]].concat()
}

fn failure(row: &FailureRow) -> Vec<String> {
    let numbers: Vec<String> = row.pull_requests.iter().map(ToString::to_string).collect();
    vec![
        row.repository.clone(),
        row.category.word().to_owned(),
        row.case.clone(),
        row.runs.to_string(),
        numbers.join(" "),
        row.other_runs.to_string(),
        row.authors.join(" "),
        row.jobs.join(" "),
        row.first_failure.to_string(),
        row.last_failure.to_string(),
        row.is_new.to_string(),
    ]
}
