//! What runs, rules, snapshots, trees and archives are read from, damaged: a value with warnings or an error, never a panic, and what
//! was read comes back when it is written.

mod damage;

use flakescope_core::activity::causes::{Rules, failures_of};
use flakescope_core::failures::Model;
use flakescope_core::formats::activity_files::read_activity_file;
use flakescope_core::formats::bucket::RunFiles;
use flakescope_core::formats::ci_data::{CiDataOptions, read_ci_data};
use flakescope_core::formats::github::{
    actions_attempts, error_sentence, parse_actions_jobs, parse_actions_runs, parse_blame,
    parse_issue_is_open, parse_tree,
};
use flakescope_core::formats::payloads::open_archive;
use flakescope_core::formats::prow::read_prow;
use flakescope_core::formats::sources::open_sources;
use flakescope_core::snapshot::{Boards, Index, Month, packed};
use flakescope_sim::activity::Activity;
use flakescope_sim::sources::sample_archive;
use proptest::prelude::*;

use damage::mutated;

const PROW: &str = r#"{"items": [{"spec": {"job": "pull-unit", "refs": {"org": "k", "repo": "r", "base_sha": "b0",
    "pulls": [{"number": 7, "author": "ada", "sha": "c0ffee", "link": "https://github.com/k/r/pull/7"}]}},
    "status": {"state": "failure", "startTime": "2026-11-20T10:00:00Z", "completionTime": "2026-11-20T10:10:30Z", "build_id": "2"}}]}"#;
const PAGE: &str = r#"var allBuilds = [{"SpyglassLink": "/view/gs/b/logs/ci-unit/5", "ID": "5",
    "Started": "2026-11-20T10:00:00Z", "Duration": 61000000000, "Result": "SUCCESS", "Refs": null}];"#;
const RUNS: &str = r#"{"total_count": 1, "workflow_runs": [{"id": 5, "name": "ci", "run_number": 2, "run_attempt": 3, "status": "completed",
    "conclusion": "failure", "head_sha": "c0ffee", "created_at": "2026-11-20T10:00:00Z", "run_started_at": "2026-11-20T10:00:05Z",
    "updated_at": "2026-11-20T10:09:00Z", "event": "pull_request", "actor": {"login": "ada"}, "pull_requests": [{"number": 7}]}]}"#;
const JOBS: &str = r#"{"total_count": 1, "jobs": [{"run_id": 5, "run_attempt": 2, "name": "test", "status": "completed",
    "conclusion": "failure", "created_at": "2026-11-20T10:00:00Z", "started_at": "2026-11-20T10:00:05Z",
    "completed_at": "2026-11-20T10:09:00Z", "steps": [{"name": "run", "conclusion": "failure", "number": 1}]}]}"#;
const CSV: &str = "job,job_id,status,duration,time,commit,branch,repo,analysis_res,description\r\nunit,5,FAILURE,61000,\
    2026-11-20 10:00:00,c0ffee,master,k/r,\"{\"\"env\"\": [\"\"x\"\"]}\",\"{\"\"ghprbPullId\"\": \"\"7\"\"}\"\r\n";
const RULES: &str = r#"[{"jobs": ["unit*"], "regex": "FAIL: (\\S+)\\.go:[0-9]+", "key": "case", "lines": 3},
    {"regex": "connection (reset|refused)", "key": "env"}]"#;
const LOG: &str = "[1] FAIL: disk_test.go:12\n[2] connection reset\n";
const TREE: &str = r#"{"sha": "0", "truncated": false, "tree": [{"path": "a/b.py", "mode": "100644", "type": "blob",
    "sha": "0123456789abcdef0123456789abcdef01234567", "size": 5}]}"#;
const BLAME: &str = r#"{"data": {"repository": {"object": {"blame": {"ranges": [{"startingLine": 1, "endingLine": 4,
    "commit": {"committedDate": "2026-01-01T00:00:00Z", "author": {"name": "a"}}}]}}}}}"#;
const LIST: &str = r#"{"items": [{"name": "logs/j/1/build-log.txt", "size": "12"}], "nextPageToken": "x"}"#;
const INDEX: &str = r#"{"version": 1, "made_at": "2026-11-21T08:00:00Z", "source": "https://testgrid.example", "dashboards": ["a"],
    "boards": {"name": "boards-0.json.gz", "bytes": 3, "sha1": "00"}, "report": null, "history": [], "before": []}"#;
const BOARDS: &str = r#"{"answers": {"/dashboards/a/tab-summaries": {"tabSummaries": []}, "/b": [1.50]}}"#;
const MONTH: &str = r#"{"version": 1, "names": ["t", "u"], "patterns": [[[1, 5, 0, 0], [2, 4, 1, 0]]],
    "jobs": [{"dashboard": "d", "job": "j", "tests": [[0, 0], [1, 0]]}]}"#;

fn options() -> CiDataOptions {
    CiDataOptions { utc_offset_min: Some(480), jenkins: "https://ci.example".to_owned() }
}

/// Undamaged, each of them is read: else the properties below would hold of nothing.
#[test]
fn the_good_ones_are_read() {
    assert_eq!(read_prow(PROW.as_bytes(), "x").unwrap().runs.len(), 1);
    assert_eq!(read_prow(PAGE.as_bytes(), "x").unwrap().runs.len(), 1);
    let page = parse_actions_runs(RUNS.as_bytes(), "x", "k/r").unwrap();
    let jobs = parse_actions_jobs(JOBS.as_bytes(), "x").unwrap();
    assert_eq!(actions_attempts(&page.runs[0], &jobs).len(), 2);
    assert_eq!(read_ci_data(CSV.as_bytes(), "x", &options()).unwrap().runs.len(), 1);
    let rules = Rules::new(Rules::read(RULES.as_bytes(), "x").unwrap()).unwrap();
    assert_eq!(failures_of(&rules, "unit-a", LOG.as_bytes()).len(), 1);
    assert_eq!(parse_tree(TREE.as_bytes(), "x").unwrap().entries.len(), 1);
    assert_eq!(parse_blame(BLAME.as_bytes(), "x").unwrap().unwrap().len(), 1);
    assert_eq!(RunFiles::parse(LIST.as_bytes(), "x").unwrap().files.len(), 1);
    assert!(Index::parse(INDEX.as_bytes()).is_ok());
    assert_eq!(Boards::parse("x", &packed(BOARDS)).unwrap().paths().count(), 2);
    assert_eq!(Month::parse("x", &packed(MONTH)).unwrap().tests(), 2);
}

/// Some bytes of an archive changed, or its end cut away.
fn damaged(archive: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((0..archive.len(), any::<u8>()), 0..6);
    (changes, 0..archive.len() * 2).prop_map(move |(changes, end)| {
        let mut bytes = archive.clone();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes.truncate(end);
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn runs(prow in mutated(PROW), page in mutated(PAGE), csv in mutated(CSV), list in mutated(LIST)) {
        for bytes in [&prow, &page, &csv] {
            let _ = read_prow(bytes, "x");
            let _ = read_ci_data(bytes, "x", &options());
            let _ = read_activity_file(bytes, "x", &CiDataOptions::default());
        }
        let _ = RunFiles::parse(&list, "x");
    }

    #[test]
    fn what_github_says(runs in mutated(RUNS), jobs in mutated(JOBS), tree in mutated(TREE), blame in mutated(BLAME)) {
        let jobs = parse_actions_jobs(&jobs, "x").unwrap_or_default();
        if let Ok(page) = parse_actions_runs(&runs, "x", "k/r") {
            for run in &page.runs {
                prop_assert!(!actions_attempts(run, &jobs).is_empty());
            }
        }
        for bytes in [&tree, &blame] {
            let _ = (parse_tree(bytes, "x"), parse_blame(bytes, "x"), parse_issue_is_open(bytes, "x"));
            let _ = (error_sentence(bytes), Model::read(bytes));
        }
    }

    #[test]
    fn rules_on_any_log(rules in mutated(RULES), log in prop::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(rules) = Rules::read(&rules, "x").and_then(Rules::new) {
            let _ = failures_of(&rules, "unit-a", LOG.as_bytes());
            let _ = failures_of(&rules, "unit-a", &log);
        }
    }

    #[test]
    fn snapshots_come_back(index in mutated(INDEX), boards in mutated(BOARDS), month in mutated(MONTH)) {
        if let Ok(index) = Index::parse(&index) {
            prop_assert_eq!(Index::parse(index.write().as_bytes()), Ok(index));
        }
        if let Ok(boards) = Boards::parse("x", &packed(&String::from_utf8_lossy(&boards))) {
            let written = boards.write();
            prop_assert_eq!(Boards::parse("x", &written).unwrap().write(), written);
        }
        if let Ok(month) = Month::parse("x", &packed(&String::from_utf8_lossy(&month))) {
            prop_assert_eq!(Month::parse("x", &month.write()), Ok(month));
        }
    }

    #[test]
    fn archives(bytes in damaged(sample_archive().unwrap())) {
        let _ = open_sources("a.zip", &bytes, &|_| true);
        let _ = open_archive("a.zip", &bytes);
        let _ = flakescope_core::formats::failures::read_file("a.zip", &bytes);
        let _ = flakescope_core::formats::failures::read_file("a.gz", &bytes);
    }

    #[test]
    fn rows_of_many_runs(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = Activity::new(5, 2).ci_data_json().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read_ci_data(&bytes, "x", &options());
    }
}
