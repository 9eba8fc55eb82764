//! History out of runs: those that somebody gave as earlier ones, or those of the tab that the payload's runs stand on.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::runs::{Coordinates, Marks, RunInfo, Runs, SUITE_SEPARATOR};
use super::{Past, Record, Records};
use crate::flakes::{TabRun, TabRuns};
use crate::model::{Outcome, TimeMs};
use crate::warning::Warning;

/// Why earlier runs are no history of these.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EarlierError {
    /// They are of another job.
    #[error("{name}: this is the history of {others}, and the runs are of {job}.")]
    OtherJob {
        /// Where the earlier runs come from.
        name: String,
        /// Their jobs.
        others: String,
        /// The job of the runs.
        job: String,
    },
}

/// Earlier runs as history of `job`, with what must be said of it. Runs that are judged now are no history, and those of
/// another job say nothing.
pub fn earlier_runs(
    judged: &Runs,
    earlier: Runs,
    (job, name): (&str, &str),
) -> Result<(Past, Option<Warning>), EarlierError> {
    let count = earlier.infos().len();
    let is_judged = |id: &str| judged.infos().iter().any(|run| run.id == id);
    let earlier = earlier.retain(|run| !is_judged(&run.id));
    let of_job = earlier.clone().retain(|run| job.is_empty() || run.job.is_empty() || run.job == job);
    if of_job.infos().is_empty() && !earlier.infos().is_empty() {
        let (name, job) = (name.to_owned(), job.to_owned());
        return Err(EarlierError::OtherJob { name, others: earlier.jobs().join(", "), job });
    }
    let left = count - of_job.infos().len();
    let message =
        format!("{left} of {count} earlier runs are left out: they are judged now, or of another job");
    let warning = (left > 0).then(|| Warning::new(name, message));
    let mut records = Records::of_runs(&of_job);
    if records.is_empty() {
        return Ok((Past::Failed(format!("{name} holds no result")), warning));
    }
    records.told = format!("{} earlier runs", of_job.infos().len());
    Ok((Past::Known(records), warning))
}

/// The runs of a tab at these places, with what its cells say. Nothing is known there of suites and of skipped tests.
pub fn runs_of_board(board: &TabRuns, job: &str, places: &[usize]) -> Runs {
    let mut runs = Runs::default();
    for place in places {
        let Some(TabRun { build, url, started_at, .. }) = board.runs.get(*place).cloned() else { continue };
        let job = job.to_owned();
        let run = runs.begin(RunInfo { id: build, job, url, started: started_at, ..RunInfo::default() });
        for (test, outcomes) in &board.tests {
            let mark = outcomes.get(*place).map_or(Marks::NONE, |outcome| mark(*outcome));
            if mark != Marks::NONE {
                runs.mark(run, Coordinates::new("", test), mark);
            }
        }
    }
    runs
}

fn mark(outcome: Outcome) -> Marks {
    match outcome {
        Outcome::None => Marks::NONE,
        Outcome::Pass => Marks::PASS,
        Outcome::Skip => Marks::SKIP,
        Outcome::Fail => Marks::FAIL,
        Outcome::Flaky => Marks::PASS.and(Marks::FAIL),
    }
}

/// The runs of a tab before all of those that are judged, as history of these. A row is a test when it has its name, or that with
/// the name of a suite in front; where tests of several suites have one name, only the latter.
pub fn of_board(judged: &Runs, board: &TabRuns) -> Past {
    let is_judged = |run: &TabRun| judged.infos().iter().any(|own| own.id == run.build);
    let started = judged.infos().iter().filter_map(|run| run.started).min();
    let oldest = board.runs.iter().rposition(is_judged).map(|place| place + 1);
    let is_before = |run: &TabRun| run.started_at.zip(started).is_some_and(|(run, first)| run < first);
    let begin = oldest.or_else(|| board.runs.iter().position(is_before)).unwrap_or(board.runs.len());
    let rows: BTreeMap<&str, Record> = board
        .tests
        .iter()
        .map(|(name, outcomes)| (name.as_str(), record(outcomes.iter().skip(begin))))
        .collect();
    let job = judged.jobs().first().copied().unwrap_or_default();
    let mut records = Records::of_job(job);
    let repeated = repeated_names(judged.tests());
    for test in judged.tests() {
        if let Some(record) = row_of(test, &rows, &repeated).filter(|record| record.runs() > 0) {
            records.add(test.clone(), record);
        }
    }
    if records.is_empty() {
        return Past::Failed("the tab has no earlier run with a result of these tests".to_owned());
    }
    records.told = told(board.runs.get(begin..).unwrap_or_default());
    Past::Known(records)
}

fn record<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Record {
    let mut record = Record::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Pass => record.passes += 1,
            Outcome::Fail => record.failures += 1,
            Outcome::Flaky => record.flakes += 1,
            Outcome::None | Outcome::Skip => {}
        }
    }
    record
}

/// Names that tests of several suites have.
fn repeated_names(tests: &[Coordinates]) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    tests.iter().map(|test| test.test.as_str()).filter(|name| !seen.insert(*name)).collect()
}

fn row_of(test: &Coordinates, rows: &BTreeMap<&str, Record>, repeated: &BTreeSet<&str>) -> Option<Record> {
    let with_suite = |suite: &str| rows.get(format!("{suite}.{}", test.test).as_str()).copied();
    let bare = || rows.get(test.test.as_str()).copied().filter(|_| !repeated.contains(test.test.as_str()));
    test.suite.split(SUITE_SEPARATOR).find_map(with_suite).or_else(bare)
}

/// `the tab's 140 earlier runs, 2026-11-03 to 2026-11-14`.
fn told(runs: &[TabRun]) -> String {
    let day = |run: Option<&TabRun>| run.and_then(|run| run.started_at).map(TimeMs::day);
    let days = day(runs.last()).zip(day(runs.first()));
    let days = days.map_or_else(String::new, |(first, last)| format!(", {first} to {last}"));
    format!("the tab's {} earlier runs{days}", runs.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: &str, day: i64) -> TabRun {
        TabRun { build: id.into(), started_at: TimeMs::from_seconds(day * 86_400), ..TabRun::default() }
    }

    fn judged(ids: &[&str], tests: &[(&str, &str)]) -> Runs {
        let mut runs = Runs::default();
        for id in ids {
            let started = id.parse().ok().and_then(|day: i64| TimeMs::from_seconds(day * 86_400));
            let at = runs.begin(RunInfo { id: (*id).into(), job: "j".into(), started, ..RunInfo::default() });
            for (suite, test) in tests {
                runs.mark(at, Coordinates::new(suite, test), Marks::PASS);
            }
        }
        runs
    }

    fn board() -> TabRuns {
        use Outcome::{Fail, Flaky, None as Nothing, Pass};
        TabRuns {
            runs: [9, 8, 7, 6, 5].map(|day| run(&day.to_string(), day)).to_vec(),
            tests: vec![
                ("suite.a".into(), vec![Fail, Fail, Pass, Flaky, Fail]),
                ("b".into(), vec![Pass, Pass, Pass, Nothing, Pass]),
            ],
        }
    }

    #[track_caller]
    fn check(ids: &[&str], tests: &[(&str, &str)], expect: &[Option<Record>], told: &str) {
        let runs = judged(ids, tests);
        let Past::Known(records) = of_board(&runs, &board()) else { panic!("no history") };
        let found: Vec<_> = runs.tests().iter().map(|test| records.get(test)).collect();
        assert_eq!((found.as_slice(), records.told.as_str()), (expect, told));
    }

    #[test]
    fn a_tab_is_history_of_its_newest_runs() {
        let record = |passes, failures, flakes| Some(Record { passes, failures, flakes });
        let told = "the tab's 3 earlier runs, 1970-01-06 to 1970-01-08";
        check(&["9", "8"], &[("top|||suite", "a"), ("", "b")], &[record(1, 1, 1), record(2, 0, 0)], told);
        // Two tests of that name: the row without a suite could be either.
        check(&["9", "8"], &[("s", "b"), ("t", "b"), ("suite", "a")], &[None, None, record(1, 1, 1)], told);
        let none = of_board(&judged(&["3"], &[("", "b")]), &board());
        assert!(matches!(none, Past::Failed(_)), "{none:?}");
    }

    #[test]
    fn cells_are_results() {
        let runs = runs_of_board(&board(), "j", &[0, 3]);
        let letters = |test| runs.marks_of(test).map(Marks::letter).collect::<String>();
        assert_eq!((letters(0), letters(1)), ("FK".to_owned(), "P.".to_owned()));
        let ids: Vec<&str> = runs.infos().iter().map(|run| run.id.as_str()).collect();
        assert_eq!((ids, runs.jobs()), (vec!["9", "6"], vec!["j"]));
    }

    #[test]
    fn runs_that_are_judged_are_no_history() {
        let tests = [("s", "a")];
        let (past, warning) =
            earlier_runs(&judged(&["3"], &tests), judged(&["1", "2", "3"], &tests), ("j", "before")).unwrap();
        let Past::Known(records) = past else { panic!("{past:?}") };
        assert_eq!(records.get(&Coordinates::new("s", "a")).unwrap().runs(), 2);
        assert_eq!(records.told, "2 earlier runs");
        assert!(warning.unwrap().message.starts_with("1 of 3 earlier runs are left out"));
        let other = earlier_runs(&judged(&["3"], &tests), judged(&["1"], &tests), ("other", "before"));
        assert_eq!(
            other.unwrap_err().to_string(),
            "before: this is the history of j, and the runs are of other."
        );
    }
}
