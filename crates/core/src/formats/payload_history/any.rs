//! A file of which nobody said what it is about: its columns tell.

use super::history::{self, HistorySubject};
use super::notes::Notes;
use super::{HistoryFile, table, test_summaries};
use crate::formats::FormatError;
use crate::model::{HistoryRow, TestSummary};

/// A file of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum AnyHistory {
    /// About disruption or alerts.
    Percentiles(HistorySubject, HistoryFile<HistoryRow>),
    /// About tests.
    Tests(HistoryFile<TestSummary>),
}

/// The column that only files about tests have.
const TEST_COLUMN: &str = "TestName";

/// Reads a file by the column that names what its rows are about. An error for a file without a row: nothing tells what it
/// would be about.
pub fn read_any_history(bytes: &[u8], source_name: &str) -> Result<AnyHistory, FormatError> {
    let mut notes = Notes::default();
    let records = table::read(bytes, source_name, &["Release"], &mut notes)?;
    let subjects = [HistorySubject::Disruptions, HistorySubject::Alerts];
    if let Some(subject) = subjects.into_iter().find(|s| table::has(&records, s.name_column())) {
        return Ok(AnyHistory::Percentiles(
            subject,
            history::of_records(&records, source_name, subject, notes),
        ));
    }
    if table::has(&records, TEST_COLUMN) {
        return Ok(AnyHistory::Tests(test_summaries::of_records(&records, source_name, notes)));
    }
    let message = if records.is_empty() {
        "no rows; without rows nothing can be compared".to_owned()
    } else {
        let [disruptions, alerts] = subjects.map(HistorySubject::name_column);
        format!("no row has the column {disruptions}, {alerts} or {TEST_COLUMN}; is it another kind of file?")
    };
    Err(FormatError::Content { source_name: source_name.to_owned(), message })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{read_history, read_test_summaries};
    use super::*;

    fn check(text: &str, expect: &str) {
        let told = match read_any_history(text.as_bytes(), "f") {
            Ok(AnyHistory::Percentiles(HistorySubject::Disruptions, _)) => "disruptions".to_owned(),
            Ok(AnyHistory::Percentiles(HistorySubject::Alerts, _)) => "alerts".to_owned(),
            Ok(AnyHistory::Tests(_)) => "tests".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(told, expect, "{text}");
    }

    #[test]
    fn columns_tell_what_a_file_is_about() {
        check(r#"[{"BackendName":"a","Release":"4.16"}]"#, "disruptions");
        check(r#"[{"Release":"4.16","P99":"1"},{"AlertName":"a","Release":"4.16"}]"#, "alerts");
        check("release,test_name\n4.16,t\n", "tests");
        check("[]", "f: no rows; without rows nothing can be compared");
        check("Release,BackendName\n", "f: no rows; without rows nothing can be compared");
        check(
            r#"[{"Release":"4.16","P99":"1"}]"#,
            "f: no row has the column BackendName, AlertName or TestName; is it another kind of file?",
        );
        check("<testsuite/>", "f: neither a JSON list of rows nor CSV with the column Release");
        check("", "f: the file is empty; it should hold a list of rows");
        check(r#"[{"BackendName":"a","P99":NaN}]"#, "f: line 1, column 27: expected value");
    }

    #[test]
    fn what_is_read_is_the_same_as_for_who_knows() {
        let text = r#"[{"BackendName":"a","Release":"4.16","P99":"NaN","JobRuns":-1}, 7]"#;
        let known = read_history(text.as_bytes(), "f", HistorySubject::Disruptions).unwrap();
        assert_eq!(known.warnings.len(), 4);
        let told = read_any_history(text.as_bytes(), "f").unwrap();
        assert_eq!(told, AnyHistory::Percentiles(HistorySubject::Disruptions, known));
        let text = r#"[{"TestName":"a","Release":"4.16","FailureRate":400}]"#;
        let known = read_test_summaries(text.as_bytes(), "f").unwrap();
        assert_eq!(read_any_history(text.as_bytes(), "f").unwrap(), AnyHistory::Tests(known));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0..3_usize) {
            let starts: [&[u8]; 3] = [b"", b"[{\"Release\":\"1\",\"BackendName\":", b"Release,TestName\n"];
            let _ = read_any_history(&[starts[start], &bytes].concat(), "f");
        }
    }
}
