//! Every source gives the same answers: groups, other addresses, legacy answers, the sample, files.

use std::fmt::Write;

use flakescope_core::flakes::{Query, Source};
use flakescope_core::formats::testgrid::files::NamedFile;
use flakescope_engine::{Error, TroubleKind};

use crate::fake::Fake;
use crate::world::{answers, ask, engine, flakes, from, headers, query, reading, rows, view, warnings};

#[test]
fn groups_are_resolved_first_and_boards_read_once() {
    let fake = Fake::new(answers());
    let grouped =
        Query { dashboards: vec!["TWO".to_owned()], dashboard_groups: vec!["Both".to_owned()], ..query() };
    let answer = ask(&fake, &engine(&fake), flakes(grouped)).unwrap();
    assert_eq!(reading(&answer).tabs, 16);
    let log = fake.take_log();
    assert!(log.contains(&"/dashboard-groups/both".to_owned()));
    assert_eq!(log.len(), 1 + 2 + 32);
}

#[test]
fn other_hosts_need_the_users_word() {
    let fake = Fake::new(answers());
    let address = "https://grid.example:8443/api/v1";
    for (path, body) in answers() {
        fake.answer_at(&format!("{address}{path}"), &body);
    }
    let engine = engine(&fake);
    let error = ask(&fake, &engine, flakes(from(Source::Address(address.to_owned())))).unwrap_err();
    assert_eq!(error.kind(), TroubleKind::HostNotAllowed);
    assert!(error.to_string().contains("from grid.example:8443,"), "{error}");
    assert!(fake.take_log().is_empty());
    engine.allow_host("Grid.example:8443");
    let answer = ask(&fake, &engine, flakes(from(Source::Address(format!("{address}/"))))).unwrap();
    assert_eq!((reading(&answer).source.as_str(), reading(&answer).tabs_read), ("grid.example:8443", 16));
}

#[test]
fn legacy_answers_are_read_from_any_other_address() {
    let fake = Fake::new(answers());
    let base = "https://flakes.example/proxy";
    fake.answer_at(
        &format!("{base}/Old%20Board/summary"),
        r#"{"a tab":{"overall_status":"FLAKY","last_run_timestamp":1699992000000}}"#,
    );
    fake.answer_at(
        &format!("{base}/Old%20Board/table?dashboard=Old%20Board&tab=a%20tab&width=5"),
        r#"{"tests":[{"name":"t","statuses":[{"count":1,"value":12},{"count":2,"value":1}],"messages":["x","",""],"short_texts":["","",""]}],
            "changelists":["3","2","1"],"timestamps":[1699992000000,1699990000000,1699988000000]}"#,
    );
    let old = Query { dashboards: vec!["Old Board".to_owned()], ..from(Source::Address(base.to_owned())) };
    let answer = ask(&fake, &engine(&fake), flakes(old.clone())).unwrap();
    assert_eq!((reading(&answer).tabs_read, view(&answer).totals.tests), (1, 1));
    let grouped = Query { dashboard_groups: vec!["g".to_owned()], ..old };
    let answer = ask(&fake, &engine(&fake), flakes(grouped)).unwrap();
    assert!(warnings(reading(&answer))[0].contains("/api/v1 alone"), "{:?}", reading(&answer).warnings);
}

fn bundle() -> String {
    let mut text =
        String::from(r#"{"made_up":true,"seed":1,"generated_at":"2026-11-20T12:00:00Z","answers":{"#);
    for (at, (path, body)) in answers().into_iter().enumerate() {
        let _ = write!(text, "{}\"{path}\":{body}", if at == 0 { "" } else { "," });
    }
    text + "}}"
}

#[test]
fn the_sample_is_marked_and_opened_once() {
    let fake = Fake::new(answers());
    fake.set_sample(&bundle());
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, flakes(from(Source::Sample))).unwrap();
    assert!(reading(&answer).made_up);
    assert_eq!((reading(&answer).source.as_str(), reading(&answer).tabs_read), ("made-up sample", 16));
    let live = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(view(&live), view(&answer), "the same code reads both");
    assert_eq!(fake.take_log().iter().filter(|path| *path == "the sample").count(), 1);
    let every = Query { dashboards: Vec::new(), ..from(Source::Sample) };
    assert_eq!(reading(&ask(&fake, &engine, flakes(every)).unwrap()).tabs, 16);
}

#[test]
fn a_board_that_the_sample_lacks_is_said_to_be_missing() {
    let fake = Fake::new(answers());
    fake.set_sample(&bundle());
    let other = Query { dashboards: vec!["other".to_owned()], ..from(Source::Sample) };
    let error = ask(&fake, &engine(&fake), flakes(other)).unwrap_err();
    assert!(error.to_string().contains("it is not in the sample"), "{error}");
    fake.set_sample("{");
    let error = ask(&fake, &engine(&fake), flakes(from(Source::Sample))).unwrap_err();
    assert!(error.to_string().contains("the sample is damaged"), "{error}");
    fake.set_sample(&bundle());
}

fn file(name: &str, text: &str) -> NamedFile {
    NamedFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn files_are_read_without_a_network() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let every = Query { dashboards: Vec::new(), ..from(Source::Files) };
    assert_eq!(ask(&fake, &engine, flakes(every.clone())), Err(Error::NoFiles));
    let summaries = &answers()["/dashboards/two/tab-summaries"];
    let (boards, warnings) = engine.set_files(&[file("two.json", summaries), file("notes.txt", "hello")]);
    assert_eq!(boards, ["two"]);
    assert_eq!((warnings.len(), warnings[0].subject.as_str()), (1, "notes.txt"));
    let answer = ask(&fake, &engine, flakes(every)).unwrap();
    assert_eq!((reading(&answer).source.as_str(), reading(&answer).tabs), ("2 files", 4));
    assert_eq!((reading(&answer).tabs_read, reading(&answer).tabs_failed), (0, 0));
    assert_eq!(reading(&answer).warnings, warnings);
    engine.refresh();
    let named = Query { dashboards: vec!["two".to_owned(), "three".to_owned()], ..from(Source::Files) };
    let answer = ask(&fake, &engine, flakes(named)).unwrap();
    assert!(reading(&answer).warnings[1].message.contains("it is not in the files"));
    assert!(fake.take_log().is_empty());
}

#[test]
fn files_with_nothing_in_them_are_an_error() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    engine.set_files(&[file("broken.json", "{\"tests\": [")]);
    let every = Query { dashboards: Vec::new(), ..from(Source::Files) };
    let error = ask(&fake, &engine, flakes(every)).unwrap_err();
    assert!(error.to_string().starts_with("1 file could not be read: broken.json: "), "{error}");
    assert_eq!(error.kind(), TroubleKind::BadAnswer);
}

#[test]
fn files_of_the_api_join() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    engine.set_files(&[file("tab-3.headers.json", &headers()), file("tab-3.rows.json", &rows())]);
    let every = Query { dashboards: Vec::new(), ..from(Source::Files) };
    let answer = ask(&fake, &engine, flakes(every)).unwrap();
    assert_eq!((reading(&answer).tabs_read, view(&answer).totals.tests), (1, 2));
}
