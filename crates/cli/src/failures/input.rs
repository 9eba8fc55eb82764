//! Reads the files that the user named, piece by piece.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use flakescope_core::formats::failures::FailureReader;
use flakescope_core::model::Failure;
use flakescope_core::warning::Warning;

use crate::error::CliError;
use crate::files::{below, reason};
use crate::output;

/// Bytes that are read at once.
const PIECE: usize = 256 << 10;

/// The results in all files, in the order of their names on the command line and of the names in folders. What is wrong
/// with a file is said; one that cannot be read at all ends the command, unless it lies in a folder.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Failure>, CliError> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            for inner in below(path)? {
                match read_file(&inner) {
                    Ok(failures) => all.extend(failures),
                    Err(error) => output::warn(&Warning::new(inner.display().to_string(), error.to_string())),
                }
            }
        } else {
            all.extend(read_file(path)?);
        }
    }
    Ok(all)
}

fn read_file(path: &Path) -> Result<Vec<Failure>, CliError> {
    let unread = |source: std::io::Error| CliError::Read { path: path.to_owned(), reason: reason(&source) };
    let is_stdin = path == Path::new("-");
    let mut file: Box<dyn Read> =
        if is_stdin { Box::new(stdin().lock()) } else { Box::new(File::open(path).map_err(unread)?) };
    let name = if is_stdin { "the standard input".to_owned() } else { path.display().to_string() };
    let mut reader = FailureReader::new(&name);
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece).map_err(unread)?;
        if count == 0 {
            break;
        }
        reader.push(piece.get(..count).unwrap_or_default())?;
    }
    let records = reader.finish()?;
    records.warnings.iter().for_each(output::warn);
    Ok(records.failures)
}
