//! Issues beside the boards over real HTTP: the join in the table, the quota, the token, the project board.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use flakescope_sim::github::saved;
use flakescope_sim::github::truth::IssueTruth;
use flakescope_sim::world::{World, WorldOptions};
use serde_json::Value;

use crate::run::{Run, command, flakescope, folder, of};
use crate::server::{fault, log, start};

const SMALL: WorldOptions =
    WorldOptions { seed: 4, jobs: 6, tests: 50, columns: 50, days: 15, even: false, now_s: 1_795_176_000 };
const ISSUE: &str = "https://github.com/kubernetes/kubernetes/issues/";

/// A world whose issues are all open: which closed ones are read depends on the day of the reading.
fn world() -> World {
    let mut world = World::build(SMALL);
    world.github.issues.retain(|issue| issue.open);
    world
}

/// The same server for every test that leaves no trace.
fn shared() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| start(world(), Vec::new()))
}

fn arguments(address: &str, more: &str) -> String {
    format!("--testgrid {address}/api/v1 --github kubernetes/kubernetes --github-api {address} {more}")
}

fn flakes(address: &str, more: &str) -> Run {
    flakescope(&format!("flakes --format json {}", arguments(address, more)))
}

/// Runs with a token under this name in the environment of the child alone.
fn with_token(name: &str, token: &str, address: &str, more: &str) -> Run {
    let all = format!("flakes --format json {}", arguments(address, more));
    of(command().args(all.split_whitespace()).env(name, token).output().unwrap())
}

fn tests(run: &Run) -> Vec<Value> {
    assert_eq!(run.code, 0, "{}", run.err);
    run.json()["tests"].as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap()
}

/// What the columns of the join say of each row.
fn joined(run: &Run) -> BTreeMap<String, [String; 3]> {
    let key = |row: &Value| format!("{} {}", text(row, "job"), text(row, "test"));
    let columns = |row: &Value| ["issue", "issue_match", "effort"].map(|name| text(row, name).to_owned());
    tests(run).iter().map(|row| (key(row), columns(row))).collect()
}

/// Open issues that are about a test in trouble and name it letter by letter.
fn exact(truths: &[IssueTruth]) -> impl Iterator<Item = (&IssueTruth, String)> {
    truths.iter().filter(|issue| issue.open).flat_map(|issue| {
        let found = issue.tracks.iter().filter(|track| track.troubled && track.named == "exact");
        found.map(move |track| (issue, format!("{} {}", track.tab, track.test)))
    })
}

#[test]
fn issues_are_joined() {
    let run = flakes(shared(), "");
    assert_eq!(run.err, "");
    let joined = joined(&run);
    let truth = world().truth.github.issues;
    let mut found = 0;
    for (issue, row) in exact(&truth) {
        let Some([urls, kind, effort]) = joined.get(&row) else { continue };
        let url = format!("{ISSUE}{}", issue.number);
        assert!(urls.split(' ').any(|own| own == url), "{row}: {urls} lacks {url}");
        assert!(!effort.is_empty() && kind == "exact", "{row}: {kind} {effort}");
        found += 1;
    }
    assert!(found > 3, "{found}");
    let csv = flakescope(&format!("flakes {}", arguments(shared(), ""))).out;
    assert!(csv.contains(&format!(",{ISSUE}")) && csv.contains(",exact,"));
}

/// A test that fails or flakes, and still runs.
fn needs_issue(row: &Value) -> bool {
    row["stale"] == false && matches!(text(row, "verdict"), "failing" | "flaky")
}

#[test]
fn nobody_is_on_the_untracked() {
    let all = tests(&flakes(shared(), ""));
    let untracked = tests(&flakes(shared(), "--effort untracked"));
    let without: Vec<&Value> = all.iter().filter(|row| text(row, "effort").is_empty()).collect();
    let needy = without.iter().filter(|row| needs_issue(row)).count();
    assert!(!untracked.is_empty() && untracked.len() < all.len());
    assert_eq!(untracked.len(), needy);
    assert_eq!(tests(&flakes(shared(), "--effort not_needed")).len(), without.len() - needy);
    assert!(untracked.iter().all(|row| matches!(text(row, "issue_match"), "" | "job" | "triage")));
    assert!(tests(&flakes(shared(), "--effort unknown")).is_empty());
    let off = tests(&flakescope(&format!("flakes --format json --testgrid {}/api/v1", shared())));
    assert!(off.iter().all(|row| text(row, "issue").is_empty() && text(row, "effort").is_empty()));
}

/// The open issues as files, each a page of a list.
fn saved_issues() -> Vec<PathBuf> {
    let folder = folder("saved_issues");
    let files = saved::files(&world().github).into_iter().filter(|(name, _)| name.starts_with("issues-"));
    let write = |(name, bytes): (String, Vec<u8>)| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    files.map(write).collect()
}

#[test]
fn saved_answers_say_the_same() {
    let files: Vec<String> =
        saved_issues().iter().map(|path| format!("--issues {}", path.display())).collect();
    let run = flakescope(&format!("flakes --format json --testgrid {}/api/v1 {}", shared(), files.join(" ")));
    assert_eq!(run.err, "");
    assert_eq!(joined(&run), joined(&flakes(shared(), "")));
}

#[test]
fn a_damaged_file_of_issues_leaves_all_else_unknown() {
    let path = folder("damaged_issues").join("issues.json");
    fs::write(&path, "[{\"number\":").unwrap();
    let run =
        flakescope(&format!("flakes --format json --sample --effort unknown --issues {}", path.display()));
    assert!(run.err.contains("warning: issues.json: ") && run.err.contains("line 1"), "{}", run.err);
    assert!(!tests(&run).is_empty());
    let missing = flakescope("flakes --sample --issues /nowhere/issues.json");
    assert_eq!(missing.code, 1);
    assert!(missing.one_line().starts_with("flakescope: /nowhere/issues.json cannot be read"));
}

#[test]
fn a_spent_quota_is_told_and_makes_no_test_untracked() {
    let address = start(world(), vec![fault("quota-spent=/repos/:900")]);
    let run = flakes(&address, "");
    let all = tests(&run);
    let line = run.one_line();
    assert!(line.starts_with("warning: issues (kubernetes/kubernetes): "), "{line}");
    assert!(line.contains("is used up") && line.contains(" Not before 20"), "{line}");
    assert!(all.iter().all(|row| text(row, "effort").is_empty()));
    let needy = all.iter().filter(|row| needs_issue(row)).count();
    assert!(needy > 0);
    assert_eq!(tests(&flakes(&address, "--effort unknown")).len(), needy);
    assert!(tests(&flakes(&address, "--effort untracked")).is_empty());
}

#[test]
fn a_bad_token_is_told_and_not_shown() {
    let run = with_token("GITHUB_TOKEN", "ghp_bad_and_hidden", shared(), "");
    let line = run.one_line();
    assert!(
        line.starts_with("warning: issues (kubernetes/kubernetes): ") && line.contains("token"),
        "{line}"
    );
    assert!(!run.err.contains("bad_and_hidden") && !run.out.contains("bad_and_hidden"));
    assert!(!tests(&run).is_empty());
}

#[test]
fn the_token_goes_to_the_code_host_alone() {
    for name in ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_AUTH_TOKEN"] {
        let address = start(world(), Vec::new());
        let run = with_token(name, "ghp_good_secret", &address, "");
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        assert!(!run.out.contains("ghp_good_secret"));
        let (issues, boards): (Vec<_>, Vec<_>) =
            log(&address).into_iter().partition(|(path, _)| path.starts_with("/repos/"));
        assert!(issues.len() >= 4 && boards.len() > 4, "{name}");
        let bearer = Some("Bearer ghp_good_secret".to_owned());
        assert!(issues.iter().all(|(_, token)| *token == bearer), "{name}: {issues:?}");
        let boards = boards.iter().filter(|(path, _)| !path.starts_with("/control/"));
        assert!(
            boards.clone().all(|(path, token)| path.starts_with("/api/v1/") && token.is_none()),
            "{name}"
        );
    }
    let address = start(world(), Vec::new());
    assert_eq!(flakes(&address, "").code, 0);
    assert!(log(&address).iter().all(|(_, token)| token.is_none()), "nothing is sent without one");
}

#[test]
fn the_project_board_decides_how_far_the_work_is() {
    let run = with_token("GH_TOKEN", "ghp_x", shared(), "--project-board kubernetes/68");
    assert_eq!(run.err, "");
    let by_board = joined(&run);
    let truth = world().truth.github.issues;
    let mut seen = 0;
    for (issue, row) in exact(&truth).filter(|(issue, _)| issue.board_status.is_some()) {
        let Some([urls, _, effort]) = by_board.get(&row) else { continue };
        // Of several issues the most advanced one counts.
        if urls.contains(' ') {
            continue;
        }
        let expect = match issue.board_status.as_deref() {
            Some("NEW") => "awaiting_response",
            Some("INVESTIGATING") => "triaged",
            _ => issue.effort.unwrap(),
        };
        assert_eq!(effort, expect, "#{} {row}", issue.number);
        seen += usize::from(issue.effort != Some(expect));
    }
    println!("{seen} issues stand elsewhere on the board than their labels say");
    let without = flakes(shared(), "--project-board kubernetes/68");
    assert!(without.one_line().contains("Reading a project board needs a token"), "{}", without.err);
    assert_eq!(joined(&without), joined(&flakes(shared(), "")));
    let unknown = with_token("GH_TOKEN", "ghp_x", shared(), "--project-board kubernetes/7");
    assert!(unknown.one_line().contains("Project board kubernetes/7: "), "{}", unknown.err);
}

#[test]
fn wrong_names_of_repositories_and_boards_are_wrong_use() {
    for flags in [
        "--github nonsense",
        "--github a/b/c",
        "--github o/r --issues a.json",
        "--project-board kubernetes",
        "--project-board kubernetes/0",
        "--effort someday",
        "--github-api nonsense",
    ] {
        let run = flakescope(&format!("flakes --sample {flags}"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{flags}: {}", run.err);
    }
}
