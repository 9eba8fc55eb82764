//! What `dump` of dcos-xfailflake-grabber prints, freed from the sentence around it: paths begin with a slash, and the time
//! is `YYYY.MM.DD HH:MM`.

use serde::Serialize;

use crate::export::write_json;
use crate::model::TimeMs;
use crate::muted::row::Row;

#[derive(Serialize)]
struct Dump<'a> {
    timestamp: String,
    xfailflakes: Vec<Record<'a>>,
}

/// The original's record.
#[derive(Serialize)]
struct Record<'a> {
    file: String,
    test: &'a str,
    ticket: &'a str,
    since: &'a str,
    repo: &'a str,
    branch: &'a str,
}

/// Writes every row as the original's record.
pub(super) fn write(rows: &[Row], now: TimeMs) -> String {
    write_json(&Dump { timestamp: timestamp(now), xfailflakes: rows.iter().map(record).collect() })
}

fn record(row: &Row) -> Record<'_> {
    Record {
        file: format!("/{}", row.file),
        test: row.function(),
        ticket: &row.ticket,
        since: &row.since,
        repo: &row.repository,
        branch: &row.branch,
    }
}

/// `2018.12.19 20:50`, in UTC.
fn timestamp(now: TimeMs) -> String {
    now.to_string().chars().take(16).collect::<String>().replace('-', ".").replace('T', " ")
}
