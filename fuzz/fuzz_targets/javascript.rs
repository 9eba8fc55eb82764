//! Markers in JavaScript and TypeScript, with and without JSX; the first byte says which.
#![no_main]

use flakescope_core::muted::Names;
use libfuzzer_sys::fuzz_target;

// The first line makes the reader look: a text without the word of a marker is passed over.
fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = ["a.test.js", "a.test.ts", "a.test.tsx", "a.test.mts"][usize::from(first % 4)];
    let text = [b"// skip\n", bytes].concat();
    let found = flakescope_readers::read_file(name, &text, &Names::default());
    assert!(found.markers.is_sorted_by_key(|marker| marker.line));
});
