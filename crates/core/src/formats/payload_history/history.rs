//! History of disruption and of alerts: percentiles over the runs of all jobs of one kind.

use super::HistoryFile;
use super::field::Fields;
use super::notes::Notes;
use super::table::{self, Record};
use crate::formats::FormatError;
use crate::model::{HistoryKey, HistoryRow};

/// What the rows are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistorySubject {
    /// Backends and how long they were disrupted.
    Disruptions,
    /// Alerts and how long they fired.
    Alerts,
}

impl HistorySubject {
    /// The column with the name.
    pub(crate) fn name_column(self) -> &'static str {
        match self {
            Self::Disruptions => "BackendName",
            Self::Alerts => "AlertName",
        }
    }

    /// Columns that older files lack.
    fn newer_columns(self) -> &'static [&'static str] {
        match self {
            Self::Disruptions => &["MasterNodesUpdated", "P75", "P50"],
            Self::Alerts => &["AlertNamespace", "AlertLevel", "MasterNodesUpdated", "JobRuns", "P75", "P50"],
        }
    }
}

/// Reads a file of history, such as openshift/origin's `query_results.json`.
pub fn read_history(
    bytes: &[u8],
    source_name: &str,
    subject: HistorySubject,
) -> Result<HistoryFile<HistoryRow>, FormatError> {
    let mut notes = Notes::default();
    let must_have = [subject.name_column(), "Release"];
    let records = table::read(bytes, source_name, &must_have, &mut notes)?;
    Ok(of_records(&records, source_name, subject, notes))
}

/// The rows in what a table holds.
pub(super) fn of_records(
    records: &[Record],
    source_name: &str,
    subject: HistorySubject,
    mut notes: Notes,
) -> HistoryFile<HistoryRow> {
    note_older(records, subject, &mut notes);
    let rows = records.iter().filter_map(|record| row(record, subject, &mut notes)).collect();
    HistoryFile { source_name: source_name.to_owned(), rows, warnings: notes.warnings(source_name) }
}

fn note_older(records: &[Record], subject: HistorySubject, notes: &mut Notes) {
    let lacks: Vec<&str> =
        subject.newer_columns().iter().copied().filter(|column| !table::has(records, column)).collect();
    if !records.is_empty() && !lacks.is_empty() {
        let lacks = lacks.join(", ");
        notes.file(format!("an older form without {lacks}; rows are matched without them, and what is missing is not compared"));
    }
}

fn row(record: &Record, subject: HistorySubject, notes: &mut Notes) -> Option<HistoryRow> {
    let mut fields = Fields { record, notes };
    let row = HistoryRow {
        row: record.row,
        key: key(&mut fields, subject)?,
        runs: fields.count("JobRuns"),
        first_observed: fields.text("FirstObserved")?,
        last_observed: fields.text("LastObserved")?,
        percentiles: ["P50", "P75", "P95", "P99"].map(|column| fields.seconds(column)),
    };
    let known: Vec<i64> = row.percentiles.iter().filter_map(crate::model::Seconds::known).collect();
    if !known.is_sorted() {
        let message = "a higher percentile is below a lower one; the values are taken as they are";
        fields.note(message, message);
    }
    Some(row)
}

fn key(fields: &mut Fields<'_>, subject: HistorySubject) -> Option<HistoryKey> {
    let is_alert = subject == HistorySubject::Alerts;
    let mut of_alert = |column: &str| if is_alert { fields.text(column) } else { Some(String::new()) };
    let (namespace, level) = (of_alert("AlertNamespace")?, of_alert("AlertLevel")?);
    Some(HistoryKey {
        name: fields.name(subject.name_column())?,
        namespace,
        level,
        release: fields.name("Release")?,
        from_release: fields.text("FromRelease")?,
        platform: fields.text("Platform")?,
        architecture: fields.text("Architecture")?,
        network: fields.text("Network")?,
        topology: fields.text("Topology")?,
        master_nodes_updated: fields.text("MasterNodesUpdated")?,
    })
}
