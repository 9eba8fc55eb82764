//! The files of a folder: `.git` and ignored files left out, and only those that can hold tests or name owners.

use std::path::Path;

use flakescope_core::muted::Query;
use flakescope_core::warning::Warning;
use ignore::WalkBuilder;

use super::read::NamedBytes;
use crate::error::CliError;
use crate::files::reason;

/// Reads the wanted files, by path. A file that cannot be read is a warning.
pub(super) fn read(folder: &Path, query: &Query) -> Result<(Vec<NamedBytes>, Vec<Warning>), CliError> {
    // A folder that cannot be opened at all is an error, not an empty answer.
    std::fs::read_dir(folder)
        .map_err(|source| CliError::Read { path: folder.to_owned(), reason: reason(&source) })?;
    let (mut files, mut warnings) = (Vec::new(), Vec::new());
    for entry in walk(folder) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                warnings.push(Warning::new(folder.display().to_string(), error.to_string()));
                continue;
            }
        };
        let path = relative(folder, entry.path());
        if !entry.file_type().is_some_and(|kind| kind.is_file()) || !query.needs(&path) {
            continue;
        }
        match std::fs::read(entry.path()) {
            Ok(bytes) => files.push((path, bytes)),
            Err(error) => warnings.push(Warning::new(path, format!("cannot be read: {}", reason(&error)))),
        }
    }
    Ok((files, warnings))
}

/// Hidden files are looked at: CODEOWNERS may lie in `.github`. Links are not followed: they may lead round in a circle.
fn walk(folder: &Path) -> ignore::Walk {
    let is_ours = |entry: &ignore::DirEntry| entry.file_name() != ".git";
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(false).require_git(false).parents(false).filter_entry(is_ours);
    walk.sort_by_file_path(Path::cmp).build()
}

/// The path in the folder, with slashes.
fn relative(folder: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<String> = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("/")
}
