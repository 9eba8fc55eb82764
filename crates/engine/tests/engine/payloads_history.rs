//! Two files of history: taken, told apart, compared, and what is said where they cannot be.

use std::rc::Rc;
use std::task::Poll;

use flakescope_core::export::Format;
use flakescope_core::flakes::{Query, Source};
use flakescope_core::formats::payloads::InputFile;
use flakescope_core::payloads::history::{
    self, DataType, Field, HistoryFilter, HistoryView, Kind, Mode, Output, Params,
};
use flakescope_engine::{Answer, Desk, Engine, Error, FromEngine, HistoryAsk, Request};
use futures_util::future::join;

use crate::fake::{Fake, run};
use crate::world::{answers, ask, engine, query};

fn row(name: &str, platform: &str, p99: &str) -> String {
    format!(
        r#"{{"BackendName":"{name}","Release":"4.16","FromRelease":"4.15","Platform":"{platform}","Architecture":"amd64",
        "Network":"ovn","Topology":"ha","MasterNodesUpdated":"Y","JobRuns":500,"P50":"0.0","P75":"0.0","P95":"0.0","P99":"{p99}"}}"#
    )
}

fn file(rows: &[(&str, &str, &str)]) -> String {
    let rows: Vec<String> = rows.iter().map(|(name, platform, p99)| row(name, platform, p99)).collect();
    format!("[{}]", rows.join(","))
}

fn current() -> String {
    file(&[("kube-api", "aws", "1.0"), ("kube-api", "gcp", "8.0"), ("oauth", "aws", "2.0")])
}

fn new() -> String {
    file(&[("kube-api", "aws", "4.0"), ("kube-api", "gcp", "2.0"), ("oauth", "aws", "2.0")])
}

const TESTS: &str =
    r#"[{"TestName":"t","Release":"4.16","TotalTestCount":200,"TotalFailureCount":4,"DaysWithData":14}]"#;

fn given(name: &str, text: &str) -> InputFile {
    InputFile { path: name.to_owned(), bytes: Ok(text.as_bytes().to_vec()) }
}

/// Hands both files over as the page does.
fn give(fake: &Fake, engine: &Rc<Engine<Fake>>, files: [Option<InputFile>; 2]) {
    let own = engine.clone();
    let taken = run(fake, async move { own.set_compared(async { files }).await });
    assert!(taken);
}

fn about(about: history::Query, ask: HistoryAsk) -> Request {
    Request::PayloadsHistory { query: Query { source: Source::Files, ..query() }, about, ask }
}

fn look(fake: &Fake, engine: &Rc<Engine<Fake>>, query: history::Query) -> HistoryView {
    match ask(fake, engine, about(query, HistoryAsk::Look { limit: 100 })) {
        Ok(Answer::PayloadsHistory(_, view)) => view.open().expect("a view of this build"),
        other => panic!("no comparison: {other:?}"),
    }
}

fn export(fake: &Fake, engine: &Rc<Engine<Fake>>, file: Output) -> Result<Answer, Error> {
    ask(fake, engine, about(history::Query::default(), HistoryAsk::Export { file }))
}

#[test]
fn two_files_are_compared() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    give(&fake, &engine, [Some(given("current.json", &current())), Some(given("new.json", &new()))]);
    let view = look(&fake, &engine, history::Query::default());
    assert_eq!(
        view.slots.each_ref().map(|slot| (slot.name.as_str(), slot.rows)),
        [("current.json", 3), ("new.json", 3)]
    );
    let compared = view.compared.unwrap();
    assert!(
        compared.sentence.starts_with("1 of 3 rows rose by more than 30 % (1 of them with enough runs).")
    );
    let kinds: Vec<Kind> = compared.report.rows.iter().map(|row| row.kind).collect();
    assert_eq!((kinds.as_slice(), compared.matching), ([Kind::Risen, Kind::Fallen].as_slice(), 2));
    let changes: Vec<&str> = compared.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(changes, ["kube-api · gcp", "kube-api · aws"], "the largest first");

    let filter = HistoryFilter::default().with(Field::Platform, "gcp");
    let narrowed = look(&fake, &engine, history::Query { filter, ..<_>::default() }).compared.unwrap();
    assert_eq!((narrowed.matching, narrowed.report.totals), (1, compared.report.totals));

    let params = Params { leeway_percent: 400.0, ..Params::default() };
    let wide = look(&fake, &engine, history::Query { params, ..<_>::default() }).compared.unwrap();
    assert_eq!((wide.report.totals.risen, wide.report.totals.same), (0, 3));
    let params = Params { mode: Mode::Compat, ..history::Query::default().params };
    let compat = look(&fake, &engine, history::Query { params, ..<_>::default() }).compared.unwrap();
    assert!(compat.sentence.ends_with("by the rules of the original."), "{}", compat.sentence);
}

#[test]
fn files_come_one_after_the_other_and_change_places() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let usual = history::Query::default;
    assert_eq!(look(&fake, &engine, usual()), HistoryView::default());
    give(&fake, &engine, [None, Some(given("new.json", &new()))]);
    let one = look(&fake, &engine, usual());
    assert_eq!(one.slots[1].data_type, Some(DataType::Disruptions));
    assert!(one.slots[0].name.is_empty() && one.compared.is_none() && one.problem.is_empty());
    assert_eq!(export(&fake, &engine, Output::Results), Err(Error::NoFiles));
    give(&fake, &engine, [Some(given("current.json", &current())), Some(given("new.json", &new()))]);
    let risen = |view: HistoryView| view.compared.unwrap().report.rows[0].platform.clone();
    assert_eq!(risen(look(&fake, &engine, usual())), "aws");
    give(&fake, &engine, [Some(given("new.json", &new())), Some(given("current.json", &current()))]);
    assert_eq!(risen(look(&fake, &engine, usual())), "gcp");
}

#[test]
fn the_sample_is_compared_beside_what_was_given() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let sample = |about: history::Query| {
        let ask_look = HistoryAsk::Look { limit: 100 };
        let query = Query { source: Source::Sample, ..query() };
        match ask(&fake, &engine, Request::PayloadsHistory { query, about, ask: ask_look }) {
            Ok(Answer::PayloadsHistory(reading, view)) => (reading, view.open().expect("a view")),
            other => panic!("no comparison: {other:?}"),
        }
    };
    let (reading, view) = sample(history::Query::default());
    assert!(reading.made_up && view.made_up && reading.warnings.is_empty(), "{:?}", reading.warnings);
    let totals = view.compared.unwrap().report.totals;
    assert_eq!((totals.risen, totals.fallen, totals.added, totals.removed), (4, 3, 1, 6));

    give(&fake, &engine, [Some(given("a.json", &current())), Some(given("b.json", &current()))]);
    let own = look(&fake, &engine, history::Query::default());
    assert!(!own.made_up && own.compared.unwrap().report.totals.risen == 0, "the files, not the sample");
    assert_eq!(sample(history::Query::default()).1.compared.unwrap().report.totals, totals, "and back");
}

#[test]
fn files_that_were_given_later_win_though_they_are_read_sooner() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let own = engine.clone();
    let taken = run(&fake, async move {
        let slow = async {
            // Longer than the other takes.
            for _ in 0..50 {
                yield_once().await;
            }
            [Some(given("early.json", &current())), None]
        };
        join(own.set_compared(slow), own.set_compared(async { [Some(given("late.json", &new())), None] }))
            .await
    });
    assert_eq!(taken, (false, true));
    assert_eq!(look(&fake, &engine, history::Query::default()).slots[0].name, "late.json");
}

/// Lets others go first.
async fn yield_once() {
    let mut is_second = false;
    std::future::poll_fn(|context| {
        if is_second {
            return Poll::Ready(());
        }
        is_second = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn what_cannot_be_compared_is_said() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let problem = |current: &str, new: &str, query: history::Query| {
        give(&fake, &engine, [Some(given("a.json", current)), Some(given("b.json", new))]);
        let view = look(&fake, &engine, query);
        assert_eq!(view.compared, None);
        let warnings = view.slots.iter().flat_map(|slot| &slot.warnings).map(|w| w.message.clone());
        std::iter::once(view.problem.clone()).chain(warnings).collect::<Vec<_>>().join("; ")
    };
    let usual = history::Query::default;
    let said = problem(&current(), TESTS, usual());
    assert!(said.starts_with("a.json is about disruptions, and b.json about tests"), "{said}");
    let said = problem(&current(), "<testsuite/>", usual());
    assert!(said.contains("b.json: neither a JSON list of rows nor CSV"), "{said}");
    let said = problem(&current(), &new().replace("\"4.0\"", "NaN"), usual());
    assert!(said.contains("b.json: line ") && said.contains("expected value"), "{said}");
    let said = problem(&current(), &new(), history::Query { data_type: Some(DataType::Alerts), ..usual() });
    assert!(said.contains("alerts are asked for"), "{said}");
    let releases = history::Releases { target: "5.1".to_owned(), previous: "5.0".to_owned() };
    let params = Params { releases: Some(releases), ..usual().params };
    let said = problem(&current(), &new(), history::Query { params, ..usual() });
    assert!(said.contains("b.json: no rows of 5.1 or 5.0"), "{said}");
    assert!(
        matches!(export(&fake, &engine, Output::Review), Ok(Answer::Export(_))),
        "the usual question has an answer"
    );
}

#[test]
fn a_file_that_could_not_be_had_says_why() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let lost = InputFile { path: "a.json".to_owned(), bytes: Err("it is too large".to_owned()) };
    give(&fake, &engine, [Some(lost), Some(given("b.json", &new()))]);
    let view = look(&fake, &engine, history::Query::default());
    assert_eq!(
        (view.slots[0].warnings[0].message.as_str(), view.slots[0].data_type),
        ("it is too large", None)
    );
}

#[test]
fn the_files_that_come_out() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    give(&fake, &engine, [Some(given("current.json", &current())), Some(given("new.json", &new()))]);
    let named = |file: Output| match export(&fake, &engine, file) {
        Ok(Answer::Export(file)) => (file.file_name, file.text),
        other => panic!("no file: {other:?}"),
    };
    let (name, text) = named(Output::Results);
    assert_eq!((name.as_str(), text.matches("BackendName").count()), ("results_disruptions.json", 3));
    let (name, text) = named(Output::Comparison(Format::Csv));
    assert_eq!((name.as_str(), text.lines().count()), ("comparison_disruptions.csv", 4));
    assert!(named(Output::PullRequest).1.starts_with("## disruptions Information"));
    assert_eq!(named(Output::Review).1.lines().count(), 2);
    give(&fake, &engine, [Some(given("a.json", &current())), Some(given("b.json", &current()))]);
    let nothing = export(&fake, &engine, Output::Review).unwrap_err().to_string();
    assert!(nothing.starts_with("require_review would be empty."), "{nothing}");
}

#[test]
fn the_desk_says_when_the_files_are_taken_over() {
    let fake = Fake::new(answers());
    let said = Rc::new(std::cell::RefCell::new(Vec::new()));
    let ear = said.clone();
    let desk = Desk::new(Engine::new(fake.clone()), move |message| ear.borrow_mut().push(message));
    run(&fake, async move { desk.take_compared(async { [Some(given("a.json", TESTS)), None] }).await });
    assert_eq!(*said.borrow(), [FromEngine::ComparedRead]);
}
