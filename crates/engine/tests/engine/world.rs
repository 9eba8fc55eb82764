//! A small made-up board, and short ways to ask about it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::rc::Rc;

use flakescope_core::flakes::{FlakesView, IssueSource, Query, RowRange, Source};
use flakescope_engine::{Answer, Engine, Error, Progress, Reading, Request, Stage};

use crate::fake::{Fake, run};

/// Two boards: `one` with twelve tabs of every status, `two` with four.
pub(crate) fn answers() -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    add_board(
        &mut answers,
        "one",
        &["PASSING", "PASSING", "FLAKY", "PASSING", "FAILING", "PASSING"].repeat(2),
    );
    add_board(&mut answers, "two", &["PASSING", "FLAKY", "STALE", "FAILING"]);
    answers.insert(
        "/dashboard-groups/both".to_owned(),
        r#"{"dashboards":[{"name":"one"},{"name":"Two"}]}"#.to_owned(),
    );
    answers
}

/// Adds a board whose tabs are `tab-0`, `tab-1`, … with these statuses.
pub(crate) fn add_board(answers: &mut BTreeMap<String, String>, board: &str, statuses: &[&str]) {
    let mut list = Vec::new();
    for (at, status) in statuses.iter().enumerate() {
        list.push(format!(
            r#"{{"dashboard_name":"{board}","tab_name":"tab-{at}","overall_status":"{status}","last_run_timestamp":"2023-11-14T20:00:00Z"}}"#
        ));
        answers.insert(format!("/dashboards/{board}/tabs/tab{at}/headers"), headers());
        answers.insert(format!("/dashboards/{board}/tabs/tab{at}/rows"), rows());
    }
    let summaries = format!(r#"{{"tab_summaries":[{}]}}"#, list.join(","));
    answers.insert(format!("/dashboards/{board}/tab-summaries"), summaries);
}

/// Thirty runs, two hours apart, the newest at 20:00.
pub(crate) fn headers() -> String {
    let mut list = Vec::new();
    for at in 0..30 {
        let hours = 14 * 24 + 20 - 2 * at;
        let (day, hour) = (hours / 24, hours % 24);
        list.push(format!(r#"{{"build":"{}","started":"2023-11-{day:02}T{hour:02}:00:00Z"}}"#, 1000 - at));
    }
    format!(r#"{{"headers":[{}]}}"#, list.join(","))
}

/// Two tests: one that passes, one that flakes now and then.
pub(crate) fn rows() -> String {
    let row = |name: &str, fails: &[usize]| {
        let mut cells = String::new();
        for at in 0..30 {
            let cell =
                if fails.contains(&at) { r#"{"result":12,"message":"boom"}"# } else { r#"{"result":1}"# };
            let _ = write!(cells, "{}{cell}", if at == 0 { "" } else { "," });
        }
        format!(r#"{{"name":"{name}","cells":[{cells}]}}"#)
    };
    format!(r#"{{"rows":[{},{}]}}"#, row("[sig-node] steady", &[]), row("[sig-node] shaky", &[3, 11, 20]))
}

/// Both boards, without issues.
pub(crate) fn query() -> Query {
    let dashboards = vec!["one".to_owned(), "Two".to_owned()];
    Query { dashboards, issues: IssueSource::Off, ..Query::default() }
}

/// The first rows of the table about `query`.
pub(crate) fn flakes(query: Query) -> Request {
    Request::Flakes { query, rows: RowRange { start: 0, count: 100 } }
}

/// The query with another source.
pub(crate) fn from(source: Source) -> Query {
    Query { source, ..query() }
}

/// Writes down what a request hears.
#[derive(Clone, Default)]
pub(crate) struct Ear {
    pub(crate) reports: Rc<RefCell<Vec<(u32, u32, String)>>>,
    pub(crate) partials: Rc<RefCell<Vec<Answer>>>,
}

impl Progress for Ear {
    fn report(&self, done: u32, total: u32, label: &str) {
        self.reports.borrow_mut().push((done, total, label.to_owned()));
    }

    fn partial(&self, answer: Answer) {
        self.partials.borrow_mut().push(answer);
    }
}

impl Ear {
    pub(crate) fn stages(&self) -> Vec<Stage> {
        self.partials.borrow().iter().map(|answer| reading(answer).stage).collect()
    }
}

/// Asks an engine and waits.
pub(crate) fn ask(fake: &Fake, engine: &Rc<Engine<Fake>>, request: Request) -> Result<Answer, Error> {
    ask_with(fake, engine, request, &Ear::default())
}

/// Asks an engine, listens and waits.
pub(crate) fn ask_with(
    fake: &Fake,
    engine: &Rc<Engine<Fake>>,
    request: Request,
    ear: &Ear,
) -> Result<Answer, Error> {
    let (engine, ear) = (engine.clone(), ear.clone());
    run(fake, async move { engine.answer(request, &ear).await })
}

pub(crate) fn engine(fake: &Fake) -> Rc<Engine<Fake>> {
    Rc::new(Engine::new(fake.clone()))
}

pub(crate) fn reading(answer: &Answer) -> &Reading {
    match answer {
        Answer::Overview(reading, _)
        | Answer::Flakes(reading, _)
        | Answer::FlakesTest(reading, _)
        | Answer::FlakesJob(reading, _)
        | Answer::Failures(reading, _)
        | Answer::FailuresCluster(reading, _)
        | Answer::FailuresOfTest(reading, _)
        | Answer::Payloads(reading, _)
        | Answer::PayloadsHistory(reading, _)
        | Answer::Muted(reading, _)
        | Answer::Activity(reading, _) => reading,
        Answer::Export(_) | Answer::Filed(_) | Answer::FailuresPredict(_) | Answer::MutedOfTest(_) => {
            panic!("it has no reading")
        }
    }
}

pub(crate) fn view(answer: &Answer) -> &FlakesView {
    match answer {
        Answer::Flakes(_, view) => view,
        other => panic!("not the table: {other:?}"),
    }
}

/// The warnings as lines.
pub(crate) fn warnings(reading: &Reading) -> Vec<String> {
    reading.warnings.iter().map(|warning| format!("{}: {}", warning.subject, warning.message)).collect()
}
