//! The answer: the numbers of a window and every list, made of runs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::query::Query;
use super::rows::{CommitRow, FailureRow, JobRow, PullRow, RunRow};
use super::run::CiRun;
use super::summary::{Marked, Summary};
use super::{failures, lists, marks};
use crate::warning::Warning;

/// The whole answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivityReport {
    /// The numbers above the lists.
    pub summary: Summary,
    /// Jobs, the most failures first.
    pub jobs: Vec<JobRow>,
    /// Pull requests, the most failures first, and for each repository the group of runs that belong to none.
    pub pull_requests: Vec<PullRow>,
    /// Commits in the order in which they were first run.
    pub commits: Vec<CommitRow>,
    /// Runs in the order of their start.
    pub runs: Vec<RunRow>,
    /// Failures by cause, the most runs first.
    pub failures: Vec<FailureRow>,
    /// What could not be read or used.
    pub warnings: Vec<Warning>,
}

/// Answers a query out of runs in any order. Runs of the window before are used for the trend, and to tell reruns, new
/// commits, flakes and new causes; older ones are not used, so that it does not matter how much a source holds.
/// A run that is given twice counts once. `warnings` are those of the sources.
pub fn analyse(runs: &[CiRun], query: &Query, warnings: Vec<Warning>) -> ActivityReport {
    let (used, repeated) = used(runs, query);
    let marked: Vec<Marked<'_>> = used.iter().copied().zip(marks::marks(&used)).collect();
    let (now, before): (Vec<Marked<'_>>, Vec<Marked<'_>>) =
        marked.into_iter().partition(|(run, _)| query.holds(run.started_at));
    let mut counts_before = Counts::default();
    for (run, marks) in &before {
        counts_before.add(run, *marks);
    }
    let plain_now: Vec<&CiRun> = now.iter().map(|(run, _)| *run).collect();
    let plain_before: Vec<&CiRun> = before.iter().map(|(run, _)| *run).collect();
    let mut report = ActivityReport {
        summary: Summary::of(query, &now, &counts_before),
        jobs: lists::jobs(query, &now),
        pull_requests: lists::pull_requests(&now),
        commits: lists::commits(&now),
        runs: lists::runs(&now),
        failures: failures::rows(&plain_now, &plain_before),
        warnings,
    };
    report.warn(query, repeated);
    report
}

/// The runs that are used, each once, in the order of their start; and how many were given twice.
fn used<'a>(runs: &'a [CiRun], query: &Query) -> (Vec<&'a CiRun>, usize) {
    let span = query.earliest()..=query.to;
    let fits = |run: &&CiRun| span.contains(&run.started_at) && query.wants(run);
    let mut used: Vec<&CiRun> = runs.iter().filter(fits).collect();
    let given = used.len();
    let mut keys = BTreeSet::new();
    used.retain(|run| keys.insert(run.key()));
    used.sort_by(|a, b| (a.started_at, a.key()).cmp(&(b.started_at, b.key())));
    let repeated = given - used.len();
    (used, repeated)
}

impl ActivityReport {
    /// Adds what the reader of the answer must know about the question.
    fn warn(&mut self, query: &Query, repeated: usize) {
        if repeated > 0 {
            let message = format!("{repeated} runs were given more than once and count once");
            self.warnings.push(Warning::new("runs", message));
        }
        let has_repository =
            |name: &String| self.runs.iter().any(|run| run.repository.eq_ignore_ascii_case(name));
        let repositories: Vec<Warning> =
            query.repositories.iter().filter(|name| !has_repository(name)).map(none).collect();
        let has_job = |name: &String| self.runs.iter().any(|run| run.job == *name);
        let jobs: Vec<Warning> = query.jobs.iter().filter(|name| !has_job(name)).map(none).collect();
        self.warnings.extend(repositories.into_iter().chain(jobs));
    }
}

fn none(name: &String) -> Warning {
    Warning::new(name, "no run in this window; check the name and the span")
}
