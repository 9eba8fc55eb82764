//! Did the runs of a payload get worse: out of the sample, files, a bucket, or the cells of a board.

use std::rc::Rc;

use flakescope_core::flakes::{Query, Source};
use flakescope_core::formats::payloads::InputFile;
use flakescope_core::payloads::{self, Outcome, RunsFrom, TestFilter, VerdictFormat, VerdictView};
use flakescope_engine::{Answer, Engine, Error, PayloadsAsk, Request};

use crate::fake::{Fake, run};
use crate::world::{Ear, answers, ask, ask_with, engine, query, rows};

fn about(source: Source, about: payloads::Query) -> Request {
    Request::Payloads { query: Query { source, ..query() }, about, ask: PayloadsAsk::Verdict { limit: 100 } }
}

fn verdict(answer: &Answer) -> VerdictView {
    match answer {
        Answer::Payloads(_, view) => view.open().expect("a verdict of this build"),
        other => panic!("no verdict: {other:?}"),
    }
}

/// Hands files over as the page does.
fn give(fake: &Fake, engine: &Rc<Engine<Fake>>, files: &[(&str, &str)], earlier: bool) {
    let files: Vec<InputFile> = files
        .iter()
        .map(|(path, text)| InputFile { path: (*path).to_owned(), bytes: Ok(text.as_bytes().to_vec()) })
        .collect();
    let own = engine.clone();
    run(fake, async move {
        let mut reader = own.read_runs().await.expect("the part is there");
        let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
        for file in files {
            reader.take(file);
        }
        reader.begin();
        while reader.advance() {}
        own.set_runs(reader.finish(), count, earlier);
    });
}

fn suite(failed: bool) -> String {
    let inside = if failed { "<failure>boom</failure>" } else { "" };
    format!("<testsuite name='e2e'><testcase name='a'>{inside}</testcase><testcase name='b'/></testsuite>")
}

fn prow(job: &str) -> String {
    format!(r#"{{"spec":{{"job":"{job}"}},"status":{{"state":"success"}}}}"#)
}

#[test]
fn the_sample_has_a_regression_a_flaky_test_and_a_missing_run() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, about(Source::Sample, payloads::Query::default())).unwrap();
    let view = verdict(&answer);
    let named: Vec<(Outcome, u32)> =
        view.report.tests.iter().map(|row| (row.verdict, row.attempts)).collect();
    assert_eq!(named, [(Outcome::Failed, 9), (Outcome::Informing, 9), (Outcome::Flaky, 9)]);
    assert_eq!(view.matching, 3);
    assert!(!view.report.passed && view.report.sentence.starts_with("The payload fails over 10 runs"));
    assert_eq!(view.report.runs.iter().filter(|run| !run.incomplete.is_empty()).count(), 1);
    assert!(view.report.history.contains("history knows 126 tests"), "{}", view.report.history);
    let Answer::Payloads(reading, _) = &answer else { panic!() };
    assert!(reading.made_up && reading.newest_run_at.is_some());

    let filter = TestFilter { verdicts: vec![Outcome::Passed], text: String::new() };
    let passed =
        ask(&fake, &engine, about(Source::Sample, payloads::Query { filter, ..<_>::default() })).unwrap();
    assert_eq!((verdict(&passed).matching, verdict(&passed).report.tests.len()), (123, 100));
}

#[test]
fn files_of_runs_with_earlier_results() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let given = || about(Source::Files, payloads::Query::default());
    assert_eq!(ask(&fake, &engine, given()), Err(Error::NoFiles));
    let (paths, texts): (Vec<String>, Vec<String>) =
        (0..8).map(|run| (format!("runs/{run}/junit.xml"), suite(run > 0))).unzip();
    let files: Vec<(&str, &str)> =
        paths.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    give(&fake, &engine, &files, false);
    let answer = ask(&fake, &engine, given()).unwrap();
    assert!(verdict(&answer).report.history.starts_with("no history was given"));
    assert_eq!(verdict(&answer).report.tests[0].runs, "PFFFFFFF");
    give(&fake, &engine, &[("before.csv", "suite,test,passes,failures\ne2e,a,190,10\ne2e,b,200,0\n")], true);
    let answer = ask(&fake, &engine, given()).unwrap();
    let report = &verdict(&answer).report;
    assert_eq!(report.history, "history knows 2 tests; others are held to 70 %");
    assert_eq!(report.tests[0].history_percent, 95);

    give(&fake, &engine, &[("before.csv", "suite,test,passes,failures\ne2e,a,NaN,10\n")], true);
    let broken = ask(&fake, &engine, given()).unwrap_err().to_string();
    assert!(broken.contains("before.csv: line 2") && broken.contains("nothing is judged"), "{broken}");
}

#[test]
fn a_file_of_the_verdict() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let file = |format| match about(Source::Sample, payloads::Query::default()) {
        Request::Payloads { query, about, .. } => {
            Request::Payloads { query, about, ask: PayloadsAsk::Export { format } }
        }
        other => other,
    };
    let Answer::Export(junit) = ask(&fake, &engine, file(VerdictFormat::Junit)).unwrap() else { panic!() };
    assert_eq!(junit.file_name, "junit-aggregated.xml");
    assert!(junit.text.starts_with("<?xml") && junit.text.contains("<failure"));
    let Answer::Export(csv) = ask(&fake, &engine, file(VerdictFormat::Csv)).unwrap() else { panic!() };
    assert!(csv.file_name.starts_with("flakescope-payload-20") && csv.text.lines().count() > 120);
}

#[test]
fn what_would_give_a_wrong_verdict_is_refused() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let given = || about(Source::Files, payloads::Query::default());
    let refusal = || ask(&fake, &engine, given()).unwrap_err().to_string();
    give(&fake, &engine, &[("notes.txt", "nothing")], false);
    assert!(refusal().starts_with("No run is among the files (notes.txt: it is neither"), "{}", refusal());
    let text = suite(false);
    let twice =
        [("a/1790000000000000001/j.xml", text.as_str()), ("b/1790000000000000001/j.xml", text.as_str())];
    give(&fake, &engine, &twice, false);
    assert!(refusal().starts_with("Two runs have the id \"1790000000000000001\""), "{}", refusal());
    assert!(matches!(ask(&fake, &engine, about(Source::TestGrid, <_>::default())), Err(Error::NoPayload)));
    let history_of_another_job = "job,suite,test,passes,failures\nother,e2e,a,1,0\n";
    let own = prow("mine");
    give(&fake, &engine, &[("r/prowjob.json", &own), ("r/j.xml", &text)], false);
    give(&fake, &engine, &[("before.csv", history_of_another_job)], true);
    assert!(refusal().contains("other"), "{}", refusal());
}

#[test]
fn runs_of_several_jobs_are_judged_one_by_one() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let (text, one, two) = (suite(false), prow("one"), prow("two"));
    let files = [
        ("1/prowjob.json", &*one),
        ("1/j.xml", &*text),
        ("2/prowjob.json", &*two),
        ("2/j.xml", &*text),
        ("3/prowjob.json", &*two),
        ("3/j.xml", &*text),
    ];
    give(&fake, &engine, &files, false);
    for (job, judged, runs) in [("", "two", 2), ("one", "one", 1), ("no such job", "two", 2)] {
        let question = payloads::Query { job: job.to_owned(), ..<_>::default() };
        let answer = ask(&fake, &engine, about(Source::Files, question)).unwrap();
        let view = verdict(&answer);
        assert_eq!((view.report.job.as_str(), view.report.runs.len()), (judged, runs), "{job}");
        assert_eq!(view.jobs, [("two".to_owned(), 2), ("one".to_owned(), 1)]);
    }
}

fn newest(dashboard: &str, job: &str, runs: u32) -> payloads::Query {
    let from = RunsFrom::Newest { runs };
    payloads::Query { from, dashboard: dashboard.to_owned(), job: job.to_owned(), ..<_>::default() }
}

const STORAGE: &str = "https://storage.googleapis.com/storage/v1/b/kubernetes-ci-logs/o";

/// The board's runs leave a result of the test that the board calls `[sig-node] shaky`.
fn with_results(fake: &Fake) {
    let passes = vec![r#"{"result":1}"#; 30].join(",");
    let overall = format!(r#"[{{"name":"ci-x.Overall","cells":[{passes}]}},{{"#);
    let rows = rows().replacen("[{", &overall, 1);
    fake.answer_at("https://testgrid-api.prow.k8s.io/api/v1/dashboards/one/tabs/tab0/rows", &rows);
    for build in 971..=1000_u32 {
        let folder = format!("logs%2Fci-x%2F{build}%2F");
        let list = format!("{STORAGE}?prefix={folder}&maxResults=1000&fields=items(name,size),nextPageToken");
        let item = |name: &str| format!(r#"{{"name":"logs/ci-x/{build}/{name}","size":"9"}}"#);
        fake.answer_at(
            &list,
            &format!(r#"{{"items":[{},{}]}}"#, item("artifacts/junit_01.xml"), item("prowjob.json")),
        );
        fake.answer_at(
            &format!("{STORAGE}/{folder}artifacts%2Fjunit_01.xml?alt=media"),
            "<testsuite name='e2e'><testcase name='[sig-node] shaky'><failure>boom</failure></testcase></testsuite>",
        );
        let prow_job =
            format!(r#"{{"spec":{{"job":"ci-x"}},"status":{{"state":"success","build_id":"{build}"}}}}"#);
        fake.answer_at(&format!("{STORAGE}/{folder}prowjob.json?alt=media"), &prow_job);
    }
}

#[test]
fn the_newest_runs_of_a_tab_out_of_their_bucket() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    with_results(&fake);
    let ear = Ear::default();
    let request = || about(Source::TestGrid, newest("one", "tab-0", 7));
    let answer = ask_with(&fake, &engine, request(), &ear).unwrap();
    let view = verdict(&answer);
    let ids: Vec<&str> = view.report.runs.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids.len(), 7, "{ids:?}");
    let row = &view.report.tests[0];
    assert_eq!((row.runs.as_str(), row.history_runs.is_some()), ("FFFFFFF", true), "{row:?}");
    assert!(view.report.history.contains("from the tab's 23 earlier runs"), "{}", view.report.history);
    let labels: Vec<String> = ear.reports.borrow().iter().map(|(.., label)| label.clone()).collect();
    assert!(labels.iter().any(|label| label == "Reading the results of the runs"), "{labels:?}");
    fake.take_log();
    ask(&fake, &engine, request()).unwrap();
    assert!(fake.take_log().iter().all(|url| !url.contains("storage")), "no run is read twice");
}

#[test]
fn runs_by_their_addresses() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    with_results(&fake);
    let addresses = [
        "https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/ci-x/999",
        "kubernetes-ci-logs/logs/ci-x/998",
        "gs://kubernetes-ci-logs/logs/ci-x/1",
        "what?",
    ];
    let from = RunsFrom::Listed { addresses: addresses.map(str::to_owned).to_vec() };
    let answer =
        ask(&fake, &engine, about(Source::TestGrid, payloads::Query { from, ..<_>::default() })).unwrap();
    let view = verdict(&answer);
    let runs: Vec<(&str, bool)> =
        view.report.runs.iter().map(|run| (run.id.as_str(), run.incomplete.is_empty())).collect();
    assert_eq!(runs, [("1", false), ("998", true), ("999", true)]);
    assert!(view.report.warnings.iter().any(|w| w.subject == "what?"), "{:?}", view.report.warnings);
}

#[test]
fn a_tab_that_is_not_there() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let unknown = ask(&fake, &engine, about(Source::TestGrid, newest("one", "no-such-tab", 7))).unwrap_err();
    assert!(matches!(unknown, Error::NoSuchJob { .. }), "{unknown:?}");
}
