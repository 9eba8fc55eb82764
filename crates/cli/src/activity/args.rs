//! The flags of `activity`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use flakescope_core::activity::{ActivityFormat, ActivityList, Query};
use flakescope_core::formats::ci_data::CiDataOptions;

use super::env_json::EnvJson;
use super::{is_message, times};
use crate::error::CliError;

pub(crate) const ACTIVITY_EXAMPLES: &str = "\
Examples:
  flakescope activity --input ci_data.csv --from 2021-06-19 --to 2021-06-20
      what ran, what failed and why, for a terminal
  flakescope activity --input ci_data.csv --from 2021-06-19 --to 2021-06-19 --list jobs --format csv
      one list as a table: runs, jobs, pull_requests, commits, failures
  flakescope activity --mysql mysql://reader@db.example/sync_ci_data --timezone +08:00 --last-hours 1 --format feishu --send
      the hourly card, sent to the bot whose address is in FLAKESCOPE_WEBHOOK
  flakescope activity --mysql env.json --logs /var/lib/jenkins/jobs --rules regex_rules.json
      the settings of ci_stat, with causes out of the logs of Jenkins
  flakescope activity causes console.log --job tidb_ghpr_check --rules regex_rules.json
      why did this run fail?

  flakescope activity issues --mysql env.json --job tidb-unit-test-nightly --timezone +08:00
      the issues that the failed cases of a week ask for; --create files them, with a token in GITHUB_TOKEN
  flakescope activity --prow gs://kubernetes-ci-logs/logs/ci-kubernetes-unit --last-hours 48
      the runs of a job of Prow, out of its bucket
  flakescope activity --github kubernetes-sigs/kind --last-hours 24
      the runs of GitHub Actions; a token in GITHUB_TOKEN raises its limit of 60 requests an hour

Input: rows of the table ci_data (job, job_id, status, duration, time, commit, branch, comment, repo, analysis_res, description) as
CSV, as lines with tabs, or as JSON, columns known by name; answers of GitHub's list of workflow runs; Prow's prowjobs.js and pages of
its job history.

A time is 2021-06-19T10:00:00Z, or without a zone in the zone of --timezone. A day alone is its first moment for --from and its last
for --to; both ends count.

The password of the database is taken from the address, from env.json or from MYSQL_PWD. The connection is not encrypted.

Exit codes: 0 done, 1 failed, 2 wrong use.";

/// The flags of `activity`.
#[derive(Clone, Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ActivityArgs {
    #[command(subcommand)]
    pub(super) command: Option<ActivityCommand>,
    #[command(flatten)]
    pub(super) ask: AskArgs,
}

/// What else is asked about runs.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum ActivityCommand {
    /// What do the rules find in these logs?
    Causes(CausesArgs),
    /// Which failed cases ask for an issue? Shows what would be filed; --create files it
    Issues(Box<IssuesArgs>),
}

/// The flags of `activity issues`.
#[derive(Clone, Debug, Args)]
pub(super) struct IssuesArgs {
    #[command(flatten)]
    pub(super) ask: AskArgs,
    /// A case must have failed in so many pull requests
    #[arg(long, value_name = "N", default_value_t = 2, help_heading = "Which cases")]
    pub(super) min_pulls: u32,
    /// A failure in a run of no pull request, such as a nightly one, is not enough
    #[arg(long, help_heading = "Which cases")]
    pub(super) no_nightly: bool,
    /// A label of new issues; may repeat
    #[arg(long, value_name = "NAME", default_value = "type/bug", help_heading = "Which cases")]
    pub(super) label: Vec<String>,
    /// Take the issues that are there from a saved answer of GitHub's list of issues instead of asking; may repeat
    #[arg(long, value_name = "FILE", help_heading = "Which cases")]
    pub(super) issues: Vec<PathBuf>,
    /// Show what would be filed, and file nothing: what is done anyway
    #[arg(long, conflicts_with = "create", help_heading = "Where to write")]
    dry_run: bool,
    /// File the issues; needs a token in the environment
    #[arg(long, conflicts_with = "issues", help_heading = "Where to write")]
    pub(super) create: bool,
}

/// The flags of `activity causes`.
#[derive(Clone, Debug, Args)]
pub(super) struct CausesArgs {
    /// A console log; may repeat
    #[arg(required = true, value_name = "FILE")]
    pub(super) logs: Vec<PathBuf>,
    /// Rules in this file [default: our own]
    #[arg(long, value_name = "FILE")]
    pub(super) rules: Option<PathBuf>,
    /// The job that wrote them: some rules are for some jobs alone
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(super) job: String,
    /// Write in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CausesFormatArg,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// The flags of the question itself.
#[derive(Clone, Debug, Args)]
pub(super) struct AskArgs {
    /// Read this file: rows of `ci_data`, a saved list of Actions, prowjobs.js or a page of a job's history; may repeat
    #[arg(long, value_name = "FILE", conflicts_with = "mysql", help_heading = "What to read")]
    pub(super) input: Vec<PathBuf>,
    /// Read `ci_data` from this database: <mysql://user@host/database>, or `ci_stat`'s env.json; without a value the file that
    /// `STAT_ENV_PATH` names
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "", help_heading = "What to read")]
    pub(super) mysql: Option<String>,
    /// Read the runs of this repository on GitHub Actions
    #[arg(long, value_name = "OWNER/NAME", conflicts_with_all = ["input", "mysql"], help_heading = "What to read")]
    pub(super) github: Option<String>,
    /// Read the runs of this job of Prow out of its bucket: <gs://bucket/logs/job>, or the address of its history; may repeat
    #[arg(long, value_name = "JOB", conflicts_with_all = ["input", "mysql", "github"], help_heading = "What to read")]
    pub(super) prow: Vec<String>,
    /// Ask GitHub at this address, for a server of your own
    #[arg(long, value_name = "URL", help_heading = "What to read")]
    pub(super) github_api: Option<String>,
    /// Look for causes in the logs of Jenkins below this folder, or in this file; may repeat
    #[arg(long, value_name = "PATH", help_heading = "What to read")]
    pub(super) logs: Vec<PathBuf>,
    /// Rules for causes in this file [default: our own]
    #[arg(long, value_name = "FILE", help_heading = "What to read")]
    pub(super) rules: Option<PathBuf>,
    /// The address of the Jenkins, for links to runs
    #[arg(long, value_name = "URL", help_heading = "What to read")]
    jenkins: Option<String>,
    /// Times without a zone, and the hours of the profile, are those of this zone: +08:00, UTC [default: UTC]
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true, help_heading = "What to read")]
    timezone: Option<String>,

    /// Runs that start at this time or later [default: 24 hours before --to]
    #[arg(long, value_name = "TIME", conflicts_with = "last_hours", help_heading = "What to count")]
    from: Option<String>,
    /// Runs that start at this time or earlier [default: now]
    #[arg(long, value_name = "TIME", help_heading = "What to count")]
    to: Option<String>,
    /// Runs of so many hours before --to
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=87_840), help_heading = "What to count")]
    last_hours: Option<u32>,
    /// Only runs of this repository; may repeat
    #[arg(long, value_name = "NAME", help_heading = "What to count")]
    repo: Vec<String>,
    /// Only runs of this job; may repeat
    #[arg(long, value_name = "NAME", help_heading = "What to count")]
    job: Vec<String>,

    /// Write in this format
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Where to write")]
    pub(super) format: FormatArg,
    /// Which list a CSV holds
    #[arg(long, value_name = "LIST", default_value = "runs", help_heading = "Where to write")]
    pub(super) list: ListArg,
    /// The title and the length of a message [default: daily for six hours and more]
    #[arg(long, value_name = "PERIOD", help_heading = "Where to write")]
    pub(super) report: Option<PeriodArg>,
    /// Where the button of a message leads [default: the first failed run]
    #[arg(long, value_name = "URL", help_heading = "Where to write")]
    pub(super) page: Option<String>,
    /// Send the message to the address in `FLAKESCOPE_WEBHOOK`, else to the webhook of env.json
    #[arg(long, help_heading = "Where to write")]
    pub(super) send: bool,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Where to write")]
    pub(super) output: Option<PathBuf>,
}

impl AskArgs {
    /// The same, of the last week where no beginning is named.
    #[must_use]
    pub(super) fn of_a_week(&self) -> Self {
        let last_hours = self.last_hours.or(self.from.is_none().then_some(7 * 24));
        Self { last_hours, ..self.clone() }
    }

    /// What is asked.
    pub(super) fn query(&self) -> Result<Query, CliError> {
        if self.input.is_empty() && self.mysql.is_none() && self.github.is_none() && self.prow.is_empty() {
            return Err(CliError::Usage(
                "name what to read: --input FILE, --github OWNER/NAME, --prow JOB or --mysql URL".to_owned(),
            ));
        }
        if self.send && !is_message(self.format.into()) {
            return Err(CliError::Usage("--send needs --format feishu or --format slack".to_owned()));
        }
        let offset = self.offset()?;
        let (from, to) =
            times::span(self.from.as_deref(), self.to.as_deref(), self.last_hours, offset.unwrap_or(0))?;
        let query = Query {
            repositories: self.repo.clone(),
            jobs: self.job.clone(),
            utc_offset_min: offset.unwrap_or(0),
            ..Query::span(from, to)
        };
        query.check().map_err(|error| CliError::Usage(error.to_string()))
    }

    /// What the rows do not say of themselves.
    pub(super) fn ci_data(&self) -> Result<CiDataOptions, CliError> {
        Ok(CiDataOptions {
            utc_offset_min: self.offset()?,
            jenkins: self.jenkins.clone().unwrap_or_default(),
        })
    }

    /// The settings of `ci_stat`, where the database is named by them.
    pub(super) fn env(&self) -> Result<Option<EnvJson>, CliError> {
        let named = match self.mysql.as_deref() {
            Some("") => std::env::var_os("STAT_ENV_PATH").map(PathBuf::from),
            Some(url) if !url.contains("://") => Some(PathBuf::from(url)),
            _ => None,
        };
        if named.is_none() && self.mysql.as_deref() == Some("") {
            let message = "--mysql has no address, and STAT_ENV_PATH names no env.json; give one of the two";
            return Err(CliError::Usage(message.to_owned()));
        }
        named.map(|path| EnvJson::read(&path)).transpose()
    }

    fn offset(&self) -> Result<Option<i32>, CliError> {
        self.timezone.as_deref().map(times::offset).transpose()
    }
}

/// The words of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For a terminal, in colour
    Text,
    /// One list as a table
    Csv,
    /// Everything
    Json,
    /// For an issue or a chat
    Markdown,
    /// A card for a bot of Feishu
    Feishu,
    /// Blocks for a webhook of Slack
    Slack,
}

impl From<FormatArg> for ActivityFormat {
    fn from(word: FormatArg) -> Self {
        match word {
            FormatArg::Text => Self::Text,
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Feishu => Self::Feishu,
            FormatArg::Slack => Self::Slack,
        }
    }
}

/// The words of `--list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum ListArg {
    /// A row for each run
    Runs,
    /// A row for each job
    Jobs,
    /// A row for each pull request
    PullRequests,
    /// A row for each commit
    Commits,
    /// A row for each cause
    Failures,
}

impl From<ListArg> for ActivityList {
    fn from(word: ListArg) -> Self {
        match word {
            ListArg::Runs => Self::Runs,
            ListArg::Jobs => Self::Jobs,
            ListArg::PullRequests => Self::PullRequests,
            ListArg::Commits => Self::Commits,
            ListArg::Failures => Self::Failures,
        }
    }
}

/// The words of `--report`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PeriodArg {
    /// With failures
    Hourly,
    /// With failures and reruns
    Daily,
}

/// The words of `activity causes --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CausesFormatArg {
    /// A line for each case
    Text,
    /// Everything, with the lines around each case
    Json,
}
