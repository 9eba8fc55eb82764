//! The older answers of TestGrid, as files that somebody drops: whatever is read can be analysed.
#![no_main]

use flakescope_core::flakes::{Analysis, Params};
use flakescope_core::formats::testgrid::files::{NamedFile, read_files};
use flakescope_core::formats::testgrid::legacy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = legacy::parse_summary(bytes, "fuzz", "board");
    let file = NamedFile { name: "table.json".to_owned(), bytes: bytes.to_vec() };
    let (data, _) = read_files(&[file]);
    let tabs = data.boards.iter().flat_map(|board| &board.tabs);
    let _ = Analysis::of_tabs(tabs, Params::default()).overview(&[], None);
});
