//! The sub-commands, one a question, each with the flags that are its own.

use clap::{Args, Parser, Subcommand};

use crate::activity::{ACTIVITY_EXAMPLES, ActivityArgs};
use crate::common::CommonArgs;
use crate::failures::FailuresArgs;
use crate::muted::{MUTED_EXAMPLES, MutedArgs};
use crate::payloads::{PAYLOADS_EXAMPLES, PayloadsArgs};
use crate::push::PushArgs;
use crate::serve::{SERVE_EXAMPLES, ServeArgs};
use crate::snapshot::{SNAPSHOT_EXAMPLES, SnapshotArgs};
use crate::values::{FormatArg, ReportFormatArg, SortArg};

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
    /// Which tests are non-deterministic, how badly, since when, and is anyone on it?
    #[command(after_long_help = [FLAKES_EXAMPLES, COMMON_HELP].concat())]
    Flakes(FlakesArgs),
    /// The report for the release meeting: go or no go, what nobody is on, what changed
    #[command(after_long_help = [REPORT_EXAMPLES, COMMON_HELP].concat())]
    Report(ReportArgs),
    /// Which failures are the same failure, and what is the chance that one is a false positive?
    #[command(after_long_help = FAILURES_EXAMPLES)]
    Failures(FailuresArgs),
    /// Do N runs of one job on one payload show a regression against history?
    #[command(after_long_help = PAYLOADS_EXAMPLES)]
    Payloads(PayloadsArgs),
    /// Which tests are muted, since when, why, and under which ticket?
    #[command(after_long_help = MUTED_EXAMPLES)]
    Muted(MutedArgs),
    /// How did CI do: what ran, what failed and why, and who must be told?
    #[command(after_long_help = ACTIVITY_EXAMPLES)]
    Activity(ActivityArgs),
    /// Serve the built page, forward to a fixed list of services, answer with the report
    #[command(after_long_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Write what the page would read as static files, and add to their history
    #[command(after_long_help = SNAPSHOT_EXAMPLES)]
    Snapshot(SnapshotArgs),
}

const FAILURES_EXAMPLES: &str = "\
Examples:
  flakescope failures cluster failures.jsonl.gz --format markdown
      the failures that are the same failure, the most frequent first
  flakescope failures cluster artifacts/ --format csv
      every JUnit file and log below a folder
  flakescope failures cluster failures.jsonl --profile cockpit-2019 --distance ncd
      as cockpit's test learning did
  flakescope failures train history.jsonl.gz --model model.json
  flakescope failures predict --model model.json build-log.txt
      the chance that this failure is a false positive, and what speaks for it
  flakescope failures evaluate history.jsonl.gz
      how good clusters and chances are on these data

Input: JSON records or JSON lines (status, test, log, context, job, date, merged, revision, pull, tracker, url, id), JUnit XML, build
logs, slices of triage (failure_data_<xx>.json); plain, .gz or .zip; files, folders, or - for the standard input.

Exit codes: 0 done, 1 failed, 2 wrong use.";

const FLAKES_EXAMPLES: &str = "\
Examples:
  flakescope flakes > flakes.csv
      the tests of the Kubernetes release boards that need a look
  flakescope flakes --sample --format markdown
      a look at the report without a network (the data are made up)
  flakescope flakes --dashboard sig-release-master-blocking --sig storage --verdict failing,flaky
      one board, one SIG
  flakescope flakes --effort untracked,awaiting_response
      the tests that nobody is on
  flakescope flakes --summary summary.json --table table-a.json --table table-b.json --format json
      saved TestGrid answers
  flakescope flakes --testgrid https://testgrid.example/api/v1 --github my-org/my-repository
      another TestGrid, with the issues of another repository
  flakescope flakes --issues open.json --issues closed.json
      issues from saved answers of GitHub's list of issues
  flakescope flakes --muted kubernetes/kubernetes@master --format markdown
      where each test is muted in the sources, since when and under which ticket
  flakescope flakes --verdict all --push postgres://ci@db.example/metrics --keep-days 365
      into the table dashboards.flakes_history_v1, one record an hour; PGPASSWORD holds the password
  flakescope flakes --config weekly.yaml -o report.html --format html
      settings from a file; flags win over it
";

const REPORT_EXAMPLES: &str = "\
Examples:
  flakescope report
      the report of the Kubernetes release boards, in Markdown
  flakescope report --compare-days 7 --format slack
      with what changed within a week, to paste into a chat
  flakescope report --page https://example.github.io/flakescope --format html -o report.html
      with links from every number to the page that lists its tests
  flakescope report --project-board kubernetes/68
      how far the work is, as the team's board says; needs a token
  flakescope report --sample
      a look at the report without a network (the data are made up)
";

const COMMON_HELP: &str = "
A settings file holds the long names of the flags:
  dashboard: [sig-release-master-blocking]
  sig: [storage, node]
  window-days: 7
  format: markdown

GitHub is read without a token. A token in GITHUB_TOKEN, GH_TOKEN or GITHUB_AUTH_TOKEN raises its limit and lets it read
project boards. It is sent to GitHub's API alone and is written nowhere.

Exit codes: 0 done, 1 failed, 2 wrong use.";

/// The flags of `flakes`.
#[derive(Clone, Debug, Args)]
pub(crate) struct FlakesArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// Order by this column, with a leading `-` the largest first [default: worst first]
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true, value_parser = SortArg::parse,
          help_heading = "Which rows")]
    pub(crate) sort: Option<SortArg>,
    /// Write in this format [default: csv]
    #[arg(long, value_name = "FORMAT", help_heading = "Where to write")]
    pub(crate) format: Option<FormatArg>,
    /// Say where tests are muted, in a further column: a folder, a .zip archive, a file, or owner/repository@ref on GitHub; may
    /// repeat
    #[arg(long, value_name = "SOURCE", conflicts_with = "link", help_heading = "Where tests are muted")]
    pub(crate) muted: Vec<String>,
    /// Read files of GitHub at this address, for a server of your own
    #[arg(long, value_name = "URL", requires = "muted", help_heading = "Where tests are muted")]
    pub(crate) github_raw: Option<String>,
    /// Print the query string of the page's link instead of reading anything
    #[arg(long, conflicts_with = "push", help_heading = "Where to write")]
    pub(crate) link: bool,
    #[command(flatten)]
    pub(crate) push: PushArgs,
}

/// The flags of `report`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// Write in this format [default: markdown]
    #[arg(long, value_name = "FORMAT", help_heading = "Where to write")]
    pub(crate) format: Option<ReportFormatArg>,
    /// The address of a Flakescope page, for links from each number to the table that lists its tests
    #[arg(long, value_name = "URL", help_heading = "Where to write")]
    pub(crate) page: Option<String>,
}
