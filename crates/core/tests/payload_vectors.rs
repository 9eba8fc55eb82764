//! The verdicts of the original as they were recorded, and readers of runs that meet anything.
#![expect(clippy::print_stdout, reason = "a skipped test says why")]
#![expect(clippy::unwrap_used, reason = "a test stops where its own helper fails")]

mod damage;

use std::path::PathBuf;

use flakescope_core::formats::payloads::{
    InputFile, open_archive, read_run, read_run_list, read_test_records,
};
use flakescope_core::payloads::required_passes::required_passes;
use flakescope_core::payloads::rules::{Rule, Standing, Tally, judge};
use flakescope_core::payloads::runs::{Coordinates, RunInfo, Runs};
use flakescope_core::payloads::{Lists, Params, Past, Record, VerdictFormat, verdict, write_verdict};
use proptest::prelude::*;
use serde::Deserialize;

use damage::mutated;

/// A captured file as JSON, or `None` with a printed reason.
fn capture<T: for<'de> Deserialize<'de>>(path: &str) -> Option<T> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/job-run-aggregator");
    let Ok(bytes) = std::fs::read(folder.join(path)) else {
        println!(
            "SKIPPED: the captures are not beside the checkout (../shared/data/job-run-aggregator/{path})"
        );
        return None;
    };
    Some(serde_json::from_slice(&bytes).unwrap())
}

#[derive(Deserialize)]
struct Vectors {
    test_pass_fail: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    passes: u32,
    failures: u32,
    historical_percent: u32,
    expect: String,
}

#[test]
fn the_verdicts_that_were_recorded() {
    let Some(vectors) = capture::<Vectors>("conformance-vectors.json") else { return };
    let (params, lists) = (Params { min_attempts: 0, ..Params::default() }, Lists::default());
    assert_eq!(vectors.test_pass_fail.len(), 14);
    for vector in vectors.test_pass_fail {
        let percent = vector.historical_percent;
        let record = Record { passes: percent, failures: 100 - percent, flakes: 0 };
        let tally = Tally { passes: vector.passes, failures: vector.failures, ..Tally::default() };
        let test = Coordinates::new("openshift-tests", "a test");
        let found = judge(tally, &test, "", Standing::Known(record), &params, &lists);
        assert_eq!((found.rule, found.passed), (Rule::RequiredPasses, vector.expect == "pass"), "{tally:?}");
    }
}

#[derive(Deserialize)]
struct Table {
    steps: std::collections::BTreeMap<u32, Vec<(u32, u32)>>,
}

#[test]
fn the_table_that_was_recorded() {
    let Some(table) = capture::<Table>("required-passes.json") else { return };
    assert_eq!(table.steps.len(), 12);
    for (attempts, steps) in table.steps {
        for percent in 0..=100 {
            let (_, expect) = steps.iter().rev().find(|(from, _)| *from <= percent).unwrap();
            assert_eq!(required_passes(attempts, percent), *expect, "{attempts} {percent}");
        }
    }
}

const XML: &str = "<?xml version=\"1.0\"?><testsuites><testsuite name=\"e2e\"><testcase name=\"a\" lifecycle=\"informing\"><failure \
    message=\"m\">t &amp; x</failure></testcase><testcase name=\"b\"/><testcase name=\"c\"><skipped/></testcase></testsuite></testsuites>";
const PROW: &str = r#"{"spec": {"job": "j"}, "status": {"state": "success", "build_id": "12", "startTime": "2024-05-01T00:00:00Z"}}"#;
const LIST: &str = r#"[{"id": "1", "job": "j", "started": "2024-05-01T00:00:00Z", "tests": [{"suite": "s", "name": "a", "result": "pass"}]}]"#;
const RECORDS: &str = "suite,test,passes,failures,flakes\ne2e,b,99,1,0\n";

fn run_of(files: [(&str, Vec<u8>); 2]) -> (Runs, String) {
    let mut runs = Runs::default();
    let files = files.map(|(path, bytes)| InputFile { path: path.to_owned(), bytes: Ok(bytes) });
    let mut warnings = Vec::new();
    read_run(&mut runs, RunInfo { id: "run".to_owned(), ..RunInfo::default() }, files, &mut warnings);
    let incomplete = runs.infos()[0].incomplete.clone();
    (runs, incomplete)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn damaged_runs_give_a_report(xml in mutated(XML), prow in mutated(PROW)) {
        let (runs, _) = run_of([("junit.xml", xml), ("prowjob.json", prow)]);
        let report = verdict(&runs, &Past::NotGiven, &Params::default(), &Lists::default(), Vec::new());
        for format in [VerdictFormat::Markdown, VerdictFormat::Json, VerdictFormat::Csv, VerdictFormat::Html, VerdictFormat::Junit] {
            prop_assert!(!write_verdict(&report, format).is_empty());
        }
    }

    /// What is cut away is a failure or nothing, never a pass.
    #[test]
    fn a_cut_run_is_incomplete(end in 0..XML.len()) {
        let (runs, incomplete) = run_of([("junit.xml", XML.as_bytes()[..end].to_vec()), ("finished.json", b"{}".to_vec())]);
        prop_assert!(!incomplete.is_empty());
        for (place, test) in runs.tests().iter().enumerate() {
            let letter = runs.marks_of(place).next().unwrap().letter();
            let is_wrong = test.test == "a" && letter != 'F' || test.test == "c" && letter != 'S';
            prop_assert!(!is_wrong, "{} {}", test.test, letter);
        }
    }

    #[test]
    fn damaged_tables_and_lists_give_an_error_or_numbers(list in mutated(LIST), records in mutated(RECORDS), lists in mutated(LIST)) {
        let _ = read_run_list(&list, "list");
        let _ = read_test_records(&records, "records", "j");
        let _ = Lists::read(&lists, "lists");
        let _ = open_archive("a.zip", &records);
    }

    /// Whatever stands in names, the aggregation can be read again, and says as many failures.
    #[test]
    fn an_aggregation_is_whole_xml(suite in ".{0,12}", names in prop::collection::vec("\\PC{1,12}|[<>&\"'\\]\u{0}-\u{1f}]{1,6}", 1..6)) {
        let mut runs = Runs::default();
        let run = runs.begin(RunInfo { id: "\"<&>'\n".to_owned(), ..RunInfo::default() });
        for name in &names {
            runs.mark(run, Coordinates::new(&suite, name), flakescope_core::payloads::runs::Marks::FAIL);
        }
        let report = verdict(&runs, &Past::NotGiven, &Params::default(), &Lists::default(), Vec::new());
        let mut failed = 0;
        let met = flakescope_core::formats::junit::walk(&write_verdict(&report, VerdictFormat::Junit), |_, case| {
            failed += u32::from(case.status.is_some_and(flakescope_core::model::FailureStatus::is_failure));
            assert!(case.is_whole && case.output.starts_with("name: \""), "{}", case.output);
        });
        prop_assert_eq!((met.breaks, failed), (0, report.totals.failed));
    }
}
