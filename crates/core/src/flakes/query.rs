//! What is asked of `flakes`: the link, the command line and the configuration file are three spellings of it.

use serde::{Deserialize, Serialize};

use super::issues::EffortGroup;
use super::{Column, Level, Params, Verdict};
use crate::model::Repository;

/// The question. `Default` is the release boards over two weeks, worst first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Where the data come from.
    pub source: Source,
    /// The boards to read, by name. Empty with [`Source::Files`] means every board in the files.
    pub dashboards: Vec<String>,
    /// Dashboard groups whose boards are read as well.
    pub dashboard_groups: Vec<String>,
    /// Window and broken-run switch.
    pub params: Params,
    /// Whose issues say whether anyone is on a test.
    pub issues: IssueSource,
    /// The project board that tells how far the work on an issue is; reading one needs a token.
    pub project_board: Option<ProjectBoard>,
    /// Compare with the state this many days before the newest run; `None` compares with nothing.
    pub compare_days: Option<u32>,
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

/// Whose issues say whether anyone is on a test.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueSource {
    /// Those that belong to the source: of [`IssueSource::PUBLIC_REPOSITORY`] for the public TestGrid, the made-up ones for
    /// the sample, those among the files for files, none for other addresses.
    #[default]
    Usual,
    /// None: whether a test is tracked stays unknown.
    Off,
    /// Those in the files that the user gave.
    Files,
    /// Those of this repository.
    Of(Repository),
}

/// A project board of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProjectBoard {
    /// The organisation's login.
    pub organisation: String,
    /// The board's number, as in its address.
    pub number: u32,
}

impl ProjectBoard {
    /// Reads `kubernetes/68`; `None` for anything that could not be a board.
    pub fn parse(text: &str) -> Option<Self> {
        let (organisation, number) = text.split_once('/')?;
        // The rules for an owner and for an organisation are the same.
        Repository::parse(&format!("{organisation}/board"))?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some(Self { organisation: organisation.to_owned(), number })
    }
}

impl std::fmt::Display for ProjectBoard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.organisation, self.number)
    }
}

impl IssueSource {
    /// Where the flaky tests of the public release boards are filed.
    pub const PUBLIC_REPOSITORY: &'static str = "kubernetes/kubernetes";
}

/// Which rows of the analysis are asked for. Empty lists do not restrict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Tab names.
    pub jobs: Vec<String>,
    /// SIG tags with or without `sig-`; `none` for tests without one.
    pub sigs: Vec<String>,
    /// Verdicts; by default every one but passing.
    pub verdicts: Vec<Verdict>,
    /// Priority levels.
    pub priorities: Vec<Level>,
    /// Where the work on the test is.
    pub efforts: Vec<EffortGroup>,
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
            issues: IssueSource::default(),
            project_board: None,
            compare_days: None,
            filter: Filter::default(),
            sort: Sort::default(),
        }
    }
}

impl Query {
    /// The boards that decide a Kubernetes release.
    pub const RELEASE_BOARDS: [&'static str; 2] =
        ["sig-release-master-blocking", "sig-release-master-informing"];

    /// The same boards and window with every row in the usual order: what is asked about one of them does not depend on
    /// the rest, and changing a filter asks nothing anew.
    #[must_use]
    pub fn of_all_rows(&self) -> Self {
        Self { filter: Filter::default(), sort: Sort::default(), ..self.clone() }
    }
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            jobs: Vec::new(),
            sigs: Vec::new(),
            verdicts: Self::DEFAULT_VERDICTS.to_vec(),
            priorities: Vec::new(),
            efforts: Vec::new(),
            text: String::new(),
        }
    }
}

impl Filter {
    /// The verdicts that need a look.
    pub const DEFAULT_VERDICTS: [Verdict; 4] =
        [Verdict::Failing, Verdict::Flaky, Verdict::Suspect, Verdict::Recovered];
}
