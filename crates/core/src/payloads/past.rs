//! What is known of tests from earlier runs.

use rustc_hash::FxHashMap;

use super::runs::{Coordinates, Marks, RunInfo, Runs};
use crate::model::TimeMs;

/// The most runs of one kind that a record may have, so that their sum is a number.
pub const MAX_COUNT: u32 = 1_000_000_000;

/// How often a test ended how in earlier runs; each count is at most [`MAX_COUNT`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Runs in which it only passed.
    pub passes: u32,
    /// Runs in which it only failed.
    pub failures: u32,
    /// Runs in which it failed and passed.
    pub flakes: u32,
}

impl Record {
    /// Runs with a result.
    pub fn runs(self) -> u32 {
        self.passes.saturating_add(self.failures).saturating_add(self.flakes)
    }

    /// Runs in which it passed in the end: the original's "working".
    pub fn working(self) -> u32 {
        self.passes.saturating_add(self.flakes)
    }

    /// The working share in whole percent, cut and not rounded (openshift/ci-tools, `pass_fail.go`: a float made an int).
    /// `None` without a run.
    pub fn percent(self) -> Option<u32> {
        let percent = (u64::from(self.working()) * 100).checked_div(u64::from(self.runs()))?;
        u32::try_from(percent).ok()
    }
}

/// What is known from earlier runs.
#[derive(Clone, Debug, Default)]
pub enum Past {
    /// Nobody gave a history: every test is unknown.
    #[default]
    NotGiven,
    /// It was wanted and could not be had, for this reason.
    Failed(String),
    /// The records of tests.
    Known(Records),
}

/// The records of tests.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The job they are of; empty where it is not known.
    pub job: String,
    /// Where they come from, to be read after "from"; empty where nobody needs to be told.
    pub told: String,
    by_test: FxHashMap<Coordinates, Record>,
}

/// The original's bounds for a history that is made of runs (openshift/ci-tools: the newest 200 runs within 21 days).
const NEWEST_RUNS: usize = 200;
const DAYS: u32 = 21;

impl Records {
    /// Without a test yet.
    pub fn of_job(job: &str) -> Self {
        Self { job: job.to_owned(), ..Self::default() }
    }

    /// Adds a test; false when it is there already.
    pub fn add(&mut self, test: Coordinates, record: Record) -> bool {
        let is_new = !self.by_test.contains_key(&test);
        if is_new {
            self.by_test.insert(test, record);
        }
        is_new
    }

    /// How many tests are known.
    pub fn len(&self) -> usize {
        self.by_test.len()
    }

    /// True when no test is known.
    pub fn is_empty(&self) -> bool {
        self.by_test.is_empty()
    }

    /// The record of a test that ran at least once.
    pub fn get(&self, test: &Coordinates) -> Option<Record> {
        self.by_test.get(test).copied().filter(|record| record.runs() > 0)
    }

    /// Counts earlier runs: the newest 200 of the 21 days before the newest one, where all starts are known, else all.
    pub fn of_runs(runs: &Runs) -> Self {
        let job = match runs.jobs().as_slice() {
            [job] => job,
            _ => "",
        };
        let counted = counted(runs.infos());
        let mut records = Self::of_job(job);
        for (place, test) in runs.tests().iter().enumerate() {
            let marks =
                runs.marks_of(place).zip(&counted).filter(|(_, counts)| **counts).map(|(marks, _)| marks);
            let record = record(marks);
            if record.runs() > 0 {
                records.add(test.clone(), record);
            }
        }
        records
    }
}

fn record(marks: impl Iterator<Item = Marks>) -> Record {
    let mut record = Record::default();
    for mark in marks {
        match mark.letter() {
            'P' => record.passes += 1,
            'F' => record.failures += 1,
            'K' => record.flakes += 1,
            _ => {}
        }
    }
    record
}

/// Whether each run counts.
fn counted(runs: &[RunInfo]) -> Vec<bool> {
    let starts: Option<Vec<TimeMs>> = runs.iter().map(|run| run.started).collect();
    let Some(starts) = starts else { return vec![true; runs.len()] };
    let mut newest = starts.clone();
    crate::sorting::sort_by(&mut newest, |a, b| b.cmp(a));
    let oldest = newest.first().map(|newest| newest.minus_days(DAYS));
    let least = newest.get(NEWEST_RUNS - 1).copied().max(oldest);
    starts.into_iter().map(|start| Some(start) >= least).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_cut() {
        for (passes, failures, flakes, percent) in [
            (0, 0, 0, None),
            (2, 1, 0, Some(66)),
            (199, 1, 0, Some(99)),
            (0, 1, 1, Some(50)),
            (5, 0, 5, Some(100)),
        ] {
            assert_eq!(Record { passes, failures, flakes }.percent(), percent);
        }
        let most = Record { passes: MAX_COUNT, failures: MAX_COUNT, flakes: MAX_COUNT };
        assert_eq!(most.percent(), Some(66));
    }

    #[test]
    fn old_runs_do_not_count() {
        let run = |day: i64| RunInfo {
            started: TimeMs::from_seconds(1_700_000_000 + day * 86_400),
            ..RunInfo::default()
        };
        assert_eq!(counted(&[run(0), run(30), run(9), run(10)]), [false, true, true, true]);
        assert_eq!(counted(&[run(0), RunInfo::default()]), [true, true]);
        let many: Vec<RunInfo> = (0..300).map(|_| run(0)).chain([run(1)]).collect();
        assert_eq!(counted(&many).iter().filter(|counts| **counts).count(), 301, "ties at the edge stay");
    }

    #[test]
    fn flakes_are_counted_apart() {
        let mut runs = Runs::default();
        for marks in [Marks::PASS, Marks::FAIL, Marks::PASS.and(Marks::FAIL), Marks::SKIP] {
            let run = runs.begin(RunInfo::default());
            runs.mark(run, Coordinates::new("s", "t"), marks);
        }
        let found = Records::of_runs(&runs).get(&Coordinates::new("s", "t"));
        assert_eq!(found, Some(Record { passes: 1, failures: 1, flakes: 1 }));
    }
}
