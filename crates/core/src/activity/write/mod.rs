//! The answer as files and messages: for a terminal, a spreadsheet, the next program, an issue, and the chats of the team.

mod digest;
mod feishu;
mod lists;
mod markdown;
mod slack;
#[cfg(test)]
mod tests;
mod text;

use serde::{Deserialize, Serialize};

use super::report::ActivityReport;
use crate::export::write_json;
pub use lists::ActivityList;

/// The formats of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityFormat {
    /// What `ci_stat`'s `summary`, `job_list` and `pr_list` show.
    #[default]
    Text,
    /// One list as a table.
    Csv,
    /// `{summary, jobs, pull_requests, commits, runs, failures, warnings}`.
    Json,
    /// For an issue or a chat.
    Markdown,
    /// The body of a message to a Feishu bot, with an interactive card.
    Feishu,
    /// The body of a message to a Slack webhook, in blocks.
    Slack,
}

impl ActivityFormat {
    /// Every format.
    pub const ALL: [Self; 6] = [Self::Text, Self::Csv, Self::Json, Self::Markdown, Self::Feishu, Self::Slack];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Feishu => "feishu",
            Self::Slack => "slack",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The media type of a file.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Json | Self::Feishu | Self::Slack => "application/json",
            Self::Markdown => "text/markdown",
        }
    }

    /// The ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Json | Self::Feishu | Self::Slack => "json",
            Self::Markdown => "md",
        }
    }
}

/// How often a report is sent: its title says so, and the daily one has more in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// With failures.
    #[default]
    Hourly,
    /// With failures and reruns.
    Daily,
}

impl Period {
    /// The period that fits a window: a quarter of a day and more is a daily report.
    pub fn of(report: &ActivityReport) -> Self {
        let span_ms = report.summary.to.0.saturating_sub(report.summary.from.0);
        if span_ms >= 6 * super::query::HOUR_MS { Self::Daily } else { Self::Hourly }
    }
}

/// What the writing depends on beside the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteOptions {
    /// Which list a table shows.
    pub list: ActivityList,
    /// Colours for a terminal.
    pub colour: bool,
    /// Hourly or daily.
    pub period: Period,
    /// Where the button of a message leads; empty for the first failed run.
    pub page: String,
}

/// Writes the answer.
pub fn write_activity(report: &ActivityReport, format: ActivityFormat, options: &WriteOptions) -> String {
    match format {
        ActivityFormat::Text => text::write(report, options.colour),
        ActivityFormat::Csv => lists::csv(report, options.list),
        ActivityFormat::Json => write_json(report),
        ActivityFormat::Markdown => markdown::write(report, options),
        ActivityFormat::Feishu => feishu::write(report, options),
        ActivityFormat::Slack => slack::write(report, options),
    }
}

/// A list and how many of it are left out.
fn first<T>(list: &[T], most: usize) -> (&[T], usize) {
    let shown = list.get(..most).unwrap_or(list);
    (shown, list.len() - shown.len())
}

/// A text of at most so many characters, with a sign where it was cut.
fn cut(text: &str, most: usize) -> String {
    let text = crate::model::clean_line(text);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}
