//! The history of tests: how often each passed, failed and flaked on each day, one file a month.
//!
//! A board serves some two weeks, so each snapshot sees a day many times, and the first and last time only a part of it. Of
//! two counts of one day the one with more results is kept. That makes putting histories together a maximum: in any order
//! and however often, the result is the same, and a run that was cut short is made good by the next one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::SnapshotError;
use super::index::VERSION;
use super::pack::{pack, unpack};
use crate::model::{Outcome, Table};

/// What a test did on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// Passed runs.
    pub passes: u32,
    /// Failed runs.
    pub failures: u32,
    /// Runs in which it failed and passed.
    pub flaky: u32,
}

/// A day's tally of one test, the day of the month from 1.
type Days = BTreeMap<u8, Tally>;

/// Tests of a job by name.
type Tests = BTreeMap<String, Days>;

/// One month of history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    jobs: BTreeMap<(String, String), Tests>,
}

/// Months by name, `2026-11`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histories(BTreeMap<String, Month>);

impl Tally {
    fn add(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Pass => &mut self.passes,
            Outcome::Fail => &mut self.failures,
            Outcome::Flaky => &mut self.flaky,
            Outcome::Skip | Outcome::None => return,
        };
        *count = count.saturating_add(1);
    }

    /// Results in all.
    pub fn runs(self) -> u64 {
        u64::from(self.passes) + u64::from(self.failures) + u64::from(self.flaky)
    }

    /// The one with more results; among equals the larger one, so that the order of asking does not matter.
    #[must_use]
    fn or(self, other: Self) -> Self {
        if (self.runs(), self) < (other.runs(), other) { other } else { self }
    }
}

impl Histories {
    /// Adds what a tab shows. Runs without a start count nowhere.
    pub fn add(&mut self, table: &Table) {
        let columns: Vec<Option<(String, u8)>> =
            table.columns.iter().map(|column| month_and_day(&column.started_at?.day())).collect();
        let mut seen = Self::default();
        for (number, row) in table.rows.iter().enumerate() {
            for (column, cell) in columns.iter().zip(table.cells(number)) {
                if let Some((month, day)) = column.as_ref().filter(|_| cell.outcome().is_result()) {
                    seen.tests(month, &table.dashboard, &table.job)
                        .entry(table.name(row).to_owned())
                        .or_default()
                        .entry(*day)
                        .or_default()
                        .add(cell.outcome());
                }
            }
        }
        self.merge(seen);
    }

    /// Adds another history.
    pub fn merge(&mut self, other: Self) {
        for (name, month) in other.0 {
            self.0.entry(name).or_default().merge(month);
        }
    }

    /// Takes a month over that was stored.
    pub fn put(&mut self, name: &str, month: Month) {
        self.0.entry(name.to_owned()).or_default().merge(month);
    }

    /// The months, the oldest first.
    pub fn months(&self) -> impl Iterator<Item = (&str, &Month)> {
        self.0.iter().map(|(name, month)| (name.as_str(), month))
    }

    fn tests(&mut self, month: &str, dashboard: &str, job: &str) -> &mut Tests {
        let month = self.0.entry(month.to_owned()).or_default();
        month.jobs.entry((dashboard.to_owned(), job.to_owned())).or_default()
    }
}

/// `2026-11` and 20 of `2026-11-20`.
fn month_and_day(day: &str) -> Option<(String, u8)> {
    let (month, day) = (day.get(..7)?, day.get(8..10)?);
    Some((month.to_owned(), day.parse().ok()?))
}

impl Month {
    fn merge(&mut self, other: Self) {
        for (job, tests) in other.jobs {
            let own = self.jobs.entry(job).or_default();
            for (test, days) in tests {
                let own = own.entry(test).or_default();
                for (day, tally) in days {
                    let own = own.entry(day).or_default();
                    *own = own.or(tally);
                }
            }
        }
    }

    /// Each day of a test of a job, the first of the month first.
    pub fn days(&self, dashboard: &str, job: &str, test: &str) -> impl Iterator<Item = (u8, Tally)> {
        let tests = self.jobs.get(&(dashboard.to_owned(), job.to_owned()));
        tests.and_then(|tests| tests.get(test)).into_iter().flatten().map(|(day, tally)| (*day, *tally))
    }

    /// Tests in all jobs.
    pub fn tests(&self) -> usize {
        self.jobs.values().map(BTreeMap::len).sum()
    }

    /// The packed file. Most tests of a job did the same on every day (they passed), so what they did is written once.
    pub fn write(&self) -> Vec<u8> {
        let all = || self.jobs.values().flatten();
        let names: Vec<&String> = all().map(|(name, _)| name).collect::<BTreeSet<_>>().into_iter().collect();
        let patterns: Vec<Vec<[u32; 4]>> =
            all().map(|(_, days)| pattern(days)).collect::<BTreeSet<_>>().into_iter().collect();
        let test = |(name, days): (&String, &Days)| {
            Some([
                place(names.binary_search(&name).ok()?)?,
                place(patterns.binary_search(&pattern(days)).ok()?)?,
            ])
        };
        let job = |((dashboard, job), tests): (&(String, String), &Tests)| WireJob {
            dashboard: dashboard.clone(),
            job: job.clone(),
            tests: tests.iter().filter_map(test).collect(),
        };
        let jobs = self.jobs.iter().map(job).collect();
        let names = names.into_iter().cloned().collect();
        let wire = WireMonth { version: VERSION, names, patterns, jobs };
        pack(&serde_json::to_vec(&wire).unwrap_or_default())
    }

    /// Reads the packed file.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, SnapshotError> {
        let damaged = |reason: String| SnapshotError::Damaged { file: name.to_owned(), reason };
        let wire: WireMonth =
            serde_json::from_slice(&unpack(name, bytes)?).map_err(|error| damaged(error.to_string()))?;
        if wire.version > VERSION {
            return Err(SnapshotError::Newer(wire.version));
        }
        let mut month = Self::default();
        for job in &wire.jobs {
            let tests = month.jobs.entry((job.dashboard.clone(), job.job.clone())).or_default();
            for [test, did] in &job.tests {
                let found = wire.names.get(*test as usize).zip(wire.patterns.get(*did as usize));
                let (test, did) = found.ok_or_else(|| damaged("a test has no name or no days".to_owned()))?;
                let days = days(did).ok_or_else(|| damaged("a day is none of a month".to_owned()))?;
                tests.insert(test.clone(), days);
            }
        }
        Ok(month)
    }
}

/// A month on the wire: names and patterns once, and two numbers for each test.
#[derive(Serialize, Deserialize)]
struct WireMonth {
    version: u32,
    names: Vec<String>,
    /// Of each day: the day, passes, failures, flaky runs.
    patterns: Vec<Vec<[u32; 4]>>,
    jobs: Vec<WireJob>,
}

#[derive(Serialize, Deserialize)]
struct WireJob {
    dashboard: String,
    job: String,
    /// The places of the name and of the pattern.
    tests: Vec<[u32; 2]>,
}

fn place(place: usize) -> Option<u32> {
    u32::try_from(place).ok()
}

fn pattern(days: &Days) -> Vec<[u32; 4]> {
    days.iter().map(|(day, tally)| [u32::from(*day), tally.passes, tally.failures, tally.flaky]).collect()
}

fn days(pattern: &[[u32; 4]]) -> Option<Days> {
    let day = |[day, passes, failures, flaky]: &[u32; 4]| {
        let day = u8::try_from(*day).ok().filter(|day| (1..=31).contains(day))?;
        Some((day, Tally { passes: *passes, failures: *failures, flaky: *flaky }))
    };
    pattern.iter().map(day).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Cell, Column, TableBuilder, TimeMs};

    fn table(starts: &[&str], rows: &[(&str, &[u8])]) -> Table {
        let mut builder = TableBuilder::default();
        for (name, cells) in rows {
            cells.iter().for_each(|cell| builder.push_cells(Cell(*cell), 1));
            builder.end_row(name);
        }
        let column = |start: &&str| Column { started_at: TimeMs::parse(start), ..Column::default() };
        let (mut table, wrong) = builder.finish(starts.iter().map(column).collect());
        assert!(wrong.is_empty());
        (table.dashboard, table.job) = ("board".to_owned(), "job".to_owned());
        table
    }

    fn told(histories: &Histories, test: &str) -> Vec<String> {
        let line = |(month, day, tally): (&str, u8, Tally)| {
            format!("{month}-{day:02} {}/{}/{}", tally.passes, tally.failures, tally.flaky)
        };
        let days = |(name, month): (&'_ str, &Month)| {
            let name = name.to_owned();
            month.days("board", "job", test).map(|(day, tally)| line((&name, day, tally))).collect::<Vec<_>>()
        };
        histories.months().flat_map(days).collect()
    }

    #[test]
    fn days_are_counted_and_the_fuller_count_stays() {
        let starts = ["2026-12-01T03:00:00Z", "2026-11-30T23:00:00Z", "2026-11-30T01:00:00Z", "no time"];
        let mut histories = Histories::default();
        histories.add(&table(&starts, &[("a", &[1, 12, 13, 12]), ("skipped", &[3, 0, 4, 1])]));
        assert_eq!(told(&histories, "a"), ["2026-11-30 0/1/1", "2026-12-01 1/0/0"]);
        assert_eq!(told(&histories, "skipped"), Vec::<String>::new());
        // Later the board serves more of the one day and less of the other.
        let later = table(
            &["2026-12-01T09:00:00Z", "2026-12-01T03:00:00Z", "2026-11-30T23:00:00Z"],
            &[("a", &[12, 1, 12])],
        );
        histories.add(&later);
        histories.add(&later);
        assert_eq!(told(&histories, "a"), ["2026-11-30 0/1/1", "2026-12-01 1/1/0"]);
    }

    fn some_history() -> impl Strategy<Value = Histories> {
        let tally = (0u32..4, 0u32..4, 0u32..2).prop_map(|(passes, failures, flaky)| Tally {
            passes,
            failures,
            flaky,
        });
        let entry = ("2026-1[0-2]", "[ab]", "[a-c]{1,2}", 1u8..32, tally);
        prop::collection::vec(entry, 0..20).prop_map(|entries| {
            let mut histories = Histories::default();
            for (month, job, test, day, tally) in entries {
                histories.tests(&month, "board", &job).entry(test).or_default().insert(day, tally);
            }
            histories
        })
    }

    fn together(parts: [&Histories; 2]) -> Histories {
        let mut all = Histories::default();
        for part in parts {
            all.merge(part.clone());
        }
        all
    }

    proptest! {
        /// In any order and however often.
        #[test]
        fn putting_together_is_a_maximum(a in some_history(), b in some_history(), c in some_history()) {
            prop_assert_eq!(together([&a, &b]), together([&b, &a]));
            prop_assert_eq!(together([&a, &a]), together([&a, &Histories::default()]));
            let left = together([&together([&a, &b]), &c]);
            prop_assert_eq!(left, together([&a, &together([&b, &c])]));
        }

        #[test]
        fn a_month_comes_back(histories in some_history()) {
            for (name, month) in histories.months() {
                let packed = month.write();
                let again = Month::parse(name, &packed).unwrap();
                prop_assert_eq!(&again, month);
                prop_assert_eq!(again.write(), packed);
            }
        }

        #[test]
        fn any_bytes_are_taken_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), json in ".{0,80}") {
            let _ = Month::parse("x", &bytes);
            let _ = Month::parse("x", &pack(json.as_bytes()));
            let _ = super::super::Boards::parse("x", &pack(json.as_bytes()));
            let _ = super::super::Index::parse(json.as_bytes());
        }
    }
}
