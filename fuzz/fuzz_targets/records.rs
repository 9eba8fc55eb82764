//! Failures as records, logs and slices of triage, models of them, and what the question `payloads` reads beside JUnit; the first
//! byte says as what.
#![no_main]

use flakescope_core::failures::Model;
use flakescope_core::formats::bucket::RunFiles;
use flakescope_core::formats::failures::{FailureReader, read_file};
use flakescope_core::formats::payloads::{read_run_list, read_test_records};
use flakescope_core::payloads::Lists;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 5] = ["a.json", "a.jsonl", "build-log.txt", "failure_data_01.json", "a"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    if let Some(name) = NAMES.get(usize::from(*first) % 8) {
        let whole = read_file(name, bytes);
        // In pieces the same comes out.
        let mut reader = FailureReader::new(name);
        let mut pieces = bytes.chunks(7);
        if pieces.try_for_each(|piece| reader.push(piece)).is_ok() {
            assert_eq!(reader.finish().ok(), whole.ok());
        }
        return;
    }
    let _ = Model::read(bytes);
    let _ = Lists::read(bytes, "fuzz");
    let _ = RunFiles::parse(bytes, "fuzz");
    let _ = read_run_list(bytes, "fuzz");
    let _ = read_test_records(bytes, "fuzz", "job");
});
