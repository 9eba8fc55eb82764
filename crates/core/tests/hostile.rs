//! Whatever bytes come in, a reader gives a value with warnings or an error with its place; it never panics and never
//! asks for all the memory there is.
#![expect(clippy::unwrap_used, reason = "a test stops where its own helper fails")]

mod damage;

use flakescope_core::flakes::{Analysis, Params, RowRange, Sort, TestKey, compile_search};
use flakescope_core::formats::FormatError;
use flakescope_core::formats::testgrid::files::{NamedFile, read_files};
use flakescope_core::formats::testgrid::{api_v1, legacy};
use proptest::prelude::*;

use damage::mutated;

const TABLE: &str = r#"{"test-group-name":"g","query":"bucket/logs/ci-job","changelists":["3","2","1"],
"timestamps":[1700007200000,1700003600000,1700000000000],"custom-columns":[["a57b4befd","a57b4befd","b57b4befd"]],
"tests":[{"name":"P/a [sig-x]","statuses":[{"count":1,"value":12},{"count":2,"value":1}],"messages":["boom","",""],
"short_texts":["F","",""]},{"name":"Overall","statuses":[{"count":3,"value":1}],"messages":null}]}"#;
const HEADERS: &str =
    r#"{"headers":[{"build":"2","started":"2026-01-28T18:50:37Z","extra":["a57b4befd"]},{"build":"1"}]}"#;
const ROWS: &str = r#"{"rows":[{"cells":[{"result":12,"message":"boom","icon":"F"},{}],"name":"t"}]}"#;
const SUMMARY: &str = r#"{"tab":{"overall_status":"FLAKY","status":"1 of 2 (50.0%) recent columns passed (3 of 4 or 75.0% cells)"}}"#;

fn table_error(text: &str) -> String {
    legacy::parse_table(text.as_bytes(), "table.json", "", "").unwrap_err().to_string()
}

fn rows_error(text: &str) -> String {
    let columns = api_v1::parse_headers(HEADERS.as_bytes(), "headers").unwrap();
    api_v1::parse_rows(text.as_bytes(), "rows.json", "d", "t", columns).unwrap_err().to_string()
}

#[test]
fn a_run_of_two_to_the_63_cells_is_refused_at_its_place() {
    let count = |n: &str| table_error(&TABLE.replace("\"count\":2", &format!("\"count\":{n}")));
    assert_eq!(
        count("9223372036854775808"),
        "table.json: line 3, column 106: a run of 9223372036854775808 cells: a row has at most 65536 columns"
    );
    assert!(count("18446744073709551616").contains("invalid type: floating point"));
    assert!(count("-1").contains("invalid value: integer `-1`"));
    assert!(count("65536").contains("a run of 65536 cells"));
}

#[test]
fn many_short_rows_cannot_ask_for_all_memory() {
    let row = r#"{"name":"t","statuses":[{"count":65536,"value":1}]},"#.repeat(2000);
    let text = TABLE.replace("\"tests\":[", &format!("\"tests\":[{row}"));
    assert!(table_error(&text).ends_with("a grid has at most 67108864 cells"), "{}", table_error(&text));
}

#[test]
fn wrong_types_are_named_with_their_place() {
    for (from, to, expect) in [
        (
            "\"statuses\":[{\"count\":1",
            "\"statuses\":[[\"count\",1",
            "line 3, column 44: invalid type: sequence, expected a run of equal cells",
        ),
        ("[\"3\"", "[3", "line 1, column 68: invalid type: integer `3`, expected a text"),
        ("\"name\":\"Overall\"", "\"name\":{}", "expected a text"),
        ("\"tests\":[{", "\"tests\":7,\"x\":[{", "invalid type: integer `7`, expected a list of tests"),
        ("1700000000000", "\"soon\"", "invalid type: string \"soon\", expected i64"),
    ] {
        let error = table_error(&TABLE.replacen(from, to, 1));
        assert!(error.starts_with("table.json: line ") && error.contains(expect), "{to}: {error}");
    }
    let error = rows_error(&ROWS.replace("12", "\"x\""));
    assert!(
        error.starts_with("rows.json: line 1, column 32: invalid type: string \"x\", expected i64"),
        "{error}"
    );
    assert!(rows_error("[]").contains("expected an object with rows"));
    assert!(table_error("{}").contains("this is not a saved /table answer"));
}

#[test]
fn every_cut_is_an_error_with_its_place_or_a_value() {
    for end in 0..TABLE.len() {
        match legacy::parse_table(&TABLE.as_bytes()[..end], "cut.json", "", "") {
            Err(FormatError::Syntax { line, column, .. }) => assert!(line >= 1 && column <= end + 1),
            other => panic!("cut at {end}: {other:?}"),
        }
    }
}

#[test]
fn ten_megabytes_of_noise() {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..10_000_000).map(|_| next()).collect();
    let error = legacy::parse_table(&noise, "noise.bin", "", "").unwrap_err();
    assert!(matches!(error, FormatError::NotText { offset, .. } if offset < 64), "{error}");
    let text: Vec<u8> = noise.iter().map(|b| b % 95 + 32).collect();
    let error = legacy::parse_table(&text, "noise.txt", "", "").unwrap_err();
    assert!(matches!(error, FormatError::Syntax { line: 1, .. }), "{error}");
    let deep = "[".repeat(1_000_000);
    assert!(legacy::parse_table(deep.as_bytes(), "deep", "", "").is_err());
    assert!(api_v1::parse_tab_summaries(format!("{{\"x\":{deep}").as_bytes(), "deep").is_err());
}

#[test]
fn rows_of_another_width_are_left_out_and_named() {
    let columns = api_v1::parse_headers(HEADERS.as_bytes(), "headers").unwrap();
    let short = r#"{"name":"short","cells":[{"result":1}]}"#;
    let text = ROWS.replace("\"rows\":[", &format!("\"rows\":[{short},"));
    let (table, warnings) = api_v1::parse_rows(text.as_bytes(), "rows.json", "d", "t", columns).unwrap();
    assert_eq!((table.rows.len(), warnings.len()), (1, 1));
    assert!(warnings[0].message.starts_with("1 of its rows do not have one cell for each of the 2 runs"));
}

/// Everything that a page may ask of whatever was read.
fn ask_everything(files: &[NamedFile]) {
    let (data, _) = read_files(files);
    for keep_broken_runs in [false, true] {
        let params = Params { window_days: 1, keep_broken_runs };
        let analysis = Analysis::of_tabs(data.boards.iter().flat_map(|b| &b.tabs), params);
        let filter = flakescope_core::flakes::Filter {
            verdicts: flakescope_core::flakes::Verdict::ALL.to_vec(),
            ..Default::default()
        };
        let selection = analysis.select(&filter.ready(compile_search).unwrap(), Sort::default());
        let view = analysis.flakes_view(&selection, RowRange { start: 0, count: 9 });
        for row in &view.rows {
            let key = TestKey {
                dashboard: row.row.dashboard.clone(),
                job: row.row.job.clone(),
                test: row.row.test.clone(),
            };
            assert!(analysis.test_view(&key).is_some());
            assert!(analysis.job_view(&key.dashboard, &key.job).is_some());
        }
        let _ = analysis.overview(&[], None);
    }
}

fn file(name: &str, bytes: Vec<u8>) -> NamedFile {
    NamedFile { name: name.to_owned(), bytes }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        ask_everything(&[file("x.json", bytes)]);
    }

    #[test]
    fn no_damaged_answer_panics(table in mutated(TABLE), headers in mutated(HEADERS), rows in mutated(ROWS), summary in mutated(SUMMARY)) {
        ask_everything(&[file("t.json", table), file("a-headers.json", headers), file("a-rows.json", rows), file("s.json", summary)]);
    }

    #[test]
    fn any_grid_is_analysed(cells in prop::collection::vec(prop::collection::vec(0..16_u8, 5), 1..12), times in prop::collection::vec(0..3_000_000_000_000_i64, 0..7)) {
        let rows: Vec<String> = cells.iter().enumerate().map(|(n, row)| {
            let runs: Vec<String> = row.iter().map(|v| format!("{{\"count\":1,\"value\":{v}}}")).collect();
            format!("{{\"name\":\"{}{}\",\"statuses\":[{}]}}", "P/".repeat(n % 3), n % 5, runs.join(","))
        }).collect();
        let text = format!("{{\"changelists\":[\"5\",\"4\",\"3\",\"2\",\"1\"],\"timestamps\":{times:?},\"tests\":[{}]}}", rows.join(","));
        ask_everything(&[file("grid.json", text.into_bytes())]);
    }
}
