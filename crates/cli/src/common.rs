//! The flags that the questions share: what to read, whether anyone is on it, what to count, which rows, where to write.
//! They are also the keys of the settings file.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

use crate::config::one_or_many;
use crate::values::{EffortArg, FormatWord, PriorityArg, SortArg, VerdictArg};

/// The flags that every question has, and the keys of the settings file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CommonArgs {
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
    /// Say what changed in the last days before the newest run; a CSV has no place for it
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
    /// Only tests in this state of the work, `untracked`, `unknown` and `not_needed` among them; may repeat
    #[arg(long, value_name = "STATE", value_delimiter = ',', help_heading = "Which rows")]
    #[serde(deserialize_with = "one_or_many")]
    pub(crate) effort: Vec<EffortArg>,
    /// Only tests whose name, job or newest message matches this regular expression
    #[arg(long, value_name = "REGEX", help_heading = "Which rows")]
    pub(crate) text: Option<String>,

    /// Write to this file instead of the standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Where to write")]
    pub(crate) output: Option<PathBuf>,
    /// Take settings from this YAML file; flags win over it
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,

    /// A key of the settings file alone: the questions that sort have a flag of their own. So it is with those below.
    #[arg(skip)]
    pub(crate) sort: Option<SortArg>,
    #[arg(skip)]
    pub(crate) format: Option<FormatWord>,
    #[arg(skip)]
    pub(crate) page: Option<String>,
}
