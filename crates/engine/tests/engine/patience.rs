//! Retries, waits, timeouts, and when to stop.

use flakescope_engine::{Error, Request, Trouble, TroubleKind};

use crate::fake::{Fake, Reply};
use crate::world::{answers, ask, engine, flakes, query, reading, warnings};

fn overview() -> Request {
    Request::Overview { query: query() }
}

#[test]
fn what_fails_for_a_moment_is_not_noticed() {
    for reply in [Reply::Status(500, None), Reply::Status(503, None), Reply::Status(429, None), Reply::Cut] {
        let fake = Fake::new(answers());
        fake.fault("/one/tabs/tab0/rows", 2, reply.clone());
        fake.fault("/two/tab-summaries", 2, reply);
        let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
        assert_eq!(reading(&answer).tabs_failed, 0);
        let [first, second, third] = fake.times_of("/one/tabs/tab0/rows")[..] else { panic!("three tries") };
        assert!((475..=825).contains(&(second - first)), "{}", second - first);
        assert!((850..=1450).contains(&(third - second)), "{}", third - second);
    }
}

#[test]
fn the_third_failure_counts() {
    let fake = Fake::new(answers());
    fake.fault("/one/tabs/tab0/rows", 3, Reply::Status(500, None));
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert_eq!(
        warnings(reading(&answer)),
        [
            "one / tab-0: The tab could not be read: the server failed (HTTP 500). Its tests are missing. Try again."
        ]
    );
}

#[test]
fn a_host_that_asks_for_a_pause_gets_it_from_everyone() {
    let fake = Fake::new(answers());
    fake.fault("/one/tabs/tab4/rows", 1, Reply::Status(429, Some(5)));
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_read, 16);
    let refused_at = fake.times_of("/one/tabs/tab4/rows")[0] + 100;
    let during = (refused_at + 1..refused_at + 5000).filter(|at| fake.times_of("/").contains(at)).count();
    assert_eq!(during, 0);
}

#[test]
fn a_long_refusal_ends_the_reading_and_says_how_long() {
    let fake = Fake::new(answers());
    fake.fault("/", usize::MAX, Reply::Status(429, Some(60)));
    let engine = engine(&fake);
    let error = ask(&fake, &engine, overview()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "TestGrid refuses for now: too many requests (HTTP 429). There are no data to show. Try again in 60 s."
    );
    let trouble = Trouble::from(error);
    assert_eq!((trouble.kind, trouble.retry_after_s), (TroubleKind::RateLimited, Some(60)));
    assert_eq!(trouble.warnings.len(), 2);
    assert_eq!(fake.take_log().len(), 2, "no second try");
    fake.heal();
    assert!(ask(&fake, &engine, overview()).is_ok(), "who asks again is heard");
}

#[test]
fn a_refusal_in_the_middle_stops_the_rest() {
    let fake = Fake::new(answers());
    fake.fault("/rows", usize::MAX, Reply::Status(429, Some(60)));
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    let reading = reading(&answer);
    assert_eq!((reading.tabs_read, reading.tabs_failed), (0, 16));
    assert!(fake.take_log().len() <= 2 + 8);
}

#[test]
fn silence_is_not_waited_for_again_and_again() {
    let fake = Fake::new(answers());
    fake.fault("/", usize::MAX, Reply::Unreachable);
    let error = ask(&fake, &engine(&fake), overview()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "TestGrid cannot be read: not found or unreachable (no network). There are no data to show. \
         Check the network and the names of the boards, and try again."
    );
    assert!(matches!(error, Error::Unreachable { .. }));
    assert_eq!(fake.take_log().len(), 4);
    assert!(fake.elapsed_ms() < 1000, "{}", fake.elapsed_ms());
}

#[test]
fn a_host_that_does_not_answer_any_more_is_left_alone() {
    let fake = Fake::new(answers());
    for (url, body) in answers().iter().filter(|(url, _)| url.ends_with("/tab-summaries")) {
        fake.fault(url, 1, Reply::Ok(body.clone().into_bytes()));
    }
    fake.fault("/", usize::MAX, Reply::Unreachable);
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_failed, 16);
    let untried = warnings(reading(&answer)).iter().filter(|warning| warning.contains("not tried")).count();
    assert!((8..=12).contains(&untried), "{untried}");
    fake.take_log();
    fake.heal();
    engine.retry_failed();
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_read, 16);
    assert_eq!(fake.take_log().len(), 32);
}

/// The TestGrid API answers "not found" without permission to read it, which looks like no answer at all.
#[test]
fn many_tabs_that_are_not_there_do_not_stop_the_rest() {
    let fake = Fake::new(answers());
    fake.fault("/one/tabs/", usize::MAX, Reply::Unreachable);
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    let untried = warnings(reading(&answer)).iter().filter(|warning| warning.contains("not tried")).count();
    assert_eq!((reading(&answer).tabs_read, reading(&answer).tabs_failed, untried), (4, 12, 0));
}

#[test]
fn a_hanging_answer_times_out() {
    let fake = Fake::new(answers());
    fake.fault("/one/tabs/tab4/rows", 2, Reply::Hang);
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert!(warnings(reading(&answer))[0].contains("no answer within 60 s"));
    assert!((120_000..122_000).contains(&fake.elapsed_ms()), "{}", fake.elapsed_ms());
}

#[test]
fn a_hanging_board_does_not_hold_the_other_up() {
    let fake = Fake::new(answers());
    fake.fault("/two/tab-summaries", 1, Reply::Hang);
    let ear = crate::world::Ear::default();
    let answer = crate::world::ask_with(&fake, &engine(&fake), flakes(query()), &ear).unwrap();
    assert!((1_400..1_700).contains(&fake.times_of("/one/tabs/tab4/rows")[0]));
    assert_eq!(reading(&ear.partials.borrow()[0]).tabs, 12);
    assert_eq!(reading(&answer).tabs_read, 16);
}
