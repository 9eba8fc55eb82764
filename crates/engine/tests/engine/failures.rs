//! What could not be read is named, the rest is shown, and a retry reads only what is missing.

use flakescope_engine::{Error, Policy, Request, Trouble, TroubleKind};

use crate::fake::{Fake, Reply};
use crate::world::{answers, ask, engine, flakes, query, reading, view, warnings};

#[test]
fn a_missing_tab_and_a_missing_board_are_holes() {
    let mut world = answers();
    world.remove("/dashboards/one/tabs/tab5/headers");
    world.remove("/dashboards/two/tab-summaries");
    let fake = Fake::new(world);
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    let reading = reading(&answer);
    assert_eq!((reading.tabs, reading.tabs_read, reading.tabs_failed), (12, 11, 1));
    assert_eq!(
        warnings(reading),
        [
            "Two: The board could not be read: not found (HTTP 404). Its jobs and tests are missing. Try again.",
            "one / tab-5: The tab could not be read: not found (HTTP 404). Its tests are missing. Try again.",
        ]
    );
    assert_eq!(view(&answer).totals.tests, 22);
}

#[test]
fn a_retry_reads_only_what_failed() {
    let fake = Fake::new(answers());
    fake.fault("/two/tabs/tab2", usize::MAX, Reply::Cut);
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_failed, 1);
    fake.heal();
    fake.take_log();
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!((reading(&answer).tabs_failed, fake.take_log().len()), (1, 0), "only when told");
    engine.retry_failed();
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_failed, 0);
    assert_eq!(fake.take_log(), ["/dashboards/two/tabs/tab2/headers", "/dashboards/two/tabs/tab2/rows"]);
    assert_eq!(view(&answer).totals.tests, 32);
}

#[test]
fn nothing_readable_is_an_error_and_asking_again_is_enough() {
    let fake = Fake::new(answers());
    fake.fault("/tab-summaries", 2, Reply::Ok(b"{\"tab_summaries\": [{\"tab_name\": 7}]}".to_vec()));
    let engine = engine(&fake);
    let error = ask(&fake, &engine, flakes(query())).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("TestGrid gave no usable answer: https://testgrid-api.prow.k8s.io/api/v1"),
        "{text}"
    );
    assert!(text.contains("line 1, column"), "{text}");
    assert_eq!(Trouble::from(error).kind, TroubleKind::BadAnswer);
    assert!(ask(&fake, &engine, flakes(query())).is_ok());
}

#[test]
fn noise_and_cut_texts_are_named_with_their_place() {
    let noise = vec![0xFE; 10_000_000];
    for (body, words) in [
        (noise, "not UTF-8"),
        (b"{\"rows\":[{\"name\":\"x\",\"cells\":[{\"resu".to_vec(), "line 1, column"),
        (br#"{"rows":[{"name":"x","cells":"none"}]}"#.to_vec(), "line 1, column"),
    ] {
        let fake = Fake::new(answers());
        fake.fault("/one/tabs/tab4/rows", 1, Reply::Ok(body));
        let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
        let warning = &warnings(reading(&answer))[0];
        assert!(warning.starts_with("one / tab-4: ") && warning.contains(words), "{warning}");
        assert_eq!(fake.times_of("/one/tabs/tab4/rows").len(), 1);
    }
}

#[test]
fn an_answer_that_is_too_large_is_refused() {
    let fake = Fake::new(answers());
    let policy = Policy { max_bytes: 1_000, ..Policy::default() };
    let engine = std::rc::Rc::new(flakescope_engine::Engine::with_policy(fake.clone(), policy));
    let answer = ask(
        &fake,
        &engine,
        Request::Flakes {
            query: flakescope_core::flakes::Query { dashboards: vec!["two".to_owned()], ..query() },
            rows: flakescope_core::flakes::RowRange { start: 0, count: 1 },
        },
    )
    .unwrap();
    assert_eq!(reading(&answer).tabs_failed, 4);
    assert!(warnings(reading(&answer))[0].contains("the answer is larger than"));
}

#[test]
fn a_query_that_cannot_work_reads_nothing() {
    let fake = Fake::new(answers());
    let mut bad_regex = query();
    bad_regex.filter.text = "(".to_owned();
    let mut bad_window = query();
    bad_window.params.window_days = 0;
    let mut no_boards = query();
    no_boards.dashboards.clear();
    let mut bad_address = query();
    bad_address.source = flakescope_core::flakes::Source::Address("http://plain.example".to_owned());
    for query in [bad_regex, bad_window, no_boards, bad_address] {
        let error = ask(&fake, &engine(&fake), flakes(query)).unwrap_err();
        assert_eq!(error.kind(), TroubleKind::BadQuery, "{error}");
        assert_eq!(error.to_string().matches(". ").count(), 2, "three sentences: {error}");
    }
    assert!(fake.take_log().is_empty());
}

#[test]
fn a_board_without_letters_is_no_board() {
    let fake = Fake::new(answers());
    let mut odd = query();
    odd.dashboards = vec!["!!!".to_owned()];
    let error = ask(&fake, &engine(&fake), flakes(odd)).unwrap_err();
    assert!(matches!(error, Error::BadAnswer { .. }), "{error}");
    assert!(fake.take_log().is_empty());
}
