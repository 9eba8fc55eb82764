//! One test and the way it truly behaves.

use super::causes::{self, Cause};

/// What a test truly is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    AlwaysPassing,
    Skipped,
    Flaky,
    Broken,
    Recovered,
}

/// How a flake shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// As a failure.
    Failure,
    /// As a flaky cell: the retry passed.
    Retry,
}

/// A test before it is played.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) name: String,
    pub(crate) nature: Nature,
    /// Chance that a run of a flaky test fails.
    pub(crate) failure_rate: f64,
    /// The oldest column in which it may flake, where flakiness has a beginning.
    pub(crate) flaky_since: Option<usize>,
    /// Newest and oldest column of the time in which it was broken.
    pub(crate) broken: Option<(usize, usize)>,
    pub(crate) show: Show,
    pub(crate) cause: Cause,
    /// Newest and oldest column in which the row exists.
    pub(crate) exists: (usize, usize),
    /// Share of the runs that run the test at all.
    pub(crate) run_share: f64,
    /// Tests with the same number fail together.
    pub(crate) group: Option<usize>,
    pub(crate) parent: Option<String>,
    pub(crate) renamed_from: Option<String>,
    pub(crate) renamed_to: Option<String>,
    pub(crate) issue: Option<String>,
}

impl Actor {
    /// A test that always passes, in each of `columns` runs.
    pub(crate) fn passing(name: String, columns: usize) -> Self {
        Self {
            name,
            nature: Nature::AlwaysPassing,
            failure_rate: 0.0,
            flaky_since: None,
            broken: None,
            show: Show::Failure,
            cause: causes::NOISE[0],
            exists: (0, columns.saturating_sub(1)),
            run_share: 1.0,
            group: None,
            parent: None,
            renamed_from: None,
            renamed_to: None,
            issue: None,
        }
    }

    /// Makes it flaky.
    pub(crate) fn flake(&mut self, failure_rate: f64, cause: Cause) {
        self.nature = Nature::Flaky;
        self.failure_rate = failure_rate;
        self.cause = cause;
    }

    /// Makes it broken from the `oldest` column to the newest.
    pub(crate) fn break_since(&mut self, oldest: usize, cause: Cause) {
        self.nature = Nature::Broken;
        self.broken = Some((0, oldest));
        self.cause = cause;
    }
}
