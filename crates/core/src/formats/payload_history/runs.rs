//! Seconds of disruption in each run, in the columns of the table `BackendDisruption`.

use super::HistoryFile;
use super::field::Fields;
use super::notes::Notes;
use super::table::{self, Record};
use crate::formats::FormatError;
use crate::model::DisruptionRun;

/// Reads a file of single runs. A row without its seconds is left out: it would count as a run without disruption.
pub fn read_disruption_runs(
    bytes: &[u8],
    source_name: &str,
) -> Result<HistoryFile<DisruptionRun>, FormatError> {
    let mut notes = Notes::default();
    let must_have = ["BackendName", "DisruptionSeconds", "JobRunName"];
    let records = table::read(bytes, source_name, &must_have, &mut notes)?;
    let rows = records.iter().filter_map(|record| row(record, &mut notes)).collect();
    Ok(HistoryFile { source_name: source_name.to_owned(), rows, warnings: notes.warnings(source_name) })
}

fn row(record: &Record, notes: &mut Notes) -> Option<DisruptionRun> {
    let mut fields = Fields { record, notes };
    let (backend, run) = (fields.name("BackendName")?, fields.name("JobRunName")?);
    let seconds = fields.seconds("DisruptionSeconds");
    if seconds.text.is_empty() {
        let message = "DisruptionSeconds is empty; the row is left out";
        fields.note(message, message);
    }
    Some(DisruptionRun {
        row: record.row,
        backend,
        ms: seconds.known()?,
        job: fields.text("JobName")?,
        run,
        started_at: fields.time("JobRunStartTime"),
        master_nodes_updated: fields.text("MasterNodesUpdated")?,
        topology: fields.text("Topology")?,
    })
}
