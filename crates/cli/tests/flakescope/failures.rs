//! `failures`: files in, clusters and chances out.

use std::fs;
use std::path::Path;

use flakescope_sim::failures::{FailureHistory, FailureOptions};
use serde_json::Value;

use crate::run::{Run, folder, with_arguments};

fn failures(arguments: &[&str], paths: &[&Path]) -> Run {
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    let arguments: Vec<&str> =
        ["failures"].into_iter().chain(arguments.iter().copied()).chain(paths).collect();
    with_arguments(&arguments)
}

fn history(count: usize, with_causes: bool) -> String {
    FailureHistory::build(FailureOptions { count, ..FailureOptions::default() }).lines(with_causes)
}

#[test]
fn clusters_in_every_format() {
    let folder = folder("failures-cluster");
    let file = folder.join("history.jsonl");
    fs::write(&file, history(120, false) + "{\"status\":\"success\",\"test\":\"t\",\"log\":\"\"}\n").unwrap();
    let json: Value = failures(&["cluster"], &[&file]).json();
    let labels = json["labels"].as_array().unwrap();
    assert_eq!((labels.len(), &labels[120]), (121, &Value::from(-1)));
    let clusters = json["clusters"].as_array().unwrap();
    let size: u64 = clusters.iter().map(|cluster| cluster["size"].as_u64().unwrap()).sum();
    assert_eq!(size + json["noise"].as_u64().unwrap(), 120);
    let csv = failures(&["cluster", "--format", "csv"], &[&file]);
    assert_eq!(csv.out.lines().count(), clusters.len() + 1);
    assert!(csv.out.starts_with("label,id,name,size,distinct_texts,"), "{}", csv.out);
    let markdown =
        failures(&["cluster", "--format", "markdown", "--eps", "0.2", "--min-samples", "5"], &[&file]);
    assert!(markdown.out.contains("120 failures with 120 different texts"), "{}", markdown.out);
}

#[test]
fn folders_are_read_by_name_and_bad_files_are_said() {
    let folder = folder("failures-folder");
    fs::create_dir_all(folder.join("b")).unwrap();
    fs::write(
        folder.join("b/junit.xml"),
        "<testsuite><testcase name='x'><failure>boom went it</failure></testcase></testsuite>",
    )
    .unwrap();
    fs::write(folder.join("a.log"), "boom went it").unwrap();
    fs::write(folder.join("c.gz"), b"\x1f\x8bnonsense").unwrap();
    let run = failures(&["cluster", "--min-samples", "1"], &[&folder]);
    let json: Value = run.json();
    assert_eq!(json["labels"], serde_json::json!([0, 0]));
    assert!(run.err.contains("c.gz"), "{}", run.err);
    let run = failures(&["cluster"], &[&folder.join("c.gz")]);
    assert_eq!((run.code, run.one_line().contains("the packed data are broken")), (1, true), "{}", run.err);
}

#[test]
fn train_then_predict() {
    let folder = folder("failures-model");
    let (file, model, log) =
        (folder.join("history.jsonl"), folder.join("model.json"), folder.join("build-log.txt"));
    fs::write(&file, history(400, false)).unwrap();
    let trained = failures(&["train", "--model", model.to_str().unwrap()], &[&file]);
    assert_eq!((trained.code, trained.out.as_str()), (0, ""), "{}", trained.err);
    fs::write(&log, "java.lang.OutOfMemoryError: Java heap space").unwrap();
    let run = failures(&["predict", "--model", model.to_str().unwrap()], &[&file, &log]);
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 401);
    for line in &lines {
        let [low, chance, high] = ["low", "chance", "high"].map(|key| line[key].as_f64().unwrap());
        assert!(0.0 < low && low <= chance && chance <= high && high < 1.0, "{line}");
        assert!(!line["evidence"].as_array().unwrap().is_empty());
    }
    fs::write(&model, "{\"version\": 99}").unwrap();
    let newer = failures(&["predict", "--model", model.to_str().unwrap()], &[&log]);
    assert_eq!((newer.code, newer.one_line().contains("version 99")), (1, true), "{}", newer.err);
}

#[test]
fn evaluate_prints_a_table_of_methods() {
    let file = folder("failures-evaluate").join("history.jsonl");
    fs::write(&file, history(150, true)).unwrap();
    let run = failures(&["evaluate"], &[&file]);
    assert_eq!(run.code, 0, "{}", run.err);
    let rows = run.out.lines().filter(|line| line.contains("cockpit") || line.contains("triage")).count();
    assert_eq!(rows, 7, "{}", run.out);
    let json: Value = failures(&["evaluate", "--format", "json", "--folds", "3"], &[&file]).json();
    assert!(
        json["quality"]["sentence"].as_str().unwrap().contains("signal")
            || json["quality"]["has_signal"] == true
    );
}

#[test]
fn wrong_use() {
    let file = folder("failures-wrong").join("empty.jsonl");
    fs::write(&file, "").unwrap();
    for (arguments, code) in [
        (vec!["cluster", "--eps", "1.5"], 2),
        (vec!["cluster", "--eps", "NaN"], 2),
        (vec!["cluster", "--profile", "mine"], 2),
        (vec!["cluster", "--min-samples", "0"], 2),
        (vec!["evaluate", "--folds", "1"], 2),
        (vec!["evaluate"], 2),
        (vec!["train", "--model", "never.json"], 2),
        (vec!["predict", "--model", "/nowhere/model.json"], 1),
    ] {
        let run = failures(&arguments, &[&file]);
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{arguments:?}: {}", run.err);
    }
    let run = with_arguments(&["failures", "cluster"]);
    assert_eq!(run.code, 2);
}

/// The figure of the last line on the error output, in MB.
#[cfg(target_os = "linux")]
fn peak_memory(run: &Run) -> u64 {
    let line = run.err.lines().last().unwrap_or_default();
    let figure = line.split("peak memory ").nth(1).and_then(|rest| rest.strip_suffix(" MB"));
    figure.and_then(|figure| figure.parse().ok()).unwrap_or_else(|| panic!("{}", run.err))
}

/// The log is held as it came, as text, and twice while its rules are applied.
#[cfg(target_os = "linux")]
#[test]
fn a_log_of_50_mb_takes_at_most_400_mb() {
    let file = folder("failures-memory").join("build-log.txt");
    let lines = (0..1_400_000).map(|n: u32| format!("line {n} of a loop that never ends\n"));
    fs::write(&file, lines.collect::<String>()).unwrap();
    let run = failures(&["cluster", "--min-samples", "1"], &[&file]);
    let size = fs::metadata(&file).unwrap().len() >> 20;
    println!("a log of {size} MB: {}", run.err.trim_end());
    assert_eq!((run.code, run.err.contains("longer than 10000 bytes")), (0, true), "{}", run.err);
    assert!(size >= 48 && peak_memory(&run) <= 400, "{size} {}", run.err);
    fs::remove_file(file).unwrap();
}

/// Reading stops at 256 MB, which needs twice as much while the buffer grows.
#[cfg(target_os = "linux")]
#[test]
fn a_triage_file_of_500_mb_is_refused_within_1_gb() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let script = "ulimit -v 1048576; exec \"$0\" failures cluster -";
    let mut child = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_flakescope")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut into = child.stdin.take().unwrap();
    let written = into.write_all(b"{\"clustered\": [").and_then(|()| {
        let piece = "{\"key\": \"the same again\", \"tests\": []},".repeat(30_000);
        (0..500).try_for_each(|_| into.write_all(piece.as_bytes()))
    });
    drop(into);
    let run = crate::run::of(child.wait_with_output().unwrap());
    println!("{}", run.err.trim_end());
    assert!(written.is_err(), "nobody reads on after the refusal");
    assert!(run.code == 1 && run.one_line().contains("256 MB") && run.err.contains("slices"), "{}", run.err);
}
