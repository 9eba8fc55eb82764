//! Files with runs, and logs of runs.

use std::collections::BTreeSet;

use flakescope_core::activity::causes::{Rules, explain, failures_of, log_paths};
use flakescope_core::activity::page::LogCauses;
use flakescope_core::activity::{CiRun, RunStatus};
use flakescope_core::formats::activity_files::read_activity_file;
use flakescope_core::formats::ci_data::CiDataOptions;
use flakescope_core::warning::Warning;

use super::ActivityRuns;
use crate::GivenFile;

/// The files that were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    tables: Vec<GivenFile>,
    logs: Vec<(String, Vec<u8>)>,
}

impl Given {
    /// Tells logs from all else by their names: a log may hold anything.
    pub(super) fn of(files: Vec<GivenFile>) -> Self {
        let mut given = Self::default();
        for (path, bytes) in files {
            match bytes {
                Ok(bytes) if is_log(&path) => given.logs.push((path, bytes)),
                bytes => given.tables.push((path, bytes)),
            }
        }
        given
    }

    /// How many logs there are.
    pub(super) fn logs(&self) -> usize {
        self.logs.len()
    }

    /// The runs of all files, and what could not be read. A file that cannot be read costs that file alone.
    pub(super) fn read(&self, options: &CiDataOptions) -> ActivityRuns {
        let mut found = ActivityRuns::default();
        for (path, bytes) in &self.tables {
            let read = bytes.as_ref().map_err(Clone::clone).and_then(|bytes| {
                read_activity_file(bytes, path, options).map_err(|error| error.to_string())
            });
            match read {
                Ok(read) => {
                    found.runs.extend(read.runs);
                    found.warnings.extend(read.warnings);
                }
                Err(reason) => found.warnings.push(Warning::new(path, reason)),
            }
        }
        found
    }

    /// Puts into runs what the rules find in their logs, and tells the logs that belong to no run.
    pub(super) fn explain(&self, runs: &mut [CiRun], rules: &Rules) -> Vec<LogCauses> {
        let mut used = BTreeSet::new();
        for run in runs.iter_mut().filter(|run| run.status != RunStatus::Success) {
            let paths = log_paths(&run.job, &run.id);
            if let Some((place, (_, log))) =
                self.logs.iter().enumerate().find(|(_, (path, _))| ends(path, &paths))
            {
                used.insert(place);
                explain(run, rules, log);
            }
        }
        let left = self.logs.iter().enumerate().filter(|(place, _)| !used.contains(place));
        left.map(|(_, (path, log))| LogCauses { path: path.clone(), failures: failures_of(rules, "", log) })
            .collect()
    }
}

fn is_log(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), None | Some("log" | "txt"))
}

/// Does a path end with one of these, at a boundary of its parts?
fn ends(path: &str, tails: &[String]) -> bool {
    let is_end = |tail: &String| {
        let head = path.strip_suffix(tail.as_str());
        head.is_some_and(|head| head.is_empty() || head.ends_with('/'))
    };
    tails.iter().any(is_end)
}

#[cfg(test)]
mod tests {
    use flakescope_core::activity::causes::built_in_rules;

    use super::*;

    #[test]
    fn logs_go_to_their_runs() {
        let csv = b"job,job_id,status,time\nunit,1,FAILURE,2026-11-20T10:00:00Z\nunit,11,FAILURE,2026-11-20T10:00:00Z\n";
        let log = |path: &str| (path.to_owned(), Ok(b"FAIL: a_test.go:3: TestA\n".to_vec()));
        let given = Given::of(vec![
            ("ci.csv".into(), Ok(csv.to_vec())),
            log("logs/unit/1/log"),
            log("unit-11.log"),
            log("other/console.txt"),
            ("broken.json".into(), Ok(b"{".to_vec())),
            ("lost.csv".into(), Err("cannot be read".into())),
        ]);
        let mut read = given.read(&CiDataOptions::default());
        assert_eq!((read.runs.len(), given.logs(), read.warnings.len()), (2, 3, 2), "{:?}", read.warnings);
        let left = given.explain(&mut read.runs, &Rules::new(built_in_rules()).unwrap());
        let cases: Vec<&str> = read.runs.iter().map(|run| run.failures[0].case.as_str()).collect();
        assert_eq!(cases, ["FAIL: a_test.go:3: TestA"; 2]);
        let left: Vec<(&str, usize)> =
            left.iter().map(|log| (log.path.as_str(), log.failures.len())).collect();
        assert_eq!(left, [("other/console.txt", 1)]);
    }
}
