//! What `serve` of dcos-xfailflake-grabber answers: a table as Redash takes it from an address. The original forgot to
//! declare the column of the day.

use serde::Serialize;

use crate::export::write_json;
use crate::muted::row::Row;

/// Name and heading of each column. The first five are the original's.
const COLUMNS: [(&str, &str); 8] = [
    ("test", "Test"),
    ("ticket", "JIRA ticket"),
    ("file", "File"),
    ("repo", "Repository"),
    ("branch", "Branch"),
    ("since", "Since"),
    ("reason", "Reason"),
    ("marker", "Marker"),
];

#[derive(Serialize)]
struct Table<'a> {
    columns: Vec<Column>,
    rows: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Column {
    name: &'static str,
    r#type: &'static str,
    friendly_name: &'static str,
}

#[derive(Serialize)]
struct Record<'a> {
    test: &'a str,
    ticket: &'a str,
    file: String,
    repo: &'a str,
    branch: &'a str,
    since: &'a str,
    reason: &'a str,
    marker: &'a str,
}

/// Writes the table.
pub(super) fn write(rows: &[Row]) -> String {
    let column = |(name, friendly_name)| Column { name, r#type: "string", friendly_name };
    write_json(&Table { columns: COLUMNS.map(column).into(), rows: rows.iter().map(record).collect() })
}

fn record(row: &Row) -> Record<'_> {
    Record {
        test: row.function(),
        ticket: &row.ticket,
        file: format!("/{}", row.file),
        repo: &row.repository,
        branch: &row.branch,
        since: &row.since,
        reason: &row.reason,
        marker: &row.marker,
    }
}
