//! The source files of an archive, as a code host packs a repository.

use super::FormatError;
use super::place::{MAX_UNPACKED, Place};
use super::unpack::entries;

/// A file with its path in the repository, or why it cannot be unpacked.
pub type PackedSource = (String, Result<Vec<u8>, FormatError>);

/// Unpacks the wanted files of a zip archive, by path. Where all files lie in one folder it is taken for the name of the
/// archive, as code hosts pack them, and is no part of the paths. What may be a bomb is refused whole.
pub fn open_sources(
    name: &str,
    bytes: &[u8],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<PackedSource>, FormatError> {
    let place = Place::outermost(name);
    let entries = entries(bytes, &place)?;
    let top = top_folder(entries.iter().map(|entry| entry.name.as_str()));
    let (mut files, mut budget) = (Vec::new(), MAX_UNPACKED);
    for entry in &entries {
        let path = entry.name.get(top..).unwrap_or_default();
        if !wanted(path) {
            continue;
        }
        match entry.unpack(&place.inner(path), &mut budget) {
            Err(error @ FormatError::TooLarge { .. }) => return Err(error),
            unpacked => files.push((path.to_owned(), unpacked)),
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(files)
}

/// The length of the first folder, with its slash, where all paths have the same; 0 else.
fn top_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> usize {
    let Some(first) = paths.next() else { return 0 };
    let Some(end) = first.find('/') else { return 0 };
    let top = first.get(..=end).unwrap_or_default();
    if paths.all(|path| path.starts_with(top)) { top.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_around_all_is_the_archive() {
        for (paths, expect) in [
            (&["repo-main/a.py", "repo-main/t/b.py"][..], 10),
            (&["a/x.py", "b/y.py"], 0),
            (&["x.py", "a/y.py"], 0),
            (&["tests/x.py", "tests/y.py"], 6),
            (&[], 0),
        ] {
            assert_eq!(top_folder(paths.iter().copied()), expect, "{paths:?}");
        }
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        assert!(open_sources("a.zip", b"PK", &|_| true).is_err());
    }
}
