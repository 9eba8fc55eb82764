//! What must also hold in the browser, where pointers have 32 bits and the logarithm is another library's.
//! `make test` runs this file twice, natively and for wasm32.

use flakescope_core::formats::testgrid::legacy::parse_table;
use flakescope_core::stats::{LogTables, change_point, fisher_one_sided, round6, runs_to_see, wilson_95};

#[cfg(not(target_arch = "wasm32"))]
use std::prelude::v1::test as both;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as both;

fn table(count: &str) -> String {
    format!(
        r#"{{"timestamps": [1, 2, 3], "changelists": ["3", "2", "1"],
            "tests": [{{"name": "a", "statuses": [{{"count": {count}, "value": 12}}]}}]}}"#
    )
}

#[both]
fn counts_beyond_32_bits_are_refused() {
    let read = |count: &str| parse_table(table(count).as_bytes(), "table", "board", "tab");
    assert_eq!(read("3").unwrap().0.rows.len(), 1);
    for count in ["4294967295", "4294967296", "4294967299", "9223372036854775808", "18446744073709551615"] {
        assert!(read(count).is_err(), "{count} cells");
    }
}

/// The numbers come from another program, with exact fractions where there are any.
#[both]
fn statistics_are_the_same_numbers() {
    let tables = LogTables::new(1000);
    let same =
        |value: f64, expected: f64| assert!((round6(value) - expected).abs() < 1e-9, "{value} {expected}");
    let interval = wilson_95(4, 98).unwrap();
    same(interval.low, 0.015_985);
    same(interval.high, 0.100_288);
    let p = fisher_one_sided((9, 2), (60, 61)).unwrap();
    same(p.more, 0.025_060);
    same(p.fewer, 0.996_129);
    assert_eq!(runs_to_see(0.001), Some(2995));
    let hits: Vec<bool> = (0..120).map(|run| run >= 80 && run % 3 == 0).collect();
    let change = change_point(&tables, &hits, 0.99, 0.0).unwrap();
    same(change.probability, 0.999_973);
    assert_eq!(change.at, 81);
}
