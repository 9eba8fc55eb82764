//! Several requests at once: one reading, early answers, cancel.

use std::cell::RefCell;
use std::rc::Rc;

use flakescope_core::flakes::Params;
use flakescope_engine::{Answer, Request, Stage as ReadingStage};

use crate::fake::{Fake, Stage};
use crate::world::{Ear, answers, ask, ask_with, engine, flakes, query, reading, view};

#[test]
fn two_requests_read_each_thing_once() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let mut stage = Stage::new(&fake);
    let answers = Rc::new(RefCell::new(Vec::new()));
    for request in [flakes(query()), Request::Overview { query: query() }] {
        let (engine, answers) = (engine.clone(), answers.clone());
        stage.spawn(async move {
            let answer = engine.answer(request, &Ear::default()).await.unwrap();
            answers.borrow_mut().push(answer);
        });
    }
    stage.run();
    assert_eq!(answers.borrow().len(), 2);
    assert_eq!(fake.take_log().len(), 2 + 2 * 16);
    assert!(answers.borrow().iter().all(|answer| reading(answer).tabs_read == 16));
}

#[test]
fn who_comes_in_the_middle_is_answered_at_once() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let mut stage = Stage::new(&fake);
    let first = engine.clone();
    stage.spawn(async move {
        first.answer(Request::Overview { query: query() }, &Ear::default()).await.unwrap();
    });
    stage.run_for(400);
    let (ear, late) = (Ear::default(), Ear::default());
    let (second, heard) = (engine.clone(), late.clone());
    stage.spawn(async move {
        second.answer(flakes(query()), &heard).await.unwrap();
    });
    stage.run_for(30);
    assert_eq!(late.stages().len(), 1);
    stage.run();
    assert_eq!(*late.stages().last().unwrap(), ReadingStage::Urgent);
    assert_eq!(fake.take_log().len(), 2 + 2 * 16);
    ask_with(&fake, &engine, flakes(query()), &ear).unwrap();
    assert!(ear.partials.borrow().is_empty(), "all is there");
}

#[test]
fn filter_order_rows_and_window_need_no_new_reading() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let all = ask(&fake, &engine, flakes(query())).unwrap();
    fake.take_log();
    let mut narrow = query();
    narrow.filter.jobs = vec!["tab-3".to_owned()];
    let some = ask(&fake, &engine, flakes(narrow)).unwrap();
    assert_eq!((view(&all).matching, view(&some).matching), (16, 2));
    let mut short = query();
    short.params = Params { window_days: 1, ..Params::default() };
    let short = ask(&fake, &engine, flakes(short)).unwrap();
    assert!(view(&short).totals.runs < view(&all).totals.runs);
    let mut one = query();
    one.dashboards.truncate(1);
    let one = ask(&fake, &engine, flakes(one)).unwrap();
    assert_eq!(reading(&one).tabs, 12);
    assert!(fake.take_log().is_empty());
}

#[test]
fn another_board_reads_that_board_alone() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let mut one = query();
    one.dashboards.truncate(1);
    ask(&fake, &engine, flakes(one)).unwrap();
    fake.take_log();
    ask(&fake, &engine, flakes(query())).unwrap();
    let log = fake.take_log();
    assert!(log.len() == 9 && log.iter().all(|path| path.contains("/two/")), "{log:?}");
}

#[test]
fn dropping_a_request_stops_its_fetches_and_keeps_what_came() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    {
        let mut stage = Stage::new(&fake);
        let asked = engine.clone();
        stage.spawn(async move {
            asked.answer(flakes(query()), &Ear::default()).await.ok();
        });
        stage.run_for(450);
        assert!(fake.running() > 0);
    }
    assert_eq!(fake.running(), 0);
    let first = fake.take_log();
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_read, 16);
    let second = fake.take_log();
    let in_flight = 4 * 2;
    assert!(
        first.len() > 10 && second.len() <= 2 * 16 - (first.len() - 2) + in_flight,
        "{first:?} {second:?}"
    );
    assert!(!second.iter().any(|path| path.ends_with("/tab-summaries")));
}

#[test]
fn a_reading_goes_on_for_whom_is_left() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let done = Rc::new(RefCell::new(None));
    let mut stage = Stage::new(&fake);
    let (second, place) = (engine.clone(), done.clone());
    let mut leaving = Some(Stage::new(&fake));
    leaving.as_ref().unwrap().spawn(async move {
        engine.answer(Request::Overview { query: query() }, &Ear::default()).await.ok();
    });
    leaving.as_mut().unwrap().run_for(250);
    stage.spawn(async move {
        *place.borrow_mut() = second.answer(flakes(query()), &Ear::default()).await.ok();
    });
    stage.run_for(0);
    drop(leaving.take());
    stage.run();
    assert!(matches!(&*done.borrow(), Some(Answer::Flakes(reading, _)) if reading.tabs_read == 16));
    assert_eq!(fake.take_log().len(), 2 + 2 * 16);
}
