//! From a source on this machine to what its files hold.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use flakescope_core::muted::{FileMarkers, Language, MutedPlace, Names, Owners, Query};
use flakescope_core::warning::Warning;
use flakescope_readers::read_file;

use super::{checkout, folder, packed};
use crate::error::CliError;
use crate::files;

/// Parsers call themselves once a level: a stack on which the deepest text that they take has plenty of room.
const STACK: usize = 32 << 20;

/// What was read of one source.
pub(super) struct Sources {
    pub(super) place: MutedPlace,
    /// What each file holds, by path.
    pub(super) files: Vec<(String, FileMarkers)>,
    pub(super) owners: Owners,
    pub(super) warnings: Vec<Warning>,
}

/// A file with its path in the source.
pub(super) type NamedBytes = (String, Vec<u8>);

/// Reads a folder, an archive or a single file.
pub(super) fn local(path: &Path, query: &Query) -> Result<Sources, CliError> {
    let (place, (all, warnings)) = if path.is_dir() {
        (checkout::place(path), folder::read(path, query)?)
    } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
        (file_place(path), packed::read(path, query)?)
    } else {
        (file_place(path), (vec![one(path)?], Vec::new()))
    };
    let (owners, sources): (Vec<NamedBytes>, Vec<NamedBytes>) =
        all.into_iter().partition(|(path, _)| Owners::is_file(path));
    Ok(Sources { place, files: markers(&sources, &query.names)?, owners: owners_of(&owners), warnings })
}

/// A file that is named is read whatever it is called, if its language is known.
fn one(path: &Path) -> Result<NamedBytes, CliError> {
    let name = path.display().to_string();
    let bytes = files::read(path)?;
    if Language::of(&name).is_none() {
        let words = Language::ALL.map(Language::word).join(", ");
        return Err(CliError::Usage(format!("{name} is no source in a language that is read: {words}")));
    }
    Ok((name, bytes))
}

fn file_place(path: &Path) -> MutedPlace {
    let repository = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    MutedPlace { repository, ..MutedPlace::default() }
}

/// The owners in files that name them.
pub(super) fn owners_of(files: &[NamedBytes]) -> Owners {
    let texts: Vec<(&str, String)> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    Owners::read(texts.iter().map(|(path, text)| (*path, text.as_str())))
}

/// Parses the files with all processors.
fn markers(sources: &[NamedBytes], names: &Names) -> Result<Vec<(String, FileMarkers)>, CliError> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((path, bytes)) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
            let markers = read_file(path, bytes, names);
            if let Ok(mut found) = found.lock() {
                found.push((path.clone(), markers));
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).map(|_| ());
        (0..workers).try_for_each(start)
    })
    .map_err(|error| CliError::Start { reason: error.to_string() })?;
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
