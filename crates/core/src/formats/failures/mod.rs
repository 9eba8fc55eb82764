//! Failures from files: JSON records, JUnit XML, build logs and triage slices, packed or not. A file is read in chunks as
//! they come; what cannot be read is counted and said, and the rest is kept.

mod junit;
mod reader;
mod record;
mod sniff;
mod splitter;
mod tally;
mod text;
mod triage;

use crate::model::Failure;
use crate::warning::Warning;

pub use super::place::{MAX_HELD, MAX_UNPACKED};
pub use reader::FailureReader;
pub use sniff::{HEAD_BYTES, looks_like_failures, looks_like_model, names_failures};

/// What one file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The results in the file's order. All ends are here, not failures alone.
    pub failures: Vec<Failure>,
    /// What was wrong with the file, in order.
    pub warnings: Vec<Warning>,
}

/// Reads a whole file. For one that comes in chunks there is [`FailureReader`].
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Records, super::FormatError> {
    let mut reader = FailureReader::new(name);
    reader.push(bytes)?;
    reader.finish()
}
