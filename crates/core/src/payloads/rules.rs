//! The verdict on one test, rule by rule (openshift/ci-tools, `pass_fail.go`): the first rule that applies decides.

use serde::{Deserialize, Serialize};

use super::Params;
use super::lists::Lists;
use super::past::{Past, Record};
use super::required_passes::{ALPHA, CORPUS, corpus_passes, least_passes, required_passes};
use super::runs::{Coordinates, Marks};

/// In how many runs a test ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed; flakes are among them, as the original counts.
    pub passes: u32,
    /// Failed, and did not pass.
    pub failures: u32,
    /// Failed and passed.
    pub flakes: u32,
    /// Skipped, and neither passed nor failed. A run whose other files skip a test that failed in one is no skip.
    pub skips: u32,
}

impl Tally {
    /// Counts the runs.
    pub fn of(marks: impl IntoIterator<Item = Marks>) -> Self {
        let mut tally = Self::default();
        for mark in marks {
            tally.passes += u32::from(mark.has(Marks::PASS));
            tally.failures += u32::from(mark.has(Marks::FAIL) && !mark.has(Marks::PASS));
            tally.flakes += u32::from(mark.has(Marks::FAIL.and(Marks::PASS)));
            tally.skips += u32::from(mark.letter() == 'S');
        }
        tally
    }

    /// Runs in which the test passed or failed.
    pub fn attempts(self) -> u32 {
        self.passes + self.failures
    }
}

/// The rule that decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// It stands on the list of tests that always pass.
    AlwaysPass,
    /// No pass and no failure.
    #[default]
    DidNotRun,
    /// It stands on the list of tests that must never fail, and failed.
    NeverFail,
    /// No pass, and more skips than failures.
    ProbablySkipped,
    /// Fewer attempts than are needed for a verdict.
    TooFewAttempts,
    /// It ran, and passed in no run.
    NoPass,
    /// Its passes were counted against the required ones.
    RequiredPasses,
}

impl Rule {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::AlwaysPass => "always_pass",
            Self::DidNotRun => "did_not_run",
            Self::NeverFail => "never_fail",
            Self::ProbablySkipped => "probably_skipped",
            Self::TooFewAttempts => "too_few_attempts",
            Self::NoPass => "no_pass",
            Self::RequiredPasses => "required_passes",
        }
    }
}

/// What history says of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its record.
    Known(Record),
    /// It has no record.
    Unknown,
    /// No history could be had.
    NoHistory,
}

impl Standing {
    /// Of one test.
    pub fn of(past: &Past, test: &Coordinates) -> Self {
        match past {
            Past::NotGiven => Self::Unknown,
            Past::Failed(_) => Self::NoHistory,
            Past::Known(records) => records.get(test).map_or(Self::Unknown, Self::Known),
        }
    }

    /// The percentage of passes that the test is held to.
    pub fn percent(self, params: &Params) -> u32 {
        match self {
            Self::Known(record) => record.percent().unwrap_or(params.unknown_percent),
            Self::Unknown => params.unknown_percent,
            Self::NoHistory => params.failed_percent,
        }
    }

    /// The record, where there is one.
    pub fn record(self) -> Option<Record> {
        match self {
            Self::Known(record) => Some(record),
            Self::Unknown | Self::NoHistory => None,
        }
    }
}

/// What was decided of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The rule that decided.
    pub rule: Rule,
    /// Whether the test passes.
    pub passed: bool,
    /// How many passes the test needs, after the pity factor, whether or not that rule was reached.
    pub required: u32,
    /// The same with the real size of its history and without a table; `None` where it has no record.
    pub required_exactly: Option<u32>,
    /// Why the test stands on a list; empty otherwise.
    pub listed: String,
}

/// Judges one test.
pub fn judge(
    tally: Tally,
    test: &Coordinates,
    job: &str,
    standing: Standing,
    params: &Params,
    lists: &Lists,
) -> Judgement {
    let always = lists.always_passes(job, test);
    let never = lists.never_fails(job, test).filter(|_| tally.failures + tally.flakes > 0);
    let required = required(tally.attempts(), standing.percent(params), params);
    let rule = match (always, never) {
        (Some(_), _) => Rule::AlwaysPass,
        _ if tally.attempts() == 0 => Rule::DidNotRun,
        (_, Some(_)) => Rule::NeverFail,
        _ if tally.passes == 0 && tally.skips > tally.failures => Rule::ProbablySkipped,
        _ if tally.attempts() < params.min_attempts => Rule::TooFewAttempts,
        _ if tally.passes == 0 => Rule::NoPass,
        _ => Rule::RequiredPasses,
    };
    Judgement {
        rule,
        passed: match rule {
            Rule::AlwaysPass | Rule::DidNotRun | Rule::ProbablySkipped => true,
            Rule::NeverFail | Rule::TooFewAttempts | Rule::NoPass => false,
            Rule::RequiredPasses => tally.passes >= required,
        },
        required,
        required_exactly: standing.record().map(|record| required_exactly(tally.attempts(), record, params)),
        listed: always.or(never).unwrap_or_default().to_owned(),
    }
}

/// The required passes after the pity factor. With the original's corpus and significance its table is used, else Fisher's
/// test.
pub fn required(attempts: u32, percent: u32, params: &Params) -> u32 {
    let is_the_originals = params.corpus == CORPUS && params.alpha == ALPHA;
    let strict = if is_the_originals {
        required_passes(attempts, percent)
    } else {
        least_passes(attempts, (corpus_passes(params.corpus, percent), params.corpus), params.alpha)
    };
    strict.min(attempts.saturating_sub(params.pity))
}

fn required_exactly(attempts: u32, record: Record, params: &Params) -> u32 {
    let strict = least_passes(attempts, (record.working(), record.runs()), params.alpha);
    strict.min(attempts.saturating_sub(params.pity))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passes: u32, failures: u32, flakes: u32, skips: u32) -> Tally {
        Tally { passes, failures, flakes, skips }
    }

    fn judged(tally: Tally, test: &str, percent: u32, params: Params) -> (Rule, bool) {
        let record = Record { passes: percent, failures: 100 - percent, flakes: 0 };
        let test = Coordinates::new("s", test);
        let found = judge(tally, &test, "j", Standing::Known(record), &params, &Lists::default());
        (found.rule, found.passed)
    }

    /// The vectors of openshift/ci-tools, `pass_fail_test.go`, which asks for no least number of attempts.
    #[test]
    fn vectors_of_the_original() {
        let params = Params { min_attempts: 0, ..Params::default() };
        for (passes, failures, percent, expect) in [
            (7, 3, 95, true),
            (6, 4, 95, false),
            (9, 3, 95, true),
            (8, 4, 95, false),
            (5, 5, 80, true),
            (4, 6, 80, false),
            (3, 7, 70, true),
            (2, 8, 70, false),
            (3, 2, 95, true),
            (1, 4, 95, false),
            (6, 4, 90, true),
            (10, 0, 100, true),
            (8, 2, 100, true),
            (7, 3, 100, false),
        ] {
            let found = judged(tally(passes, failures, 0, 0), "t", percent, params);
            assert_eq!(found, (Rule::RequiredPasses, expect), "{passes} {failures} {percent}");
        }
    }

    #[test]
    fn the_first_rule_decides() {
        const PANIC: &str = "Undiagnosed panic detected in pod";
        for (counts, test, expect) in [
            (tally(0, 10, 0, 0), "initialize", (Rule::AlwaysPass, true)),
            (tally(0, 0, 0, 9), "t", (Rule::DidNotRun, true)),
            (tally(0, 0, 0, 0), PANIC, (Rule::DidNotRun, true)),
            (tally(9, 1, 0, 0), PANIC, (Rule::NeverFail, false)),
            (tally(10, 0, 1, 0), PANIC, (Rule::NeverFail, false)),
            (tally(10, 0, 0, 0), PANIC, (Rule::RequiredPasses, true)),
            (tally(0, 3, 0, 4), "t", (Rule::ProbablySkipped, true)),
            (tally(0, 3, 0, 3), "t", (Rule::TooFewAttempts, false)),
            (tally(5, 0, 0, 0), "t", (Rule::TooFewAttempts, false)),
            (tally(0, 6, 0, 0), "t", (Rule::NoPass, false)),
            (tally(1, 5, 0, 0), "t", (Rule::RequiredPasses, false)),
            (tally(4, 2, 4, 0), "t", (Rule::RequiredPasses, true)),
        ] {
            assert_eq!(judged(counts, test, 95, Params::default()), expect, "{counts:?} {test}");
        }
    }

    #[test]
    fn what_a_test_without_a_record_is_held_to() {
        let params = Params::default();
        for (standing, percent) in [(Standing::Unknown, 70), (Standing::NoHistory, 99)] {
            assert_eq!(standing.percent(&params), percent);
        }
        let test = Coordinates::new("s", "t");
        let mut records = super::super::past::Records::default();
        records.add(test.clone(), Record::default());
        assert_eq!(
            Standing::of(&Past::Known(records), &test),
            Standing::Unknown,
            "a record without a run is none"
        );
    }

    #[test]
    fn the_real_size_of_a_history_counts() {
        let (params, lists, test) = (Params::default(), Lists::default(), Coordinates::new("s", "t"));
        let small = Record { passes: 8, failures: 0, flakes: 0 };
        let found = judge(tally(7, 3, 0, 0), &test, "", Standing::Known(small), &params, &lists);
        // 5 of 10 against 8 of 8: C(10,5) / C(18,13) = 252 / 8568 is below 5 %; 6 of 10: 210 / 3060 is above.
        assert_eq!((found.passed, found.required, found.required_exactly), (false, 8, Some(5)));
    }

    #[test]
    fn more_than_twelve_attempts_and_other_parameters() {
        assert_eq!(required(40, 95, &Params::default()), 34);
        assert!(
            required(10, 95, &Params { alpha: 0.001, ..Params::default() })
                < required(10, 95, &Params::default())
        );
        assert_eq!(required(10, 100, &Params { pity: 0, ..Params::default() }), 9);
        assert_eq!(required(1, 100, &Params { pity: 9, ..Params::default() }), 0);
    }

    #[test]
    fn runs_are_counted_once() {
        let both = Marks::PASS.and(Marks::FAIL);
        let marks = [Marks::PASS, Marks::FAIL, both, Marks::SKIP.and(Marks::FAIL), Marks::SKIP, Marks::NONE];
        assert_eq!(Tally::of(marks), tally(2, 2, 1, 1));
    }
}
