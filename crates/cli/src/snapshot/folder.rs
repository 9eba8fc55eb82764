//! The folder of a snapshot. Whatever is cut short, and when: `index.json` is the old one or the new one, and every file that
//! it names is there and whole.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use flakescope_core::snapshot::{Histories, Index, Month, SnapshotError};

use crate::error::CliError;
use crate::files::{self, reason};

/// An open snapshot folder.
pub(super) struct Folder {
    path: PathBuf,
    index: Index,
}

impl Folder {
    /// Opens a folder, or makes it.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        fs::create_dir_all(path).map_err(|error| unwritten(path, &error))?;
        let index = match fs::read(path.join(Index::NAME)) {
            Ok(bytes) => Index::parse(&bytes).map_err(|error| unusable(path, &error))?,
            Err(error) if error.kind() == ErrorKind::NotFound => Index::default(),
            Err(error) => {
                return Err(CliError::Read { path: path.join(Index::NAME), reason: reason(&error) });
            }
        };
        Ok(Self { path: path.to_owned(), index })
    }

    /// The history so far.
    pub(super) fn histories(&self) -> Result<Histories, CliError> {
        let mut histories = Histories::default();
        for file in &self.index.history {
            let path = self.path.join(&file.name);
            let bytes = files::read(&path)?;
            let month = file.check(&bytes).and_then(|()| Month::parse(&file.name, &bytes));
            histories.put(&file.about, month.map_err(|error| unusable(&self.path, &error))?);
        }
        Ok(histories)
    }

    /// Writes a file, unless it is there: its name says what is in it.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), CliError> {
        let path = self.path.join(name);
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        replace(&path, bytes).map_err(|error| unwritten(&path, &error))
    }

    /// Writes the index, which makes the new snapshot valid, and removes what neither it nor the one before names.
    pub(super) fn finish(&self, mut index: Index) -> Result<(), CliError> {
        let named: BTreeSet<String> = index.files().map(|file| file.name.clone()).collect();
        let before = self.index.files().map(|file| file.name.clone());
        index.before = before.filter(|name| !named.contains(name)).collect();
        let path = self.path.join(Index::NAME);
        replace(&path, index.write().as_bytes()).map_err(|error| unwritten(&path, &error))?;
        let keeps = |name: &str| {
            named.contains(name) || index.before.iter().any(|own| own == name) || name == Index::NAME
        };
        self.sweep(keeps).map_err(|error| unwritten(&self.path, &error))
    }

    /// Removes our own files that are not kept, drafts of a run that was cut short among them.
    fn sweep(&self, keeps: impl Fn(&str) -> bool) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let ours = ["boards-", "report-", "history-"].iter().any(|word| name.starts_with(word));
            if (ours && name.ends_with(".json.gz") && !keeps(&name)) || name.ends_with(DRAFT) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// The ending of a file that is being written.
const DRAFT: &str = ".snapshot-draft";

/// Puts a file in place of another in one step, and waits until the disk has it: first the content, then the name.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!(".{name}{DRAFT}"));
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn unwritten(path: &Path, error: &io::Error) -> CliError {
    CliError::Write { path: path.to_owned(), reason: reason(error) }
}

fn unusable(path: &Path, error: &SnapshotError) -> CliError {
    CliError::Usage(format!("{}: {error}", path.display()))
}
