//! The list of a repository's files: in one answer, or folder by folder where the service cuts it short.

use std::rc::Rc;

use flakescope_core::formats::github::{Tree, TreeEntry, TreeEntryKind, parse_tree};
use flakescope_core::warning::Warning;

use super::GitHubPlace;
use crate::Transport;
use crate::issues::Caller;

/// More trees are not asked for: without a token an hour allows 60 requests in all.
const MOST_TREES: usize = 200;

/// Every file with its path from the root. Gives the reason where nothing can be read.
pub(super) async fn read<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    place: &GitHubPlace,
) -> Result<(Vec<TreeEntry>, Vec<Warning>), String> {
    let mut walk = Walk { caller, place, asked: 0, files: Vec::new(), warnings: Vec::new() };
    let whole = walk.get(&place.reference, true).await?;
    if whole.truncated {
        walk.by_folder().await?;
    } else {
        walk.take("", whole);
    }
    Ok((walk.files, walk.warnings))
}

struct Walk<'a, T> {
    caller: &'a Rc<Caller<T>>,
    place: &'a GitHubPlace,
    asked: usize,
    files: Vec<TreeEntry>,
    warnings: Vec<Warning>,
}

impl<T: Transport + 'static> Walk<'_, T> {
    /// Asks for each folder of the root as a whole, and takes apart those that are cut short as well.
    async fn by_folder(&mut self) -> Result<(), String> {
        let root = self.get(&self.place.reference, false).await?;
        let mut folders = self.take("", root);
        while let Some((prefix, sha)) = folders.pop() {
            if self.asked >= MOST_TREES {
                let message = format!(
                    "too large: after {MOST_TREES} requests {} folders are left out",
                    folders.len() + 1
                );
                self.warn(message);
                return Ok(());
            }
            let whole = self.get(&sha, true).await?;
            if whole.truncated {
                let level = self.get(&sha, false).await?;
                folders.extend(self.take(&prefix, level));
            } else {
                self.take(&prefix, whole);
            }
        }
        Ok(())
    }

    async fn get(&mut self, tree: &str, recursive: bool) -> Result<Tree, String> {
        self.asked += 1;
        let path = self.place.tree_path(tree, recursive);
        let answered = self.caller.get(&path).await.map_err(|trouble| trouble.words().to_owned())?;
        if let Some(trouble) = answered.old {
            self.warn(format!("{} An older list of files stands in.", trouble.words()));
        }
        let name = format!("the files of {}", self.place);
        parse_tree(&answered.body, &name).map_err(|error| format!("{error}."))
    }

    /// Keeps the files, and gives the folders with their paths.
    fn take(&mut self, prefix: &str, tree: Tree) -> Vec<(String, String)> {
        let mut folders = Vec::new();
        for entry in tree.entries {
            let path = format!("{prefix}{}", entry.path);
            match entry.kind {
                TreeEntryKind::File => self.files.push(TreeEntry { path, ..entry }),
                TreeEntryKind::Folder => folders.push((format!("{path}/"), entry.sha)),
            }
        }
        folders
    }

    fn warn(&mut self, message: String) {
        self.warnings.push(Warning::new(self.place.to_string(), message));
    }
}
