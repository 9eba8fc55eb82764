//! Prow: recent jobs, the page of a job's history, and any file of runs that says itself what it is.
#![no_main]

use flakescope_core::formats::activity_files::read_activity_file;
use flakescope_core::formats::ci_data::CiDataOptions;
use flakescope_core::formats::prow::read_prow;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read_prow(bytes, "fuzz");
    let _ = read_activity_file(bytes, "fuzz", &CiDataOptions::default());
});
