//! The built-in sample in every format.

use flakescope_core::flakes::Column;

use crate::run::{command, flakescope, of, with_arguments};

#[test]
fn csv_has_a_header_and_equal_rows() {
    let run = flakescope("flakes --sample");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let mut lines = run.out.split_terminator("\r\n");
    assert_eq!(lines.next().unwrap(), Column::ALL.map(Column::name).join(","));
    assert!(lines.count() > 50);
    assert_eq!(run.out, flakescope("flakes --sample --format csv").out, "the same every time");
}

#[test]
fn json_says_that_it_is_made_up() {
    let report = flakescope("flakes --sample --format json").json();
    assert_eq!(report["source"], "made-up sample");
    assert_eq!(report["window_days"], 14);
    for list in ["dashboards", "jobs", "broken_runs", "tests", "warnings"] {
        assert!(report[list].is_array(), "{list}");
    }
    assert_eq!(report["jobs"].as_array().unwrap().len(), 46);
    assert!(report["jobs"].as_array().unwrap().iter().all(|job| job["read"] == true));
}

#[test]
#[cfg(target_os = "linux")]
fn a_machine_without_certificates_can_read_the_sample() {
    let bare = |arguments: &[&str]| {
        let mut command = command();
        command.args(arguments).env("SSL_CERT_FILE", "/nowhere").env("SSL_CERT_DIR", "/nowhere");
        of(command.output().unwrap())
    };
    assert_eq!(bare(&["flakes", "--sample"]).code, 0);
    let live = bare(&["flakes", "--testgrid", "https://127.0.0.1:9/api/v1"]);
    assert_eq!(live.code, 1);
    assert!(live.one_line().contains("CA certificates"), "{}", live.err);
}

#[test]
fn csv_and_json_hold_the_same_tests() {
    let report = flakescope("flakes --sample --format json --verdict all").json();
    let csv = flakescope("flakes --sample --verdict all").out;
    assert_eq!(report["tests"].as_array().unwrap().len() + 1, csv.split_terminator("\r\n").count());
}

#[test]
fn the_other_formats_are_whole() {
    for (format, start, end) in [("markdown", "# ", "\n"), ("org", "#+", "\n"), ("html", "<!", "</html>\n")] {
        let run = flakescope(&format!("flakes --sample --format {format}"));
        assert_eq!(run.code, 0);
        assert!(run.out.to_lowercase().starts_with(start), "{format}: {:?}", run.out.get(..80));
        assert!(run.out.ends_with(end), "{format}");
        assert!(run.out.contains("made-up sample"), "{format}");
        assert!(run.out.contains("gce-cos-master-default"), "{format}");
    }
}

#[test]
fn filters_and_order_do_what_they_say() {
    let tests = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let all = [&["flakes", "--sample", "--format", "json"], arguments].concat();
        with_arguments(&all).json()["tests"].as_array().unwrap().clone()
    };
    let every = tests(&["--verdict", "all"]);
    let usual = tests(&[]);
    assert!(usual.len() < every.len());
    assert!(usual.iter().all(|test| test["verdict"] != "passing"));
    let failing = tests(&["--verdict", "failing,flaky"]);
    assert!(failing.iter().all(|test| test["verdict"] == "failing" || test["verdict"] == "flaky"));
    let storage = tests(&["--sig", "storage"]);
    assert!(!storage.is_empty() && storage.iter().all(|test| test["sig"] == "sig-storage"));
    let urgent = tests(&["--priority", "critical-urgent"]);
    assert!(!urgent.is_empty() && urgent.len() < usual.len());
    let job = tests(&["--job", "kind-master-parallel"]);
    assert!(!job.is_empty() && job.iter().all(|test| test["job"] == "kind-master-parallel"));
    let text = tests(&["--text", "should .*volume"]);
    assert!(!text.is_empty() && text.len() < usual.len());
    let rates: Vec<f64> = tests(&["--sort", "-failure_rate"])
        .iter()
        .map(|test| test["failure_rate"].as_f64().unwrap())
        .collect();
    assert!(rates.is_sorted_by(|a, b| a >= b));
    let board = tests(&["--dashboard", "SIG Release master Informing"]);
    assert!(board.iter().all(|test| test["dashboard"] == "sig-release-master-informing"));
    let kept = tests(&["--keep-broken-runs", "--verdict", "all"]);
    assert_ne!(kept, every);
}
