//! The rows as files: for a spreadsheet, the next program, a dashboard, a database, and people.

mod dump;
mod history;
mod redash;
mod sql;
mod text;

use serde::{Deserialize, Serialize};

use super::compare::Comparison;
use super::report::MutedReport;
use super::row::{COLUMNS, Row};
use crate::export::{Cell, Sheet, Value, write_csv, write_json};
pub use history::{HISTORY_COLUMNS, history_row};

/// The formats of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MutedFormat {
    /// Every column.
    #[default]
    Csv,
    /// `{generated_at, muted, warnings}`.
    Json,
    /// What Redash takes as the answer of an address.
    Redash,
    /// Statements for PostgreSQL and Redshift.
    Sql,
    /// For an issue or a chat.
    Markdown,
    /// The record that dcos-xfailflake-grabber prints, as valid JSON.
    Dump,
}

impl MutedFormat {
    /// Every format.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Json, Self::Redash, Self::Sql, Self::Markdown, Self::Dump];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Redash => "redash",
            Self::Sql => "sql",
            Self::Markdown => "markdown",
            Self::Dump => "dump",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The media type of the file.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json | Self::Redash | Self::Dump => "application/json",
            Self::Sql => "application/sql",
            Self::Markdown => "text/markdown",
        }
    }

    /// The ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json | Self::Redash | Self::Dump => "json",
            Self::Sql => "sql",
            Self::Markdown => "md",
        }
    }
}

/// Writes the answer; `jira` is where Jira keys lead in a text for people, empty for nowhere.
pub fn write_muted(report: &MutedReport, format: MutedFormat, jira: &str) -> String {
    match format {
        MutedFormat::Csv => csv(&report.muted),
        MutedFormat::Json => write_json(report),
        MutedFormat::Redash => redash::write(&report.muted),
        MutedFormat::Sql => sql::write(&report.muted, report.generated_at),
        MutedFormat::Markdown => text::write(report, jira),
        MutedFormat::Dump => dump::write(&report.muted, report.generated_at),
    }
}

/// Writes a comparison for people.
pub fn write_comparison(comparison: &Comparison, jira: &str) -> String {
    text::write_comparison(comparison, jira)
}

fn csv(rows: &[Row]) -> String {
    let cells: Vec<[String; 17]> = rows.iter().map(Row::cells).collect();
    write_csv(&Sheet { columns: COLUMNS.to_vec(), rows: cells.iter().map(values).collect() })
}

fn values(cells: &[String; 17]) -> Vec<Cell<'_>> {
    cells.iter().map(|text| Value::Text(text).into()).collect()
}

#[cfg(test)]
mod tests;
