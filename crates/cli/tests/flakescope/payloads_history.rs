//! `payloads history`: two files in, the files of a pull request out.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flakescope_sim::disruption::{ChangedRow, DisruptionHistory, Fate};
use serde_json::Value;

use crate::run::{Run, folder, with_arguments};

fn row(name: &str, p99: &str) -> String {
    format!(
        r#"{{"BackendName":"{name}","Release":"4.16","FromRelease":"4.15","Platform":"","Architecture":"amd64","Network":"ovn",
        "Topology":"ha","MasterNodesUpdated":"N","JobRuns":500,"P95":"0.0","P99":"{p99}","P75":"0.0","P50":"0.0"}}"#
    )
}

fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// A current and a new file: `b` rises from zero, `c` from 1 s to 2 s, and the rest stays.
fn files(name: &str) -> (PathBuf, PathBuf, PathBuf) {
    let folder = folder(name);
    let list = |rows: [String; 3]| format!("[{}]", rows.join(","));
    let current = put(&folder, "current.json", &list([row("a", "1.0"), row("b", "0.0"), row("c", "1.0")]));
    let new = put(&folder, "new.json", &list([row("a", "1.0"), row("b", "5.0"), row("c", "2.0")]));
    (folder, current, new)
}

fn history(current: &Path, new: &Path, arguments: &[&str]) -> Run {
    let (current, new) = (current.to_str().unwrap(), new.to_str().unwrap());
    let files = ["payloads", "history", "--data-type", "disruptions", "--current", current, "--new", new];
    with_arguments(&[&files, arguments].concat())
}

#[test]
fn the_comparison_in_every_format() {
    let (_, current, new) = files("history-formats");
    let csv = history(&current, &new, &[]);
    assert_eq!(
        (csv.code, csv.err.trim_end()),
        (
            0,
            "2 of 3 rows rose by more than 30 % (2 of them with enough runs). Fallen: 0, added: 0, removed: 0, unchanged: 1. \
             Releases: 4.16."
        )
    );
    assert!(csv.out.starts_with("name,namespace,level,release,"), "{}", csv.out);
    assert_eq!(csv.out.split_terminator("\r\n").count(), 4);
    let json = history(&current, &new, &["--format", "json"]).json();
    assert_eq!((&json["totals"]["risen"], &json["rows"][0]["name"]), (&2.into(), &"b".into()));
    assert_eq!(json["rows"][0]["measures"][3]["moved"], "risen");
    let markdown = history(&current, &new, &["--format", "markdown", "--leeway", "150"]);
    assert!(markdown.out.contains("## Risen (1)"), "from zero is above every leeway: {}", markdown.out);
    for format in ["org", "html"] {
        assert_eq!(history(&current, &new, &["--format", format]).code, 0, "{format}");
    }
}

#[test]
fn a_folder_gets_the_files_of_a_pull_request() {
    let (folder, current, new) = files("history-folder");
    let out = folder.join("out/deep");
    let to = ["--output-dir", out.to_str().unwrap()];
    let run = history(&current, &new, &to);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert_eq!(
        read("require_review"),
        "(disruptions) had (2) results increased in duration beyond specified leeway of 30.00%\n"
    );
    let message = read("pr_message.md");
    assert!(
        message
            .starts_with("## disruptions Information\n\nThere were (`0`) added jobs and (`0`) were removed.")
    );
    assert!(read("results_disruptions.json").contains("\"P99\": \"5.0\""));
    assert_eq!(read("comparison_disruptions.csv"), history(&current, &new, &[]).out);
    assert_eq!(history(&current, &new, &[&to[..], &["--compat"]].concat()).code, 0);
    let review = "(disruptions) had (1) results increased in duration beyond specified leeway of 30.00%\n";
    assert!(read("require_review").ends_with(review), "the original does not see a rise from zero");
    assert_eq!(read("pr_message.md").matches("## disruptions Information").count(), 2, "added, not replaced");
    let calm = folder.join("calm");
    assert_eq!(history(&current, &current, &["--output-dir", calm.to_str().unwrap()]).code, 0);
    assert!(!calm.join("require_review").exists() && calm.join("pr_message.md").exists());
}

#[test]
fn exit_codes() {
    let (folder, current, new) = files("history-codes");
    let rose = history(&current, &new, &["--fail-on-increase", "--format", "json"]);
    assert_eq!(
        (rose.code, rose.json()["totals"]["risen"].as_u64()),
        (3, Some(2)),
        "the answer is written first"
    );
    assert!(rose.one_line().starts_with("flakescope: 2 of 3 rows rose"), "{}", rose.err);
    assert_eq!(history(&new, &current, &["--fail-on-increase"]).code, 0, "falling is no increase");
    assert_eq!(history(&current, &new, &["--fail-on-increase", "--leeway", "1e9"]).code, 3, "from zero");
    for arguments in [
        vec!["--leeway", "-1"],
        vec!["--leeway", "NaN"],
        vec!["--leeway", "inf"],
        vec!["--leeway", "much"],
        vec!["--target-release", "4.16"],
        vec!["--previous-release", "4.16"],
        vec!["--target-release", "4.16", "--previous-release", "4.16"],
        vec!["--format", "xml"],
    ] {
        let run = history(&current, &new, &arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}: {}", run.err);
    }
    assert_eq!(with_arguments(&["payloads", "history"]).code, 2);
    let help = with_arguments(&["payloads", "history", "--help"]);
    assert!(
        help.code == 0 && help.out.contains("3 something rose (with --fail-on-increase)"),
        "{}",
        help.out
    );
    let empty = put(&folder, "empty.json", "[]");
    let broken = put(&folder, "broken.json", "[{\"BackendName\":");
    let object = put(&folder, "object.json", "{\"rows\":[]}");
    let nowhere = folder.join("nowhere.json");
    for (file, says) in [
        (&empty, "empty.json: no rows"),
        (&broken, "broken.json: line 1, column 16: EOF"),
        (&object, "it should hold a list of rows"),
        (&nowhere, "nowhere.json cannot be read"),
    ] {
        let run = history(&current, file, &[]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
        assert!(run.one_line().contains(says), "{}", run.err);
    }
    let other = history(&current, &new, &["--target-release", "5.2", "--previous-release", "5.1"]);
    assert_eq!((other.code, other.one_line().contains("no rows of 5.2 or 5.1")), (1, true), "{}", other.err);
}

#[test]
fn what_cannot_be_read_is_a_warning_with_its_row() {
    let (folder, current, _) = files("history-warnings");
    let new = put(&folder, "bad.json", &format!("[{}, 7, {}]", row("a", "NaN"), row("b", "-1")));
    let run = history(&current, &new, &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for says in
        ["row 1: P99 is \"NaN\"", "row 2: a number stands where a row should be", "row 3: P99 is \"-1\""]
    {
        assert!(run.err.contains(&format!("bad.json: {says}")), "{says}: {}", run.err);
    }
    let json = run.json();
    let same = |name: &str| {
        let rows = json["rows"].as_array().unwrap();
        rows.iter().any(|row| row["name"] == name && row["measures"][3]["moved"] == "not_compared")
    };
    assert!(same("a") && same("b"), "what is unknown is no fall to zero");
}

#[test]
fn alerts_and_tests() {
    let folder = folder("history-types");
    let alert = r#"[{"AlertName":"Down","AlertNamespace":"ns","AlertLevel":"warning","Release":"4.16","JobRuns":200,"P99":P}]"#;
    let test =
        r#"[{"Release":"4.16","TestName":"t","TotalTestCount":200,"TotalFailureCount":P,"DaysWithData":9}]"#;
    for (word, text, names) in [
        ("alerts", alert, "comparison_alerts.csv pr_message.md require_review results_alerts.json"),
        ("tests", test, "comparison_tests.csv pr_message.md require_review results_tests.json"),
    ] {
        let current =
            put(&folder, "current.json", &text.replace("\"P99\":P", "\"P99\":10").replace(":P", ":10"));
        let new = put(&folder, "new.json", &text.replace("\"P99\":P", "\"P99\":20").replace(":P", ":20"));
        let out = folder.join(word);
        let arguments = ["payloads", "history", "--data-type", word, "--current", current.to_str().unwrap()];
        let rest = ["--new", new.to_str().unwrap(), "--output-dir", out.to_str().unwrap()];
        let run = with_arguments(&[&arguments[..], &rest[..]].concat());
        assert_eq!(run.code, 0, "{word}: {}", run.err);
        let mut found: Vec<String> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        found.sort();
        assert_eq!(found.join(" "), names, "{}", run.err);
        let results = fs::read_to_string(out.join(format!("results_{word}.json"))).unwrap();
        let keeps_current = results.contains(": 10,");
        assert_eq!(keeps_current, word == "tests", "nine days of tests replace nothing: {results}");
    }
}

/// As many rows as the largest real file, and more bytes. The limit is wide, for a machine that is busy; the time is printed.
#[test]
fn ten_thousand_rows_are_read_at_once() {
    let folder = folder("history-large");
    let rows = |p99: usize| {
        let rows: Vec<String> =
            (0..10_000).map(|n| row(&format!("backend-{n}"), &format!("{}.25", n % p99))).collect();
        format!("[{}]", rows.join(","))
    };
    let (current, new) = (put(&folder, "current.json", &rows(97)), put(&folder, "new.json", &rows(89)));
    let start = Instant::now();
    let run = history(&current, &new, &[]);
    let took = start.elapsed();
    println!("two files of {} kB with 10,000 rows each: {took:?}", fs::metadata(&new).unwrap().len() >> 10);
    assert_eq!((run.code, run.out.lines().count()), (0, 10_001), "{}", run.err);
    assert!(took < Duration::from_secs(5), "{took:?}");
}

/// What really changed between two made-up files is found, and nothing else is.
#[test]
fn made_up_files() {
    for seed in 1..=5 {
        let made = DisruptionHistory::build(seed);
        let folder = folder(&format!("made-up-history-{seed}"));
        let current = put(&folder, "current.json", &made.current);
        let new = put(&folder, "new.json", &made.new);
        let report = history(&current, &new, &["--format", "json"]).json();
        let changed = report["rows"].as_array().unwrap().iter().filter(|row| row["kind"] != "same");
        let mut found: Vec<[String; 7]> = changed.map(as_found).collect();
        let mut truth: Vec<[String; 7]> = made.changed.iter().map(as_true).collect();
        found.sort();
        truth.sort();
        assert_eq!(found, truth, "seed {seed}");
    }
}

fn as_found(row: &Value) -> [String; 7] {
    let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let weak = if row["weak"] == true { "weak" } else { "" };
    let fields = ["kind", "name", "release", "platform", "network", "topology"].map(text);
    let [kind, name, release, platform, network, topology] = fields;
    [kind, weak.to_owned(), name, release, platform, network, topology]
}

fn as_true(row: &ChangedRow) -> [String; 7] {
    let (kind, weak) = match row.fate {
        Fate::Same => ("same", ""),
        Fate::Rises | Fate::RisesFromZero => ("risen", ""),
        Fate::RisesWeakly => ("risen", "weak"),
        Fate::Falls => ("fallen", ""),
        Fate::Added => ("added", ""),
        Fate::Removed => ("removed", ""),
    };
    [kind, weak, row.backend, row.release, row.platform, row.network, row.topology].map(str::to_owned)
}

/// The two files that ship with the page.
#[test]
fn the_built_in_history_is_what_the_simulator_makes() {
    let made = DisruptionHistory::sample();
    let shipped = [
        include_str!("../../../../public/sample/history_current.json"),
        include_str!("../../../../public/sample/history_new.json"),
    ];
    assert!(
        shipped == [made.current.as_str(), made.new.as_str()],
        "public/sample/history_*.json are not of this code: flakescope-sim write-sample-history --out public/sample"
    );
}
