//! Runs out of files as a user gives them to the page: whatever lies there, dropped or chosen, in folders or archives.

use std::collections::VecDeque;

use super::archive::{is_table, open_given};
use super::group::{file_name, group_runs, is_archive, is_of_prow, is_wanted};
use super::run::{InputFile, read_run};
use super::run_list::{ListedRun, read_run_list};
use crate::payloads::runs::{RunInfo, Runs};
use crate::warning::Warning;

/// What files gave.
#[derive(Clone, Debug, Default)]
pub struct GivenRuns {
    /// The runs.
    pub runs: Runs,
    /// Tables of earlier results, unread: their rows depend on the job. Several cannot be told apart.
    pub tables: Vec<(String, Vec<u8>)>,
    /// What could not be read, and what is odd.
    pub warnings: Vec<Warning>,
}

/// Reads given files, one run at a time.
///
/// A loose file of results is a run. What lies in a folder or an archive makes runs as its paths say ([`group_runs`]). JSON is a
/// list of runs, or else a table of earlier results, as every CSV is.
#[derive(Clone, Debug, Default)]
pub struct ReadGiven {
    files: Vec<InputFile>,
    lists: Vec<InputFile>,
    /// Runs that are to be read: the path that names them, and the places of their files.
    waiting: VecDeque<(String, Vec<usize>)>,
    given: GivenRuns,
}

impl ReadGiven {
    /// Takes a file; its path begins with the folder that was given, if one was.
    pub fn take(&mut self, file: InputFile) {
        let path = file.path.as_str();
        if is_archive(path) {
            self.open(file);
        } else if is_wanted(path) {
            self.files.push(file);
        } else if is_table(path) {
            self.table(file);
        } else if path.to_ascii_lowercase().ends_with(".json") {
            self.lists.push(file);
        } else if !path.contains('/') {
            let message = "it is neither JUnit XML (.xml, .xml.gz), a .zip, a list of runs (.json) nor earlier results (.csv); it is left out";
            self.warn(&file.path, message);
        }
    }

    /// All files are here: finds the runs among them; answers how many are to be read.
    pub fn begin(&mut self) -> usize {
        for list in std::mem::take(&mut self.lists) {
            self.list(list);
        }
        let paths: Vec<String> = self.files.iter().map(|file| file.path.clone()).collect();
        let loose = |place: &usize| paths.get(*place).is_some_and(|path| !path.contains('/'));
        for group in group_runs(&paths) {
            if !group.files.iter().all(loose) {
                self.waiting.push_back((group.name, group.files));
                continue;
            }
            for place in group.files {
                let Some(path) = paths.get(place) else { continue };
                if is_of_prow(path) {
                    self.warn(
                        path,
                        "it tells of a run, but lies in no folder with that run's results; it is left out",
                    );
                } else {
                    self.waiting.push_back((path.clone(), vec![place]));
                }
            }
        }
        self.waiting.len()
    }

    /// Reads the next run; false when none is left.
    pub fn advance(&mut self) -> bool {
        let Some((name, places)) = self.waiting.pop_front() else { return false };
        let info = RunInfo { id: run_id(&name), ..RunInfo::default() };
        let take = |place: usize| {
            let file = self.files.get_mut(place)?;
            let bytes = std::mem::replace(&mut file.bytes, Err(String::new()));
            Some(InputFile { path: file.path.clone(), bytes })
        };
        let files: Vec<InputFile> = places.into_iter().filter_map(take).collect();
        read_run(&mut self.given.runs, info, files, &mut self.given.warnings);
        true
    }

    /// What was read.
    pub fn end(self) -> GivenRuns {
        self.given
    }

    fn open(&mut self, archive: InputFile) {
        let opened = archive.bytes.and_then(|bytes| {
            open_given(&archive.path, &bytes).map_err(|error| without_name(&error.to_string(), &archive.path))
        });
        match opened {
            Ok(files) => files.into_iter().for_each(|file| self.take(file)),
            // An archive that cannot be opened is a run that is lost.
            Err(reason) => {
                let mut info = RunInfo { id: run_id(&archive.path), ..RunInfo::default() };
                info.lose(&reason);
                self.given.runs.begin(info);
            }
        }
    }

    fn table(&mut self, file: InputFile) {
        match file.bytes {
            Ok(bytes) => self.given.tables.push((file.path, bytes)),
            Err(reason) => self.warn(&file.path, &reason),
        }
    }

    /// A list of runs with their results; else it must be a table.
    fn list(&mut self, file: InputFile) {
        let Ok(bytes) = &file.bytes else { return self.table(file) };
        match read_run_list(bytes, &file.path) {
            Ok(listed) => listed.into_iter().for_each(|run| self.listed(run)),
            Err(_) if is_of_tests(bytes) => self.table(file),
            Err(error) => {
                let reason = without_name(&error.to_string(), &file.path);
                self.warn(&file.path, &reason);
            }
        }
    }

    /// A run of a list. Its files cannot be asked for: a page sees only what it was given.
    fn listed(&mut self, ListedRun { mut info, results, files }: ListedRun) {
        if !files.is_empty() {
            info.lose("the list names files, which were not given; choose the files themselves");
        }
        let run = self.given.runs.begin(info);
        for (test, mark) in results {
            self.given.runs.mark(run, test, mark);
        }
    }

    fn warn(&mut self, path: &str, message: &str) {
        self.given.warnings.push(Warning::new(path, message));
    }
}

/// True for JSON that looks like earlier results, so that its own faults are told.
fn is_of_tests(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    head.windows(8).any(|window| window == b"\"passes\"")
}

/// The name stands beside the message already.
fn without_name(message: &str, name: &str) -> String {
    message.strip_prefix(&format!("{name}: ")).unwrap_or(message).to_owned()
}

/// What a path calls its run: a folder that is named by a build id names it; else the whole path does, without known endings.
pub fn run_id(path: &str) -> String {
    let last = file_name(path);
    if last.len() >= 8 && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return last.to_owned();
    }
    let endings = [".gz", ".xml", ".zip"];
    endings.into_iter().fold(path, |path, end| path.strip_suffix(end).unwrap_or(path)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payloads::runs::Marks;

    fn xml(test: &str) -> Vec<u8> {
        format!("<testsuite name='s'><testcase name='{test}'/></testsuite>").into_bytes()
    }

    /// The ids of the runs with their counts of results, the names of tables, and the warnings.
    fn check(files: Vec<(&str, Vec<u8>)>) -> (Vec<(String, usize)>, Vec<String>, Vec<String>) {
        let mut reading = ReadGiven::default();
        for (path, bytes) in files {
            reading.take(InputFile { path: path.to_owned(), bytes: Ok(bytes) });
        }
        let count = reading.begin();
        assert_eq!((0..=count).take_while(|_| reading.advance()).count(), count);
        let given = reading.end();
        let runs = given.runs.infos().iter().enumerate();
        let runs = runs.map(|(n, run)| (run.id.clone(), given.runs.count_in(n, Marks::has_ended))).collect();
        let warnings = given.warnings.iter().map(|w| format!("{}: {}", w.subject, w.message)).collect();
        (runs, given.tables.into_iter().map(|(name, _)| name).collect(), warnings)
    }

    #[test]
    fn loose_files_are_runs_and_folders_make_runs() {
        let (runs, tables, warnings) = check(vec![
            ("a.xml", xml("x")),
            ("b.xml", xml("x")),
            ("logs/1790000000000000001/artifacts/j.xml", xml("x")),
            ("logs/1790000000000000001/artifacts/k.xml", xml("y")),
            ("logs/1790000000000000001/build-log.txt", b"".to_vec()),
            ("history.csv", b"suite,test,passes,failures,flakes\n".to_vec()),
            ("readme.md", b"".to_vec()),
            ("started.json", b"{}".to_vec()),
        ]);
        let ids: Vec<(&str, usize)> = runs.iter().map(|(id, count)| (id.as_str(), *count)).collect();
        assert_eq!(ids, [("a", 1), ("b", 1), ("1790000000000000001", 2)]);
        assert_eq!(tables, ["history.csv"]);
        assert!(warnings[0].starts_with("readme.md: it is neither JUnit"), "{warnings:?}");
        assert!(warnings[1].starts_with("started.json: it tells of a run"), "{warnings:?}");
    }

    #[test]
    fn json_is_a_list_of_runs_or_a_table() {
        let list =
            br#"{"job": "j", "runs": [{"id": "1", "tests": [{"suite": "s", "name": "a", "result": "pass"}]},
            {"id": "2", "files": ["x.xml"]}]}"#;
        let table = br#"[{"suite": "s", "test": "a", "passes": 1, "failures": 0}]"#;
        let (runs, tables, warnings) = check(vec![
            ("runs.json", list.to_vec()),
            ("before.json", table.to_vec()),
            ("odd.json", b"[3]".to_vec()),
        ]);
        assert_eq!(runs, [("1".to_owned(), 1), ("2".to_owned(), 0)]);
        assert_eq!(tables, ["before.json"]);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].starts_with("odd.json: run 1: "), "{warnings:?}");
    }

    #[test]
    fn what_cannot_be_opened_is_a_lost_run() {
        let mut reading = ReadGiven::default();
        reading.take(InputFile { path: "a.zip".to_owned(), bytes: Ok(b"PK\x03\x04cut".to_vec()) });
        assert_eq!(reading.begin(), 0);
        let given = reading.end();
        assert_eq!(given.runs.infos()[0].id, "a");
        assert!(!given.runs.infos()[0].incomplete.is_empty());
    }

    #[test]
    fn build_ids_name_runs() {
        for (path, id) in [
            ("logs/job/1790000000000000001", "1790000000000000001"),
            ("x/run.zip", "x/run"),
            ("j.xml.gz", "j"),
            ("runs/2024", "runs/2024"),
        ] {
            assert_eq!(run_id(path), id);
        }
    }
}
