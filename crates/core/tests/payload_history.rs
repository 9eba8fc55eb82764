//! Real rows of history, transcribed from openshift/origin, against changed copies of themselves; and the published cases
//! of the disruption checks. The captures lie beside the checkout and are not part of the product; without them these tests
//! say so and pass.
#![expect(clippy::print_stdout, reason = "a skipped test says why")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::PathBuf;

use flakescope_core::formats::payload_history::{HistorySubject, read_history};
use flakescope_core::payloads::disruption::{Verdict, check_percentile};
use flakescope_core::payloads::history::{
    HistoryReport, Kind, Mode, Params, Totals, compare_history, write_pull_request, write_results,
    write_review,
};
use serde_json::Value;

const NEWER: &str = "origin-disruption-4.15-4.16-excerpt.json";
const OLDER: &str = "origin-disruption-4.13-excerpt.json";
const ALERTS: &str = "origin-alerts-4.10-4.11-excerpt.json";

/// A captured file, or `None` with a printed reason.
fn capture(name: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/job-run-aggregator");
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        println!(
            "SKIPPED: the captures are not beside the checkout (../shared/data/job-run-aggregator/{name})"
        );
    }
    text
}

fn rows(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

/// The row of a platform, architecture and release with other values.
fn change(rows: &mut [Value], platform: &str, release: &str, values: &[(&str, &str)]) {
    let is_it = |row: &&mut Value| {
        row["Platform"] == platform && row["Release"] == release && row["Topology"] == "ha"
    };
    let row = rows.iter_mut().find(is_it).unwrap();
    for (column, value) in values {
        row[*column] = Value::from(*value);
    }
}

/// The newer excerpt with these changes:
/// - gcp 4.15 from 4.14 (305 runs): P95 2.8 → 4.0 (+42.86 %), P99 87.56 → 180.0 (+105.57 %);
/// - aws 4.15 from 4.14 (376 runs): P99 0.0 → 3.0, from zero;
/// - azure 4.16 from 4.15 (740 runs): P99 3.22 → 3.0 (−6.83 %);
/// - metal 4.15 from 4.14 (32 runs): P75 8.0 → 12.0 (+50 %);
/// - libvirt 4.16 is gone, and a row of aws 4.16 without updated master nodes has come, with P99 9.0 where the other has 0.0.
fn changed(text: &str) -> String {
    let mut rows = rows(text);
    change(&mut rows, "gcp", "4.15", &[("P95", "4.0"), ("P99", "180.0")]);
    change(&mut rows, "aws", "4.15", &[("P99", "3.0")]);
    change(&mut rows, "azure", "4.16", &[("P99", "3.0")]);
    change(&mut rows, "metal", "4.15", &[("P75", "12.0")]);
    rows.retain(|row| row["Platform"] != "libvirt" || row["Release"] != "4.16");
    let mut added =
        rows.iter().find(|row| row["Platform"] == "aws" && row["Release"] == "4.16").unwrap().clone();
    added["MasterNodesUpdated"] = Value::from("N");
    added["P99"] = Value::from("9.0");
    rows.push(added);
    serde_json::to_string(&rows).unwrap()
}

fn compared(current: &str, new: &str, subject: HistorySubject, mode: Mode) -> HistoryReport {
    let read = |text: &str, name: &str| read_history(text.as_bytes(), name, subject).unwrap();
    let params = Params { leeway_percent: 30.0, releases: None, mode };
    compare_history(&read(current, "current.json"), &read(new, "new.json"), subject, &params).unwrap()
}

/// By hand, after the original. The row without updated master nodes has the key of the other and comes last, so aws 4.16
/// goes from 0.0 to 9.0: from zero, no increase. aws 4.15 likewise. P75 is not compared. So one increase, gcp; one decrease,
/// azure; nothing added; libvirt missing twice.
#[test]
fn real_rows_by_the_originals_rules() {
    let Some(text) = capture(NEWER) else { return };
    let report = compared(&text, &changed(&text), HistorySubject::Disruptions, Mode::Compat);
    assert_eq!(
        write_pull_request(&report),
        "## disruptions Information\n\
         \n\
         There were (`0`) added jobs and (`2`) were removed.\n\
         \n\
         ### Comparisons were above allowed leeway of `30.00%`\n\
         \n\
         Note: For P99, disruptions had `1` jobs increased and `1` jobs decreased.\n\
         \n\
         <details>\n  \
           <summary>Click To Show Table</summary>\n\
         \n\
         | Name | Release | From | Arch | Network | Platform | Topology | Job Results | P95 | P95 % Increase | P99 | P99 % Increase |\n\
         | ---- | ------- | ---- | ---- | ------- | -------- |--------- | ----------- | --- | -------------- | --- | -------------- |\n\
         | cache-kube-api-new-connections | 4.15 | 4.14 | amd64 | ovn | gcp | ha | 305 | 4s| 42.86% | 3m0s | 105.57% \n\
         \n\
         \n\
         </details>\n\
         \n"
    );
    assert_eq!(
        write_review(&report),
        "(disruptions) had (1) results increased in duration beyond specified leeway of 30.00%\n\
         (disruptions) had (1) results decreased in duration beyond specified leeway of 30.00%\n"
    );
}

/// The same pair: aws 4.15 rises from zero and metal at P75, though metal has 32 runs; azure stays within the leeway;
/// libvirt is missing once; and the row without updated master nodes is a row of its own, added.
#[test]
fn real_rows_with_the_defects_mended() {
    let Some(text) = capture(NEWER) else { return };
    let report = compared(&text, &changed(&text), HistorySubject::Disruptions, Mode::Repaired);
    let risen: Vec<(&str, bool)> = report
        .rows
        .iter()
        .filter(|row| row.kind == Kind::Risen)
        .map(|row| (row.platform.as_str(), row.weak))
        .collect();
    assert_eq!(risen, [("gcp", false), ("aws", false), ("metal", true)]);
    let Totals { rows, risen, fallen, added, removed, same, .. } = report.totals;
    assert_eq!((rows, risen, fallen, added, removed, same), (13, 3, 0, 1, 1, 8));
    let added = report.rows.iter().find(|row| row.kind == Kind::Added).unwrap();
    assert_eq!((added.platform.as_str(), added.master_nodes_updated.as_str()), ("aws", "N"));
}

/// What is kept of an unchanged file is the file: the same rows with the same values, whatever their order.
#[test]
fn an_unchanged_file_is_kept_as_it_is() {
    for (name, subject) in [
        (NEWER, HistorySubject::Disruptions),
        (OLDER, HistorySubject::Disruptions),
        (ALERTS, HistorySubject::Alerts),
    ] {
        let Some(text) = capture(name) else { return };
        for mode in [Mode::Repaired, Mode::Compat] {
            let report = compared(&text, &text, subject, mode);
            assert_eq!(
                (report.totals.same, report.totals.rows),
                (report.rows.len(), report.rows.len()),
                "{name}"
            );
            let file = read_history(text.as_bytes(), name, subject).unwrap();
            let kept = write_results(&file, &report);
            let held = |row: &&Value| {
                let releases = [&report.releases.target, &report.releases.previous];
                releases.iter().any(|release| row["Release"] == ***release)
            };
            let values = |rows: &[Value]| {
                let columns = ["BackendName", "AlertName", "Platform", "Network", "P95", "P99"];
                let texts =
                    |row: &Value| columns.map(|column| row[column].as_str().unwrap_or_default().to_owned());
                let mut values: Vec<_> = rows.iter().filter(held).map(texts).collect();
                values.sort();
                values
            };
            assert_eq!(values(&rows(&kept)), values(&rows(&text)), "{name}");
        }
    }
}

/// The newer form of the older excerpt: its rows meet, though only one side knows the master nodes.
#[test]
fn an_older_file_meets_its_newer_form() {
    let Some(text) = capture(OLDER) else { return };
    let mut newer = rows(&text);
    for row in &mut newer {
        row["MasterNodesUpdated"] = Value::from("Y");
    }
    let newer = serde_json::to_string(&newer).unwrap();
    let report = compared(&text, &newer, HistorySubject::Disruptions, Mode::Repaired);
    assert_eq!((report.totals.rows, report.totals.same), (59, 59));
    assert!(report.warnings.iter().any(|w| w.message.contains("without MasterNodesUpdated, P75, P50")));
}

/// Every disruption case of `pass_fail_test.go` as it was restated: 15 verdicts and 4 numbers of required passes.
#[test]
fn every_published_case() {
    let Some(text) = capture("conformance-vectors.json") else { return };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let mut count = 0;
    for case in ["disruption_percentile", "disruption_required_passes"]
        .iter()
        .flat_map(|list| vectors[*list].as_array().unwrap())
    {
        let number = |key: &str| u32::try_from(case[key].as_u64().unwrap_or(u64::MAX)).ok();
        let seconds: Vec<u32> = serde_json::from_value(case["seconds"].clone()).unwrap();
        let grace = if case["grace_enabled"] == false { 0 } else { number("grace_seconds").unwrap() };
        let historical = case["historical_value"].as_f64().unwrap();
        let found = check_percentile(&seconds, number("percentile").unwrap(), historical, grace);
        let expect = if case["expect"] == "pass" { Verdict::Passed } else { Verdict::Failed };
        assert_eq!(found.verdict, expect, "{case}");
        for (key, value) in [
            ("passing_runs", found.passes),
            ("failing_runs", found.failures),
            ("required_passes", found.required),
        ] {
            assert!(case[key].is_null() || number(key) == Some(value), "{case}: {key} is {value}");
        }
        count += 1;
    }
    println!("{count} published cases of the disruption checks hold");
    assert_eq!(count, 19);
}
