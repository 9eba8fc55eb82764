//! What a file asks of its reader: a name for the messages, and how deep it lies in archives.

use super::FormatError;

/// The most bytes of one file that must be held at once: one JSON value, one XML file, one log, one archive.
pub const MAX_HELD: usize = 256 << 20;

/// The most bytes that come out of one packed file.
pub const MAX_UNPACKED: usize = 2 << 30;

/// How many packed files may lie inside one another.
pub(super) const MAX_NESTING: usize = 3;

/// A file as the user knows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(super) name: String,
    pub(super) nesting: usize,
}

impl Place {
    /// A file that lies in no other.
    pub(super) fn outermost(name: &str) -> Self {
        Self { name: name.to_owned(), nesting: 0 }
    }

    /// A file in this one.
    pub(super) fn inner(&self, name: &str) -> Self {
        Self { name: format!("{}/{name}", self.name), nesting: self.nesting + 1 }
    }

    /// What is packed here as one file, which is called as the packed one without its ending.
    pub(super) fn unpacked(&self) -> Self {
        let name = self.name.strip_suffix(".gz").unwrap_or(&self.name).to_owned();
        Self { name, nesting: self.nesting + 1 }
    }

    /// Refuses packed files that lie too deep in one another.
    pub(super) fn check_nesting(&self) -> Result<(), FormatError> {
        if self.nesting < MAX_NESTING {
            return Ok(());
        }
        Err(self.content(format!("packed files lie more than {MAX_NESTING} deep in one another")))
    }

    pub(super) fn too_large(&self, what: &str, limit: usize, advice: &'static str) -> FormatError {
        FormatError::TooLarge { source_name: self.name.clone(), what: what.to_owned(), limit, advice }
    }

    pub(super) fn content(&self, message: impl Into<String>) -> FormatError {
        FormatError::Content { source_name: self.name.clone(), message: message.into() }
    }

    /// The name without folders and known endings.
    pub(super) fn stem(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        [".gz", ".xml", ".log", ".txt"]
            .into_iter()
            .fold(name, |name, end| name.strip_suffix(end).unwrap_or(name))
    }
}
