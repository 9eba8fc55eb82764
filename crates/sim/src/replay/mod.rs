//! Serves what was saved: a folder that `write` made, or a folder of legacy captures.

mod capture;
mod folder;
mod saved;

use std::io;
use std::path::{Path, PathBuf};

use crate::answers::Answers;

pub use capture::Capture;
pub use folder::Folder;

/// Why a folder cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// A file or folder could not be read.
    #[error("cannot read {path}: {source}")]
    File {
        /// The operating system's reason.
        source: io::Error,
        /// What was to be read.
        path: PathBuf,
    },
    /// A saved answer is not what its name says.
    #[error("{path} is no saved answer: {source}")]
    Json {
        /// Where the text goes wrong.
        source: serde_json::Error,
        /// The file.
        path: PathBuf,
    },
    /// Nothing to serve.
    #[error("{0} holds neither api/v1 (made by write) nor summary-<dashboard>.json (a saved capture)")]
    Nothing(PathBuf),
    /// A table that no summary knows.
    #[error("{0} belongs to no tab of the saved summaries")]
    Homeless(PathBuf),
}

/// Opens a folder, whichever kind it is.
pub fn open(folder: &Path) -> Result<Box<dyn Answers>, ReplayError> {
    if folder.join("api/v1").is_dir() {
        return Ok(Box::new(Folder::open(folder)?));
    }
    Ok(Box::new(Capture::open(folder)?))
}

/// The names in a folder, sorted.
fn names_in(folder: &Path) -> Result<Vec<String>, ReplayError> {
    let failed = |source| ReplayError::File { source, path: folder.to_owned() };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

fn read(path: &Path) -> Result<Vec<u8>, ReplayError> {
    std::fs::read(path).map_err(|source| ReplayError::File { source, path: path.to_owned() })
}

fn parse<'a, T: serde::Deserialize<'a>>(path: &Path, bytes: &'a [u8]) -> Result<T, ReplayError> {
    serde_json::from_slice(bytes).map_err(|source| ReplayError::Json { source, path: path.to_owned() })
}
