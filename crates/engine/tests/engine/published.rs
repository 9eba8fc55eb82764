//! A published snapshot: shown at once, refreshed by the source, kept where the source does not answer, and no trouble to anybody
//! where there is none.

use std::collections::BTreeMap;

use flakescope_core::flakes::{IssueSource, Query};
use flakescope_core::model::{Repository, TimeMs};
use flakescope_core::snapshot::{Boards, FileOf, Index, VERSION};
use flakescope_engine::{Copied, IssueState, Stage};

use crate::fake::{Fake, HOST, Reply, SNAPSHOT};
use crate::world::{Ear, answers, ask, ask_with, engine, flakes, query, reading, view, warnings};

const MINUTE: i64 = 60_000;
const NOW: i64 = 1_700_000_000_000;
const GITHUB: &str = "/repos/o/r/issues?labels=kind/flake&state=open&per_page=100&page=1";

/// The files of a snapshot of `source` with these answers, made some minutes ago.
fn files(source: &str, answers: &BTreeMap<String, String>, minutes_ago: i64) -> Vec<(&'static str, Vec<u8>)> {
    let mut boards = Boards::default();
    for (path, body) in answers {
        assert!(boards.put(path, body.as_bytes()), "{path}");
    }
    let bytes = boards.write();
    let file = FileOf { name: "boards-1.json.gz".to_owned(), ..FileOf::new("boards", "", &bytes) };
    let index = Index {
        version: VERSION,
        made_at: Some(TimeMs(NOW - minutes_ago * MINUTE)),
        source: source.to_owned(),
        boards: Some(file),
        ..Index::default()
    };
    vec![("index.json", index.write().into_bytes()), ("boards-1.json.gz", bytes)]
}

fn published(minutes_ago: i64) -> Fake {
    let fake = Fake::new(answers()).with_store();
    fake.publish(&files(HOST, &answers(), minutes_ago));
    fake
}

#[test]
fn a_fresh_one_is_shown_first_and_then_the_source() {
    let fake = published(20);
    let (engine, ear) = (engine(&fake), Ear::default());
    // The source takes its time; the snapshot lies beside the page.
    fake.fault("/tab-summaries", 2, Reply::Hang);
    let answer = ask_with(&fake, &engine, flakes(query()), &ear).unwrap();
    let partials = ear.partials.borrow();
    let first = reading(&partials[0]);
    assert_eq!(first.copied, Copied::Snapshot);
    assert_eq!(first.read_at, Some(TimeMs(NOW - 20 * MINUTE)), "its age shows");
    let shown = partials.iter().find(|early| reading(early).tabs_read == 16).expect("all of it");
    assert_eq!(reading(shown).copied, Copied::Snapshot);
    assert_eq!(view(shown).rows, view(&answer).rows, "the same answers give the same rows");
    assert_eq!(reading(shown).stage, Stage::Summaries, "the source is still being asked");
    assert_eq!((reading(&answer).copied, reading(&answer).stage), (Copied::Nothing, Stage::Complete));
    assert!(reading(&answer).read_at.unwrap() > TimeMs(NOW));
    assert!(reading(&answer).warnings.is_empty());
}

#[test]
fn the_source_has_the_last_word() {
    let mut older = answers();
    older.insert("/dashboards/one/tabs/tab4/rows".to_owned(), r#"{"rows":[]}"#.to_owned());
    older.remove("/dashboards/one/tabs/tab3/rows");
    let fake = Fake::new(answers());
    fake.publish(&files(HOST, &older, 20));
    let with = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    let without = Fake::new(answers());
    let without = ask(&without, &engine(&without), flakes(query())).unwrap();
    assert_eq!(view(&with), view(&without));
}

#[test]
fn it_stays_where_the_source_does_not_answer() {
    // Two hours are too old to be shown first, but better than nothing.
    for minutes_ago in [20, 130] {
        let fake = published(minutes_ago);
        fake.fault(HOST, usize::MAX, Reply::Unreachable);
        let engine = engine(&fake);
        let answer = ask(&fake, &engine, flakes(query())).unwrap();
        let words = reading(&answer);
        assert_eq!((words.copied, words.tabs_read, words.tabs_failed), (Copied::SnapshotAlone, 16, 0));
        assert_eq!(words.read_at, Some(TimeMs(NOW - minutes_ago * MINUTE)));
        assert!(warnings(words)[0].starts_with(
            "one: The source does not answer, so the published snapshot stands in, the oldest part from"
        ));
        fake.heal();
        engine.retry_failed();
        let answer = ask(&fake, &engine, flakes(query())).unwrap();
        assert_eq!((reading(&answer).copied, reading(&answer).tabs_read), (Copied::Nothing, 16));
    }
}

#[test]
fn an_older_one_is_not_shown_first() {
    let fake = published(121);
    let ear = Ear::default();
    ask_with(&fake, &engine(&fake), flakes(query()), &ear).unwrap();
    assert!(ear.partials.borrow().iter().all(|early| reading(early).copied == Copied::Nothing));
}

#[test]
fn what_the_browser_kept_stands_in_where_it_is_newer() {
    let fake = published(60);
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    fake.pass_ms(30 * MINUTE);
    fake.fault(HOST, usize::MAX, Reply::Unreachable);
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert_eq!(reading(&answer).copied, Copied::Kept);
    // Both are kept: without any network the snapshot's files come from the store.
    let fake = published(60);
    fake.fault(HOST, usize::MAX, Reply::Unreachable);
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    fake.fault(SNAPSHOT, usize::MAX, Reply::Unreachable);
    fake.pass_ms(30 * MINUTE);
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert_eq!((reading(&answer).copied, reading(&answer).tabs_read), (Copied::SnapshotAlone, 16));
}

#[test]
fn none_and_a_broken_one_are_no_trouble() {
    let never = Index { version: VERSION, ..Index::default() }.write().into_bytes();
    let mut cut = files(HOST, &answers(), 20);
    cut[1].1.truncate(100);
    for (what, files) in [
        ("none", Vec::new()),
        ("one that was never made", vec![("index.json", never)]),
        ("a page", vec![("index.json", b"<!doctype html>".to_vec())]),
        ("a newer format", vec![("index.json", br#"{"version":9}"#.to_vec())]),
        ("another TestGrid", files("https://other.example/api/v1", &answers(), 20)),
        ("a cut file", cut),
        ("one from the future", files(HOST, &answers(), -10)),
    ] {
        let fake = Fake::new(answers());
        fake.publish(&files);
        let engine = engine(&fake);
        let answer = ask(&fake, &engine, flakes(query())).unwrap();
        assert_eq!((reading(&answer).copied, reading(&answer).tabs_read), (Copied::Nothing, 16), "{what}");
        assert!(reading(&answer).warnings.is_empty(), "{what}");
        assert_eq!(fake.times_of("index.json").len(), 1, "{what}: asked once");
        let query = Query { params: query().params, dashboards: vec!["two".into()], ..query() };
        ask(&fake, &engine, flakes(query)).unwrap();
        assert_eq!(fake.times_of("index.json").len(), 1, "{what}: asked once");
    }
}

#[test]
fn another_folder_is_looked_in_when_the_user_names_one() {
    let fake = Fake::new(answers());
    for (name, bytes) in files(HOST, &answers(), 20) {
        fake.publish(&[(format!("../team/{name}").as_str(), bytes)]);
    }
    let engine = engine(&fake);
    engine.set_places("", &format!("{SNAPSHOT}/../team"));
    let ear = Ear::default();
    ask_with(&fake, &engine, flakes(query()), &ear).unwrap();
    assert!(ear.partials.borrow().iter().any(|early| reading(early).copied == Copied::Snapshot));
    assert!(fake.times_of("/snapshot/index.json").is_empty());
}

#[test]
fn its_issues_stand_in_where_the_code_host_does_not_answer() {
    let mut all = answers();
    all.insert(GITHUB.to_owned(), "[]".to_owned());
    let fake = Fake::new(answers());
    fake.publish(&files(HOST, &all, 20));
    fake.fault("api.github.com", usize::MAX, Reply::Unreachable);
    let issues = IssueSource::Of(Repository::parse("o/r").unwrap());
    let answer = ask(&fake, &engine(&fake), flakes(Query { issues, ..query() })).unwrap();
    let issues = &reading(&answer).issues;
    assert_eq!(issues.state, IssueState::Incomplete, "{issues:?}");
    assert_eq!(issues.read_at, Some(TimeMs(NOW - 20 * MINUTE)), "what the snapshot has was taken");
}

#[test]
fn a_proxy_is_asked_for_issues_while_there_is_no_token() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    engine.set_places("https://proxy.example/", "");
    let issues = IssueSource::Of(Repository::parse("o/r").unwrap());
    ask(&fake, &engine, flakes(Query { issues: issues.clone(), ..query() })).unwrap();
    let calls = fake.take_calls();
    assert!(!calls.is_empty());
    assert!(calls.iter().all(|call| call.url.starts_with("https://proxy.example/github/repos/o/r/issues?")));
    assert!(calls.iter().flat_map(|call| &call.headers).all(|(name, _)| *name != "authorization"));
    // A token goes to the code host and nowhere else.
    engine.set_token(Some(flakescope_engine::Secret::new("secret")));
    ask(&fake, &engine, flakes(Query { issues, ..query() })).unwrap();
    let calls = fake.take_calls();
    assert!(!calls.is_empty());
    assert!(calls.iter().all(|call| call.url.starts_with("https://api.github.com/repos/o/r/issues?")));
}
