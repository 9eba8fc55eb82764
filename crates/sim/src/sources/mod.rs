//! A made-up repository of sources with known truth: which of its tests are muted, where and how. Most of its files hold no
//! tests, as in real ones.

mod sample;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use sample::sample_archive;

/// The repository on the made-up code host.
pub const NAME: &str = "made-up/sources";
/// The same files under another name, whose trees come cut short.
pub const LARGE: &str = "made-up/large-sources";

/// Files in all.
const FILES: usize = 3_000;
/// Files with tests among them.
const TESTS: usize = 400;

/// The refs: the newest, which the default branch is, and an older one on which every tenth test file had no marker yet.
const REFS: [&str; 3] = ["HEAD", "main", "release-1"];

/// What is true about one marker.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MutedTruth {
    /// The path.
    pub file: String,
    /// The line of the marker, from 1.
    pub line: u32,
    /// The name of the test, as its language writes it.
    pub test: String,
    /// The marker with its base.
    pub marker: String,
    /// The ticket; empty for none.
    pub ticket: String,
    /// The day; empty for none.
    pub since: String,
    /// The reason; empty for none.
    pub reason: String,
}

/// One entry of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The path below the tree.
    pub path: String,
    /// 40 hexadecimal digits, made up from the content.
    pub sha: String,
    /// Bytes of a file; absent for a folder.
    pub size: Option<usize>,
}

/// Lines that came with one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineHistory {
    /// The first line, from 1.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// The day of the commit.
    pub day: String,
}

/// The repository, at its newest and at its older ref.
#[derive(Clone, Debug)]
pub struct Sources {
    newest: BTreeMap<String, String>,
    older: BTreeMap<String, String>,
    truth: Vec<MutedTruth>,
}

impl Default for Sources {
    fn default() -> Self {
        Self::new(FILES, TESTS)
    }
}

impl Sources {
    /// So many files, so many of them with tests.
    pub fn new(files: usize, tests: usize) -> Self {
        let mut sources = Self { newest: BTreeMap::new(), older: BTreeMap::new(), truth: Vec::new() };
        for number in 0..files.max(tests) {
            if number < tests {
                let (path, text, truth) = texts::test_file(number);
                let older = if number % 10 == 0 { texts::without_markers(number).1 } else { text.clone() };
                sources.older.insert(path.clone(), older);
                sources.newest.insert(path, text);
                sources.truth.extend(truth);
            } else {
                let (path, text) = texts::other_file(number);
                sources.older.insert(path.clone(), text.clone());
                sources.newest.insert(path, text);
            }
        }
        sources.truth.sort();
        sources
    }

    /// The markers at the newest ref, by file and line.
    pub fn truth(&self) -> &[MutedTruth] {
        &self.truth
    }

    /// The text of a file at a ref.
    pub fn file(&self, reference: &str, path: &str) -> Option<&str> {
        self.at(reference)?.get(path).map(String::as_str)
    }

    /// The history of a file's lines at a ref: four lines came with each commit, a month after the four before.
    pub fn history(&self, reference: &str, path: &str) -> Option<Vec<LineHistory>> {
        let lines = self.file(reference, path)?.lines().count();
        let range = |first: usize| {
            let month = first / 4;
            let day = format!("{}-{:02}-05", 2020 + month / 12, 1 + month % 12);
            LineHistory { first: first + 1, last: (first + 4).min(lines), day }
        };
        Some((0..lines).step_by(4).map(range).collect())
    }

    /// The entries of a tree, which is named by a ref or by its hash: all below it, or those of one level.
    pub fn tree(&self, tree: &str, recursive: bool) -> Option<Vec<Node>> {
        let (files, prefix) = self.find(tree)?;
        let below = files.iter().filter_map(|(path, text)| Some((path.strip_prefix(prefix.as_str())?, text)));
        let (mut nodes, mut folders) = (Vec::new(), BTreeSet::new());
        for (path, text) in below {
            for (end, _) in path.match_indices('/') {
                folders.insert(path[..end].to_owned());
            }
            nodes.push(Node { path: path.to_owned(), sha: sha(text), size: Some(text.len()) });
        }
        let folder = |path: String| {
            let sha = folder_sha(files, &format!("{prefix}{path}/"));
            Node { path, sha, size: None }
        };
        nodes.extend(folders.into_iter().map(folder));
        nodes.retain(|node| recursive || !node.path.contains('/'));
        nodes.sort_by(|a, b| a.path.cmp(&b.path));
        Some(nodes)
    }

    /// The hash of a tree.
    pub fn sha_of(&self, tree: &str) -> String {
        self.find(tree).map(|(files, prefix)| folder_sha(files, &prefix)).unwrap_or_default()
    }

    fn at(&self, reference: &str) -> Option<&BTreeMap<String, String>> {
        let known = REFS.contains(&reference);
        known.then_some(if reference == "release-1" { &self.older } else { &self.newest })
    }

    /// The files and the folder that a ref or a hash means.
    fn find(&self, tree: &str) -> Option<(&BTreeMap<String, String>, String)> {
        if let Some(files) = self.at(tree) {
            return Some((files, String::new()));
        }
        [&self.newest, &self.older].into_iter().find_map(|files| {
            let folders: BTreeSet<&str> =
                files.keys().flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..=end])).collect();
            let folder = folders.into_iter().find(|folder| folder_sha(files, folder) == tree)?;
            Some((files, folder.to_owned()))
        })
    }
}

/// A made-up hash of what lies in a folder, by the paths within it: a folder that holds nothing but another one has another hash
/// than that one.
fn folder_sha(files: &BTreeMap<String, String>, folder: &str) -> String {
    let below =
        files.range(folder.to_owned()..).map_while(|(path, text)| Some((path.strip_prefix(folder)?, text)));
    let whole: Vec<String> = below.map(|(path, text)| format!("{path}\0{}", text.len())).collect();
    sha(&whole.join("\0"))
}

/// 40 hexadecimal digits: FNV-1a three times with other starts. Equal texts have equal ones, which is all that matters.
fn sha(text: &str) -> String {
    let hash = |start: u64| {
        text.bytes().fold(0xcbf2_9ce4_8422_2325 ^ start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let whole: String = [1, 2, 3].map(|start| format!("{:016x}", hash(start))).concat();
    whole[..40].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_files_and_tests_as_asked_for() {
        let sources = Sources::default();
        let files: Vec<Node> =
            sources.tree("main", true).unwrap().into_iter().filter(|node| node.size.is_some()).collect();
        assert_eq!(files.len(), 3_000);
        assert!(sources.truth().len() > 400, "{}", sources.truth().len());
        for truth in sources.truth() {
            let text = sources.file("main", &truth.file).unwrap();
            let line = text.lines().nth(truth.line as usize - 1).unwrap();
            let name = truth.marker.rsplit(['.', ':']).next().unwrap().trim_matches(['[', ']', '#', '@']);
            assert!(line.contains(name), "{truth:?}: {line}");
        }
    }

    #[test]
    fn folders_lead_to_the_same_files() {
        let sources = Sources::new(60, 20);
        let whole = sources.tree("main", true).unwrap();
        let mut found = Vec::new();
        let mut folders = vec![(String::new(), "main".to_owned())];
        while let Some((prefix, tree)) = folders.pop() {
            for node in sources.tree(&tree, false).unwrap() {
                let path = format!("{prefix}{}", node.path);
                match node.size {
                    Some(_) => found.push(path),
                    None => folders.push((format!("{path}/"), node.sha)),
                }
            }
        }
        found.sort();
        let files: Vec<String> =
            whole.into_iter().filter(|node| node.size.is_some()).map(|node| node.path).collect();
        assert_eq!(found, files);
        assert_eq!(sources.tree("nowhere", true), None);
    }
}
