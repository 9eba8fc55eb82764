//! `.zip` and `.gz`, as sources, as runs of a payload, and as failures; the first byte says as what.
#![no_main]

use flakescope_core::formats::failures::read_file;
use flakescope_core::formats::payloads::open_archive;
use flakescope_core::formats::sources::open_sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    match first % 4 {
        0 => drop(open_sources("fuzz.zip", bytes, &|_| true)),
        1 => drop(open_archive("fuzz.zip", bytes)),
        2 => drop(read_file("fuzz.zip", bytes)),
        _ => drop(read_file("fuzz.jsonl.gz", bytes)),
    }
});
