//! The files of a .zip archive.

use std::path::Path;

use flakescope_core::formats::sources::open_sources;
use flakescope_core::muted::Query;
use flakescope_core::warning::Warning;

use super::read::NamedBytes;
use crate::error::CliError;
use crate::files;

/// Reads the wanted files, by path. A file that cannot be unpacked is a warning.
pub(super) fn read(path: &Path, query: &Query) -> Result<(Vec<NamedBytes>, Vec<Warning>), CliError> {
    let name = path.display().to_string();
    let (mut files, mut warnings) = (Vec::new(), Vec::new());
    for (inner, bytes) in open_sources(&name, &files::read(path)?, &|inner| query.needs(inner))? {
        match bytes {
            Ok(bytes) => files.push((inner, bytes)),
            Err(error) => warnings.push(Warning::new(inner, error.to_string())),
        }
    }
    Ok((files, warnings))
}
