//! The files of an archive that say something of runs.

use super::group::is_wanted;
use super::run::InputFile;
use crate::formats::FormatError;
use crate::formats::place::{MAX_UNPACKED, Place};
use crate::formats::unpack::entries;

/// Unpacks the wanted files of a zip archive; their paths begin with its name. A file that cannot be unpacked comes with the
/// reason; what may be a bomb is refused whole.
pub fn open_archive(name: &str, bytes: &[u8]) -> Result<Vec<InputFile>, FormatError> {
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
