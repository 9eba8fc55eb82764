//! `activity issues`: what would be filed, against saved and asked issues, and filing once.

use std::fs;

use flakescope_sim::world::{World, WorldOptions};

use crate::run::{Run, command, folder, of};
use crate::server;

/// Rows of a nightly job: two cases in one run, and one of them again.
fn rows(repository: &str) -> String {
    let row = |id: u32, cases: &str| {
        serde_json::json!({
            "job": "unit-test-nightly", "job_id": id, "status": "FAILURE", "duration": 1000, "time": "2026-11-19T01:00:00Z",
            "commit": "c0ffee", "branch": "master", "repo": repository, "analysis_res": cases, "description": "{}",
        })
    };
    let both = r#"{"case":["FAIL: a_test.go:1: s.TestA","FAIL: b_test.go:1: s.TestB"]}"#;
    serde_json::json!([row(1, both), row(2, r#"{"case":["FAIL: a_test.go:9: s.TestA"]}"#)]).to_string()
}

struct Place {
    address: String,
    file: std::path::PathBuf,
}

fn start(name: &str) -> Place {
    let world = World::build(WorldOptions { tests: 5, columns: 10, ..WorldOptions::default() });
    let repository = world.github.repository.clone();
    let file = folder(name).join("ci_data.json");
    fs::write(&file, rows(&repository)).unwrap();
    Place { address: server::start(world, Vec::new()), file }
}

fn ask(place: &Place, arguments: &[&str]) -> Run {
    let mut command = command();
    command.args(["activity", "issues", "--input", place.file.to_str().unwrap(), "--to", "2026-11-20"]);
    command.args(["--github-api", &place.address]).args(arguments);
    of(command.env("GITHUB_TOKEN", "push").output().unwrap())
}

fn posts(place: &Place) -> usize {
    server::log(&place.address).iter().filter(|(path, _)| path.ends_with("/issues")).count()
}

#[test]
fn a_dry_run_files_nothing() {
    let place = start("activity_issues_dry");
    let run = ask(&place, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out.matches("to file: unstable test `s.Test").count(), 2, "{}", run.out);
    assert!(run.out.contains("/issues/new?title=unstable+test"), "{}", run.out);
    assert!(run.err.contains("2 cases, 2 issues to file; nothing was filed"), "{}", run.err);
    assert_eq!(posts(&place), 0);
    let json = ask(&place, &["--format", "json", "--dry-run"]).json();
    assert_eq!(
        (&json[0]["test"], &json[0]["runs"], &json[1]["runs"]),
        (&"s.TestA".into(), &2.into(), &1.into())
    );
}

#[test]
fn each_is_filed_once() {
    let place = start("activity_issues_create");
    let first = ask(&place, &["--create"]);
    assert_eq!((first.code, first.err.matches("filed https://github.com/").count()), (0, 2), "{}", first.err);
    assert_eq!(posts(&place), 2);
    let again = ask(&place, &["--create"]);
    assert_eq!((again.code, posts(&place)), (0, 2), "{}", again.err);
    assert_eq!(again.out.matches("; known: https://github.com/").count(), 2, "{}", again.out);
}

#[test]
fn wrong_use() {
    let place = start("activity_issues_wrong");
    for arguments in
        [&["--min-pulls", "0"][..], &["--create", "--dry-run"], &["--format", "csv"], &["--label", ""]]
    {
        assert_eq!(ask(&place, arguments).code, 2, "{arguments:?}");
    }
}
