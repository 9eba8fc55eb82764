//! Reading what other systems write: one module per system, all into the one model.

pub mod activity_files;
pub mod bucket;
pub mod bucket_builds;
pub mod ci_data;
pub mod failures;
pub mod github;
mod json;
pub mod junit;
pub mod payload_history;
pub mod payloads;
mod place;
pub mod prow;
mod scanner;
pub mod sources;
pub mod testgrid;
mod unpack;

pub(crate) use json::read as read_json;
use thiserror::Error;

/// Why a file or an answer could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The text breaks the format's rules at a place.
    #[error("{source_name}: line {line}, column {column}: {message}")]
    Syntax {
        /// File name or address, as the user knows it.
        source_name: String,
        /// Line, from 1.
        line: usize,
        /// Byte in the line, from 1.
        column: usize,
        /// What was found and what was expected.
        message: String,
    },
    /// The bytes are not UTF-8.
    #[error("{source_name}: byte {offset}: not UTF-8 text")]
    NotText {
        /// File name or address, as the user knows it.
        source_name: String,
        /// Byte from the start of the file, from 0.
        offset: usize,
    },
    /// More than can be held at once.
    #[error("{source_name}: {what} is more than the {} MB that are read at once{advice}", limit >> 20)]
    TooLarge {
        /// File name or address, as the user knows it.
        source_name: String,
        /// What is too large, with its size where it is known.
        what: String,
        /// The limit in bytes.
        limit: usize,
        /// What to do instead; empty or beginning with a comma or a stop.
        advice: &'static str,
    },
    /// Well-formed, but not what was expected.
    #[error("{source_name}: {message}")]
    Content {
        /// File name or address, as the user knows it.
        source_name: String,
        /// What is missing or wrong.
        message: String,
    },
}
