//! Writing a report: one set of rows, many formats.

mod address;
mod csv;
mod document;
mod html;
mod markup;
mod muted_rows;
mod sheet;
mod slack;
mod value;

use crate::flakes::Report;
use crate::model::is_deceiving;
pub(crate) use address::web_address;
pub(crate) use csv::write as write_csv;
pub(crate) use document::{Document, Line, Part};
pub(crate) use html::page as write_html;
pub(crate) use markup::{escape_markdown, markdown as write_markdown, org as write_org};
pub(crate) use sheet::{Cell, Sheet, warnings};
pub(crate) use slack::{escape as escape_slack, line as slack_line, mrkdwn as write_slack};
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

/// Writes the report in a format. CSV holds the tests alone; JSON everything; the others what changed, the jobs,
/// the broken runs and the tests.
pub fn write_report(report: &Report, format: Format) -> String {
    match format {
        Format::Csv => csv::write(&sheet::tests(report)),
        Format::Json => muted_rows::json(report),
        Format::Markdown => write_markdown(&sheet::for_reading(report)),
        Format::Org => write_org(&sheet::for_reading(report)),
        Format::Html => write_html(&sheet::for_reading(report)),
    }
}

/// JSON with two blanks a step and a line end. What could fool a reader of the text is written as `\u….`, so that it
/// shows and nothing is lost.
pub(crate) fn write_json<T: serde::Serialize>(value: &T) -> String {
    // Cannot fail: no map has keys other than text.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut shown = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && is_deceiving(c) {
            let mut units = [0; 2];
            shown.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(c);
        }
    }
    shown.push('\n');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_what_could_fool_and_loses_nothing() {
        let texts = ["a\u{202e}b\n\u{1b}[31m", "\u{e0041}\u{85}", "größer ☃"];
        let written = write_json(&texts);
        assert!(
            written.contains("a\\u202eb\\n\\u001b[31m") && written.contains("\\udb40\\udc41\\u0085"),
            "{written}"
        );
        assert!(written.contains("größer ☃"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), texts);
    }
}
