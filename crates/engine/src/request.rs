//! What can be asked. The page and the command line send the very same requests.

use flakescope_core::export::Format;
use flakescope_core::failures::{FailuresFile, Params};
use flakescope_core::flakes::meeting::MeetingFormat;
use flakescope_core::flakes::{Query, RowRange, TestKey};
use flakescope_core::payloads::{self, VerdictFormat};
use serde::{Deserialize, Serialize};

use crate::{ActivityQuestion, MutedQuestion, Packed};

/// A question to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// The release-meeting page. The filter of the query is not used.
    Overview {
        /// Source, boards, window.
        query: Query,
    },
    /// The table page.
    Flakes {
        /// Source, boards, window, filter, order.
        query: Query,
        /// The rows in sight.
        rows: RowRange,
    },
    /// The evidence about one test.
    FlakesTest {
        /// Source, boards, window.
        query: Query,
        /// The test.
        key: TestKey,
    },
    /// One job's grid.
    FlakesJob {
        /// Source, boards, window.
        query: Query,
        /// The board.
        dashboard: String,
        /// The tab.
        job: String,
    },
    /// The rows of the query as a file.
    FlakesExport {
        /// Source, boards, window, filter, order.
        query: Query,
        /// The format.
        format: Format,
    },
    /// The report for the meeting as a file.
    Report {
        /// Source, boards, window, filter, the date to compare with.
        query: Query,
        /// The format.
        format: MeetingFormat,
        /// Base address of the page for the links in the report; empty for none.
        page: String,
    },
    /// Files the issue about a test that its evidence shows; needs a token.
    FileIssue {
        /// Source, boards, window, issues.
        query: Query,
        /// The test.
        key: TestKey,
    },
    /// About failures: of the files at hand when the query's source is files, else on its boards.
    Failures {
        /// Source, boards, window.
        query: Query,
        /// A test on a board: in place of what the boards keep of messages, the JUnit files of the runs in which it
        /// failed are read, with all that failed in them.
        runs_of: Option<TestKey>,
        /// The address of a model that chances are given by; empty for one that is learned from the failures, or that came
        /// from a file.
        model: String,
        /// How failures are grouped.
        params: Params,
        /// What is asked.
        ask: FailuresAsk,
    },
    /// About the runs of a payload: those of the files at hand, of the sample, of a tab, or with their addresses.
    Payloads {
        /// Source and window of the boards.
        query: Query,
        /// Which runs, judged how, and which tests are listed.
        about: payloads::Query,
        /// What is asked.
        ask: PayloadsAsk,
    },
    /// About the two files of history at hand.
    PayloadsHistory {
        /// Not used but for its source.
        query: Query,
        /// Compared by which rules, and which rows are listed.
        about: payloads::history::Query,
        /// What is asked.
        ask: HistoryAsk,
    },
    /// About muted tests: of repositories, of the files at hand, or of the sample.
    Muted {
        /// Not used but for its source.
        query: Query,
        /// Which sources and rows, and what is wanted of them.
        about: Packed<MutedQuestion>,
    },
    /// About runs of CI: of repositories, of the files at hand, or of the sample.
    Activity {
        /// Not used but for its source.
        query: Query,
        /// Which runs and rows, and what is wanted of them.
        about: Packed<ActivityQuestion>,
    },
    /// As [`Request::Activity`], with [`crate::ActivityAsk::File`]: a page must know that something is done and not only looked at.
    ActivityFile {
        /// Not used but for its source.
        query: Query,
        /// Which runs, and which case.
        about: Packed<ActivityQuestion>,
    },
}

/// What is asked about two files of history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryAsk {
    /// Did it get worse?
    Look {
        /// The most rows that are given; the rest is counted.
        limit: u32,
    },
    /// A file that comes out of the comparison.
    Export {
        /// Which one.
        file: payloads::history::Output,
    },
}

/// What is asked about the runs of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayloadsAsk {
    /// Did they get worse?
    Verdict {
        /// The most tests that are given; the rest is counted.
        limit: u32,
    },
    /// A file of all tests.
    Export {
        /// The format.
        format: VerdictFormat,
    },
}

/// What is asked about failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailuresAsk {
    /// Which are the same?
    List,
    /// What is this cluster?
    Cluster {
        /// Its id.
        id: String,
    },
    /// Which clusters do the failures of a test belong to?
    OfTest {
        /// The test.
        key: TestKey,
    },
    /// Is this a flake?
    Predict {
        /// The log or the message.
        text: String,
        /// The test, if it is known.
        test: String,
    },
    /// A file.
    Export {
        /// Which one.
        file: FailuresFile,
    },
}

impl Request {
    /// The query inside.
    pub fn query(&self) -> &Query {
        match self {
            Self::Overview { query }
            | Self::Flakes { query, .. }
            | Self::FlakesTest { query, .. }
            | Self::FlakesJob { query, .. }
            | Self::FlakesExport { query, .. }
            | Self::Report { query, .. }
            | Self::FileIssue { query, .. }
            | Self::Failures { query, .. }
            | Self::Payloads { query, .. }
            | Self::PayloadsHistory { query, .. }
            | Self::Muted { query, .. }
            | Self::Activity { query, .. }
            | Self::ActivityFile { query, .. } => query,
        }
    }

    /// The query inside, to be changed.
    pub fn query_mut(&mut self) -> &mut Query {
        match self {
            Self::Overview { query }
            | Self::Flakes { query, .. }
            | Self::FlakesTest { query, .. }
            | Self::FlakesJob { query, .. }
            | Self::FlakesExport { query, .. }
            | Self::Report { query, .. }
            | Self::FileIssue { query, .. }
            | Self::Failures { query, .. }
            | Self::Payloads { query, .. }
            | Self::PayloadsHistory { query, .. }
            | Self::Muted { query, .. }
            | Self::Activity { query, .. }
            | Self::ActivityFile { query, .. } => query,
        }
    }
}
