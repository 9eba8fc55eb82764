//! Saved TestGrid answers.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{flakescope, folder};

const SUMMARY: &str = r#"{"gce-cos":{"overall_status":"FLAKY","dashboard_name":"my-board","last_run_timestamp":1699992000000,
  "status":"1 of 3 (33.3%) recent columns passed (4 of 6 or 66.7% cells)"}}"#;

const TABLE: &str = r#"{"test-group-name":"gcecos","dashboard-name":"my-board",
  "changelists":["3","2","1"],"timestamps":[1699992000000,1699988400000,1699984800000],
  "tests":[
    {"name":"[sig-node] shaky","statuses":[{"count":1,"value":1},{"count":1,"value":12},{"count":1,"value":1}],
     "messages":["","boom",""],"short_texts":["","F",""]},
    {"name":"[sig-node] steady","statuses":[{"count":3,"value":1}],"messages":["","",""],"short_texts":["","",""]}]}"#;

fn saved(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("summary.json"), SUMMARY).unwrap();
    fs::write(folder.join("gce-cos.json"), TABLE).unwrap();
    folder
}

fn flakes(folder: &Path, more: &str) -> crate::run::Run {
    let (summary, table) = (folder.join("summary.json"), folder.join("gce-cos.json"));
    flakescope(&format!("flakes --summary {} --table {} {more}", summary.display(), table.display()))
}

#[test]
fn summary_and_table_are_joined() {
    let report = flakes(&saved("joined"), "--format json --verdict all").json();
    assert_eq!(report["source"], "2 files");
    assert_eq!(report["jobs"].as_array().unwrap().len(), 1);
    assert_eq!(report["jobs"][0]["status"], "FLAKY");
    assert_eq!(report["tests"].as_array().unwrap().len(), 2);
    assert_eq!(report["tests"][0]["verdict"], "suspect");
    assert_eq!(report["tests"][0]["last_message"], "boom");
}

#[test]
fn a_missing_file_fails_in_one_line() {
    let run = flakescope("flakes --summary /nowhere/summary.json");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(
        run.one_line(),
        "flakescope: /nowhere/summary.json cannot be read: no such file or directory. Check the path."
    );
}

#[test]
fn a_damaged_file_is_a_warning_beside_a_good_one() {
    let folder = saved("damaged");
    fs::write(folder.join("summary.json"), &SUMMARY[..60]).unwrap();
    let run = flakes(&folder, "--format json");
    assert_eq!(run.code, 0);
    let line = run.one_line();
    assert!(line.starts_with("warning: summary.json: ") && line.contains("line 1, column"), "{line}");
    assert_eq!(run.json()["warnings"][0]["subject"], "summary.json");
    let alone = flakescope(&format!("flakes --summary {}", folder.join("summary.json").display()));
    assert_eq!(alone.code, 1);
    assert!(
        alone.one_line().starts_with("flakescope: 1 file could not be read: summary.json: "),
        "{}",
        alone.err
    );
}

#[test]
fn hostile_files_do_not_panic() {
    let folder = folder("hostile");
    let noise: Vec<u8> = (0..1_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (name, bytes) in [
        ("noise.json", noise),
        ("rle.json", TABLE.replace("\"count\":3", "\"count\":9223372036854775808").into_bytes()),
        ("deep.json", "[".repeat(100_000).into_bytes()),
        ("empty.json", Vec::new()),
        ("types.json", TABLE.replace("\"tests\":[", "\"tests\":7,\"x\":[").into_bytes()),
    ] {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let run = flakescope(&format!("flakes --table {}", path.display()));
        assert!(run.code == 1 || run.err.starts_with("warning: "), "{name}: {} {}", run.code, run.err);
        assert!(run.one_line().contains(name) && !run.err.contains("panicked"), "{}", run.err);
    }
}
