//! Summaries of tests: how often each ran and failed in a release.

use super::HistoryFile;
use super::field::Fields;
use super::notes::Notes;
use super::table::{self, Record};
use crate::formats::FormatError;
use crate::model::TestSummary;

/// The known columns, in the order in which they are written.
const COLUMNS: [&str; 12] = [
    "Release",
    "TestName",
    "TotalTestCount",
    "TotalFailureCount",
    "TotalFlakeCount",
    "FailureRate",
    "AvgDurationMs",
    "PeriodStart",
    "PeriodEnd",
    "DaysWithData",
    "FirstSampleDate",
    "HighCPUCount",
];

/// Reads a file of test summaries.
pub fn read_test_summaries(bytes: &[u8], source_name: &str) -> Result<HistoryFile<TestSummary>, FormatError> {
    let mut notes = Notes::default();
    let records = table::read(bytes, source_name, &["TestName", "Release"], &mut notes)?;
    Ok(of_records(&records, source_name, notes))
}

/// The rows in what a table holds.
pub(super) fn of_records(
    records: &[Record],
    source_name: &str,
    mut notes: Notes,
) -> HistoryFile<TestSummary> {
    let rows = records.iter().filter_map(|record| row(record, &mut notes)).collect();
    HistoryFile { source_name: source_name.to_owned(), rows, warnings: notes.warnings(source_name) }
}

fn row(record: &Record, notes: &mut Notes) -> Option<TestSummary> {
    let mut fields = Fields { record, notes };
    let (release, test) = (fields.name("Release")?, fields.name("TestName")?);
    let given = fields.percent("FailureRate");
    let (runs, failures) = counts(&mut fields);
    let counted = runs.zip(failures).filter(|(runs, _)| *runs > 0);
    let counted = counted.map(|(runs, failures)| 100.0 * f64::from(failures) / f64::from(runs));
    Some(TestSummary {
        row: record.row,
        release,
        test,
        runs,
        failures,
        failure_percent: counted.or(given),
        days_with_data: fields.count("DaysWithData"),
        fields: COLUMNS.iter().filter_map(|column| Some((*column, record.get(column)?.clone()))).collect(),
    })
}

/// Runs and failures; no failures where there are more of them than runs.
fn counts(fields: &mut Fields<'_>) -> (Option<u32>, Option<u32>) {
    let (runs, failures) = (fields.count("TotalTestCount"), fields.count("TotalFailureCount"));
    if failures > runs && runs.is_some() {
        let message = "there are more failures than runs; the failures are left out";
        fields.note(message, message);
        return (runs, None);
    }
    (runs, failures)
}
