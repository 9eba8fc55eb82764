//! Writing a report: one set of rows, many formats.

mod csv;
mod html;
mod markup;
mod sheet;
mod value;

use crate::flakes::Report;
pub use value::Value;

/// The formats of a report.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values, RFC 4180.
    #[default]
    Csv,
    /// JSON with everything.
    Json,
    /// Markdown tables for an issue or a chat.
    Markdown,
    /// Emacs Org tables.
    Org,
    /// A page of its own, no script, no outside file.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Json, Self::Markdown, Self::Org, Self::Html];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Org => "org",
            Self::Html => "html",
        }
    }

    /// Reads the word; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.word() == word)
    }

    /// The ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            other => other.word(),
        }
    }

    /// The media type, with its character set.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Json => "application/json",
            Self::Markdown => "text/markdown;charset=utf-8",
            Self::Org => "text/org;charset=utf-8",
            Self::Html => "text/html;charset=utf-8",
        }
    }
}

/// Writes the report in a format. CSV holds the tests alone; JSON everything; the others the boards, the broken runs
/// and the tests.
pub fn write_report(report: &Report, format: Format) -> String {
    match format {
        Format::Csv => csv::write(&sheet::tests(report)),
        Format::Json => json(report),
        Format::Markdown => markup::markdown(report),
        Format::Org => markup::org(report),
        Format::Html => html::page(report),
    }
}

fn json(report: &Report) -> String {
    // Cannot fail: no map has keys other than text.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}
