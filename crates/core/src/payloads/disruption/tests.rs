//! The original's published cases, and runs of one job against history from the file to the answer.

use super::*;
use crate::export::Format;
use crate::formats::payload_history::{HistoryFile, read_disruption_runs};
use crate::model::DisruptionRun;

/// Seconds, percentile, grace, historical value; then the verdict, passes and failures.
type Case = (&'static [u32], u32, u32, f64, Verdict, u32, u32);

/// The cases of `pass_fail_test.go` in openshift/ci-tools, restated. A grace of 0 is the same as none.
const CASES: [Case; 15] = [
    (&[0; 10], 95, 0, 7.0, Verdict::Passed, 10, 0),
    (&[8; 10], 95, 0, 7.0, Verdict::Failed, 0, 10),
    (&[5, 5, 5, 6, 6, 7, 7, 9, 9, 9], 95, 2, 6.0, Verdict::Passed, 7, 3),
    (&[5, 5, 5, 6, 7, 7, 7, 8, 8, 86], 95, 1, 6.0, Verdict::Passed, 7, 3),
    (&[5, 5, 5, 6, 7, 8, 8, 9, 9, 86], 95, 1, 6.0, Verdict::Failed, 5, 5),
    (&[99, 105, 101, 102, 101, 108, 108, 112, 113, 186], 95, 10, 102.0, Verdict::Passed, 8, 2),
    (&[99, 105, 101, 102, 101, 147, 113, 113, 113, 186], 95, 10, 102.0, Verdict::Failed, 5, 5),
    (&[99, 105, 101, 107, 107, 108, 108, 109, 109, 186], 95, 5, 102.0, Verdict::Failed, 5, 5),
    (&[1, 0, 0, 5, 5, 2, 2, 3, 4], 85, 1, 1.3, Verdict::Passed, 5, 4),
    (&[1, 0, 0, 5, 5, 2, 2, 3, 4], 85, 0, 1.3, Verdict::Failed, 3, 6),
    (&[0, 0, 4, 4, 1, 5, 1, 1, 2], 81, 0, 0.0, Verdict::Failed, 2, 7),
    (&[0, 0, 1, 1, 1, 2, 2, 2, 2, 2], 80, 0, 1.0, Verdict::Passed, 5, 5),
    (&[0, 0, 1, 2, 2, 6, 3, 4, 5, 8], 80, 1, 1.0, Verdict::Passed, 5, 5),
    (&[0, 0, 2, 2, 2, 2, 2, 2, 2, 2], 80, 0, 1.0, Verdict::Failed, 2, 8),
    (&[1; 10], 80, 0, 0.0, Verdict::Failed, 0, 10),
];

#[test]
fn the_originals_cases() {
    for (seconds, percentile, grace, historical, verdict, passes, failures) in CASES {
        let found = check_percentile(seconds, percentile, historical, grace);
        assert_eq!(
            (found.verdict, found.passes, found.failures),
            (verdict, passes, failures),
            "{seconds:?} P{percentile} {historical} + {grace}: {found:?}"
        );
    }
}

/// Seconds, percentile, and so many passes are required; the historical value is 2 s.
#[test]
fn the_originals_required_passes() {
    let cases: [(&[u32], u32, u32); 4] = [
        (&[0, 0, 0, 1, 1, 1, 1, 1, 5, 5], 95, 6),
        (&[0, 0, 0, 1, 1, 1, 1, 5, 5, 5], 95, 6),
        (&[0, 0, 1, 1, 5, 5], 80, 1),
        (&[0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 5, 5], 95, 8),
    ];
    for (seconds, percentile, required) in cases {
        let found = check_percentile(seconds, percentile, 2.0, 0);
        assert_eq!((found.verdict, found.required), (Verdict::Passed, required), "{seconds:?}");
    }
}

const JOB: &str = "nightly-4.16-e2e-aws-upgrade";
const EARLIER: &str = "nightly-4.15-e2e-aws-upgrade";

/// Rows that are made, one a run and backend.
#[derive(Clone)]
struct Made {
    job: &'static str,
    backends: Vec<String>,
    day: &'static str,
    master_nodes: &'static str,
}

impl Made {
    fn usual() -> Self {
        let backends = REQUIRED.iter().map(|name| (*name).to_owned()).collect();
        Self { job: JOB, backends, day: "2026-03-20", master_nodes: "N" }
    }

    fn rows(&self, runs: std::ops::Range<usize>, seconds: impl Fn(usize) -> f64) -> Vec<String> {
        let row = |run: usize, backend: &String| {
            format!(
                r#"{{"BackendName":"{backend}","DisruptionSeconds":{},"JobName":"{}","JobRunName":"run-{run}",
                "JobRunStartTime":"{}T10:00:00Z","MasterNodesUpdated":"{}"}}"#,
                seconds(run),
                self.job,
                self.day,
                self.master_nodes
            )
        };
        runs.flat_map(|run| self.backends.iter().map(move |backend| row(run, backend))).collect()
    }
}

fn file(rows: &[String]) -> HistoryFile<DisruptionRun> {
    read_disruption_runs(format!("[{}]", rows.join(",")).as_bytes(), "runs.json").unwrap()
}

/// History of 200 runs without a second of disruption but every tenth, which has 1 s, six days earlier.
fn history() -> Made {
    Made { day: "2026-03-14", ..Made::usual() }
}

fn calm(run: usize) -> f64 {
    if run.is_multiple_of(10) { 1.0 } else { 0.0 }
}

fn check(runs: &[String], history: &[String]) -> DisruptionReport {
    check_disruption(&[file(runs)], &[file(history)], None).unwrap()
}

fn checks<'a>(report: &'a DisruptionReport, backend: &str) -> Vec<(CheckKind, Verdict, &'a str)> {
    let own = report.checks.iter().filter(|row| row.backend == backend);
    own.map(|row| (row.check, row.verdict, row.reason.as_str())).collect()
}

#[test]
fn calm_runs_pass_every_check() {
    let report = check(&Made::usual().rows(1000..1010, |_| 0.0), &history().rows(0..200, calm));
    assert_eq!((report.verdict, report.runs, report.job.as_str()), (Verdict::Passed, 10, JOB));
    assert_eq!(report.totals, DisruptionTotals { failed: 0, passed: 36, skipped: 0 });
    assert_eq!(report.sentence, "0 checks failed, 36 passed, 0 skipped.");
    let used = report.history.unwrap();
    assert_eq!((used.runs, used.is_previous_release, used.master_nodes_updated.as_str()), (200, false, "N"));
}

/// By hand: history has mean 0.1 and deviation √(18/199) ≈ 0.3008, so the mean may be 1.60 s; P70 and P85 are 0, P95 is 1.
/// Runs of 8 s: the longest is dropped, the mean stays 8. None is within 0, 3 or 7 s.
#[test]
fn disturbed_runs_fail_and_say_why() {
    let report = check(&Made::usual().rows(1000..1010, |_| 7.2), &history().rows(0..200, calm));
    assert_eq!(report.totals, DisruptionTotals { failed: 36, passed: 0, skipped: 0 });
    assert_eq!(
        checks(&report, "kube-api-new-connections"),
        [
            (
                CheckKind::Mean,
                Verdict::Failed,
                "Mean 8 s without the longest (8 s, above the historical P95 of 1 s) is above 1.6 s = at least 1 s, and the \
                 historical mean of 0.1 s plus 5 deviations of 0.3 s."
            ),
            (
                CheckKind::P70,
                Verdict::Failed,
                "0 of 10 runs are not above the historical P70 of 0 s plus 3 s of grace; 2 must be."
            ),
            (
                CheckKind::P85,
                Verdict::Failed,
                "0 of 10 runs are not above the historical P85 of 0 s plus 7 s of grace; 4 must be."
            ),
        ]
    );
    let row = &report.checks[0];
    assert_eq!(
        (row.runs_above.len(), row.runs_above[0].as_str(), row.history_runs),
        (10, "run-1000=8s", 200)
    );
    insta::assert_snapshot!(
        write_disruption(&report, Format::Markdown).lines().take(16).collect::<Vec<_>>().join("\n")
    );
    assert_eq!(write_disruption(&report, Format::Csv).lines().count(), 37);
}

#[test]
fn what_is_left_out_what_is_missing_and_what_is_new() {
    let mut made = Made::usual();
    made.backends.retain(|name| name != "oauth-api-new-connections");
    let past = made.clone();
    for name in [
        "ci-cluster-network-liveness-new-connections",
        "host-to-service-new-connections",
        "brand-new-connections",
    ] {
        made.backends.push(name.to_owned());
    }
    // The spelling of the original.
    made.backends.retain(|name| name != "ingress-to-console-reused-connections");
    made.backends.push("ingress-to-console-used-connections".to_owned());
    let report =
        check(&made.rows(1000..1010, |_| 0.0), &Made { day: "2026-03-14", ..past }.rows(0..200, calm));
    let one = |backend: &str| checks(&report, backend)[0];
    assert_eq!(
        one("oauth-api-new-connections"),
        (CheckKind::Present, Verdict::Failed, "No run has data about it, and it must be there.")
    );
    assert_eq!(report.totals.failed, 1, "{:?}", report.checks);
    assert_eq!(
        one("ci-cluster-network-liveness-new-connections"),
        (CheckKind::LeftOut, Verdict::Skipped, "Left out: its name contains \"-network-liveness\".")
    );
    assert_eq!(one("host-to-service-new-connections").0, CheckKind::LeftOut);
    assert_eq!(
        one("brand-new-connections"),
        (CheckKind::Mean, Verdict::Skipped, "There is no history of it.")
    );
    assert_eq!(checks(&report, "brand-new-connections").len(), 3);
}

#[test]
fn few_runs_of_history_fall_back_to_the_previous_release() {
    let runs = Made::usual().rows(1000..1010, |_| 0.0);
    let own = history().rows(0..42, calm);
    let earlier = Made { job: EARLIER, ..history() }.rows(500..620, calm);
    let report = check(&runs, &[own.clone(), earlier].concat());
    let used = report.history.unwrap();
    assert_eq!((used.job.as_str(), used.runs, used.is_previous_release), (EARLIER, 120, true));
    assert!(
        used.notes
            .contains(&format!("The job has 42 runs of history, fewer than 100: that of {EARLIER} is used."))
    );
    let alone = check(&runs, &own).history.unwrap();
    assert_eq!((alone.job.as_str(), alone.runs, alone.is_previous_release), (JOB, 42, false));
    assert!(alone.notes.contains(&"Only 42 runs of history; 100 should be there.".to_owned()));
}

#[test]
fn one_run_with_updated_master_nodes_chooses_the_history() {
    let quiet = history().rows(0..150, |_| 0.0);
    let loud = Made { master_nodes: "Y", ..history() }.rows(200..350, |_| 60.0);
    let past = [quiet, loud].concat();
    let mut runs = Made::usual().rows(1000..1009, |_| 50.0);
    assert_eq!(check(&runs, &past).verdict, Verdict::Failed, "without updates 50 s are many");
    runs.extend(Made { master_nodes: "Y", ..Made::usual() }.rows(1009..1010, |_| 50.0));
    let report = check(&runs, &past);
    assert_eq!(
        (report.verdict, report.history.unwrap().master_nodes_updated.as_str()),
        (Verdict::Passed, "Y")
    );
}

#[test]
fn only_the_days_from_ten_to_three_before_count() {
    let of = |day: &'static str, runs: std::ops::Range<usize>| Made { day, ..Made::usual() }.rows(runs, calm);
    let past = [
        of("2026-03-09", 0..10),
        of("2026-03-10", 10..130),
        of("2026-03-17", 130..140),
        of("2026-03-18", 140..150),
    ];
    let report = check(&Made::usual().rows(1000..1003, |_| 0.0), &past.concat());
    let used = report.history.unwrap();
    assert_eq!(used.runs, 130);
    assert_eq!(used.notes[0], "History from 10 to 3 days before the first run: 2026-03-10 to 2026-03-17.");
}

#[test]
fn a_single_node_and_too_few_runs() {
    let single = Made { job: "nightly-4.16-e2e-aws-upgrade-single-node", ..Made::usual() };
    let report = check(&single.rows(0..5, |_| 300.0), &[]);
    assert_eq!((report.verdict, report.checks.len()), (Verdict::Skipped, 0));
    assert!(report.sentence.contains("single node"), "{}", report.sentence);
    let few = check(&Made::usual().rows(0..2, |_| 0.0), &[]);
    assert_eq!(
        (few.verdict, few.sentence.as_str()),
        (Verdict::Failed, "2 runs have data, fewer than 3: not enough to judge.")
    );
}

#[test]
fn several_jobs_need_a_name() {
    let rows =
        [Made::usual().rows(0..4, |_| 0.0), Made { job: EARLIER, ..Made::usual() }.rows(4..8, |_| 0.0)]
            .concat();
    let of = |job: Option<&str>| check_disruption(&[file(&rows)], &[], job);
    assert_eq!(
        of(None).unwrap_err().to_string(),
        format!("the runs are of several jobs ({EARLIER}, {JOB}); name one of them")
    );
    assert!(of(Some("x")).unwrap_err().to_string().starts_with("no run is of the job x"));
    assert_eq!(of(Some(JOB)).unwrap().runs, 4);
    assert_eq!(check_disruption(&[file(&[])], &[], None).unwrap_err(), DisruptionError::NoRuns);
}

/// Phases of a run are added after each is rounded up, and a file that is named twice is said.
#[test]
fn phases_are_added_and_runs_are_no_history_of_themselves() {
    let rows = Made::usual().rows(1000..1003, |_| 0.2);
    let report = check_disruption(&[file(&rows), file(&rows)], &[file(&rows)], None).unwrap();
    let added = report.warnings.iter().find(|w| w.subject == "the runs").unwrap();
    assert!(
        added.message.starts_with("36 rows are not the first of their run and backend"),
        "{}",
        added.message
    );
    assert!(report.history.unwrap().notes[0].contains("do not count there"));
    assert!(report.checks.iter().all(|row| row.verdict == Verdict::Skipped));
    let past = Made { day: "2026-03-14", ..Made::usual() }.rows(0..100, |_| 1.0);
    let report = check_disruption(&[file(&rows), file(&rows)], &[file(&past)], None).unwrap();
    assert_eq!(
        report.checks.iter().find(|row| row.check == CheckKind::Mean).unwrap().mean_seconds,
        Some(2.0)
    );
}
