//! A folder that `write` made: every answer is a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::saved::only_failed_rows;
use super::{ReplayError, names_in};
use crate::answers::{Answers, LegacyRoute, Route};
use crate::files::api_file;
use crate::names::normalise;

/// Saved answers, byte for byte as they were written.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
    /// Legacy folders by normalised dashboard name, and table files by normalised tab name.
    legacy: BTreeMap<String, (PathBuf, BTreeMap<String, PathBuf>)>,
}

impl Folder {
    /// Finds the legacy files; API files are found by their path when they are asked for.
    pub fn open(folder: &Path) -> Result<Self, ReplayError> {
        let mut legacy = BTreeMap::new();
        let boards = folder.join("legacy");
        for board in if boards.is_dir() { names_in(&boards)? } else { Vec::new() } {
            let board_folder = boards.join(&board);
            let tabs = names_in(&board_folder)?.into_iter();
            let tables = tabs.map(|tab| (normalise(&tab), board_folder.join(&tab).join("table.json")));
            legacy.insert(normalise(&board), (board_folder.join("summary.json"), tables.collect()));
        }
        Ok(Self { folder: folder.to_owned(), legacy })
    }
}

impl Answers for Folder {
    fn api(&self, route: &Route) -> Option<Vec<u8>> {
        std::fs::read(api_file(&self.folder, route)).ok()
    }

    fn legacy(&self, route: &LegacyRoute) -> Option<Vec<u8>> {
        match route {
            LegacyRoute::Summary { dashboard } => {
                std::fs::read(&self.legacy.get(&normalise(dashboard))?.0).ok()
            }
            LegacyRoute::Table { dashboard, tab, only_failed } => {
                let table = self.legacy.get(&normalise(dashboard))?.1.get(&normalise(tab))?;
                let bytes = std::fs::read(table).ok()?;
                if *only_failed { only_failed_rows(&bytes) } else { Some(bytes) }
            }
        }
    }
}
