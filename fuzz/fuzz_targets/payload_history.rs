//! History of payloads: disruption, alerts, tests, single runs.
#![no_main]

use flakescope_core::formats::payload_history::{read_any_history, read_disruption_runs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_any_history(bytes, "fuzz");
    let _ = read_disruption_runs(bytes, "fuzz");
});
