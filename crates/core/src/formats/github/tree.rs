//! The tree of a repository (docs.github.com, "REST API endpoints for Git trees").

use serde::Deserialize;

use super::super::{FormatError, json};
use super::errors::not_expected;

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeEntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// One entry of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeEntry {
    /// The path below the tree that was asked for.
    pub path: String,
    /// A file or a folder.
    pub kind: TreeEntryKind,
    /// The name of its content: 40 or 64 hexadecimal digits.
    pub sha: String,
    /// Bytes of a file; 0 for a folder.
    pub size: u64,
}

/// A tree, or as much of it as the service gives at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Files and folders in the service's order; links and other repositories are left out.
    pub entries: Vec<TreeEntry>,
    /// There is more: the folders must be asked for one by one.
    pub truncated: bool,
}

#[derive(Deserialize)]
struct Wire {
    tree: Option<Vec<WireEntry>>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Deserialize)]
struct WireEntry {
    path: String,
    mode: String,
    r#type: String,
    sha: String,
    #[serde(default)]
    size: u64,
}

/// Reads the answer of `/repos/{owner}/{name}/git/trees/{ref}`.
pub fn parse_tree(bytes: &[u8], source_name: &str) -> Result<Tree, FormatError> {
    let wire: Wire = json::read(bytes, source_name)?;
    let Some(list) = wire.tree else {
        let answer: serde_json::Value = json::read(bytes, source_name)?;
        return Err(not_expected(source_name, &answer, "a tree of files"));
    };
    let entries = list.into_iter().filter_map(entry).collect();
    Ok(Tree { entries, truncated: wire.truncated })
}

/// A link (mode 120000) leads elsewhere, and a commit is another repository. A name that is no hash is not asked for.
fn entry(wire: WireEntry) -> Option<TreeEntry> {
    let kind = match wire.r#type.as_str() {
        "blob" if wire.mode != "120000" => TreeEntryKind::File,
        "tree" => TreeEntryKind::Folder,
        _ => return None,
    };
    let is_hash = matches!(wire.sha.len(), 40 | 64) && wire.sha.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then_some(TreeEntry { path: wire.path, kind, sha: wire.sha, size: wire.size })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn files_and_folders() {
        let entry = |path: &str, mode: &str, kind: &str, sha: &str| {
            format!(r#"{{"path":"{path}","mode":"{mode}","type":"{kind}","sha":"{sha}","size":7,"url":"x"}}"#)
        };
        let list = [
            entry("a/b.py", "100644", "blob", SHA),
            entry("a", "040000", "tree", SHA),
            entry("link", "120000", "blob", SHA),
            entry("other", "160000", "commit", SHA),
            entry("odd", "100644", "blob", "../../x"),
        ];
        let text = format!(r#"{{"sha":"{SHA}","url":"x","tree":[{}],"truncated":true}}"#, list.join(","));
        let tree = parse_tree(text.as_bytes(), "a tree").unwrap();
        let shown: Vec<(&str, TreeEntryKind)> =
            tree.entries.iter().map(|entry| (entry.path.as_str(), entry.kind)).collect();
        assert_eq!(shown, [("a/b.py", TreeEntryKind::File), ("a", TreeEntryKind::Folder)]);
        assert!(tree.truncated);
    }

    #[test]
    fn what_is_no_tree_says_so() {
        for (text, expect) in [
            (r#"{"message":"Git Repository is empty."}"#, "a tree: GitHub says: Git Repository is empty"),
            ("{}", "a tree: this is not a tree of files"),
        ] {
            assert_eq!(parse_tree(text.as_bytes(), "a tree").unwrap_err().to_string(), expect);
        }
        assert!(parse_tree(b"[", "a tree").is_err());
    }
}
