//! What is asked: a span of time, repositories and jobs, and the clock for the profile of the day. Checked once.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::run::CiRun;
use crate::model::TimeMs;

/// Milliseconds in a day.
pub(super) const DAY_MS: i64 = 86_400_000;
/// Milliseconds in an hour.
pub(in crate::activity) const HOUR_MS: i64 = 3_600_000;

/// What is asked about runs, wherever they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The first moment that counts.
    pub from: TimeMs,
    /// The last moment that counts: a run that starts at it is in.
    pub to: TimeMs,
    /// Only runs of these repositories; empty for all. Without regard to case, as on the code host.
    pub repositories: Vec<String>,
    /// Only runs of these jobs; empty for all.
    pub jobs: Vec<String>,
    /// Minutes that the clock of hours and weekdays is ahead of UTC, -840 to 840.
    pub utc_offset_min: i32,
}

/// Why a [`Query`] was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The span ends before it begins.
    #[error("the span ends at {to}, before it begins at {from}; exchange the two")]
    Backwards {
        /// The first moment.
        from: TimeMs,
        /// The last moment.
        to: TimeMs,
    },
    /// More than can be drawn.
    #[error("the span is longer than {} days; ask for a shorter one", Query::MOST_DAYS)]
    TooLong,
    /// No clock on earth is so far ahead.
    #[error("the clock is {0} minutes ahead of UTC; it must be -840 to 840")]
    Offset(i32),
    /// An empty name would fit nothing.
    #[error("the name of a repository or a job is empty; leave it out to see all")]
    EmptyName,
}

impl Query {
    /// The longest span, some ten years.
    pub const MOST_DAYS: i64 = 3_660;
    /// The furthest that a clock is ahead of UTC, or behind, in minutes.
    pub const MOST_OFFSET: i32 = 840;

    /// All runs of a span, in UTC.
    pub fn span(from: TimeMs, to: TimeMs) -> Self {
        Self { from, to, repositories: Vec::new(), jobs: Vec::new(), utc_offset_min: 0 }
    }

    /// Gives itself back when it can be answered.
    pub fn check(self) -> Result<Self, QueryError> {
        if self.to < self.from {
            return Err(QueryError::Backwards { from: self.from, to: self.to });
        }
        if self.to.0.saturating_sub(self.from.0) > Self::MOST_DAYS * DAY_MS {
            return Err(QueryError::TooLong);
        }
        if !(-Self::MOST_OFFSET..=Self::MOST_OFFSET).contains(&self.utc_offset_min) {
            return Err(QueryError::Offset(self.utc_offset_min));
        }
        if self.repositories.iter().chain(&self.jobs).any(String::is_empty) {
            return Err(QueryError::EmptyName);
        }
        Ok(self)
    }

    /// The first moment of the window before, which is as long and ends one millisecond before this one begins. Sources
    /// need to read no further back.
    pub fn earliest(&self) -> TimeMs {
        let span = self.to.0.saturating_sub(self.from.0);
        TimeMs(self.from.0.saturating_sub(span).saturating_sub(1))
    }

    /// Does this moment lie in the window? Both ends are in.
    pub fn holds(&self, time: TimeMs) -> bool {
        (self.from..=self.to).contains(&time)
    }

    /// Is this a run of the repositories and jobs that are asked for?
    pub fn wants(&self, run: &CiRun) -> bool {
        self.wants_repository(&run.repository) && (self.jobs.is_empty() || self.jobs.contains(&run.job))
    }

    fn wants_repository(&self, name: &str) -> bool {
        self.repositories.is_empty() || self.repositories.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// A moment on the clock of the profile: as if it were UTC.
    pub(super) fn on_the_clock(&self, time: TimeMs) -> i64 {
        time.0.saturating_add(i64::from(self.utc_offset_min) * 60_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query() -> Query {
        Query::span(TimeMs(1_000), TimeMs(2_000))
    }

    #[test]
    fn both_ends_are_in() {
        let times = [999, 1_000, 1_500, 2_000, 2_001];
        assert_eq!(times.map(|time| query().holds(TimeMs(time))), [false, true, true, true, false]);
        assert_eq!(query().earliest(), TimeMs(-1), "the window before ends at 999");
    }

    #[test]
    fn repositories_and_jobs_are_both_filters() {
        let query = Query { repositories: vec!["O/R".into()], jobs: vec!["unit".into()], ..query() };
        let run = |repository: &str, job: &str| CiRun {
            repository: repository.into(),
            job: job.into(),
            ..CiRun::default()
        };
        assert!(query.wants(&run("o/r", "unit")));
        assert!(!query.wants(&run("o/r", "Unit")) && !query.wants(&run("unit", "o/r")));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(query().check(), Ok(query()));
        let backwards = Query { to: TimeMs(0), ..query() }.check();
        assert_eq!(backwards, Err(QueryError::Backwards { from: TimeMs(1_000), to: TimeMs(0) }));
        assert_eq!(Query { to: TimeMs(i64::MAX), ..query() }.check(), Err(QueryError::TooLong));
        assert_eq!(Query { utc_offset_min: 841, ..query() }.check(), Err(QueryError::Offset(841)));
        assert_eq!(Query { jobs: vec![String::new()], ..query() }.check(), Err(QueryError::EmptyName));
    }
}
