//! Reading the files that the user named.

use std::path::{Path, PathBuf};

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

/// Every file below a folder, by name.
pub(crate) fn below(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let unread = |source: std::io::Error| CliError::Read { path: folder.to_owned(), reason: reason(&source) };
    let mut entries = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
        })
        .map_err(unread)?;
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        // A link to a folder may lead round in a circle.
        if path.is_symlink() && path.is_dir() {
            continue;
        }
        if path.is_dir() { files.extend(below(&path)?) } else { files.push(path) }
    }
    Ok(files)
}
