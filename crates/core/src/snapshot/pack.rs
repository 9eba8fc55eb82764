//! Packed files of a snapshot: equal content gives equal bytes, and what comes in is held to a size and to its hash.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::GzBuilder;
use flate2::read::GzDecoder;
use sha1_smol::Sha1;

use super::SnapshotError;

/// The most that one file unpacks to: some 80 MB are usual for the release boards.
const MOST: u64 = 512 << 20;

/// Packs a text. No time and no name go into it.
pub(super) fn pack(text: &[u8]) -> Vec<u8> {
    let mut packed = GzBuilder::new().write(Vec::new(), Compression::new(6));
    // Writing into memory cannot fail.
    let _ = packed.write_all(text);
    packed.finish().unwrap_or_default()
}

/// Unpacks a file.
pub(super) fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<u8>, SnapshotError> {
    let damaged = |reason: String| SnapshotError::Damaged { file: name.to_owned(), reason };
    let mut text = Vec::new();
    let read = GzDecoder::new(bytes).take(MOST + 1).read_to_end(&mut text);
    read.map_err(|error| damaged(error.to_string()))?;
    if text.len() as u64 > MOST {
        return Err(damaged(format!("it unpacks to more than {} MB", MOST >> 20)));
    }
    Ok(text)
}

/// The hash of a file, as its name and the index show it.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha1::from(bytes).digest().to_string()
}
