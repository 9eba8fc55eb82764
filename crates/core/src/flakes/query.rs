//! What is asked of `flakes`: the link, the command line and the configuration file are three spellings of it.

use serde::{Deserialize, Serialize};

use super::{Column, Level, Params, Verdict};

/// The question. `Default` is the release boards over two weeks, worst first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Where the data come from.
    pub source: Source,
    /// The boards to read, by name. Empty with [`Source::Files`] means every board in the files.
    pub dashboards: Vec<String>,
    /// Dashboard groups whose boards are read as well.
    pub dashboard_groups: Vec<String>,
    /// Window and broken-run switch.
    pub params: Params,
    /// Which rows.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// Where the data come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The public TestGrid API v1, [`Source::PUBLIC_API`].
    #[default]
    TestGrid,
    /// A TestGrid API v1 at another base address (`…/api/v1`), or legacy TestGrid answers at any other address.
    Address(String),
    /// The sample that ships with the product; made up.
    Sample,
    /// Files that the user gave.
    Files,
}

impl Source {
    /// Base address of the public TestGrid API.
    pub const PUBLIC_API: &'static str = "https://testgrid-api.prow.k8s.io/api/v1";
}

/// Which rows of the analysis are asked for. Empty lists do not restrict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Tab names.
    pub jobs: Vec<String>,
    /// SIG tags with or without `sig-`; `none` for tests without one.
    pub sigs: Vec<String>,
    /// Verdicts; by default every one but passing.
    pub verdicts: Vec<Verdict>,
    /// Priority levels.
    pub priorities: Vec<Level>,
    /// A regular expression over test name, job and newest message, without regard to case; empty takes all.
    pub text: String,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column; `None` is worst first: priority, verdict, lower bound of the failure rate.
    pub column: Option<Column>,
    /// True for the largest first.
    pub descending: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            source: Source::default(),
            dashboards: Self::RELEASE_BOARDS.map(str::to_owned).to_vec(),
            dashboard_groups: Vec::new(),
            params: Params::default(),
            filter: Filter::default(),
            sort: Sort::default(),
        }
    }
}

impl Query {
    /// The boards that decide a Kubernetes release.
    pub const RELEASE_BOARDS: [&'static str; 2] =
        ["sig-release-master-blocking", "sig-release-master-informing"];
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            jobs: Vec::new(),
            sigs: Vec::new(),
            verdicts: Self::DEFAULT_VERDICTS.to_vec(),
            priorities: Vec::new(),
            text: String::new(),
        }
    }
}

impl Filter {
    /// The verdicts that need a look.
    pub const DEFAULT_VERDICTS: [Verdict; 4] =
        [Verdict::Failing, Verdict::Flaky, Verdict::Suspect, Verdict::Recovered];
}
