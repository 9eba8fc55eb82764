//! `payloads disruption`: runs and history in, checks out.

use std::fs;
use std::path::{Path, PathBuf};

use flakescope_core::payloads::disruption::REQUIRED;

use crate::run::{Run, folder, with_arguments};

/// CSV with a row for each of these runs and the backends that must be there.
fn runs(numbers: std::ops::Range<usize>, day: &str, seconds: usize) -> String {
    let mut text =
        "BackendName,DisruptionSeconds,JobName,JobRunName,JobRunStartTime,MasterNodesUpdated\n".to_owned();
    for run in numbers {
        for backend in REQUIRED {
            text += &format!("{backend},{seconds},e2e-4.16-upgrade,run-{run},{day} 10:00:00 UTC,N\n");
        }
    }
    text
}

fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn disruption(runs: &Path, history: &Path, arguments: &[&str]) -> Run {
    let (runs, history) = (runs.to_str().unwrap(), history.to_str().unwrap());
    with_arguments(&[&["payloads", "disruption", "--runs", runs, "--history", history], arguments].concat())
}

#[test]
fn calm_and_disturbed_runs() {
    let folder = folder("disruption");
    let history = put(&folder, "history.csv", &runs(0..120, "2026-03-14", 1));
    let calm = put(&folder, "calm.csv", &runs(1000..1010, "2026-03-20", 1));
    let disturbed = put(&folder, "disturbed.csv", &runs(1000..1010, "2026-03-20", 30));
    let run = disruption(&calm, &history, &["--fail-on-increase"]);
    assert_eq!((run.code, run.one_line()), (0, "0 checks failed, 36 passed, 0 skipped."), "{}", run.out);
    assert!(run.out.starts_with("# Disruption: passed\n"), "{}", run.out);
    let run = disruption(&disturbed, &history, &["--format", "csv", "--fail-on-increase"]);
    assert_eq!((run.code, run.one_line()), (3, "flakescope: 36 checks failed, 0 passed, 0 skipped."));
    assert_eq!(run.out.split_terminator("\r\n").count(), 37);
    let json = disruption(&disturbed, &history, &["--format", "json"]).json();
    assert_eq!((&json["verdict"], &json["history"]["runs"]), (&"failed".into(), &120.into()));
}

#[test]
fn wrong_use_and_files_that_are_none() {
    let folder = folder("disruption-wrong");
    let some = put(&folder, "some.csv", &runs(0..4, "2026-03-14", 1));
    let other = put(&folder, "other.csv", &runs(0..4, "2026-03-14", 1).replace("4.16", "4.15"));
    let both = put(
        &folder,
        "both.csv",
        &(fs::read_to_string(&some).unwrap() + &fs::read_to_string(&other).unwrap()),
    );
    let several = disruption(&both, &some, &[]);
    assert_eq!(several.code, 2, "{}", several.err);
    assert!(
        several.one_line().contains("several jobs (e2e-4.15-upgrade, e2e-4.16-upgrade)"),
        "{}",
        several.err
    );
    assert_eq!(disruption(&both, &some, &["--job", "e2e-4.15-upgrade"]).code, 0);
    assert_eq!(disruption(&both, &some, &["--job", "x"]).code, 2);
    assert_eq!(with_arguments(&["payloads", "disruption", "--runs", "a.json"]).code, 2);
    for (name, text, says) in [
        ("empty.json", "[]", "there is no run in these files"),
        ("list.csv", "a,b\n1,2\n", "neither a JSON list of rows nor CSV with the column BackendName"),
        ("cut.json", "[{", "line 1, column 2: EOF"),
    ] {
        let run = disruption(&put(&folder, name, text), &some, &[]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{name}");
        assert!(run.one_line().contains(says), "{}", run.err);
    }
}
