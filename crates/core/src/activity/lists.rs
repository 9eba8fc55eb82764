//! The lists of jobs, pull requests, commits and runs, each with its failures first.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::Counts;
use super::profile::{HourCounts, add, hour_of};
use super::query::Query;
use super::rows::{CommitRow, JobRow, PullRow, RunRow};
use super::run::{CiRun, RunStatus};
use super::summary::{Marked, Quantiles, flakes};
use crate::sorting::sort_by;

/// Runs in groups, by a key.
fn groups<'a, K: Ord>(
    runs: &[Marked<'a>],
    key: impl Fn(&'a CiRun) -> Option<K>,
) -> BTreeMap<K, Vec<Marked<'a>>> {
    let mut groups: BTreeMap<K, Vec<Marked<'a>>> = BTreeMap::new();
    for (run, marks) in runs {
        if let Some(key) = key(run) {
            groups.entry(key).or_default().push((run, *marks));
        }
    }
    groups
}

fn counts(runs: &[Marked<'_>]) -> Counts {
    let mut counts = Counts::default();
    for (run, marks) in runs {
        counts.add(run, *marks);
    }
    counts
}

/// Jobs, the most failures first, then by name.
pub(super) fn jobs(query: &Query, runs: &[Marked<'_>]) -> Vec<JobRow> {
    let groups = groups(runs, |run| Some((run.repository.as_str(), run.job.as_str())));
    let mut rows: Vec<JobRow> = groups.into_values().filter_map(|runs| job(query, &runs)).collect();
    sort_by(&mut rows, |a, b| b.failure.cmp(&a.failure));
    rows
}

fn job(query: &Query, runs: &[Marked<'_>]) -> Option<JobRow> {
    let (first, _) = runs.first()?;
    let counts = counts(runs);
    let mut hours = vec![HourCounts::default(); 24];
    for (run, _) in runs {
        add(&mut hours, hour_of(query, run.started_at), run);
    }
    Some(JobRow {
        repository: first.repository.clone(),
        job: first.job.clone(),
        failure_rate: counts.rate(counts.failure),
        flaky_commits: flakes(runs),
        duration_ms: Quantiles::of(runs.iter().filter_map(|(run, _)| run.duration_ms).collect()),
        queued_ms: Quantiles::of(runs.iter().filter_map(|(run, _)| run.queued_ms).collect()),
        failed_pull_requests: pulls(runs, |(run, _)| run.status == RunStatus::Failure),
        rerun_pull_requests: pulls(runs, |(_, marks)| marks.rerun),
        hours,
        ..JobRow::counted(counts)
    })
}

/// The pull requests of some runs with how many they are, the most first.
fn pulls(runs: &[Marked<'_>], fits: impl Fn(&Marked<'_>) -> bool) -> Vec<(u64, u32)> {
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    for (run, _) in runs.iter().filter(|run| fits(run)) {
        if let Some(number) = run.pull() {
            *counts.entry(number).or_default() += 1;
        }
    }
    let mut counts: Vec<(u64, u32)> = counts.into_iter().collect();
    sort_by(&mut counts, |a, b| b.1.cmp(&a.1));
    counts
}

/// Pull requests, the most failures first, then by repository and number. The runs of a repository that belong to none are a group
/// of their own.
pub(super) fn pull_requests(runs: &[Marked<'_>]) -> Vec<PullRow> {
    let groups = groups(runs, |run| Some((run.repository.as_str(), run.pull())));
    let mut rows: Vec<PullRow> = groups.into_values().filter_map(|runs| pull_request(&runs)).collect();
    sort_by(&mut rows, |a, b| b.failure.cmp(&a.failure));
    rows
}

fn pull_request(runs: &[Marked<'_>]) -> Option<PullRow> {
    // The newest run has the newest title.
    let (newest, _) = runs.last()?;
    let pull = newest.pull_request.clone().unwrap_or_default();
    let commits: BTreeSet<&str> =
        runs.iter().map(|(run, _)| run.commit.as_str()).filter(|commit| !commit.is_empty()).collect();
    let counts = counts(runs);
    Some(PullRow {
        repository: newest.repository.clone(),
        number: newest.pull(),
        title: pull.title,
        author: pull.author,
        branch: if newest.pull_request.is_some() { newest.branch.clone() } else { String::new() },
        url: newest.pull_url(),
        failure_rate: counts.rate(counts.failure),
        commits: u32::try_from(commits.len()).unwrap_or(u32::MAX),
        ..PullRow::counted(counts)
    })
}

/// Commits in the order in which they were first run.
pub(super) fn commits(runs: &[Marked<'_>]) -> Vec<CommitRow> {
    let key = |run: &CiRun| !run.commit.is_empty();
    let groups = groups(runs, |run| key(run).then_some((run.repository.as_str(), run.commit.as_str())));
    let mut rows: Vec<CommitRow> = groups.into_values().filter_map(|runs| commit(&runs)).collect();
    sort_by(&mut rows, |a, b| a.first_run.cmp(&b.first_run));
    rows
}

fn commit(runs: &[Marked<'_>]) -> Option<CommitRow> {
    let (first, _) = runs.first()?;
    Some(CommitRow {
        repository: first.repository.clone(),
        commit: first.commit.clone(),
        number: runs.iter().find_map(|(run, _)| run.pull()),
        flaky_jobs: flakes(runs),
        first_run: first.started_at,
        ..CommitRow::counted(counts(runs))
    })
}

/// Runs in the order of their start.
pub(super) fn runs(runs: &[Marked<'_>]) -> Vec<RunRow> {
    let row = |(run, marks): &Marked<'_>| RunRow {
        repository: run.repository.clone(),
        job: run.job.clone(),
        id: run.id.clone(),
        attempt: run.attempt,
        status: run.status,
        started_at: run.started_at,
        duration_ms: run.duration_ms,
        queued_ms: run.queued_ms,
        commit: run.commit.clone(),
        branch: run.branch.clone(),
        number: run.pull(),
        author: run.pull_request.as_ref().map(|pull| pull.author.clone()).unwrap_or_default(),
        url: run.url.clone(),
        rerun: marks.rerun,
        new_commit: marks.new_commit,
        flake: marks.flake,
        category: run.category(),
        failures: run.failures.clone(),
    };
    runs.iter().map(row).collect()
}
