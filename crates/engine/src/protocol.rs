//! The messages between the page and its worker: bytes ([`crate::wire`]), one message a `postMessage`. Dropped files
//! travel as one array of `File` objects (see the worker).
//!
//! The worker's first message alone is text: its build id. Bytes mean something only to a page of the same build, so a
//! page of another build reads that text and decodes nothing.

use flakescope_core::warning::Warning;
use serde::{Deserialize, Serialize};

use crate::{Answer, Request, Secret};

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "one message at a time, and a box would show in every caller")]
pub enum ToEngine {
    /// Answer this; `id` comes back with every word about it.
    Ask {
        /// The page's number for the request.
        id: u32,
        /// The question.
        request: Request,
    },
    /// Stop working on a request. Answered by [`FromEngine::Cancelled`] within 200 ms.
    Cancel {
        /// The request.
        id: u32,
    },
    /// Forget what was fetched, so that the next request reads anew.
    Refresh,
    /// Forget failures alone, so that the next request reads what could not be read before and nothing else.
    Retry,
    /// A GitHub token, kept in the worker's memory; an empty one forgets it.
    Token {
        /// The token.
        token: Secret,
    },
    /// The user agreed to read from this host, which came in by a link.
    AllowHost {
        /// `host` or `host:port`.
        host: String,
    },
    /// Where the user's own proxy and snapshot are; each empty for none.
    Places {
        /// The address of a proxy (`flakescope serve`), which is asked for issues while there is no token.
        proxy: String,
        /// The folder of a snapshot, in place of the one beside the page.
        snapshot: String,
    },
}

/// What files are for. Those that are dropped anywhere tell by themselves what they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FilesFor {
    /// Whatever they hold: boards, failures, a model.
    #[default]
    Anything,
    /// The runs of a payload, with what was before.
    Payload,
    /// What was before a payload: earlier runs, or a table.
    Earlier,
    /// The file of history that is in use.
    Current,
    /// The file of history that would replace it.
    New,
    /// Both, or one of them: where it goes is found by what is there.
    Compared,
    /// Sources with tests.
    Sources,
    /// Runs of CI, and their logs.
    Activity,
}

impl FilesFor {
    /// Every purpose.
    pub const ALL: [Self; 8] = [
        Self::Anything,
        Self::Payload,
        Self::Earlier,
        Self::Current,
        Self::New,
        Self::Compared,
        Self::Sources,
        Self::Activity,
    ];

    /// The word that goes with the files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Anything => "anything",
            Self::Payload => "payload",
            Self::Earlier => "earlier",
            Self::Current => "current",
            Self::New => "new",
            Self::Compared => "compared",
            Self::Sources => "sources",
            Self::Activity => "activity",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }
}

/// What was read from files that the user gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesRead {
    /// Names of the boards in them.
    pub dashboards: Vec<String>,
    /// How many results of tests, for the question which failures are the same.
    pub records: u32,
    /// What a model says of itself, if one was among them.
    pub model: Option<String>,
    /// How many runs of a payload.
    pub runs: u32,
    /// How many tables of earlier results.
    pub tables: u32,
    /// How many source files that can hold tests.
    pub sources: u32,
    /// How many runs of CI.
    pub ci_runs: u32,
    /// How many logs of such runs.
    pub logs: u32,
    /// True when runs and tables are what was before a payload.
    pub earlier: bool,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// From the worker to the page. What reads `FromEngine<()>` reads all but the answer, which comes last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromEngine<A = Answer> {
    /// How far a request is.
    Progress {
        /// The request.
        id: u32,
        /// Steps done.
        done: u32,
        /// Steps in all.
        total: u32,
        /// What is being done, in words.
        label: String,
    },
    /// An answer; `last` is false for early, partial ones.
    Answer {
        /// The request.
        id: u32,
        /// False when a fuller answer follows.
        last: bool,
        /// The answer.
        answer: A,
    },
    /// No answer.
    Failed {
        /// The request.
        id: u32,
        /// Why.
        trouble: Trouble,
    },
    /// The request was stopped.
    Cancelled {
        /// The request.
        id: u32,
    },
    /// How far files are read.
    FilesProgress {
        /// Bytes read.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Files were taken over.
    FilesRead(FilesRead),
    /// The two files of history were taken over; what was read from them stands in the answer.
    ComparedRead,
}

/// Why there is no answer, in three short sentences: what happened, what it means, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Which state the page shows.
    pub kind: TroubleKind,
    /// The sentences.
    pub message: String,
    /// Seconds until it is worth trying again, if known.
    pub retry_after_s: Option<u32>,
    /// The host that the user has to agree to; empty for other troubles.
    pub host: String,
    /// Details for each board or tab.
    pub warnings: Vec<Warning>,
}

/// The kinds of trouble, one designed state each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TroubleKind {
    /// No host answers: no network, or the source is down.
    Unreachable,
    /// The source refuses for a while.
    RateLimited,
    /// The source answers, but not with what was expected.
    BadAnswer,
    /// The link names a host that the user has not agreed to.
    HostNotAllowed,
    /// The query cannot be answered as it stands, for example a broken regular expression.
    BadQuery,
    /// The runs of a payload cannot be judged as they are.
    Runs,
    /// Files are asked for, but none were given (a link cannot carry them).
    NoFiles,
    /// A part of the page, which comes when it is wanted first, did not come.
    PartMissing,
}
