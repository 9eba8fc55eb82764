//! Why the command did not end well, in one line each, and with which exit code.

use std::path::PathBuf;

use flakescope_core::payloads::disruption::DisruptionError;
use flakescope_core::payloads::history::CompareError;
use flakescope_engine::TroubleKind;
use thiserror::Error;

/// Why the command failed.
#[derive(Debug, Error)]
pub(crate) enum CliError {
    /// The flags or the settings file ask for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// The engine has no answer.
    #[error("{}", one_line(&.0.to_string()))]
    Engine(#[from] flakescope_engine::Error),
    /// A file cannot be read.
    #[error("{} cannot be read: {reason}. Check the path.", path.display())]
    Read {
        /// The file as it was named.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The rules for causes cannot be used.
    #[error("{}", one_line(&.0.to_string()))]
    Rules(#[from] flakescope_core::activity::causes::RulesError),
    /// The database gives no rows.
    #[error(
        "the database at {name} gives no rows: {}. Check its address, the name of the table (ci_data) and the rights of the user.",
        one_line(reason)
    )]
    Database {
        /// Host and port.
        name: String,
        /// What it says.
        reason: String,
    },
    /// A message cannot be sent.
    #[error("the message cannot be sent to {chat}: {reason}. Check the address of its webhook.")]
    Send {
        /// The chat.
        chat: &'static str,
        /// What went wrong.
        reason: String,
    },
    /// A file is not what it should be.
    #[error("{}", one_line(&.0.to_string()))]
    Format(#[from] flakescope_core::formats::FormatError),
    /// A model file cannot be used.
    #[error("{}: {}", path.display(), one_line(&source.to_string()))]
    Model {
        /// The file as it was named.
        path: PathBuf,
        /// What is wrong with it.
        source: flakescope_core::failures::ModelError,
    },
    /// Two files of history cannot be compared.
    #[error("{}", one_line(&.0.to_string()))]
    History(#[from] CompareError),
    /// The disruption in some runs cannot be checked.
    #[error("{}", one_line(&.0.to_string()))]
    Disruption(#[from] DisruptionError),
    /// The runs or their history cannot be judged.
    #[error("{0}")]
    Payload(String),
    /// The answer is no, and was asked to show in the exit code.
    #[error("{0}")]
    Regression(String),
    /// The answer cannot be written.
    #[error("{} cannot be written: {reason}. Nothing was changed there. Check the folder and its rights.", path.display())]
    Write {
        /// The file as it was named.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A database did not take the rows.
    #[error("the rows were not pushed, and the database is as it was: {}. Check the address, the rights and the log of the database.", one_line(.0))]
    Push(String),
    /// The standard output refuses the answer.
    #[error("the standard output cannot be written: {0}")]
    Stdout(std::io::Error),
    /// The program cannot start its own parts.
    #[error("cannot start: {reason}")]
    Start {
        /// What the system says.
        reason: String,
    },
}

impl CliError {
    /// 2 for wrong use, 3 for an answer that is no where that was asked for, 1 for everything else.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_)
            | Self::History(CompareError::Params(_))
            | Self::Disruption(DisruptionError::SeveralJobs(_) | DisruptionError::NoSuchJob(..)) => 2,
            Self::Regression(_) => 3,
            Self::Engine(error) if error.kind() == TroubleKind::BadQuery => 2,
            _ => 1,
        }
    }
}

/// The text on one line: a log keeps lines.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
