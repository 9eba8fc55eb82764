//! Both shapes, and what is no run.

use proptest::prelude::*;

use super::*;

const JOBS: &str = r#"{"items": [
    {"spec": {"job": "pull-unit", "refs": {"org": "k", "repo": "r", "base_ref": "master", "base_sha": "b0",
        "pulls": [{"number": 7, "author": "ada", "sha": "c0ffee", "title": "fix", "link": "https://github.com/k/r/pull/7"}]}},
     "status": {"state": "failure", "startTime": "2026-11-20T10:00:00Z", "pendingTime": "2026-11-20T10:00:30Z",
        "completionTime": "2026-11-20T10:10:30Z", "url": "https://prow.k8s.io/view/gs/b/pr-logs/1", "build_id": "2007000000000000001"}},
    {"spec": {"job": "periodic"}, "status": {"state": "success", "startTime": "2026-11-20T10:00:00Z", "build_id": "2"}},
    {"spec": {"job": "batch", "refs": {"org": "k", "repo": "r", "base_sha": "b0", "pulls": [{"number": 1}, {"number": 2}]}},
     "status": {"state": "aborted", "startTime": "2026-11-20T10:00:00Z", "build_id": "3"}},
    {"spec": {"job": "pull-unit"}, "status": {"state": "pending", "startTime": "2026-11-20T10:00:00Z", "build_id": "4"}}
]}"#;

#[test]
fn recent_jobs() {
    for text in [JOBS.to_owned(), format!("var allBuilds = {JOBS};")] {
        assert!(looks_like_prow(&text));
        let found = read_prow(text.as_bytes(), "prowjobs.js").unwrap();
        let run = &found.runs[0];
        assert_eq!(run.key(), ("k/r", "pull-unit", "2007000000000000001", 1));
        assert_eq!((run.queued_ms, run.duration_ms, run.pull()), (Some(30_000), Some(600_000), Some(7)));
        assert_eq!((run.commit.as_str(), run.status), ("c0ffee", RunStatus::Failure));
        assert_eq!((found.runs[1].repository.as_str(), found.runs[1].pull()), ("", None));
        assert_eq!(
            (found.runs[2].commit.as_str(), found.runs[2].pull()),
            ("b0", None),
            "a batch is of no pull request"
        );
        let told = &found.warnings[0].message;
        assert_eq!(told, "1 of 4 runs have no result, no start or no name, and are left out");
    }
}

#[test]
fn the_page_of_a_job() {
    let page = r#"<html><script>
        var allBuilds = [{"SpyglassLink": "/view/gs/b/logs/ci-unit/2007000000000000001", "ID": "2007000000000000001",
            "Started": "2026-11-20T10:00:00Z", "Duration": 61000000000, "Result": "SUCCESS", "Refs": null},
            {"SpyglassLink": "/view/gs/b/logs/ci-unit/5", "ID": "5", "Started": "2026-11-20T10:00:00Z", "Duration": 0, "Result": "PENDING"}];
        </script></html>"#;
    let found = read_prow(page.as_bytes(), "page").unwrap();
    assert_eq!((found.runs.len(), found.warnings.len()), (1, 1));
    assert_eq!((found.runs[0].job.as_str(), found.runs[0].duration_ms), ("ci-unit", Some(61_000)));
    assert!(read_prow(b"<html>", "page").is_err());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let _ = read_prow(&bytes, "x");
        let _ = read_prow(&[b"var allBuilds = [".as_slice(), &bytes].concat(), "x");
    }
}
