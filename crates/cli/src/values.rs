//! Words that flags and settings take: verdicts, priorities, states of the work, formats, columns.

use clap::ValueEnum;
use flakescope_core::export::Format;
use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::meeting::MeetingFormat;
use flakescope_core::flakes::{Column, Level, Sort, Verdict};
use serde::Deserialize;

use crate::error::CliError;

/// A verdict, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VerdictArg {
    Failing,
    Flaky,
    Suspect,
    Recovered,
    Passing,
    All,
}

impl VerdictArg {
    /// The verdicts that it stands for.
    pub(crate) fn verdicts(self) -> Vec<Verdict> {
        match self {
            Self::Failing => vec![Verdict::Failing],
            Self::Flaky => vec![Verdict::Flaky],
            Self::Suspect => vec![Verdict::Suspect],
            Self::Recovered => vec![Verdict::Recovered],
            Self::Passing => vec![Verdict::Passing],
            Self::All => Verdict::ALL.to_vec(),
        }
    }
}

/// A level of priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PriorityArg {
    CriticalUrgent,
    ImportantSoon,
    ImportantLongterm,
}

impl From<PriorityArg> for Level {
    fn from(priority: PriorityArg) -> Self {
        match priority {
            PriorityArg::CriticalUrgent => Self::CriticalUrgent,
            PriorityArg::ImportantSoon => Self::ImportantSoon,
            PriorityArg::ImportantLongterm => Self::ImportantLongterm,
        }
    }
}

/// Where the work on a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct EffortArg(pub(crate) EffortGroup);

impl std::str::FromStr for EffortArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = || EffortGroup::ALL.map(EffortGroup::word).join(", ");
        EffortGroup::parse(text)
            .map(Self)
            .ok_or_else(|| format!("no such state {text:?}; they are {}", words()))
    }
}

impl TryFrom<String> for EffortArg {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A format of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    Csv,
    Json,
    Markdown,
    Org,
    Html,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Org => Self::Org,
            FormatArg::Html => Self::Html,
        }
    }
}

/// A format of the report for the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormatArg {
    Markdown,
    Org,
    Html,
    Slack,
    Json,
}

impl From<ReportFormatArg> for MeetingFormat {
    fn from(format: ReportFormatArg) -> Self {
        match format {
            ReportFormatArg::Markdown => Self::Markdown,
            ReportFormatArg::Org => Self::Org,
            ReportFormatArg::Html => Self::Html,
            ReportFormatArg::Slack => Self::Slack,
            ReportFormatArg::Json => Self::Json,
        }
    }
}

/// The format in a settings file, which may be that of any question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct FormatWord(String);

impl FormatWord {
    /// The format of one question.
    pub(crate) fn of<F: ValueEnum>(&self) -> Result<F, CliError> {
        F::from_str(&self.0, false).map_err(|_| {
            let words = words_of::<F>().join(", ");
            CliError::Usage(format!("the settings ask for the format {:?}; here it can be {words}", self.0))
        })
    }
}

impl TryFrom<String> for FormatWord {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut words = words_of::<FormatArg>();
        words.extend(words_of::<ReportFormatArg>());
        if words.contains(&text) { Ok(Self(text)) } else { Err(format!("no such format {text:?}")) }
    }
}

fn words_of<F: ValueEnum>() -> Vec<String> {
    let words = F::value_variants().iter().filter_map(F::to_possible_value);
    words.map(|word| word.get_name().to_owned()).collect()
}

/// A column to sort by, with a leading `-` the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct SortArg(pub(crate) Sort);

impl SortArg {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        match Column::parse(name) {
            Some(column) => Ok(Self(Sort { column: Some(column), descending })),
            None => Err(format!("no column {name:?}; the columns are {}", column_names())),
        }
    }
}

impl TryFrom<String> for SortArg {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

fn column_names() -> String {
    Column::ALL.map(Column::name).join(", ")
}
