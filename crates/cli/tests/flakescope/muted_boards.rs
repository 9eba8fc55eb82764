//! Muted tests and boards together: where a test of a board is muted, and which muted tests pass there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Run, folder, with_arguments};

/// The repository that ships with the page; two of its muted tests are on the boards of the sample.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/sample/sources.zip");

/// A run an hour, forty in all: one test passes in each, one failed once.
const TABLE: &str = r#"{"test-group-name":"gcecos","dashboard-name":"my-board","changelists":[LIST],"timestamps":[TIMES],
  "tests":[
    {"name":"Kubernetes e2e suite.[It] [sig-node] Pods steady","statuses":[{"count":40,"value":1}]},
    {"name":"Kubernetes e2e suite.[It] [sig-node] Pods shaky","statuses":[{"count":9,"value":1},{"count":1,"value":12},{"count":30,"value":1}]}]}"#;

const SUMMARY: &str = r#"{"gce-cos":{"overall_status":"PASSING","dashboard_name":"my-board","last_run_timestamp":1699992000000,"status":"39 of 40 (97.5%) recent columns passed (79 of 80 or 98.8% cells)"}}"#;

const GO: &str = "package e2e\n\nimport \"github.com/onsi/ginkgo/v2\"\n\nvar _ = Describe(\"Pods\", func() {\n\tXIt(\"steady\", func() {})\n\tXIt(\"shaky\", func() {})\n\tXIt(\"elsewhere\", func() {})\n})\n";

fn boards(folder: &Path) -> [PathBuf; 2] {
    let list = |each: fn(i64) -> i64| (0..40).map(|at| each(at).to_string()).collect::<Vec<_>>();
    let builds: Vec<String> = list(|at| 100 - at).iter().map(|build| format!("\"{build}\"")).collect();
    let times = list(|at| 1_699_992_000_000 - at * 3_600_000);
    let table = TABLE.replace("LIST", &builds.join(",")).replace("TIMES", &times.join(","));
    let [summary, grid] = ["summary.json", "gce-cos.json"].map(|name| folder.join(name));
    fs::write(&summary, SUMMARY).unwrap();
    fs::write(&grid, table).unwrap();
    [summary, grid]
}

fn muted(name: &str, more: &[&str]) -> Run {
    let folder = folder(name);
    let sources = folder.join("sources");
    fs::create_dir_all(sources.join("e2e")).unwrap();
    fs::write(sources.join("e2e/pods_test.go"), GO).unwrap();
    let [summary, table] = boards(&folder);
    let [sources, summary, table] = [&sources, &summary, &table].map(|path| path.to_str().unwrap());
    with_arguments(&[&["muted", sources, "--summary", summary, "--table", table], more].concat())
}

#[test]
fn a_muted_test_that_passes_is_a_problem() {
    let run =
        muted("muted_passing", &["--format", "json", "--problem", "passing", "--fail-on-problem", "passing"]);
    assert_eq!(run.code, 3, "{}", run.err);
    let json = run.json();
    let rows = json["muted"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["test"], "Pods steady");
    assert_eq!(rows[0]["passes_on"], "all 40 times since 2023-11-13 on my-board (gce-cos)");
    let compared = "Compared with 2 tests in 1 job on my-board (14 days). 3 markers mute one test and name no condition; the tests of 2 are on these boards, those of 1 passed there every time (20 results or more).";
    assert_eq!(json["compared"], compared);
    assert!(run.err.contains(compared), "{}", run.err);
    let text = muted("muted_passing_text", &["--format", "markdown"]);
    assert!(text.out.contains("passing (all 40 times since 2023-11-13"), "{}", text.out);
    // The newest run began at 20:00, so that a window of a day holds 25.
    let day = muted("muted_passing_day", &["--format", "json", "--window-days", "1"]);
    assert!(day.out.contains("all 25 times since 2023-11-13 on"), "{}", day.out);
}

#[test]
fn without_boards_nothing_is_claimed() {
    let run = with_arguments(&["muted", SOURCES, "--format", "json", "--fail-on-problem", "passing"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.json().get("compared").is_none());
    for arguments in [&["--testgrid", "https://a.example/api/v1"][..], &["--window-days", "3"]] {
        assert_eq!(with_arguments(&[&["muted", SOURCES], arguments].concat()).code, 2, "{arguments:?}");
    }
}

fn flakes(more: &[&str]) -> Run {
    with_arguments(&[&["flakes", "--sample", "--verdict", "all"], more].concat())
}

#[test]
fn a_test_of_a_board_says_where_it_is_muted() {
    let one = ["--text", "iptables.TestQuotaDelete$", "--muted", SOURCES];
    let words =
        "Muted in sources, pkg/proxy/iptables/proxier_test.go line 4: MADE-210: the quota is never freed";
    let run = flakes(&[&one[..], &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["tests"][0]["muted"], words);
    let csv = flakes(&one);
    let mut lines = csv.out.lines();
    assert!(lines.next().unwrap().ends_with(",run_url,muted"), "{}", csv.out);
    assert!(lines.next().unwrap().ends_with(&format!(",\"{words}\"")), "{}", csv.out);
    let text = flakes(&[&one[..], &["--format", "markdown"]].concat());
    assert!(text.out.contains("proxier\\_test.go line 4"), "{}", text.out);
    let e2e = flakes(&["--text", "RuntimeClass should patch", "--muted", SOURCES, "--format", "json"]);
    let rows = e2e.json()["tests"].as_array().unwrap().clone();
    assert!(
        rows.len() > 1 && rows.iter().all(|row| row["muted"].as_str().unwrap().contains("MADE-211")),
        "{rows:?}"
    );
}

#[test]
fn the_column_is_there_only_when_it_is_asked_for() {
    let plain = flakes(&["--text", "iptables.TestQuotaDelete$"]);
    assert!(plain.out.lines().next().unwrap().ends_with(",run_url"), "{}", plain.out);
    let missing = flakes(&["--muted", "/nowhere/at/all"]);
    assert_eq!((missing.code, missing.out.as_str()), (1, ""), "{}", missing.err);
}
