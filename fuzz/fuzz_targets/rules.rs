//! Rules of causes and a log to use them on: the text up to the first zero byte is the rules, the rest the log.
#![no_main]

use flakescope_core::activity::causes::{Rules, failures_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (text, log) = bytes.split_at(end);
    let Ok(rules) = Rules::read(text, "fuzz") else { return };
    if let Ok(rules) = Rules::new(rules) {
        let _ = failures_of(&rules, "job", log);
    }
});
