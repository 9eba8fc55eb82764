//! One small pair of files with every defect of the original in it, by its rules and by ours.

use super::*;
use crate::export::Format;
use crate::formats::payload_history::{HistorySubject, read_history, read_test_summaries};

fn row(name: &str, release: &str, master: &str, runs: u32, percentiles: [&str; 4]) -> String {
    let [p50, p75, p95, p99] = percentiles;
    let from = if release == "4.16" { "4.15" } else { "4.14" };
    format!(
        r#"{{"BackendName":"{name}","Release":"{release}","FromRelease":"{from}","Platform":"aws","Architecture":"amd64",
        "Network":"ovn","Topology":"ha","MasterNodesUpdated":"{master}","JobRuns":{runs},
        "P95":"{p95}","P99":"{p99}","P75":"{p75}","P50":"{p50}"}}"#
    )
}

/// What is there before.
fn current() -> String {
    let rows = [
        row("be-a", "4.16", "Y", 500, ["0.0", "0.0", "2.0", "10.0"]),
        row("be-b", "4.16", "Y", 500, ["0.0", "0.0", "0.0", "0.0"]),
        row("be-c", "4.16", "Y", 500, ["0.0", "0.0", "1.0", "10.0"]),
        row("be-d", "4.14", "Y", 500, ["0.0", "0.0", "1.0", "2.0"]),
        row("be-e", "4.16", "Y", 300, ["0.0", "0.0", "20.0", "80.0"]),
        row("be-e", "4.16", "N", 300, ["0.0", "0.0", "0.0", "1.0"]),
        row("be-f", "4.16", "Y", 50, ["0.0", "0.0", "1.0", "1.0"]),
        row("be-g", "4.16", "Y", 500, ["0.0", "1.0", "10.0", "20.0"]),
    ];
    format!("[{}]", rows.join(","))
}

/// What is new: `be-d` is gone, `be-i` has come, `be-h` is of another release, and the two rows of `be-e` have changed
/// places.
fn new() -> String {
    let rows = [
        row("be-i", "4.15", "Y", 200, ["0.0", "0.0", "1.0", "2.0"]),
        row("be-a", "4.16", "Y", 600, ["0.0", "0.0", "2.5", "14.0"]),
        row("be-b", "4.16", "Y", 500, ["0.0", "0.0", "3.0", "80.72"]),
        row("be-c", "4.16", "Y", 500, ["0.0", "0.0", "1.0", "9.0"]),
        row("be-e", "4.16", "N", 300, ["0.0", "0.0", "0.0", "1.0"]),
        row("be-e", "4.16", "Y", 300, ["0.0", "0.0", "20.0", "80.0"]),
        row("be-f", "4.16", "Y", 60, ["0.0", "0.0", "1.0", "5.0"]),
        row("be-g", "4.16", "Y", 500, ["0.0", "9.0", "10.0", "20.0"]),
        row("be-h", "4.13", "Y", 500, ["0.0", "0.0", "1.0", "2.0"]),
    ];
    format!("[{}]", rows.join(","))
}

fn params(mode: Mode) -> Params {
    let releases = Releases { target: "4.16".to_owned(), previous: "4.15".to_owned() };
    Params { leeway_percent: 30.0, releases: Some(releases), mode }
}

fn compared(mode: Mode) -> HistoryReport {
    of(&current(), &new(), &params(mode))
}

fn of(current: &str, new: &str, params: &Params) -> HistoryReport {
    let read =
        |text: &str, name: &str| read_history(text.as_bytes(), name, HistorySubject::Disruptions).unwrap();
    compare_history(
        &read(current, "current.json"),
        &read(new, "new.json"),
        HistorySubject::Disruptions,
        params,
    )
    .unwrap()
}

fn kinds(report: &HistoryReport) -> Vec<(&str, &str, Kind)> {
    let mut kinds: Vec<_> = report
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.master_nodes_updated.as_str(), row.kind))
        .collect();
    kinds.sort_unstable();
    kinds
}

/// By hand, after the original:
/// - be-a: P95 2 → 2.5 is +25 %, within 30; P99 10 → 14 is +40 %: an increase.
/// - be-b: P99 0 → 80.72; from zero is 0 %: nothing.
/// - be-c: P99 10 → 9: a decrease, though 10 % is within the leeway.
/// - be-d is missing: counted for 4.15 and again for 4.16, so 2.
/// - be-e: the last row of the key wins, which before was N with P99 1 and now is Y with 80: +7900 %. P95 0 → 20 is 0 %.
/// - be-f: P99 1 → 5: an increase, but 60 runs keep it out of the table.
/// - be-g: P75 is not compared. be-h is of neither release. be-i is added.
///
/// So 3 increases, 1 decrease, 1 added, 2 removed; the table has be-a and be-e, both with a P95 rise of 0.
#[test]
fn the_original_with_its_defects() {
    let report = compared(Mode::Compat);
    assert_eq!(
        write_pull_request(&report),
        "## disruptions Information\n\
         \n\
         There were (`1`) added jobs and (`2`) were removed.\n\
         \n\
         ### Comparisons were above allowed leeway of `30.00%`\n\
         \n\
         Note: For P99, disruptions had `3` jobs increased and `1` jobs decreased.\n\
         \n\
         <details>\n  \
           <summary>Click To Show Table</summary>\n\
         \n\
         | Name | Release | From | Arch | Network | Platform | Topology | Job Results | P95 | P95 % Increase | P99 | P99 % Increase |\n\
         | ---- | ------- | ---- | ---- | ------- | -------- |--------- | ----------- | --- | -------------- | --- | -------------- |\n\
         | be-a | 4.16 | 4.15 | amd64 | ovn | aws | ha | 600 | 2.5s| 0.00% | 14s | 40.00% \n\
         | be-e | 4.16 | 4.15 | amd64 | ovn | aws | ha | 300 | 20s| 0.00% | 1m20s | 7900.00% \n\
         \n\
         \n\
         </details>\n\
         \n"
    );
    assert_eq!(
        write_review(&report),
        "(disruptions) had (3) results increased in duration beyond specified leeway of 30.00%\n\
         (disruptions) had (1) results decreased in duration beyond specified leeway of 30.00%\n"
    );
    assert_eq!(
        kinds(&report),
        [
            ("be-a", "Y", Kind::Risen),
            ("be-b", "Y", Kind::Same),
            ("be-c", "Y", Kind::Fallen),
            ("be-d", "Y", Kind::Removed),
            ("be-e", "Y", Kind::Risen),
            ("be-f", "Y", Kind::Risen),
            ("be-g", "Y", Kind::Same),
            ("be-i", "Y", Kind::Added),
        ]
    );
}

/// The same rows: be-b rises from zero, be-c stays within the leeway, be-d is missing once, be-e is two rows that did not
/// change, be-f is weak, and be-g rises at P75. All else is as above.
#[test]
fn the_defects_mended_and_nothing_else() {
    let report = compared(Mode::Repaired);
    assert_eq!(
        kinds(&report),
        [
            ("be-a", "Y", Kind::Risen),
            ("be-b", "Y", Kind::Risen),
            ("be-c", "Y", Kind::Same),
            ("be-d", "Y", Kind::Removed),
            ("be-e", "N", Kind::Same),
            ("be-e", "Y", Kind::Same),
            ("be-f", "Y", Kind::Risen),
            ("be-g", "Y", Kind::Risen),
            ("be-i", "Y", Kind::Added),
        ]
    );
    let weak: Vec<&str> = report.rows.iter().filter(|row| row.weak).map(|row| row.name.as_str()).collect();
    assert_eq!(weak, ["be-f"]);
    assert_eq!(
        report.totals,
        Totals { rows: 9, risen: 4, fallen: 0, added: 1, removed: 1, same: 3, weak: 1, risen_firmly: 3 }
    );
    assert_eq!(
        write_review(&report),
        "(disruptions) had (4) results increased in duration beyond specified leeway of 30.00%\n"
    );
    insta::assert_snapshot!("pull_request", write_pull_request(&report));
    insta::assert_snapshot!("markdown", write_history(&report, Format::Markdown));
    insta::assert_snapshot!("csv", write_history(&report, Format::Csv).replace('\r', ""));
}

#[test]
fn every_row_says_why() {
    let report = compared(Mode::Repaired);
    let reason = |name: &str| report.rows.iter().find(|row| row.name == name).unwrap().reason.clone();
    for (name, expect) in [
        ("be-a", "Up: P99 10 s to 14 s (+40.0 %). Leeway: 30 %."),
        ("be-b", "Up: P95 0 s to 3 s (from zero), P99 0 s to 80.72 s (from zero). Leeway: 30 %."),
        ("be-c", "No change beyond 30 %."),
        ("be-d", "Only in the current file."),
        ("be-e", "Nothing changed."),
        (
            "be-f",
            "Up: P99 1 s to 5 s (+400.0 %). Leeway: 30 %. Weak: 50 runs before, 60 runs now; under 100 they say little.",
        ),
        ("be-i", "Only in the new file."),
    ] {
        assert_eq!(reason(name), expect);
    }
}

/// The original's file holds what it compared, the last row of each of its keys; the repaired one both rows of `be-e`.
#[test]
fn the_rows_that_are_kept() {
    let new = read_history(new().as_bytes(), "new.json", HistorySubject::Disruptions).unwrap();
    let compat = write_results(&new, &compared(Mode::Compat));
    let repaired = write_results(&new, &compared(Mode::Repaired));
    let names = |text: &str| {
        let rows = read_history(text.as_bytes(), "x", HistorySubject::Disruptions).unwrap().rows;
        rows.iter().map(|row| row.key.name.clone() + &row.key.master_nodes_updated).collect::<Vec<_>>()
    };
    assert_eq!(names(&compat), ["be-aY", "be-bY", "be-cY", "be-eY", "be-fY", "be-gY", "be-iY"]);
    assert_eq!(names(&repaired), ["be-aY", "be-bY", "be-cY", "be-eN", "be-eY", "be-fY", "be-gY", "be-iY"]);
    assert!(compat.starts_with(
        "[\n  {\n    \"BackendName\": \"be-a\",\n    \"Release\": \"4.16\",\n    \"FromRelease\": \"4.15\",\n    \
         \"Platform\": \"aws\",\n    \"Architecture\": \"amd64\",\n    \"Network\": \"ovn\",\n    \"Topology\": \"ha\",\n    \
         \"MasterNodesUpdated\": \"Y\",\n    \"JobRuns\": 600,\n    \"P95\": \"2.5\",\n    \"P99\": \"14.0\",\n    \
         \"P75\": \"0.0\",\n    \"P50\": \"0.0\"\n  },\n"
    ));
    assert!(compat.ends_with("  }\n]"));
}

/// Exactly the leeway is no change, and no rounding makes it one: 0.07 of 1 is 7.000000000000001 % in binary fractions.
#[test]
fn the_leeway_is_not_crossed_at_it() {
    let one = |p99: &str| format!("[{}]", row("a", "4.16", "Y", 500, ["0.0", "0.0", "0.0", p99]));
    for (old, new, leeway, expect) in [
        ("1.0", "1.07", 7.0, Kind::Same),
        ("1.0", "1.071", 7.0, Kind::Risen),
        ("1.0", "0.93", 7.0, Kind::Same),
        ("1.0", "0.929", 7.0, Kind::Fallen),
        ("0.0", "0.001", 1e9, Kind::Risen),
        ("0.0", "0.0004", 0.0, Kind::Same),
        ("5.0", "0.0", 99.0, Kind::Fallen),
        ("5.0", "0.0", 100.0, Kind::Same),
    ] {
        let params = Params { leeway_percent: leeway, ..Params::default() };
        let report = of(&one(old), &one(new), &params);
        assert_eq!(report.rows[0].kind, expect, "{old} {new} {leeway}");
    }
}

/// An older file knows no master nodes: a row meets the only row that it can be, and is left alone where it may be either.
#[test]
fn an_older_file_meets_a_newer_one() {
    let newer = |rows: &[String]| format!("[{}]", rows.join(","));
    let older = |rows: &[String]| newer(rows).replace("\"MasterNodesUpdated\":\"Y\",", "");
    let a = row("be-a", "4.16", "Y", 500, ["0", "0", "1", "2"]);
    let a_no = row("be-a", "4.16", "N", 500, ["0", "0", "1", "2"]);
    let one = of(&older(std::slice::from_ref(&a)), &newer(std::slice::from_ref(&a)), &params(Mode::Repaired));
    assert_eq!(kinds(&one), [("be-a", "Y", Kind::Same)]);
    assert!(one.warnings.iter().any(|w| w.message.contains("older form without MasterNodesUpdated")));
    let two = of(&older(std::slice::from_ref(&a)), &newer(&[a, a_no]), &params(Mode::Repaired));
    assert_eq!(
        kinds(&two),
        [("be-a", "", Kind::Removed), ("be-a", "N", Kind::Added), ("be-a", "Y", Kind::Added)]
    );
}

#[test]
fn rows_that_contradict_one_another_are_weak() {
    let rows =
        [row("a", "4.16", "Y", 500, ["0", "0", "1", "2"]), row("a", "4.16", "Y", 500, ["0", "0", "1", "3"])];
    let twice = format!("[{}]", rows.join(","));
    let report = of(&twice, &twice, &params(Mode::Repaired));
    assert!(report.rows.len() == 1 && report.rows[0].weak, "{:?}", report.rows);
    assert_eq!(report.warnings.len(), 2);
    assert_eq!(
        report.warnings[0].message,
        "rows 1 and 2 have one key (a 4.16 4.15 aws amd64 ovn ha Y). They differ; the last counts"
    );
}

#[test]
fn many_rows_with_one_key_are_few_warnings() {
    let rows: Vec<String> =
        (0..500).map(|n| row("a", "4.16", "Y", 500, ["0", "0", "1", &(n + 1).to_string()])).collect();
    let many = format!("[{}]", rows.join(","));
    let report = of(&many, &current(), &params(Mode::Repaired));
    assert_eq!(report.warnings.len(), 4, "{:?}", report.warnings);
    assert_eq!(
        report.warnings[3].message,
        "496 more rows have a key that another row has; the last of each counts"
    );
}

/// The original takes what it cannot read as zero, and so sees a fall; ours compares nothing there.
#[test]
fn what_cannot_be_read_is_zero_in_the_original_alone() {
    let one = |p99: &str| format!("[{}]", row("a", "4.16", "Y", 500, ["0", "0", "1", p99]));
    let compat = of(&one("10"), &one("NaN"), &params(Mode::Compat));
    assert_eq!(compat.rows[0].kind, Kind::Fallen);
    assert!(compat.warnings.iter().any(|w| w.message.ends_with("count as zero")), "{:?}", compat.warnings);
    let repaired = of(&one("10"), &one("NaN"), &params(Mode::Repaired));
    assert_eq!(repaired.rows[0].kind, Kind::Same);
    assert_eq!(repaired.rows[0].reason, "Nothing changed. Not known on both sides: P99.");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let file = |text: &str| read_history(text.as_bytes(), "f.json", HistorySubject::Disruptions).unwrap();
    let (empty, some) = (file("[]"), file(&current()));
    let refused = |current, new, params: &Params| {
        compare_history(current, new, HistorySubject::Disruptions, params).unwrap_err().to_string()
    };
    let usual = params(Mode::Repaired);
    assert_eq!(refused(&empty, &some, &usual), "f.json: no rows; without history nothing can be compared");
    assert_eq!(refused(&some, &empty, &usual), "f.json: no rows; without history nothing can be compared");
    for (target, previous, expect) in [
        ("4.99", "4.98", "f.json: no rows of 4.99 or 4.98; name the releases that it holds"),
        ("4.16", "4.16", "the target and the previous release are both 4.16; name two releases"),
        ("4.16", "", "the target and the previous release must both be named, such as 4.16 and 4.15"),
    ] {
        let releases = Releases { target: target.to_owned(), previous: previous.to_owned() };
        let params = Params { releases: Some(releases), ..Params::default() };
        assert_eq!(refused(&some, &some, &params), expect);
    }
    for leeway in [-1.0, f64::NAN, f64::INFINITY] {
        let params = Params { leeway_percent: leeway, ..Params::default() };
        assert!(refused(&some, &some, &params).contains("must be a number from 0 on"), "{leeway}");
    }
}

/// Names that would act in Markdown do not, by either rules.
#[test]
fn nothing_of_a_name_acts() {
    let name = "<img src=x>|[a](javascript:b)@all";
    let rows = |p99: &str| format!("[{}]", row(name, "4.16", "Y", 500, ["0", "0", "1", p99]));
    for mode in [Mode::Compat, Mode::Repaired] {
        let report = of(&rows("1"), &rows("9"), &params(mode));
        let text = write_pull_request(&report);
        assert!(text.contains("&lt;img src=x>\\|\\[a\\]"), "{text}");
        assert!(!text.contains("<img") && !text.contains("[a](") && !text.contains("@all"), "{text}");
        for (format, live) in [(Format::Markdown, "[a]("), (Format::Html, "<img")] {
            let text = write_history(&report, format);
            assert!(!text.contains("<img") && !text.contains(live), "{text}");
        }
    }
}

const TESTS: &str = r#"[
    {"Release":"4.16","TestName":"b","TotalTestCount":1000,"TotalFailureCount":10,"TotalFlakeCount":3,"FailureRate":0.01,
     "AvgDurationMs":12.5,"PeriodStart":"2026-01-01","PeriodEnd":"2026-01-30","DaysWithData":30},
    {"Release":"4.16","TestName":"a","TotalTestCount":500,"TotalFailureCount":10,"DaysWithData":30},
    {"Release":"4.16","TestName":"c","TotalTestCount":50,"TotalFailureCount":0,"DaysWithData":30}]"#;

#[test]
fn tests_are_compared_by_their_share_of_failures() {
    let read = |text: &str| read_test_summaries(text.as_bytes(), "tests.json").unwrap();
    let worse = TESTS.replace(
        "\"TotalFailureCount\":10,\"TotalFlakeCount\"",
        "\"TotalFailureCount\":40,\"TotalFlakeCount\"",
    );
    let (current, new) = (read(TESTS), read(&worse));
    let report = compare_tests(&current, &new, &params(Mode::Repaired)).unwrap();
    assert_eq!(kinds(&report), [("a", "", Kind::Same), ("b", "", Kind::Risen), ("c", "", Kind::Same)]);
    assert_eq!(report.rows[0].reason, "Up: failure rate 1 % to 4 % (+300.0 %). Leeway: 30 %.");
    let csv = write_history(&report, Format::Csv);
    assert!(
        csv.contains(",failure_rate_old,failure_rate_new,failure_rate_difference,failure_rate_percent,"),
        "{csv}"
    );
    assert!(csv.contains(",1000,1000,0.01,0.04,0.03,300,"), "rates are fractions: {csv}");
    let results = write_test_results(&current, &new);
    let order: Vec<usize> =
        ["\"b\"", "\"a\"", "\"c\""].iter().map(|name| results.find(name).unwrap()).collect();
    assert!(order.is_sorted(), "the most failures first, then by name: {results}");
    assert!(
        results.contains("\"FailureRate\": 0.01,\n    \"AvgDurationMs\": 12.5,\n    \"PeriodStart\""),
        "{results}"
    );
    let compat = compare_tests(&current, &new, &params(Mode::Compat)).unwrap();
    assert_eq!((compat.rows.len(), write_review(&compat)), (0, String::new()));
}

#[test]
fn a_summary_of_few_days_replaces_nothing() {
    let read = |text: &str| read_test_summaries(text.as_bytes(), "tests.json").unwrap();
    let (current, new) = (read(TESTS), read(&TESTS.replace("30}", "9}").replace("\"b\"", "\"z\"")));
    assert!(keeps_current(&new) && !keeps_current(&current));
    let kept = write_test_results(&current, &new);
    assert!(kept.contains("\"b\"") && !kept.contains("\"z\""));
}

proptest::proptest! {
    /// A file compared with itself has not changed, and what rises one way falls the other way where nothing is zero.
    #[test]
    fn the_other_way_round(values in proptest::collection::vec((1_u32..100, 1_u32..100), 1..20)) {
        let rows = |pick: fn(&(u32, u32)) -> u32| {
            let rows: Vec<String> = values.iter().enumerate().map(|(n, pair)| {
                row(&format!("be-{n}"), "4.16", "Y", 500, ["0", "0", "0", &pick(pair).to_string()])
            }).collect();
            format!("[{}]", rows.join(","))
        };
        let (a, b) = (rows(|pair| pair.0), rows(|pair| pair.1));
        let params = Params { leeway_percent: 0.0, ..Params::default() };
        let (there, back) = (of(&a, &b, &params).totals, of(&b, &a, &params).totals);
        proptest::prop_assert_eq!((there.risen, there.fallen), (back.fallen, back.risen));
        proptest::prop_assert_eq!(of(&a, &a, &params).totals.same, values.len());
    }
}
