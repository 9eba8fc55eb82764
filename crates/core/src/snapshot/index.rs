//! The index of a snapshot: when it was made, of what, and which files belong to it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::pack::hash;
use crate::model::TimeMs;

/// The version of the format that is written. Readers refuse newer ones.
pub const VERSION: u32 = 1;

/// Why a snapshot cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// Made by a newer version.
    #[error(
        "the snapshot has the format {0}, and this version reads formats up to {VERSION}: take a newer version"
    )]
    Newer(u32),
    /// Cut, changed, or never a snapshot.
    #[error("{file} of the snapshot is damaged: {reason}. Make the snapshot anew.")]
    Damaged {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// The index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The version of the format.
    pub version: u32,
    /// When the snapshot was made; `None` for one that was never made.
    pub made_at: Option<TimeMs>,
    /// The address that the boards were read from.
    pub source: String,
    /// The boards in it.
    pub dashboards: Vec<String>,
    /// What the services answered: a [`super::Boards`].
    pub boards: Option<FileOf>,
    /// The rows of the report, as JSON.
    pub report: Option<FileOf>,
    /// The history, the oldest month first: a [`super::Month`] each.
    pub history: Vec<FileOf>,
    /// Files of the snapshot before, which readers of its index may still ask for.
    pub before: Vec<String>,
}

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOf {
    /// What it is about: a month of the history, else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Its name beside the index.
    pub name: String,
    /// Its size in bytes, packed.
    pub bytes: u64,
    /// The SHA-1 of its bytes.
    pub sha1: String,
}

impl FileOf {
    /// A file with this content, whose name begins with `word`.
    pub fn new(word: &str, about: &str, bytes: &[u8]) -> Self {
        let sha1 = hash(bytes);
        let short: String = sha1.chars().take(12).collect();
        let name = format!("{word}-{short}.json.gz");
        Self { about: about.to_owned(), name, bytes: bytes.len() as u64, sha1 }
    }

    /// Is this its content?
    pub fn check(&self, bytes: &[u8]) -> Result<(), SnapshotError> {
        if hash(bytes) == self.sha1 {
            return Ok(());
        }
        Err(SnapshotError::Damaged {
            file: self.name.clone(),
            reason: "its content is not what the index says".to_owned(),
        })
    }

    /// Names go into addresses and paths: letters, digits, hyphens and dots alone.
    fn has_plain_name(&self) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-.".contains(&b);
        !self.name.starts_with('.') && self.name.ends_with(".json.gz") && self.name.bytes().all(plain)
    }
}

impl Index {
    /// The name of the index itself.
    pub const NAME: &'static str = "index.json";

    /// Reads an index.
    pub fn parse(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let damaged = |reason: String| SnapshotError::Damaged { file: Self::NAME.to_owned(), reason };
        // The version first: a newer index may look different.
        let version: Version = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
        if version.version > VERSION {
            return Err(SnapshotError::Newer(version.version));
        }
        let index: Self = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
        if let Some(file) = index.files().find(|file| !file.has_plain_name()) {
            return Err(damaged(format!("{:?} is no name of a file", file.name)));
        }
        Ok(index)
    }

    /// The index as text.
    pub fn write(&self) -> String {
        crate::export::write_json(self)
    }

    /// Every file that belongs to the snapshot.
    pub fn files(&self) -> impl Iterator<Item = &FileOf> {
        self.boards.iter().chain(&self.report).chain(&self.history)
    }
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_comes_back_and_a_newer_one_is_told() {
        let file = FileOf::new("boards", "", b"content");
        let index = Index {
            version: VERSION,
            made_at: TimeMs::parse("2026-11-21T08:00:00Z"),
            boards: Some(file.clone()),
            ..Index::default()
        };
        assert_eq!(Index::parse(index.write().as_bytes()), Ok(index.clone()));
        assert_eq!(file.check(b"content"), Ok(()));
        assert!(file.check(b"other").is_err());
        assert_eq!(Index::parse(br#"{"version":2,"other":[]}"#), Err(SnapshotError::Newer(2)));
        assert!(matches!(Index::parse(b"{"), Err(SnapshotError::Damaged { .. })));
        for name in
            ["../boards.json.gz", "a/b.json.gz", ".json.gz", "https://evil.example/x.json.gz", "index.html"]
        {
            let file = FileOf { name: name.to_owned(), ..file.clone() };
            let index = Index { boards: Some(file), ..index.clone() };
            assert!(Index::parse(index.write().as_bytes()).is_err(), "{name}");
        }
    }
}
