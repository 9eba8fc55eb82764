//! A small world counted by hand, and a second, slow way to count a large one.

use proptest::prelude::*;

use super::*;
use crate::model::TimeMs;

fn pull(number: u64) -> PullRequest {
    PullRequest { number, author: format!("author{number}"), ..PullRequest::default() }
}

fn run(key: (&str, &str, &str), at: i64, commit: &str, number: Option<u64>, status: RunStatus) -> CiRun {
    CiRun {
        repository: key.0.into(),
        job: key.1.into(),
        id: key.2.into(),
        attempt: 1,
        started_at: TimeMs(at),
        commit: commit.into(),
        status,
        pull_request: number.map(pull),
        ..CiRun::default()
    }
}

fn case(run: CiRun, category: Category, case: &str) -> CiRun {
    let failures = vec![FailedCase { category, case: case.into(), context: vec!["line".into()] }];
    CiRun { failures, ..run }
}

/// The window is 1,000 to 2,000; the one before is -1 to 999.
fn world() -> Vec<CiRun> {
    use RunStatus::{Aborted, Failure, Success};
    vec![
        run(("a/x", "unit", "1"), 500, "c1", Some(7), Failure),
        run(("a/x", "unit", "2"), 1_000, "c1", Some(7), Success),
        case(run(("a/x", "unit", "3"), 1_200, "c2", Some(7), Failure), Category::Case, "TestA"),
        case(run(("b/x", "unit", "3"), 1_300, "c9", Some(7), Failure), Category::Case, "TestA"),
        run(("a/x", "unit", "4"), 2_000, "c2", Some(7), Aborted),
        run(("a/x", "nightly", "1"), 1_500, "", None, Failure),
        run(("a/x", "nightly", "2"), 2_001, "", None, Failure),
        run(("a/x", "unit", "2"), 1_000, "c1", Some(7), Success),
        run(("a/x", "unit", "0"), -2, "c2", Some(7), Success),
    ]
}

fn query() -> Query {
    Query::span(TimeMs(1_000), TimeMs(2_000))
}

#[test]
fn the_small_world() {
    let report = analyse(&world(), &query(), Vec::new());
    let summary = &report.summary;
    let counts = Counts { runs: 5, success: 1, failure: 3, aborted: 1, reruns: 2, new_commit_runs: 1 };
    assert_eq!(summary.counts(), counts);
    assert_eq!(
        (summary.jobs, summary.pull_requests, summary.commits, summary.repositories),
        (3, 2, 3, 2),
        "the same number in two repositories is two pull requests"
    );
    assert_eq!((summary.without_pull_request, summary.flakes, summary.unknown()), (1, 1, 1));
    assert_eq!((summary.trend.before.runs, summary.trend.before.failure), (1, 1));
    assert_eq!(summary.hours[0], HourCounts { runs: 5, failure: 3 });
    assert_eq!(summary.weekdays[3].runs, 5, "a Thursday");
    let jobs: Vec<String> =
        report.jobs.iter().map(|row| format!("{} {} {}", row.repository, row.job, row.failure)).collect();
    assert_eq!(jobs, ["a/x nightly 1", "a/x unit 1", "b/x unit 1"]);
    let pulls: Vec<(Option<u64>, u32)> =
        report.pull_requests.iter().map(|row| (row.number, row.runs)).collect();
    assert_eq!(pulls, [(None, 1), (Some(7), 3), (Some(7), 1)]);
    assert_eq!(report.pull_requests[1].url, "https://github.com/a/x/pull/7");
    let failures: Vec<String> = report
        .failures
        .iter()
        .map(|row| format!("{} {} {} {}", row.repository, row.category.word(), row.case, row.is_new))
        .collect();
    assert_eq!(failures, ["a/x case TestA true", "a/x unknown  false", "b/x case TestA true"]);
    let marks: Vec<(bool, bool, bool)> =
        report.runs.iter().map(|row| (row.rerun, row.new_commit, row.flake)).collect();
    assert_eq!(
        marks,
        [
            (true, false, true),
            (false, true, false),
            (false, false, false),
            (false, false, false),
            (true, false, false)
        ]
    );
    assert_eq!(report.warnings.len(), 1, "{:?}", report.warnings);
    assert_eq!(
        report.sentence(),
        "5 runs of 3 jobs and 2 pull requests: 3 failures (60.0 %), 2 reruns of the same commit; most often case (1 run); \
         1 without a known cause. Too few runs to compare."
    );
}

#[test]
fn filters_and_an_empty_answer() {
    let only = Query { repositories: vec!["B/x".into()], jobs: vec!["unit".into()], ..query() };
    let report = analyse(&world(), &only, Vec::new());
    assert_eq!((report.summary.runs, report.warnings.len()), (1, 0));
    let none = Query { jobs: vec!["x".into()], ..query() };
    let report = analyse(&world(), &none, Vec::new());
    assert_eq!((report.summary.runs, report.warnings.len()), (0, 1));
    assert_eq!(report.sentence(), "No run started between 1970-01-01T00:00:01Z and 1970-01-01T00:00:02Z.");
}

fn any_run() -> impl Strategy<Value = CiRun> {
    let status = prop::sample::select(vec![RunStatus::Success, RunStatus::Failure, RunStatus::Aborted]);
    (0..2_u8, 0..2_u8, 0..40_u16, -100..3_000_i64, 0..4_u8, prop::option::of(0..3_u64), status).prop_map(
        |(repository, job, id, at, commit, number, status)| {
            let names = (format!("o/r{repository}"), format!("j{job}"), id.to_string());
            let commit = if commit == 0 { String::new() } else { format!("c{commit}") };
            run((&names.0, &names.1, &names.2), at, &commit, number, status)
        },
    )
}

proptest! {
    /// The plain way: for each run, look at all others.
    #[test]
    fn counting_again(runs in prop::collection::vec(any_run(), 0..60)) {
        let report = analyse(&runs, &query(), Vec::new());
        let mut all: Vec<&CiRun> = Vec::new();
        for run in &runs {
            if run.started_at >= query().earliest() && run.started_at <= query().to
                && !all.iter().any(|other| other.key() == run.key()) {
                all.push(run);
            }
        }
        let before = |a: &CiRun, b: &CiRun| (a.started_at, a.key()) < (b.started_at, b.key());
        let same_job = |a: &CiRun, b: &CiRun| a.repository == b.repository && a.job == b.job;
        let now: Vec<&&CiRun> = all.iter().filter(|run| query().holds(run.started_at)).collect();
        let reruns = now.iter().filter(|run| !run.commit.is_empty() && all.iter().any(|other| {
            same_job(other, run) && other.commit == run.commit && before(other, run)
        })).count();
        prop_assert_eq!(report.summary.reruns as usize, reruns);
        prop_assert_eq!(report.summary.runs as usize, now.len());
        let failed = now.iter().filter(|run| run.status == RunStatus::Failure).count();
        prop_assert_eq!(report.jobs.iter().map(|row| row.failure as usize).sum::<usize>(), failed);
        prop_assert_eq!(report.pull_requests.iter().map(|row| row.failure as usize).sum::<usize>(), failed);
        prop_assert_eq!(report.summary.causes.iter().map(|count| count.runs as usize).sum::<usize>(), failed);
        let drawn: u32 = report.summary.over_time.iter().map(|b| b.success + b.failure + b.aborted).sum();
        prop_assert_eq!(drawn, report.summary.runs);
    }

    #[test]
    fn the_order_of_the_runs_does_not_matter(runs in prop::collection::vec(any_run(), 0..30)) {
        let mut unique: Vec<CiRun> = Vec::new();
        for run in runs {
            if !unique.iter().any(|other| other.key() == run.key()) {
                unique.push(run);
            }
        }
        let report = analyse(&unique, &query(), Vec::new());
        unique.reverse();
        prop_assert_eq!(analyse(&unique, &query(), Vec::new()), report);
    }
}
