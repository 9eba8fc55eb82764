//! The bytes between page and worker: every message comes back as it was, and what is no message is an error.

use std::fmt::Debug;

use flakescope_core::export::Format;
use flakescope_core::flakes::{Params, Query, RowRange, Source};
use flakescope_engine::wire::{Garbled, decode, encode};
use flakescope_engine::{Answer, FromEngine, Request, ToEngine};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::dice::draw;

trait Message: Serialize + DeserializeOwned + PartialEq + Debug {}
impl<T: Serialize + DeserializeOwned + PartialEq + Debug> Message for T {}

fn round_trip<T: Message>(seed: u64) {
    let message: T = draw(seed);
    assert_eq!(decode(&encode(&message)), Ok(message));
}

/// A part of a message is none, and a message with something after it neither.
fn must_be_whole<T: Message>(seed: u64, at: usize) {
    let mut bytes = encode(&draw::<T>(seed));
    let cut = &bytes[..at % bytes.len()];
    assert_eq!(decode::<T>(cut), Err(Garbled { bytes: cut.len() }));
    bytes.push(0);
    assert_eq!(decode::<T>(&bytes), Err(Garbled { bytes: bytes.len() }));
}

/// Whatever a garbled message says, it is an error or another message.
fn noisy<T: Message>(seed: u64, noise: &[(usize, u8)]) {
    let mut bytes = encode(&draw::<T>(seed));
    for (at, byte) in noise {
        let at = at % bytes.len();
        bytes[at] = *byte;
    }
    if let Ok(message) = decode::<T>(&bytes) {
        // No `assert_eq`: noise can make a number that is not equal to itself.
        assert_eq!(encode(&message).is_empty(), bytes.is_empty());
    }
}

proptest! {
    #[test]
    fn messages_come_back_as_they_were(seed in any::<u64>()) {
        round_trip::<ToEngine>(seed);
        round_trip::<Request>(seed);
        round_trip::<FromEngine>(seed);
        round_trip::<Answer>(seed);
    }

    #[test]
    fn cut_or_prolonged_messages_are_errors(seed in any::<u64>(), at in any::<usize>()) {
        must_be_whole::<ToEngine>(seed, at);
        must_be_whole::<FromEngine>(seed, at);
        must_be_whole::<Answer>(seed, at);
    }

    #[test]
    fn noise_never_panics(
        seed in any::<u64>(),
        noise in prop::collection::vec(any::<(usize, u8)>(), 1..8),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        noisy::<ToEngine>(seed, &noise);
        noisy::<FromEngine>(seed, &noise);
        let (asked, answered) = (decode::<ToEngine>(&bytes), decode::<FromEngine>(&bytes));
        prop_assert!(!bytes.is_empty() || (asked.is_err() && answered.is_err()));
    }
}

/// The browser tests hold `Cancel` back and wait for `Cancelled`.
#[test]
fn the_first_byte_is_the_kind() {
    assert_eq!(encode(&ToEngine::Cancel { id: 5 }), [1, 5]);
    assert_eq!(encode(&FromEngine::<Answer>::Cancelled { id: 5 }), [3, 5]);
}

/// `tests/e2e/bench-parse.mjs` asks the worker without a page.
#[test]
fn the_bench_asks_for_everything_in_the_files() {
    let query = Query {
        source: Source::Files,
        dashboards: Vec::new(),
        params: Params { window_days: 365, keep_broken_runs: true },
        ..Query::default()
    };
    let asked = [3, 0, 0, 0xED, 2, 1, 0, 0, 0, 0, 0, 4, 0, 1, 2, 3, 0, 0, 0, 0, 0];
    let rows = Request::Flakes { query: query.clone(), rows: RowRange { start: 0, count: 1 } };
    let file = Request::FlakesExport { query, format: Format::Json };
    assert_eq!(
        encode(&ToEngine::Ask { id: 1, request: rows }),
        [&[0, 1, 1], asked.as_slice(), &[0, 1]].concat()
    );
    assert_eq!(
        encode(&ToEngine::Ask { id: 2, request: file }),
        [&[0, 2, 4], asked.as_slice(), &[1]].concat()
    );
}
