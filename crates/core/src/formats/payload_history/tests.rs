//! Files that are wrong in every way, and what is said of them.

use proptest::prelude::*;

use super::*;
use crate::formats::FormatError;
use crate::model::HistoryRow;

const ROW: &str = r#"{"BackendName":"a","Release":"4.16","FromRelease":"","Platform":"","Architecture":"amd64","Network":"ovn",
    "Topology":"ha","MasterNodesUpdated":"N","JobRuns":120,"P95":"2.5","P99":"4.0","P75":"1.0","P50":"0.0"}"#;

fn read(text: &str) -> HistoryFile<HistoryRow> {
    read_history(text.as_bytes(), "f.json", HistorySubject::Disruptions).unwrap()
}

fn messages(file: &HistoryFile<HistoryRow>) -> Vec<&str> {
    file.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

/// One row with something replaced: what is left of it, and what is said.
fn check(from: &str, to: &str, rows: usize, message: &str) {
    let file = read(&format!("[{}]", ROW.replace(from, to)));
    let said = messages(&file);
    assert_eq!(file.rows.len(), rows, "{to}: {said:?}");
    if message.is_empty() { assert_eq!(said, [""; 0], "{to}") } else { assert_eq!(said, [message], "{to}") }
}

#[test]
fn a_row_is_read() {
    let file = read(&format!("[{ROW}]"));
    let row = &file.rows[0];
    assert_eq!((row.key.name.as_str(), row.key.platform.as_str(), row.runs), ("a", "", Some(120)));
    assert_eq!(row.percentiles.each_ref().map(|p| p.ms), [Some(0), Some(1_000), Some(2_500), Some(4_000)]);
}

#[test]
fn numbers_as_texts_and_as_numbers() {
    check("120", "\"120\"", 1, "");
    check("\"4.0\"", "4.0", 1, "");
    check("\"4.0\"", "4", 1, "");
    check("\"4.16\"", "4.16", 1, "");
    check(
        "\"N\"",
        "null",
        1,
        "an older form without MasterNodesUpdated; rows are matched without them, and what is missing is not compared",
    );
}

#[test]
fn what_cannot_be_read_is_said_with_its_row() {
    let seconds =
        |value: &str| format!("row 1: P99 is {value}, not a number of seconds from 0 on; it is left out");
    for value in
        ["\"NaN\"", "\"Infinity\"", "\"-1.0\"", "-1.0", "\"abc\"", "true", "[1]", "\"\"", "\"1e300\""]
    {
        check("\"4.0\"", value, 1, &seconds(value));
    }
    let runs =
        |value: &str| format!("row 1: JobRuns is {value}, not a whole number from 0 on; it is left out");
    for value in ["-5", "1.5", "\"many\"", "5000000000", "\"NaN\"", "{}"] {
        check("120", value, 1, &runs(value));
    }
    check("\"a\"", "\"\"", 0, "row 1: BackendName is empty; the row is left out");
    check("\"4.16\"", "\" \"", 0, "row 1: Release is empty; the row is left out");
    check("\"ovn\"", "[\"ovn\"]", 0, "row 1: Network is [\"ovn\"], not a text; the row is left out");
    check(
        "\"P75\":\"1.0\"",
        "\"P75\":\"3.0\"",
        1,
        "row 1: a higher percentile is below a lower one; the values are taken as they are",
    );
    check(
        "\"P75\":\"1.0\"",
        "\"P75\":\"1.0\",\"P75\":\"2.0\"",
        1,
        "row 1: the column \"p75\" stands twice in the row; the last counts",
    );
}

#[test]
fn a_value_that_cannot_be_read_is_unknown_and_not_zero() {
    let file = read(&format!("[{}]", ROW.replace("\"4.0\"", "\"NaN\"")));
    assert_eq!(file.rows[0].percentiles[3].known(), None);
    let file = read(&format!("[{}]", ROW.replace("\"4.0\"", "\"-1\"")));
    assert_eq!(file.rows[0].percentiles[3].known(), None);
}

#[test]
fn things_that_are_no_rows() {
    let file = read(&format!("[{ROW}, 1, \"x\", null, [1, [2]], true, {ROW}]"));
    assert_eq!((file.rows.len(), file.rows[1].row), (2, 7));
    assert_eq!(
        messages(&file),
        [
            "row 2: a number stands where a row should be; it is left out",
            "row 3: a text stands where a row should be; it is left out",
            "row 4: null stands where a row should be; it is left out",
            "2 more rows: something else stands where a row should be; it is left out",
        ]
    );
}

#[test]
fn a_thousand_bad_rows_are_few_warnings() {
    let bad = ROW.replace("\"4.0\"", "\"NaN\"");
    let file = read(&format!("[{}]", vec![bad; 1000].join(",")));
    let said = messages(&file);
    assert_eq!((file.rows.len(), said.len()), (1000, 4));
    assert_eq!(said[3], "997 more rows: P99 is not a number of seconds from 0 on; it is left out");
}

#[test]
fn files_that_are_something_else() {
    let refused = |text: &str| {
        read_history(text.as_bytes(), "f.json", HistorySubject::Disruptions).unwrap_err().to_string()
    };
    for (text, expect) in [
        ("", "f.json: the file is empty; it should hold a list of rows"),
        (ROW, "f.json: the file holds one JSON object; it should hold a list of rows, [ {…}, {…} ]"),
        ("42", "f.json: neither a JSON list of rows nor CSV with the column BackendName"),
        ("[{\"P99\":NaN}]", "f.json: line 1, column 9: expected value"),
        ("[{\"P99\":\"1\"", "f.json: line 1, column 11: EOF while parsing an object"),
        ("[{\"AlertName\":\"x\"}]", "f.json: no row has the column BackendName; is it another kind of file?"),
        ("[{\"P99\":1e999}]", "f.json: line 1, column 13: number out of range"),
        ("[1] x", "f.json: line 1, column 5: trailing characters"),
    ] {
        assert_eq!(refused(text), expect, "{text}");
    }
    let deep = "[".repeat(100_000);
    assert!(refused(&deep).contains("EOF while parsing a list"), "{}", refused(&deep));
    let not_text = read_history(b"[{\"a\":\"\xff\"}]", "f.json", HistorySubject::Disruptions).unwrap_err();
    assert!(matches!(not_text, FormatError::NotText { offset: 7, .. }));
}

#[test]
fn alerts_and_older_alerts() {
    let older = r#"[{"AlertName":"A","Release":"4.10","FromRelease":"4.9","P95":"299.0","P99":"299.0"}]"#;
    let file = read_history(older.as_bytes(), "alerts.json", HistorySubject::Alerts).unwrap();
    assert_eq!((file.rows[0].key.name.as_str(), file.rows[0].runs), ("A", None));
    assert!(
        file.warnings[0]
            .message
            .contains("AlertNamespace, AlertLevel, MasterNodesUpdated, JobRuns, P75, P50")
    );
    let newer = older.replace("\"Release\"", "\"AlertNamespace\":\"ns\",\"AlertLevel\":\"warning\",\"FirstObserved\":\"2024-01-01T00:00:00Z\",\"Release\"");
    let file = read_history(newer.as_bytes(), "alerts.json", HistorySubject::Alerts).unwrap();
    let row = &file.rows[0];
    assert_eq!((row.key.namespace.as_str(), row.key.level.as_str()), ("ns", "warning"));
    assert_eq!(row.first_observed, "2024-01-01T00:00:00Z");
}

#[test]
fn csv_with_names_in_any_spelling() {
    let text = "backend_name,RELEASE,JobRuns,P99\r\nb,4.16,7,1.5\r\n\"c,d\",4.16,,\r\ntoo,short\r\n";
    let file = read(text);
    let rows: Vec<_> =
        file.rows.iter().map(|row| (row.key.name.as_str(), row.runs, row.percentiles[3].ms)).collect();
    assert_eq!(rows, [("b", Some(7), Some(1_500)), ("c,d", None, None)]);
    assert!(
        messages(&file).contains(&"row 3: 2 cells for 4 columns; the row is left out"),
        "{:?}",
        messages(&file)
    );
}

#[test]
fn percentages_over_100_or_negative() {
    for (rate, runs, failures, expect, said) in [
        ("1.5", "200", "2", Some(1.0), ""),
        ("150", "200", "2", Some(1.0), "FailureRate is 150, not a percentage from 0 to 100"),
        ("-1", "200", "2", Some(1.0), "FailureRate is -1, not a percentage from 0 to 100"),
        ("\"NaN\"", "200", "2", Some(1.0), "FailureRate is \"NaN\", not a percentage"),
        ("2.5", "null", "2", Some(2.5), ""),
        ("101", "null", "null", None, "FailureRate is 101"),
        ("null", "2", "3", None, "there are more failures than runs"),
        ("null", "0", "0", None, ""),
    ] {
        let text = format!(
            r#"[{{"Release":"4.16","TestName":"t","TotalTestCount":{runs},"TotalFailureCount":{failures},"FailureRate":{rate}}}]"#
        );
        let file = read_test_summaries(text.as_bytes(), "t.json").unwrap();
        assert_eq!(file.rows[0].failure_percent, expect, "{text}");
        let warnings: Vec<_> = file.warnings.iter().map(|w| w.message.as_str()).collect();
        assert_eq!(warnings.len(), usize::from(!said.is_empty()), "{warnings:?}");
        assert!(said.is_empty() || warnings[0].starts_with(&format!("row 1: {said}")), "{warnings:?}");
    }
}

#[test]
fn single_runs() {
    let text = r#"[{"BackendName":"a","DisruptionSeconds":3,"JobName":"j","JobRunName":"1","JobRunStartTime":"2024-05-01 10:00:00 UTC"},
        {"BackendName":"a","DisruptionSeconds":"-3","JobRunName":"2"},
        {"BackendName":"a","JobRunName":"3"},
        {"BackendName":"a","DisruptionSeconds":1.5,"JobRunName":1234567890123456789,"JobRunStartTime":"soon"}]"#;
    let file = read_disruption_runs(text.as_bytes(), "runs.json").unwrap();
    let rows: Vec<_> = file.rows.iter().map(|row| (row.run.as_str(), row.ms)).collect();
    assert_eq!(rows, [("1", 3_000), ("1234567890123456789", 1_500)]);
    assert_eq!(file.rows[0].started_at.unwrap().to_string(), "2024-05-01T10:00:00Z");
    let said: Vec<_> = file.warnings.iter().map(|w| w.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "row 2: DisruptionSeconds is \"-3\", not a number of seconds from 0 on; it is left out",
            "row 3: DisruptionSeconds is empty; the row is left out",
            "row 4: JobRunStartTime is \"soon\", not a time such as 2024-05-01T10:00:00Z; it is left out",
        ]
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0..4_usize) {
        let starts: [&[u8]; 4] = [b"", b"[", b"[{\"BackendName\":", b"BackendName,Release,JobRunName,DisruptionSeconds\n"];
        let bytes = [starts[start], &bytes].concat();
        for subject in [HistorySubject::Disruptions, HistorySubject::Alerts] {
            let _ = read_history(&bytes, "f", subject);
        }
        let _ = (read_test_summaries(&bytes, "f"), read_disruption_runs(&bytes, "f"));
    }

    #[test]
    fn no_damaged_row_makes_it_panic(at in 0..ROW.len(), byte in any::<u8>()) {
        let mut bytes = format!("[{ROW}]").into_bytes();
        bytes[at] = byte;
        let _ = read_history(&bytes, "f", HistorySubject::Disruptions);
    }
}
