//! Failures with one cause in one repository: who was hit, since when, and is it new?

use std::collections::{BTreeMap, BTreeSet};

use super::rows::FailureRow;
use super::run::{Category, CiRun, FailedCase, RunStatus};
use crate::sorting::sort_by;

/// Repository, category and case.
type Cause<'a> = (&'a str, Category, &'a str);

/// What is collected about a cause.
#[derive(Default)]
struct Hits<'a> {
    runs: Vec<&'a CiRun>,
    context: &'a [String],
}

/// A row for each cause, the most runs first. Runs must be in the order of their start.
pub(super) fn rows(runs: &[&CiRun], before: &[&CiRun]) -> Vec<FailureRow> {
    let mut causes: BTreeMap<Cause<'_>, Hits<'_>> = BTreeMap::new();
    for run in runs {
        for (cause, context) in causes_of(run) {
            let hits = causes.entry(cause).or_default();
            hits.runs.push(run);
            if hits.context.is_empty() {
                hits.context = context;
            }
        }
    }
    let known: BTreeSet<Cause<'_>> = before.iter().flat_map(|run| causes_of(run).into_keys()).collect();
    let is_new = |cause| !before.is_empty() && !known.contains(&cause);
    let mut rows: Vec<FailureRow> =
        causes.into_iter().map(|(cause, hits)| row(cause, &hits, is_new(cause))).collect();
    sort_by(&mut rows, |a, b| b.runs.cmp(&a.runs));
    rows
}

/// The causes of a run, each once, with the lines around it. A failed run that nothing explains has one as well.
fn causes_of(run: &CiRun) -> BTreeMap<Cause<'_>, &[String]> {
    let mut causes = BTreeMap::new();
    for FailedCase { category, case, context } in &run.failures {
        causes.entry((run.repository.as_str(), *category, case.as_str())).or_insert(context.as_slice());
    }
    if causes.is_empty() && run.status == RunStatus::Failure {
        causes.insert((run.repository.as_str(), Category::Unknown, ""), &[]);
    }
    causes
}

fn row((repository, category, case): Cause<'_>, hits: &Hits<'_>, is_new: bool) -> FailureRow {
    let pulls: BTreeSet<u64> = hits.runs.iter().filter_map(|run| run.pull()).collect();
    let author =
        |run: &&CiRun| Some(run.pull_request.as_ref()?.author.clone()).filter(|name| !name.is_empty());
    let authors: BTreeSet<String> = hits.runs.iter().filter_map(author).collect();
    let jobs: BTreeSet<&String> = hits.runs.iter().map(|run| &run.job).collect();
    let other = hits.runs.iter().filter(|run| run.pull_request.is_none()).count();
    FailureRow {
        repository: repository.to_owned(),
        category,
        case: case.to_owned(),
        runs: u32::try_from(hits.runs.len()).unwrap_or(u32::MAX),
        pull_requests: pulls.into_iter().collect(),
        other_runs: u32::try_from(other).unwrap_or(u32::MAX),
        authors: authors.into_iter().collect(),
        jobs: jobs.into_iter().cloned().collect(),
        first_failure: hits.runs.first().map(|run| run.started_at).unwrap_or_default(),
        first_url: hits.runs.first().map(|run| run.url.clone()).unwrap_or_default(),
        last_failure: hits.runs.last().map(|run| run.started_at).unwrap_or_default(),
        is_new,
        context: hits.context.to_vec(),
    }
}
