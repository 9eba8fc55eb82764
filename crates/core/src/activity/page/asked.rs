//! All that a link asks: which runs, of which span, which list of them, and whether issues are drafted.

use serde::{Deserialize, Serialize};

use super::filter::RowFilter;
use crate::activity::drafts::DraftParams;
use crate::activity::query::HOUR_MS;
use crate::activity::{ActivityList, CiRun, Query, QueryError};
use crate::formats::ci_data::CiDataOptions;
use crate::model::TimeMs;

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// So many hours before the end: now on a code host, the newest run in files.
    Last {
        /// How many, from 1.
        hours: u32,
    },
    /// From one moment to another, both in.
    Between {
        /// The first.
        from: TimeMs,
        /// The last.
        to: TimeMs,
    },
}

/// All that a link asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Repositories on GitHub, `owner/name`, whose Actions are read; empty for the files at hand or the sample.
    pub places: Vec<String>,
    /// Which span; `None` for the last day of a code host, and for all that files hold.
    pub span: Option<Span>,
    /// Only runs of these repositories; empty for all.
    pub repositories: Vec<String>,
    /// Only runs of these jobs; empty for all.
    pub jobs: Vec<String>,
    /// Minutes that the clock of hours and weekdays is ahead of UTC, and so are times of files without a zone; `None` for UTC, with a
    /// warning where a file leaves it open.
    pub utc_offset_min: Option<i32>,
    /// The address of the Jenkins that ran the jobs, for links to runs; empty for none.
    pub jenkins: String,
    /// Which list is in sight.
    pub list: ActivityList,
    /// Which of its rows.
    pub filter: RowFilter,
    /// How issues about failed cases are drafted; `None` where none are wanted.
    pub drafts: Option<DraftParams>,
}

impl Asked {
    /// More repositories are not read at once.
    pub const MOST_PLACES: usize = 6;
    /// The span of a code host that nobody named, in hours.
    pub const USUAL_HOURS: u32 = 24;

    /// What is asked of a code host, where the clock says `now`.
    pub fn query_until(&self, now: TimeMs) -> Result<Query, QueryError> {
        let usual = Span::Last { hours: Self::USUAL_HOURS };
        self.query(self.span.unwrap_or(usual), now)
    }

    /// What is asked of runs that are at hand, in any order.
    pub fn query_of(&self, runs: &[CiRun]) -> Result<Query, QueryError> {
        let starts = || runs.iter().map(|run| run.started_at);
        let (first, last) = (starts().min().unwrap_or_default(), starts().max().unwrap_or_default());
        self.query(self.span.unwrap_or(Span::Between { from: first, to: last }), last)
    }

    fn query(&self, span: Span, end: TimeMs) -> Result<Query, QueryError> {
        let (from, to) = match span {
            Span::Last { hours } => (TimeMs(end.0.saturating_sub(i64::from(hours) * HOUR_MS)), end),
            Span::Between { from, to } => (from, to),
        };
        let (repositories, jobs) = (self.repositories.clone(), self.jobs.clone());
        Query { from, to, repositories, jobs, utc_offset_min: self.utc_offset_min.unwrap_or(0) }.check()
    }

    /// What files do not say of themselves.
    pub fn options(&self) -> CiDataOptions {
        CiDataOptions { utc_offset_min: self.utc_offset_min, jenkins: self.jenkins.clone() }
    }

    /// Are the same runs read for both? What is listed of them does not matter.
    pub fn same_reading(&self, other: &Self) -> bool {
        // A code host is asked for the jobs of runs that are wanted alone.
        let host = |asked: &Self| (asked.span, asked.repositories.clone(), asked.jobs.clone());
        self.places == other.places
            && self.options() == other.options()
            && (self.places.is_empty() || host(self) == host(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> CiRun {
        CiRun { started_at: TimeMs(hours * HOUR_MS), ..CiRun::default() }
    }

    fn span(query: &Query) -> (i64, i64) {
        (query.from.0 / HOUR_MS, query.to.0 / HOUR_MS)
    }

    #[test]
    fn spans() {
        let now = TimeMs(100 * HOUR_MS);
        let runs = [at(9), at(3), at(5)];
        let usual = Asked::default();
        assert_eq!(span(&usual.query_until(now).unwrap()), (76, 100));
        assert_eq!(span(&usual.query_of(&runs).unwrap()), (3, 9), "all that files hold");
        assert_eq!(span(&usual.query_of(&[]).unwrap()), (0, 0));
        let last = Asked { span: Some(Span::Last { hours: 4 }), ..Asked::default() };
        assert_eq!(span(&last.query_until(now).unwrap()), (96, 100));
        assert_eq!(span(&last.query_of(&runs).unwrap()), (5, 9));
        let backwards = Span::Between { from: TimeMs(5), to: TimeMs(2) };
        assert!(Asked { span: Some(backwards), ..Asked::default() }.query_of(&runs).is_err());
    }

    #[test]
    fn what_is_listed_needs_no_reading() {
        let asked = |places: &[&str], list, jobs: &[&str]| Asked {
            places: places.iter().map(|&text| text.to_owned()).collect(),
            jobs: jobs.iter().map(|&text| text.to_owned()).collect(),
            list,
            ..Asked::default()
        };
        let (jobs, runs) = (ActivityList::Jobs, ActivityList::Runs);
        assert!(asked(&["o/r"], jobs, &[]).same_reading(&asked(&["o/r"], runs, &[])));
        assert!(!asked(&["o/r"], jobs, &[]).same_reading(&asked(&["o/r"], jobs, &["unit"])));
        assert!(asked(&[], jobs, &[]).same_reading(&asked(&[], jobs, &["unit"])), "files are read whole");
        assert!(
            !asked(&[], jobs, &[]).same_reading(&Asked { utc_offset_min: Some(60), ..asked(&[], jobs, &[]) })
        );
    }
}
