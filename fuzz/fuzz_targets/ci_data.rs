//! Rows of `ci_data`: whatever is read can be counted.
#![no_main]

use flakescope_core::formats::ci_data::{CiDataOptions, read_ci_data};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = CiDataOptions { utc_offset_min: Some(480), jenkins: "https://ci.example".to_owned() };
    let _ = read_ci_data(bytes, "fuzz", &options);
});
