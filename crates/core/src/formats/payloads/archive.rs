//! The files of an archive that say something of runs.

use super::group::is_wanted;
use super::run::InputFile;
use crate::formats::FormatError;
use crate::formats::place::{MAX_UNPACKED, Place};
use crate::formats::unpack::entries;

/// Unpacks the files of a zip archive that tell of runs; their paths begin with its name. A file that cannot be unpacked comes
/// with the reason; what may be a bomb is refused whole.
pub fn open_archive(name: &str, bytes: &[u8]) -> Result<Vec<InputFile>, FormatError> {
    open(name, bytes, is_wanted)
}

/// As [`open_archive`], with the tables of earlier results in it.
pub(super) fn open_given(name: &str, bytes: &[u8]) -> Result<Vec<InputFile>, FormatError> {
    open(name, bytes, |path| is_wanted(path) || is_table(path))
}

/// True for what can only be a table.
pub(super) fn is_table(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".csv")
}

fn open(name: &str, bytes: &[u8], is_wanted: fn(&str) -> bool) -> Result<Vec<InputFile>, FormatError> {
    let place = Place::outermost(name);
    let (mut files, mut budget) = (Vec::new(), MAX_UNPACKED);
    for entry in entries(bytes, &place)?.into_iter().filter(|entry| is_wanted(&entry.name)) {
        let inner = place.inner(&entry.name);
        let bytes = match entry.unpack(&inner, &mut budget) {
            Err(error @ FormatError::TooLarge { .. }) => return Err(error),
            other => other.map_err(|error| error.to_string()),
        };
        files.push(InputFile { path: inner.name, bytes });
    }
    Ok(files)
}
