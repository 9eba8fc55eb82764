//! The flags of `muted`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use flakescope_core::muted::{Language, MutedFormat, Names, Params, Problem, Query};

use super::boards::BoardArgs;
use crate::error::CliError;
use crate::push::PushArgs;

pub(crate) const MUTED_EXAMPLES: &str = "\
Examples:
  flakescope muted . --format markdown
      the muted tests of the checkout at hand, with age and problems
  flakescope muted . --fail-on-problem no_ticket --fail-on-problem no_date
      in a check of pull requests: exit code 3 when a marker has one of these problems
  flakescope muted dcos/dcos@master dcos/dcos@1.12 --compare
      what is muted on one branch and not on the other, read from GitHub
  flakescope muted . --only xfailflake --format dump
      the record of dcos-xfailflake-grabber; `redash` and `sql` are its other two outputs
  flakescope muted . --check-tickets --ticket-from-reason --problem ticket_closed
      tests that are still muted although their issue on GitHub is closed
  flakescope muted . --only xfailflake --push postgres://ci@db.example/metrics --keep-days 365
      into the table of dcos-xfailflake-grabber, one record a day; PGPASSWORD holds the password
  flakescope muted . --passing-on sig-release-master-blocking --fail-on-problem passing
      tests that are muted and pass on this board every time; with --testgrid, --summary and --table as `flakes` has them
  flakescope muted repository.zip --marker quarantine --language python

A source is a folder, a .zip archive, a file, or owner/repository@ref on GitHub (@ref may be left out). Of a folder `.git` and
ignored files are left out; only files that can hold tests are read.

Markers: xfailflake (any base), pytest's xfail, skip, skipif, flaky, pytest.skip(…), unittest's; t.Skip, [Flaky], [Disabled:…],
Pending, XIt and PIt of Go; #[ignore] of Rust; @Ignore and @Disabled of Java; it.skip, xit, test.fixme and the like of JavaScript.

Problems: no_ticket, bad_ticket, no_date, bad_date, future_date, wrong_keyword, no_reason, ticket_closed, too_old, passing, and
any.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 a marker has a problem (with --fail-on-problem).";

/// The flags of `muted`.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct MutedArgs {
    /// A folder, a .zip archive, a file, or owner/repository@ref on GitHub
    #[arg(required = true, value_name = "SOURCE")]
    pub(super) sources: Vec<String>,
    /// Look for this marker as well; may repeat
    #[arg(long, value_name = "NAME", help_heading = "What to read")]
    marker: Vec<String>,
    /// Read this language alone; may repeat
    #[arg(long, value_name = "LANGUAGE", help_heading = "What to read")]
    language: Vec<LanguageArg>,
    /// Ask GitHub at this address, for a server of your own
    #[arg(long, value_name = "URL", help_heading = "What to read")]
    pub(super) github_api: Option<String>,
    /// Read files of GitHub at this address, for a server of your own
    #[arg(long, value_name = "URL", help_heading = "What to read")]
    pub(super) github_raw: Option<String>,

    /// Only markers with this name, such as xfailflake; may repeat
    #[arg(long, value_name = "NAME", help_heading = "Which rows")]
    only: Vec<String>,
    /// Only markers with this problem; may repeat
    #[arg(long, value_name = "PROBLEM", help_heading = "Which rows")]
    problem: Vec<ProblemArg>,
    /// A marker older than this many days is a problem
    #[arg(long, value_name = "N", help_heading = "How to judge")]
    max_age_days: Option<u32>,
    /// A ticket must begin so; may repeat
    #[arg(long, value_name = "PREFIX", help_heading = "How to judge")]
    ticket_prefix: Vec<String>,
    /// Take the ticket from the text of the reason where the marker names none
    #[arg(long, help_heading = "How to judge")]
    ticket_from_reason: bool,
    /// Ask GitHub which tickets are closed: those that are issues there
    #[arg(long, help_heading = "How to judge")]
    pub(super) check_tickets: bool,
    /// Ask GitHub since when a line is there, where its marker names no day; needs a token (`GITHUB_TOKEN`)
    #[arg(long, help_heading = "How to judge")]
    pub(super) since_from_blame: bool,
    #[command(flatten)]
    pub(super) boards: BoardArgs,
    /// The address of the Jira that keys lead to
    #[arg(
        long,
        value_name = "URL",
        default_value = "",
        help_heading = "Where to write",
        hide_default_value = true
    )]
    jira: String,

    /// Write in this format
    #[arg(long, value_name = "FORMAT", default_value = "csv", help_heading = "Where to write")]
    pub(super) format: FormatArg,
    /// Compare two sources, the older one first, and write what changed in Markdown
    #[arg(long, conflicts_with = "format", help_heading = "Where to write")]
    pub(super) compare: bool,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Where to write")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) push: PushArgs,
    /// End with exit code 3 when a marker has this problem; may repeat
    #[arg(long, value_name = "PROBLEM", help_heading = "Where to write")]
    pub(super) fail_on_problem: Vec<ProblemArg>,
}

impl MutedArgs {
    /// What is asked.
    pub(super) fn query(&self) -> Result<Query, CliError> {
        let params = Params {
            max_age_days: self.max_age_days,
            ticket_prefixes: self.ticket_prefix.clone(),
            ticket_from_reason: self.ticket_from_reason,
            jira: self.jira.clone(),
        };
        Ok(Query {
            names: Names::new(self.marker.clone()).map_err(|error| CliError::Usage(error.to_string()))?,
            languages: self.language.iter().map(|language| Language::from(*language)).collect(),
            only: self.only.clone(),
            problems: problems(&self.problem),
            params: params.check().map_err(|error| CliError::Usage(error.to_string()))?,
        })
    }
}

/// The problems that words stand for.
pub(super) fn problems(words: &[ProblemArg]) -> Vec<Problem> {
    words.iter().flat_map(ProblemArg::problems).collect()
}

/// The words of `--language`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lowercase")]
pub(super) enum LanguageArg {
    Python,
    Go,
    Rust,
    Java,
    JavaScript,
}

impl From<LanguageArg> for Language {
    fn from(word: LanguageArg) -> Self {
        match word {
            LanguageArg::Python => Self::Python,
            LanguageArg::Go => Self::Go,
            LanguageArg::Rust => Self::Rust,
            LanguageArg::Java => Self::Java,
            LanguageArg::JavaScript => Self::JavaScript,
        }
    }
}

/// The words of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// A row for each marker
    Csv,
    /// Everything
    Json,
    /// What Redash reads from an address
    Redash,
    /// Statements for PostgreSQL and Redshift
    Sql,
    /// For an issue or a chat
    Markdown,
    /// The record of dcos-xfailflake-grabber
    Dump,
}

impl From<FormatArg> for MutedFormat {
    fn from(word: FormatArg) -> Self {
        match word {
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::Redash => Self::Redash,
            FormatArg::Sql => Self::Sql,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Dump => Self::Dump,
        }
    }
}

/// A problem, or any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProblemArg(Option<Problem>);

impl ProblemArg {
    fn problems(&self) -> Vec<Problem> {
        self.0.map_or_else(|| Problem::ALL.to_vec(), |problem| vec![problem])
    }
}

impl std::str::FromStr for ProblemArg {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        if word == "any" {
            return Ok(Self(None));
        }
        let words = || Problem::ALL.map(Problem::word).join(", ");
        let problem =
            Problem::parse(word).ok_or_else(|| format!("no such problem; they are {}, any", words()))?;
        Ok(Self(Some(problem)))
    }
}
