//! The answers of TestGrid's API: whatever is read can be analysed.
#![no_main]

use flakescope_core::flakes::{Analysis, Params};
use flakescope_core::formats::testgrid::api_v1;
use flakescope_core::model::Column;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = api_v1::parse_dashboards(bytes, "fuzz");
    let _ = api_v1::parse_tabs(bytes, "fuzz");
    let _ = api_v1::parse_tab_summaries(bytes, "fuzz");
    let columns = api_v1::parse_headers(bytes, "fuzz").unwrap_or_else(|_| vec![Column::default(); 3]);
    if let Ok((table, _)) = api_v1::parse_rows(bytes, "fuzz", "board-blocking", "tab", columns) {
        let tab = flakescope_core::model::Tab { table: Some(table.into()), ..Default::default() };
        let _ = Analysis::of_tabs([&tab], Params::default()).overview(&[], None);
    }
});
