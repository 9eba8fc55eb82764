//! What is read first, how much at once, and what is answered on the way.

use flakescope_core::flakes::TestKey;
use flakescope_engine::{Answer, Request, Stage};

use crate::fake::{Fake, Reply};
use crate::world::{Ear, answers, ask, ask_with, engine, flakes, query, reading, view};

#[test]
fn summaries_then_failing_then_flaky_then_the_rest() {
    let fake = Fake::new(answers());
    let ear = Ear::default();
    let answer = ask_with(&fake, &engine(&fake), flakes(query()), &ear).unwrap();
    let log = fake.take_log();
    assert_eq!(log[..2], ["/dashboards/one/tab-summaries", "/dashboards/two/tab-summaries"]);
    let tabs: Vec<String> = log
        .iter()
        .filter(|path| path.ends_with("/rows"))
        .map(|path| path.replace("/dashboards/", "").replace("/tabs/tab", " ").replace("/rows", ""))
        .collect();
    assert_eq!(tabs[..3], ["one 4", "one 10", "two 3"], "failing");
    assert_eq!(tabs[3..6], ["one 2", "one 8", "two 1"], "flaky");
    assert_eq!(
        tabs[6..],
        ["one 0", "one 1", "one 3", "one 5", "one 6", "one 7", "one 9", "one 11", "two 0", "two 2"]
    );
    assert_eq!(log.len(), 2 + 2 * 16);
    assert_eq!(ear.stages(), [Stage::Summaries, Stage::Urgent]);
    let reading = reading(&answer);
    assert_eq!(
        (reading.stage, reading.tabs, reading.tabs_read, reading.tabs_failed),
        (Stage::Complete, 16, 16, 0)
    );
    assert_eq!(reading.source, "TestGrid");
    assert!(!reading.made_up && reading.warnings.is_empty());
    assert_eq!(reading.newest_run_at.unwrap().to_string(), "2023-11-14T20:00:00Z");
    assert_eq!(reading.read_at.unwrap().0, 1_700_000_000_100);
    assert_eq!(view(&answer).totals.tests, 32);
}

#[test]
fn never_more_than_six_requests_and_four_tabs_at_once() {
    let fake = Fake::new(answers());
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert_eq!(fake.peak(), 6);
    let fake = Fake::new(answers());
    fake.fault("/headers", usize::MAX, Reply::Hang);
    fake.fault("/rows", usize::MAX, Reply::Hang);
    let engine = engine(&fake);
    let mut stage = crate::fake::Stage::new(&fake);
    stage.spawn(async move {
        engine.answer(flakes(query()), &Ear::default()).await.ok();
    });
    stage.run_for(5_000);
    let mut tabs: Vec<String> = fake
        .take_log()
        .iter()
        .filter_map(|path| path.split_once("/tabs/").map(|(_, tab)| tab.to_owned()))
        .collect();
    tabs.dedup_by_key(|tab| tab.split('/').next().map(str::to_owned));
    assert!(tabs.len() <= 4, "{tabs:?}");
    assert_eq!(fake.running(), 6);
}

#[test]
fn early_answers_come_once_a_second_at_most() {
    let fake = Fake::new(answers());
    for tab in 0..12 {
        fake.fault(&format!("/one/tabs/tab{tab}/rows"), 1, Reply::Status(500, None));
    }
    let ear = Ear::default();
    ask_with(&fake, &engine(&fake), flakes(query()), &ear).unwrap();
    let stages = ear.stages();
    assert!(stages.len() >= 3 && stages.is_sorted(), "{stages:?}");
    assert!(i64::try_from(stages.len()).unwrap() <= 3 + fake.elapsed_ms() / 1000, "{stages:?}");
}

#[test]
fn progress_counts_up_to_all_tabs() {
    let fake = Fake::new(answers());
    let ear = Ear::default();
    ask_with(&fake, &engine(&fake), flakes(query()), &ear).unwrap();
    let reports = ear.reports.borrow();
    assert_eq!(reports[0], (0, 2, "Reading the boards".to_owned()));
    assert_eq!(reports.last().unwrap(), &(16, 16, "Analysing".to_owned()));
    let tabs: Vec<u32> =
        reports.iter().filter(|(_, total, _)| *total == 16).map(|(done, _, _)| *done).collect();
    assert!(tabs.is_sorted(), "{tabs:?}");
    assert!(reports.iter().any(|(_, _, label)| label == "Reading failing and flaky tabs"));
}

#[test]
fn a_job_or_test_that_is_asked_for_is_read_first() {
    let key = TestKey { dashboard: "two".into(), job: "tab-2".into(), test: "[sig-node] shaky".into() };
    let fake = Fake::new(answers());
    let ear = Ear::default();
    let request = Request::FlakesTest { query: query(), key };
    let answer = ask_with(&fake, &engine(&fake), request, &ear).unwrap();
    let log = fake.take_log();
    let first = log.iter().find(|path| path.ends_with("/rows")).unwrap();
    assert_eq!(first, "/dashboards/two/tabs/tab2/rows");
    assert!(ear.partials.borrow().iter().all(|answer| matches!(answer, Answer::FlakesTest(_, Some(_)))));
    let Answer::FlakesTest(_, Some(test)) = answer else { panic!("{answer:?}") };
    assert_eq!(test.row.failures, 3);
}

#[test]
fn an_export_waits_for_everything() {
    let fake = Fake::new(answers());
    let ear = Ear::default();
    let request = Request::FlakesExport { query: query(), format: flakescope_core::export::Format::Csv };
    let Answer::Export(file) = ask_with(&fake, &engine(&fake), request, &ear).unwrap() else { panic!() };
    assert!(ear.partials.borrow().is_empty());
    assert_eq!(file.file_name, "flakescope-flakes-2023-11-14.csv");
    assert_eq!(file.text.lines().count(), 1 + 16);
}

#[test]
fn others_may_run_between_the_steps() {
    let fake = Fake::new(answers());
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert!(fake.yields() >= 4, "{}", fake.yields());
}
