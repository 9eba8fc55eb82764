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
mod unpack;

use crate::model::Failure;
use crate::warning::Warning;

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

/// The most bytes of one file that must be held at once: one JSON value, one XML file, one log, one archive.
pub const MAX_HELD: usize = 256 << 20;

/// The most bytes that come out of one packed file.
pub const MAX_UNPACKED: usize = 2 << 30;

/// How many packed files may lie inside one another.
const MAX_NESTING: usize = 3;

/// Reads a whole file. For one that comes in chunks there is [`FailureReader`].
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Records, super::FormatError> {
    let mut reader = FailureReader::new(name);
    reader.push(bytes)?;
    reader.finish()
}

/// What a file asks of a reader: its name for the messages, and how deep it lies in archives.
#[derive(Clone, Debug)]
struct Place {
    name: String,
    nesting: usize,
}

impl Place {
    /// A file in this one.
    fn inner(&self, name: &str) -> Self {
        Self { name: format!("{}/{name}", self.name), nesting: self.nesting + 1 }
    }

    fn too_large(&self, what: &str, limit: usize, advice: &'static str) -> super::FormatError {
        super::FormatError::TooLarge { source_name: self.name.clone(), what: what.to_owned(), limit, advice }
    }

    fn content(&self, message: impl Into<String>) -> super::FormatError {
        super::FormatError::Content { source_name: self.name.clone(), message: message.into() }
    }

    /// The name without folders and known endings.
    fn stem(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        [".gz", ".xml", ".log", ".txt"]
            .into_iter()
            .fold(name, |name, end| name.strip_suffix(end).unwrap_or(name))
    }
}
