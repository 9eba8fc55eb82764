//! Runs with a result for each test: plain data, wherever they were read.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::model::TimeMs;

/// What joins the names of suites that lie in one another, as openshift/ci-tools does.
pub const SUITE_SEPARATOR: &str = "|||";

/// What names a test.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Coordinates {
    /// The names of its suites, the outermost first, joined with [`SUITE_SEPARATOR`].
    pub suite: String,
    /// Its name.
    pub test: String,
}

impl Coordinates {
    /// Of two texts.
    pub fn new(suite: &str, test: &str) -> Self {
        Self { suite: suite.to_owned(), test: test.to_owned() }
    }
}

/// How one test ended in one run: which ends were seen. Several are possible, because a test may be run again, or stand in
/// several files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u8);

impl Marks {
    /// Nothing is known of the test in this run.
    pub const NONE: Self = Self(0);
    /// It passed.
    pub const PASS: Self = Self(1);
    /// It failed.
    pub const FAIL: Self = Self(2);
    /// It was skipped.
    pub const SKIP: Self = Self(4);
    /// Its failures inform and do not count.
    pub const INFORMING: Self = Self(8);

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when every mark of `other` is here.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// True when no end was seen.
    pub fn is_missing(self) -> bool {
        !(self.has_ended() || self.has(Self::SKIP))
    }

    /// True when it passed or failed.
    pub fn has_ended(self) -> bool {
        self.has(Self::PASS) || self.has(Self::FAIL)
    }

    /// One letter: P passed, F failed, K flaked (passed and failed), S skipped, `.` missing.
    pub fn letter(self) -> char {
        match self.0 & 7 {
            0 => '.',
            3 | 7 => 'K',
            2 | 6 => 'F',
            4 => 'S',
            _ => 'P',
        }
    }
}

/// One run of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunInfo {
    /// What names it: the build id where it is known.
    pub id: String,
    /// The job; empty where it is not known.
    pub job: String,
    /// Where people read about it.
    pub url: String,
    /// Where its files lie.
    pub artifacts_url: String,
    /// When it started.
    pub started: Option<TimeMs>,
    /// Why results of this run are missing: it has not finished, or a file of it is broken. Empty when all are here.
    pub incomplete: String,
}

impl RunInfo {
    /// Adds a reason why results are missing.
    pub fn lose(&mut self, reason: &str) {
        if !self.incomplete.is_empty() {
            self.incomplete.push_str("; ");
        }
        self.incomplete.push_str(reason);
    }
}

/// Runs and the tests that were seen in any of them.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    infos: Vec<RunInfo>,
    tests: Vec<Coordinates>,
    places: FxHashMap<Coordinates, usize>,
    /// For each run the marks of the tests by their place; tests beyond its end are missing.
    marks: Vec<Vec<Marks>>,
}

impl Runs {
    /// Begins a run; answers its place.
    pub fn begin(&mut self, info: RunInfo) -> usize {
        self.infos.push(info);
        self.marks.push(Vec::new());
        self.infos.len() - 1
    }

    /// What is known of a run, to be completed.
    pub fn info_mut(&mut self, run: usize) -> Option<&mut RunInfo> {
        self.infos.get_mut(run)
    }

    /// Adds an end of a test to a run.
    pub fn mark(&mut self, run: usize, test: Coordinates, mark: Marks) {
        let next = self.tests.len();
        let place = *self.places.entry(test).or_insert_with_key(|test| {
            self.tests.push(test.clone());
            next
        });
        let Some(marks) = self.marks.get_mut(run) else { return };
        if marks.len() <= place {
            marks.resize(place + 1, Marks::NONE);
        }
        if let Some(slot) = marks.get_mut(place) {
            *slot = slot.and(mark);
        }
    }

    /// The runs, in the order in which they came.
    pub fn infos(&self) -> &[RunInfo] {
        &self.infos
    }

    /// Every test that was seen, in the order of its first appearance.
    pub fn tests(&self) -> &[Coordinates] {
        &self.tests
    }

    /// How the test at this place ended in each run.
    pub fn marks_of(&self, test: usize) -> impl Iterator<Item = Marks> + '_ {
        self.marks.iter().map(move |marks| marks.get(test).copied().unwrap_or_default())
    }

    /// How many tests ended in a run in such a way.
    pub fn count_in(&self, run: usize, such: impl Fn(Marks) -> bool) -> usize {
        self.marks.get(run).map_or(0, |marks| marks.iter().filter(|mark| such(**mark)).count())
    }

    /// The runs for which `keep` says yes, with all tests.
    #[must_use]
    pub fn retain(self, keep: impl Fn(&RunInfo) -> bool) -> Self {
        let pairs = self.infos.into_iter().zip(self.marks).filter(|(info, _)| keep(info));
        let (infos, marks) = pairs.unzip();
        Self { infos, marks, ..self }
    }

    /// The first id that two runs share.
    pub fn repeated_id(&self) -> Option<&str> {
        let mut ids: Vec<&str> = self.infos.iter().map(|run| run.id.as_str()).collect();
        crate::sorting::sort(&mut ids);
        ids.windows(2).find_map(|pair| match pair {
            [one, two] if one == two => Some(*one),
            _ => None,
        })
    }

    /// The names of all jobs, in order.
    pub fn jobs(&self) -> Vec<&str> {
        let mut jobs: Vec<&str> =
            self.infos.iter().map(|run| run.job.as_str()).filter(|job| !job.is_empty()).collect();
        crate::sorting::sort(&mut jobs);
        jobs.dedup();
        jobs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_add_up() {
        for (marks, letter) in [
            (vec![], '.'),
            (vec![Marks::PASS], 'P'),
            (vec![Marks::PASS, Marks::SKIP], 'P'),
            (vec![Marks::FAIL, Marks::INFORMING], 'F'),
            (vec![Marks::SKIP], 'S'),
            (vec![Marks::SKIP, Marks::FAIL], 'F'),
            (vec![Marks::FAIL, Marks::PASS], 'K'),
        ] {
            let all = marks.iter().fold(Marks::NONE, |all, mark| all.and(*mark));
            assert_eq!(all.letter(), letter, "{marks:?}");
        }
    }

    #[test]
    fn a_test_that_comes_later_is_missing_before() {
        let mut runs = Runs::default();
        let first = runs.begin(RunInfo { id: "1".to_owned(), ..RunInfo::default() });
        runs.mark(first, Coordinates::new("s", "a"), Marks::PASS);
        let second = runs.begin(RunInfo { id: "1".to_owned(), job: "j".to_owned(), ..RunInfo::default() });
        runs.mark(second, Coordinates::new("s", "b"), Marks::FAIL);
        let letters = |test| runs.marks_of(test).map(Marks::letter).collect::<String>();
        assert_eq!((letters(0), letters(1), letters(2)), ("P.".into(), ".F".into(), "..".into()));
        let failed = |run| runs.count_in(run, |mark| mark.has(Marks::FAIL));
        assert_eq!((failed(0), failed(1)), (0, 1));
        assert_eq!((runs.repeated_id(), runs.jobs()), (Some("1"), vec!["j"]));
        assert_eq!(runs.retain(|run| run.job == "j").infos().len(), 1);
    }
}
