//! The flags. Each question is a sub-command; its flags are also the keys of its settings file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use flakescope_core::export::Format;
use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::{Column, Level, Sort, Verdict};
use serde::Deserialize;

use crate::config::one_or_many;

/// Which CI tests are flaky, whose they are, and is anyone on it?
///
/// The same answers as the Flakescope page, from a terminal or a cron job.
#[derive(Debug, Parser)]
#[command(name = "flakescope", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Which tests are non-deterministic, how badly, and since when?
    #[command(after_long_help = EXAMPLES)]
    Flakes(FlakesArgs),
}

const EXAMPLES: &str = "\
Examples:
  flakescope flakes > flakes.csv
      the tests of the Kubernetes release boards that need a look
  flakescope flakes --sample --format markdown
      a look at the report without a network (the data are made up)
  flakescope flakes --dashboard sig-release-master-blocking --sig storage --verdict failing,flaky
      one board, one SIG
  flakescope flakes --summary summary.json --table table-a.json --table table-b.json --format json
      saved TestGrid answers
  flakescope flakes --config weekly.yaml -o report.html --format html
      settings from a file; flags win over it

A settings file holds the long names of the flags:
  dashboard: [sig-release-master-blocking]
  sig: [storage, node]
  window-days: 7
  format: markdown

GitHub is read without a token. One in GITHUB_TOKEN, GH_TOKEN or GITHUB_AUTH_TOKEN raises its limit and reads boards.

Exit codes: 0 done, 1 failed, 2 wrong use.";

/// The flags of `flakes`, and the keys of its settings file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FlakesArgs {
    /// Read this board; may repeat [default: the release boards, with files every board in them]
    #[arg(long, value_name = "NAME", help_heading = "What to read")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) dashboard: Vec<String>,
    /// Read the boards of this group as well; may repeat
    #[arg(long, value_name = "NAME", help_heading = "What to read")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) dashboard_group: Vec<String>,
    /// Read from this TestGrid: a base address that ends in /api/v1, else the older JSON
    #[arg(long, value_name = "URL", conflicts_with_all = ["summary", "table", "sample"], help_heading = "What to read")]
    pub(crate) testgrid: Option<String>,
    /// Read a saved answer of /<dashboard>/summary; may repeat
    #[arg(long, value_name = "FILE", conflicts_with = "sample", help_heading = "What to read")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) summary: Vec<PathBuf>,
    /// Read a saved answer of /<dashboard>/table; may repeat
    #[arg(long, value_name = "FILE", conflicts_with = "sample", help_heading = "What to read")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) table: Vec<PathBuf>,
    /// Read the built-in sample; its data are made up
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true",
          hide_possible_values = true, help_heading = "What to read")]
    pub(crate) sample: Option<bool>,
    /// Read the issues of this repository, or `off` [default: kubernetes/kubernetes for the public TestGrid]
    #[arg(long, value_name = "OWNER/NAME", conflicts_with = "issues", help_heading = "Is anyone on it?")]
    pub(crate) github: Option<String>,
    /// Read the issues from a saved answer of GitHub's list of issues; may repeat
    #[arg(long, value_name = "FILE", help_heading = "Is anyone on it?")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) issues: Vec<PathBuf>,
    /// Take the state of the work from this project board; needs a token in the environment
    #[arg(long, value_name = "ORG/NUMBER", help_heading = "Is anyone on it?")]
    pub(crate) project_board: Option<String>,
    /// Ask GitHub at this address, for a server of your own
    #[arg(long, value_name = "URL", help_heading = "Is anyone on it?")]
    pub(crate) github_api: Option<String>,
    /// Compare with the state this many days before the newest run
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=365),
          help_heading = "What to count")]
    pub(crate) compare_days: Option<u32>,
    /// Give up on one answer after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3600),
          help_heading = "What to read")]
    pub(crate) timeout: Option<u32>,

    /// Look back this many days from each job's newest run, 1 to 365 [default: 14]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=365),
          help_heading = "What to count")]
    pub(crate) window_days: Option<u32>,
    /// Count runs in which a large part of the tests failed out of turn
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true",
          hide_possible_values = true, help_heading = "What to count")]
    pub(crate) keep_broken_runs: Option<bool>,

    /// Only tests of this job (a TestGrid tab); may repeat
    #[arg(long, value_name = "NAME", help_heading = "Which rows")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) job: Vec<String>,
    /// Only tests of this SIG, with or without `sig-`; `none` for tests without one; may repeat
    #[arg(long, value_name = "NAME", value_delimiter = ',', help_heading = "Which rows")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) sig: Vec<String>,
    /// Only tests with this verdict; may repeat [default: all but passing]
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', help_heading = "Which rows")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) verdict: Vec<VerdictArg>,
    /// Only tests of this priority; may repeat
    #[arg(long, value_name = "PRIORITY", value_delimiter = ',', help_heading = "Which rows")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) priority: Vec<PriorityArg>,
    /// Only tests in this state of the work, `untracked` and `unknown` among them; may repeat
    #[arg(long, value_name = "STATE", value_delimiter = ',', help_heading = "Which rows")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) effort: Vec<EffortArg>,
    /// Only tests whose name, job or newest message matches this regular expression
    #[arg(long, value_name = "REGEX", help_heading = "Which rows")]
    pub(crate) text: Option<String>,
    /// Order by this column, with a leading `-` the largest first [default: worst first]
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true, value_parser = SortArg::parse,
          help_heading = "Which rows")]
    pub(crate) sort: Option<SortArg>,

    /// Write in this format [default: csv]
    #[arg(long, value_name = "FORMAT", help_heading = "Where to write")]
    pub(crate) format: Option<FormatArg>,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Where to write")]
    pub(crate) output: Option<PathBuf>,
    /// Print the query string of the page's link instead of reading anything
    #[arg(long, help_heading = "Where to write")]
    #[serde(skip)]
    pub(crate) link: bool,
    /// Take settings from this YAML file; flags win over it
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
}

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

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// A column to sort by, with a leading `-` the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct SortArg(pub(crate) Sort);

impl SortArg {
    fn parse(text: &str) -> Result<Self, String> {
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
