//! The conversation with the page.

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::flakes::Query;
use flakescope_core::formats::testgrid::files::NamedFile;
use flakescope_engine::{Desk, Engine, FilesRead, FromEngine, Request, ToEngine, TroubleKind};

use crate::fake::{Fake, Reply, Stage};
use crate::world::{answers, flakes, query};

struct Page {
    fake: Fake,
    stage: Stage,
    desk: Desk<Fake>,
    heard: Rc<RefCell<Vec<FromEngine>>>,
}

impl Page {
    fn open() -> Self {
        let fake = Fake::new(answers());
        let heard = Rc::new(RefCell::new(Vec::new()));
        let ear = heard.clone();
        let desk = Desk::new(Engine::new(fake.clone()), move |message| ear.borrow_mut().push(message));
        Self { stage: Stage::new(&fake), fake, desk, heard }
    }

    fn tell(&mut self, message: ToEngine) {
        self.stage.spawn(self.desk.handle(message));
    }

    fn ask(&mut self, id: u32, request: Request) {
        self.tell(ToEngine::Ask { id, request });
    }

    fn take(&self) -> Vec<String> {
        self.heard.take().into_iter().map(word).collect()
    }
}

fn word(message: FromEngine) -> String {
    match message {
        FromEngine::Progress { id, .. } => format!("{id} progress"),
        FromEngine::Answer { id, last: false, .. } => format!("{id} early"),
        FromEngine::Answer { id, last: true, .. } => format!("{id} last"),
        FromEngine::Failed { id, trouble } => format!("{id} failed {:?}", trouble.kind),
        FromEngine::Cancelled { id } => format!("{id} cancelled"),
        FromEngine::FilesProgress { done, total } => format!("{done} of {total} bytes"),
        FromEngine::ComparedRead => "two files".to_owned(),
        FromEngine::FilesRead(FilesRead { dashboards, records, warnings, .. }) => {
            format!("files {dashboards:?} {records} {}", warnings.len())
        }
    }
}

#[test]
fn each_request_has_one_end() {
    let mut page = Page::open();
    page.ask(1, flakes(query()));
    page.ask(2, flakes(Query { dashboards: vec!["nowhere".to_owned()], ..query() }));
    page.stage.run();
    let heard = page.take();
    assert_eq!(heard.iter().filter(|word| *word == "1 last").count(), 1);
    assert_eq!(heard.iter().filter(|word| *word == "1 early").count(), 2);
    assert_eq!(heard.iter().filter(|word| *word == "2 failed BadAnswer").count(), 1);
    let end = heard.iter().position(|word| word == "1 last").unwrap();
    assert!(!heard[end + 1..].iter().any(|word| word.starts_with('1')), "{heard:?}");
}

#[test]
fn cancel_is_answered_at_once_even_while_an_answer_hangs() {
    let mut page = Page::open();
    page.fake.fault("/", usize::MAX, Reply::Hang);
    page.ask(1, flakes(query()));
    page.stage.run_for(1000);
    assert_eq!(page.fake.running(), 2);
    page.take();
    page.tell(ToEngine::Cancel { id: 1 });
    assert_eq!(page.take(), ["1 cancelled"]);
    page.stage.run_for(0);
    assert_eq!(page.fake.running(), 0, "the fetches are dropped");
    page.tell(ToEngine::Cancel { id: 1 });
    page.tell(ToEngine::Cancel { id: 7 });
    page.stage.run();
    assert!(page.take().is_empty());
}

#[test]
fn cancel_before_the_first_step_works_too() {
    let mut page = Page::open();
    page.ask(1, flakes(query()));
    page.tell(ToEngine::Cancel { id: 1 });
    page.stage.run();
    assert_eq!(page.take(), ["1 cancelled"]);
    assert!(page.fake.take_log().is_empty());
}

#[test]
fn after_a_cancel_the_others_go_on() {
    let mut page = Page::open();
    page.ask(1, Request::Overview { query: query() });
    page.stage.run_for(350);
    page.ask(2, flakes(query()));
    page.tell(ToEngine::Cancel { id: 1 });
    page.stage.run();
    let heard = page.take();
    let cancelled = heard.iter().position(|word| word == "1 cancelled").unwrap();
    assert!(!heard[cancelled + 1..].iter().any(|word| word.starts_with('1')), "{heard:?}");
    assert_eq!(heard.last().unwrap(), "2 last");
    assert_eq!(page.fake.take_log().len(), 34);
}

#[test]
fn files_hosts_and_refresh() {
    let mut page = Page::open();
    let bytes = answers()["/dashboards/two/tab-summaries"].clone().into_bytes();
    page.desk.take_files(&[NamedFile { name: "two.json".to_owned(), bytes }], None);
    assert_eq!(page.take(), ["files [\"two\"] 0 0"]);
    let elsewhere = Query {
        source: flakescope_core::flakes::Source::Address("https://grid.example/api/v1".to_owned()),
        ..query()
    };
    page.ask(1, flakes(elsewhere.clone()));
    page.stage.run();
    assert_eq!(page.take(), [format!("1 failed {:?}", TroubleKind::HostNotAllowed)]);
    page.tell(ToEngine::AllowHost { host: "grid.example".to_owned() });
    page.ask(2, flakes(elsewhere));
    page.stage.run();
    assert_eq!(page.take().last().unwrap(), "2 failed BadAnswer", "asked, and not found");
    page.ask(3, flakes(query()));
    page.tell(ToEngine::Refresh);
    page.tell(ToEngine::Retry);
    page.ask(4, flakes(query()));
    page.stage.run();
    let heard = page.take();
    assert!(heard.contains(&"3 last".to_owned()) && heard.contains(&"4 last".to_owned()), "{heard:?}");
}
