//! Reading the files that the user named.

use std::path::Path;

use flakescope_core::formats::testgrid::files::NamedFile;

use crate::error::CliError;

/// A file's bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|source| CliError::Read { path: path.to_owned(), reason: reason(&source) })
}

/// A file with its name, without folders: the formats take names of boards and tabs from it.
pub(crate) fn read_named(path: &Path) -> Result<NamedFile, CliError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(NamedFile { name, bytes: read(path)? })
}

/// What the system says, without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text.get(..end).unwrap_or(&text).to_lowercase()
}
