//! Stored answers: fresh ones save fetches, old ones stand in, a refresh trusts none.

use crate::fake::{Fake, Reply};
use crate::world::{answers, ask, engine, flakes, query, reading, warnings};

const MINUTE: i64 = 60_000;

#[test]
fn fresh_answers_are_not_fetched_again() {
    let fake = Fake::new(answers()).with_store();
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    fake.take_log();
    fake.pass_ms(4 * MINUTE);
    let answer = ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert!(fake.take_log().is_empty());
    assert_eq!(reading(&answer).read_at.unwrap().0, 1_700_000_000_100, "their age shows");
    fake.pass_ms(MINUTE);
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    assert_eq!(fake.take_log().len(), 34);
}

#[test]
fn a_refresh_reads_anew() {
    let fake = Fake::new(answers()).with_store();
    let engine = engine(&fake);
    ask(&fake, &engine, flakes(query())).unwrap();
    fake.take_log();
    fake.pass_ms(1);
    engine.refresh();
    ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(fake.take_log().len(), 34);
}

#[test]
fn old_answers_stand_in_and_say_so() {
    let fake = Fake::new(answers()).with_store();
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    fake.pass_ms(60 * MINUTE);
    fake.fault("/", usize::MAX, Reply::Unreachable);
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!((reading(&answer).tabs_read, reading(&answer).tabs_failed), (16, 0));
    assert_eq!(
        warnings(reading(&answer))[0],
        "one: The source does not answer, so an earlier copy stands in, the oldest part from \
         2023-11-14T22:13:20Z. Newer runs are missing. Try again."
    );
    fake.heal();
    fake.take_log();
    engine.retry_failed();
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert!(reading(&answer).warnings.is_empty());
    assert_eq!(fake.take_log().len(), 34);
}

#[test]
fn a_week_is_too_old() {
    let fake = Fake::new(answers()).with_store();
    ask(&fake, &engine(&fake), flakes(query())).unwrap();
    fake.pass_ms(7 * 24 * 60 * MINUTE + 10_000);
    fake.fault("/", usize::MAX, Reply::Unreachable);
    assert!(ask(&fake, &engine(&fake), flakes(query())).is_err());
}

#[test]
fn what_cannot_be_read_is_not_stored() {
    let fake = Fake::new(answers()).with_store();
    fake.fault("/one/tabs/tab4/rows", 1, Reply::Ok(b"nonsense".to_vec()));
    let engine = engine(&fake);
    ask(&fake, &engine, flakes(query())).unwrap();
    engine.retry_failed();
    let answer = ask(&fake, &engine, flakes(query())).unwrap();
    assert_eq!(reading(&answer).tabs_failed, 0);
}
