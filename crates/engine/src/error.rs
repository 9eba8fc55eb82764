//! Why a request has no answer, in three short sentences: what happened, what it means, what to do.

use flakescope_core::flakes::{FilterError, ParamsError};
use flakescope_core::warning::Warning;
use thiserror::Error;

use crate::fetch::Failure;
use crate::{Trouble, TroubleKind};

/// Why a request has no answer. As long as anything could be read there is one, with warnings.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing answers.
    #[error(
        "{source_name} cannot be read: {reason}. \
         There are no data to show. Check the network and the names of the boards, and try again."
    )]
    Unreachable {
        /// The source in words.
        source_name: String,
        /// The first reason.
        reason: String,
        /// Details for each board.
        warnings: Vec<Warning>,
    },
    /// The source refuses for a while.
    #[error(
        "{source_name} refuses for now: {reason}. There are no data to show. {}",
        wait_words(*retry_after_s)
    )]
    RateLimited {
        /// The source in words.
        source_name: String,
        /// The first reason.
        reason: String,
        /// Seconds to wait, if the source tells.
        retry_after_s: Option<u32>,
        /// Details for each board.
        warnings: Vec<Warning>,
    },
    /// The source answers, but not with what was expected.
    #[error(
        "{source_name} gave no usable answer: {reason}. \
         There are no data to show. Check the address and the names of the boards."
    )]
    BadAnswer {
        /// The source in words.
        source_name: String,
        /// The first reason.
        reason: String,
        /// Details for each board or file.
        warnings: Vec<Warning>,
    },
    /// The files hold nothing that can be shown.
    #[error(
        "{source_name} could not be read: {reason} There are no data to show. \
         Save the summary or the table of a dashboard again, and choose those files."
    )]
    Files {
        /// How many files.
        source_name: String,
        /// The first reason, with the name of the file.
        reason: String,
        /// Details for each file.
        warnings: Vec<Warning>,
    },
    /// An issue may not be filed as things stand. Nothing was sent.
    #[error("No issue was filed. {reason} Open the filled-in form instead, or mend this and try again.")]
    CannotFile {
        /// Why, in a sentence.
        reason: String,
    },
    /// An issue was sent, and no good answer came.
    #[error("The issue may not have been filed. {reason} Look at the repository before you try again.")]
    NotFiled {
        /// What the code host said, in a sentence.
        reason: String,
    },
    /// The address belongs to a host that the user has not agreed to.
    #[error(
        "The data would come from {host}, which is not a known source. \
         Nothing was sent there. Agree to read from it only if you trust who gave you the address."
    )]
    HostNotAllowed {
        /// `host` or `host:port`.
        host: String,
    },
    /// The address of the source cannot be used.
    #[error(
        "The address {address:?} cannot be used: {reason}. Nothing was read. \
         Give an https address such as https://testgrid-api.prow.k8s.io/api/v1."
    )]
    Address {
        /// What was given.
        address: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The query names no board.
    #[error("The query names no board. There is nothing to read. Name at least one board or group.")]
    NoBoards,
    /// The window cannot be used.
    #[error("{0}. Nothing was read. Choose another window.")]
    Params(#[from] ParamsError),
    /// A part of the program, which comes when it is wanted first, did not come.
    #[error(
        "A part of the page that this needs could not be loaded. Nothing was done. Check the network and try again."
    )]
    PartMissing,
    /// The filter cannot be used.
    #[error("{0}. Nothing was filtered. Correct the search.")]
    Filter(#[from] FilterError),
    /// The runs of made-up or saved boards left no files that could be read.
    #[error(
        "These boards are made up, or come from files: their runs left nothing that can be read. \
         Nothing was read. Open the boards of TestGrid, or open JUnit files."
    )]
    NoRuns,
    /// The runs of a payload cannot be judged; in three sentences.
    #[error("{0}")]
    Payload(String),
    /// No runs are named.
    #[error(
        "No runs are named. Boards alone are no payload. Choose the JUnit files of its runs, or name a job of a board."
    )]
    NoPayload,
    /// The job of which runs are asked for was not read.
    #[error(
        "{job} was not found on {dashboard}. Nothing was judged. Check the names of the board and the job."
    )]
    NoSuchJob {
        /// The board.
        dashboard: String,
        /// The tab.
        job: String,
    },
    /// The files of a repository cannot be listed.
    #[error(
        "The files of {repository} cannot be listed. {reason} No marker was read. Check the name and the branch."
    )]
    Sources {
        /// `owner/name`.
        repository: String,
        /// Why, in a sentence.
        reason: String,
    },
    /// A place that is no repository.
    #[error(
        "{text:?} is no repository on GitHub. Nothing was read there. Write it as owner/name, or owner/name@branch."
    )]
    NoRepository {
        /// What was given.
        text: String,
    },
    /// Muted tests are asked for, of no source.
    #[error(
        "No repository is named. There is nothing to read. Name one as owner/name@branch, or choose a folder or a .zip archive."
    )]
    NoSources,
    /// Runs of CI are asked for, of no source.
    #[error(
        "No repository is named. There is nothing to read. Name one as owner/name, a job of Prow as gs://bucket/logs/job, or choose files with runs."
    )]
    NoActivity,
    /// A place that is neither a repository nor a job of Prow.
    #[error(
        "{text:?} is no repository on GitHub and no job of Prow. Nothing was read there. Write owner/name, or gs://bucket/logs/job."
    )]
    NoPlaceOfRuns {
        /// What was given.
        text: String,
    },
    /// No run could be read from a code host.
    #[error("No run could be read. {reason}")]
    NoRunsRead {
        /// Why, in sentences.
        reason: String,
    },
    /// Runs cannot be counted as it was asked.
    #[error("{0} Nothing was counted. Correct the question.")]
    Activity(String),
    /// Files are asked for, but none were given.
    #[error("No files are open. A link cannot carry them. Choose the files again.")]
    NoFiles,
}

fn wait_words(retry_after_s: Option<u32>) -> String {
    match retry_after_s {
        Some(seconds) => format!("Try again in {seconds} s."),
        None => "Try again in a few minutes.".to_owned(),
    }
}

impl Error {
    /// The error of a source of which nothing could be read. Refusal says more than a bad answer, and that more
    /// than silence.
    pub(crate) fn of_failures(source_name: String, failures: &[Failure], warnings: Vec<Warning>) -> Self {
        let first = |kind| failures.iter().find(|failure| failure.kind() == kind).map(Failure::to_string);
        if let Some(reason) = first(TroubleKind::RateLimited) {
            let retry_after_s = failures.iter().filter_map(Failure::retry_after_s).max();
            return Self::RateLimited { source_name, reason, retry_after_s, warnings };
        }
        if let Some(reason) = first(TroubleKind::BadAnswer) {
            return Self::BadAnswer { source_name, reason, warnings };
        }
        match first(TroubleKind::Unreachable) {
            Some(reason) => Self::Unreachable { source_name, reason, warnings },
            None => Self::BadAnswer { source_name, reason: "it has no boards".to_owned(), warnings },
        }
    }

    /// The error of a sample that did not come.
    pub(crate) fn no_sample(failure: Failure) -> Self {
        Self::of_failures("The made-up sample".to_owned(), &[failure], Vec::new())
    }

    /// Which state the page shows.
    pub fn kind(&self) -> TroubleKind {
        match self {
            Self::Unreachable { .. } => TroubleKind::Unreachable,
            Self::RateLimited { .. } => TroubleKind::RateLimited,
            Self::BadAnswer { .. }
            | Self::Files { .. }
            | Self::NotFiled { .. }
            | Self::Sources { .. }
            | Self::NoRunsRead { .. } => TroubleKind::BadAnswer,
            Self::HostNotAllowed { .. } => TroubleKind::HostNotAllowed,
            Self::Address { .. }
            | Self::NoBoards
            | Self::NoRuns
            | Self::NoPayload
            | Self::NoRepository { .. }
            | Self::NoSources
            | Self::NoActivity
            | Self::NoPlaceOfRuns { .. }
            | Self::Activity(_)
            | Self::NoSuchJob { .. }
            | Self::Params(_)
            | Self::Filter(_)
            | Self::CannotFile { .. } => TroubleKind::BadQuery,
            Self::NoFiles => TroubleKind::NoFiles,
            Self::Payload(_) => TroubleKind::Runs,
            Self::PartMissing => TroubleKind::PartMissing,
        }
    }

    /// Details for each board, tab or file.
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Unreachable { warnings, .. }
            | Self::RateLimited { warnings, .. }
            | Self::BadAnswer { warnings, .. }
            | Self::Files { warnings, .. } => warnings,
            _ => &[],
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let retry_after_s = match &error {
            Error::RateLimited { retry_after_s, .. } => *retry_after_s,
            _ => None,
        };
        let host = match &error {
            Error::HostNotAllowed { host } => host.clone(),
            _ => String::new(),
        };
        let warnings = error.warnings().to_vec();
        Self { kind: error.kind(), message: error.to_string(), retry_after_s, host, warnings }
    }
}
