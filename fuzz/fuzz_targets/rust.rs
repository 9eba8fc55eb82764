//! Markers in Rust.
#![no_main]

use flakescope_core::muted::Names;
use libfuzzer_sys::fuzz_target;

// The first line makes the reader look: a text without the word of a marker is passed over.
fuzz_target!(|bytes: &[u8]| {
    let text = [b"// ignore\n", bytes].concat();
    let found = flakescope_readers::read_file("a.rs", &text, &Names::default());
    assert!(found.markers.is_sorted_by_key(|marker| marker.line));
});
