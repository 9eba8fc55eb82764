//! The flags of `payloads`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use flakescope_core::payloads::required_passes::{ALPHA, CORPUS};
use flakescope_core::payloads::{Params, VerdictFormat};

pub(crate) const PAYLOADS_EXAMPLES: &str = "\
Examples:
  flakescope payloads verdict --runs runs/ --history history.csv
      ten runs, one folder each, against a table of suite, test, passes, failures, flakes
  flakescope payloads verdict --runs run-*.xml --history earlier-runs/ --format html -o verdict.html
      one file a run, against the JUnit of earlier runs
  flakescope payloads verdict --runs runs.json --format junit -o junit-aggregated.xml --fail-on-regression
      in a CI job: exit code 3 when the payload fails
  flakescope payloads required-passes --attempts 10 --rate 95
      how many of 10 attempts must pass when 95 % did before
  flakescope payloads cross-jobs --runs logs/ --test-group install --platform aws --minimum-successful-count 10
      did the installation succeed often enough over all jobs on AWS?

Runs: a JUnit file is a run. A folder or .zip that holds JUnit files, or what Prow writes (prowjob.json, started.json,
finished.json, artifacts/), is one run with all that lies below it; otherwise each folder or .zip in it is looked at. A list of
runs is JSON: [{\"id\": \"1\", \"job\": \"…\", \"url\": \"…\", \"finished\": true, \"files\": [\"a/junit.xml\"], \"tests\": [{\"suite\": \"…\",
\"name\": \"…\", \"result\": \"pass|fail|flake|skip\", \"informing\": false}]}].

A file that is cut or broken makes its run incomplete; more than 3 incomplete or unfinished runs fail the whole.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 the payload fails (with --fail-on-regression).";

/// Where runs come from, and where the answer goes.
#[derive(Clone, Debug, Args)]
pub(super) struct InOutArgs {
    /// JUnit files, folders, .zip archives or lists of runs (.json)
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    pub(super) runs: Vec<PathBuf>,
    /// Write in this format
    #[arg(long, value_enum, default_value_t = FormatArg::Markdown)]
    pub(super) format: FormatArg,
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// End with exit code 3 when the answer is no
    #[arg(long)]
    pub(super) fail_on_regression: bool,
}

/// The flags of `payloads verdict`.
#[derive(Clone, Debug, Args)]
pub(super) struct VerdictArgs {
    #[command(flatten)]
    pub(super) io: InOutArgs,
    /// Earlier results: a table (CSV or JSON: suite, test, passes, failures, flakes), or a folder or archive of earlier runs
    #[arg(long, value_name = "PATH", conflicts_with = "history_failed")]
    pub(super) history: Option<PathBuf>,
    /// The history could not be had: hold every test to 99 %
    #[arg(long)]
    pub(super) history_failed: bool,
    /// Judge the runs of this job alone
    #[arg(long, value_name = "NAME")]
    pub(super) job: Option<String>,
    /// Tests that are judged by name (payloads lists prints the default)
    #[arg(long, value_name = "FILE")]
    pub(super) lists: Option<PathBuf>,
    #[command(flatten)]
    pub(super) test: TestArgs,
    /// So many failures of a test are always accepted
    #[arg(long, value_name = "N", default_value_t = Params::default().pity)]
    pub(super) pity: u32,
    /// A test with fewer attempts fails
    #[arg(long, value_name = "N", default_value_t = Params::default().min_attempts)]
    pub(super) min_attempts: u32,
}

/// The test behind required passes.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct TestArgs {
    /// Significance of Fisher's exact test, above 0 and below 1
    #[arg(long, value_name = "A", default_value_t = ALPHA)]
    pub(super) alpha: f64,
    /// How many runs a history is taken to have
    #[arg(long, value_name = "N", default_value_t = CORPUS)]
    pub(super) corpus: u32,
}

/// The flags of `payloads required-passes`.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct RequiredPassesArgs {
    /// How often the test is attempted
    #[arg(long, value_name = "N")]
    pub(super) attempts: u32,
    /// Whole percent of passes in history
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(super) rate: u32,
    #[command(flatten)]
    pub(super) test: TestArgs,
    /// By the test alone, without the original's rows for 1 and 2 attempts, which were set by hand
    #[arg(long)]
    pub(super) exact: bool,
}

/// The flags of `payloads lists`.
#[derive(Clone, Debug, Args)]
pub(super) struct ListsArgs {
    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// The flags of `payloads cross-jobs`.
#[derive(Clone, Debug, Args)]
pub(super) struct CrossJobsArgs {
    #[command(flatten)]
    pub(super) io: InOutArgs,
    /// A well-known test
    #[arg(long, value_enum, required_unless_present = "test", conflicts_with_all = ["test", "suite"])]
    pub(super) test_group: Option<GroupArg>,
    /// The name of the test
    #[arg(long, value_name = "NAME")]
    pub(super) test: Option<String>,
    /// The path of its suites, joined with ||| [default: any]
    #[arg(long, value_name = "PATH", requires = "test")]
    pub(super) suite: Option<String>,
    /// How many runs must pass
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) minimum_successful_count: u32,
    /// Only jobs whose name says this platform
    #[arg(long, value_enum)]
    pub(super) platform: Option<PlatformArg>,
    /// Only jobs whose name says this network
    #[arg(long, value_enum)]
    pub(super) network: Option<NetworkArg>,
    /// Only jobs with this infrastructure: upi where the name says so, else ipi
    #[arg(long, value_enum)]
    pub(super) infrastructure: Option<InfrastructureArg>,
    /// Only jobs whose name has this part; may be given several times, and all must fit
    #[arg(long, value_name = "PART")]
    pub(super) include_job_names: Vec<String>,
    /// No jobs whose name has this part; may be given several times
    #[arg(long, value_name = "PART")]
    pub(super) exclude_job_names: Vec<String>,
}

/// The words of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For an issue or a chat
    Markdown,
    /// Everything
    Json,
    /// A row for each test
    Csv,
    /// A page of its own
    Html,
    /// junit-aggregated.xml
    Junit,
}

impl From<FormatArg> for VerdictFormat {
    fn from(word: FormatArg) -> Self {
        match word {
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Json => Self::Json,
            FormatArg::Csv => Self::Csv,
            FormatArg::Html => Self::Html,
            FormatArg::Junit => Self::Junit,
        }
    }
}

/// The words of `--test-group`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupArg {
    /// install should succeed: overall
    Install,
    /// Run multi-stage test test phase
    Overall,
    /// upgrade should succeed: overall
    Upgrade,
}

/// The words of `--platform`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PlatformArg {
    Aws,
    Azure,
    Gcp,
    Libvirt,
    Metal,
    Ovirt,
    Vsphere,
}

/// The words of `--network`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum NetworkArg {
    Ovn,
    Sdn,
}

/// The words of `--infrastructure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InfrastructureArg {
    Upi,
    Ipi,
}
