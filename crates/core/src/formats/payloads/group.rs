//! Which files make which run, told from their paths alone.

use std::collections::BTreeMap;

use crate::sorting::sort;

/// The files of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFiles {
    /// The path that names the run.
    pub name: String,
    /// The places of its files in the list that was given.
    pub files: Vec<usize>,
}

/// What Prow writes beside the results of a run.
const PROW: [&str; 3] = ["prowjob.json", "started.json", "finished.json"];

/// True for a file that says something of a run: JUnit XML, packed or not, or what Prow writes.
pub fn is_wanted(path: &str) -> bool {
    is_xml(path) || is_of_prow(path)
}

/// True for a file of Prow.
pub(super) fn is_of_prow(path: &str) -> bool {
    PROW.contains(&file_name(path))
}

/// True for an archive, whose files stand as in a folder.
pub fn is_archive(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".zip")
}

fn is_xml(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".xml", ".xml.gz"].iter().any(|ending| path.ends_with(ending))
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Groups the files below one folder or archive. The outermost folder that holds a result itself, or a file of Prow, or a folder
/// `artifacts`, is a run with all that lies below it. Runs come in the order of their paths, and so do the files of each.
pub fn group_runs(paths: &[String]) -> Vec<RunFiles> {
    let mut wanted: Vec<(&str, usize)> =
        paths.iter().enumerate().map(|(place, path)| (path.as_str(), place)).collect();
    wanted.retain(|(path, _)| is_wanted(path));
    sort(&mut wanted);
    let mut marked: Vec<&str> = wanted.iter().map(|(path, _)| home(path)).collect();
    sort(&mut marked);
    let mut runs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (path, place) in wanted {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        let outermost = folders.into_iter().find(|folder| marked.binary_search(folder).is_ok());
        runs.entry(outermost.unwrap_or_default()).or_default().push(place);
    }
    runs.into_iter().map(|(name, files)| RunFiles { name: name.to_owned(), files }).collect()
}

/// The folder that a file makes a run: its own, or the one around `artifacts`.
fn home(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let inside = path.match_indices("/artifacts/").next().and_then(|(at, _)| path.get(..at));
    inside.unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], expect: &[(&str, &[usize])]) {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let found = group_runs(&paths);
        let found: Vec<_> = found.iter().map(|run| (run.name.as_str(), run.files.as_slice())).collect();
        assert_eq!(found, expect, "{paths:?}");
    }

    #[test]
    fn folders_make_runs() {
        check(&["runs/a/j.xml", "runs/b/j.xml", "runs/b/k.xml.gz"], &[("runs/a", &[0]), ("runs/b", &[1, 2])]);
        check(&["run/j.xml", "run/deep/k.xml", "run/build-log.txt"], &[("run", &[1, 0])]);
        check(
            &["logs/job/12/artifacts/x/j.xml", "logs/job/12/prowjob.json", "logs/job/13/started.json"],
            &[("logs/job/12", &[0, 1]), ("logs/job/13", &[2])],
        );
        check(&["r/a.zip/j.xml", "r/b.zip/artifacts/j.xml"], &[("r/a.zip", &[0]), ("r/b.zip", &[1])]);
        check(&["r/b/k.xml", "r/a/j.xml", "r/b/j.xml"], &[("r/a", &[1]), ("r/b", &[2, 0])]);
        check(&["r/notes.txt"], &[]);
        check(&["j.xml"], &[("", &[0])]);
    }
}
