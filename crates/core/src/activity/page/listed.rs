//! The rows of the list in sight.

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use crate::activity::report::ActivityReport;
use crate::activity::rows::{CommitRow, FailureRow, JobRow, PullRow, RunRow};
use crate::activity::{ActivityList, Query};

/// The rows of one list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Listed {
    /// Runs, the newest first.
    Runs(Vec<RunRow>),
    /// Jobs.
    Jobs(Vec<JobRow>),
    /// Pull requests.
    PullRequests(Vec<PullRow>),
    /// Commits, the newest first.
    Commits(Vec<CommitRow>),
    /// Causes.
    Failures(Vec<FailureRow>),
}

impl Default for Listed {
    fn default() -> Self {
        Self::Runs(Vec::new())
    }
}

impl Listed {
    /// The first rows of the list that is asked for, and how many there are in all.
    pub(super) fn of(report: &ActivityReport, query: &Query, asked: &Asked, limit: u32) -> (Self, u32) {
        let filter = &asked.filter;
        match asked.list {
            ActivityList::Runs => {
                let newest_first = report.runs.iter().rev();
                let (rows, all) = first(newest_first.filter(|row| filter.takes_run(query, row)), limit);
                (Self::Runs(rows), all)
            }
            ActivityList::Jobs => {
                let (rows, all) = first(report.jobs.iter().filter(|row| filter.takes_job(row)), limit);
                (Self::Jobs(rows.into_iter().map(without_hours).collect()), all)
            }
            ActivityList::PullRequests => {
                let (rows, all) =
                    first(report.pull_requests.iter().filter(|row| filter.takes_pull(row)), limit);
                (Self::PullRequests(rows), all)
            }
            ActivityList::Commits => {
                let newest_first = report.commits.iter().rev();
                let (rows, all) = first(newest_first.filter(|row| filter.takes_commit(row)), limit);
                (Self::Commits(rows), all)
            }
            ActivityList::Failures => {
                let (rows, all) =
                    first(report.failures.iter().filter(|row| filter.takes_failure(row)), limit);
                (Self::Failures(rows), all)
            }
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Runs(rows) => rows.len(),
            Self::Jobs(rows) => rows.len(),
            Self::PullRequests(rows) => rows.len(),
            Self::Commits(rows) => rows.len(),
            Self::Failures(rows) => rows.len(),
        }
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The heat map has the hours of the jobs that it shows; the list shows none.
fn without_hours(row: JobRow) -> JobRow {
    JobRow { hours: Vec::new(), ..row }
}

fn first<'a, T: Clone + 'a>(rows: impl Iterator<Item = &'a T>, limit: u32) -> (Vec<T>, u32) {
    let (mut taken, mut all) = (Vec::new(), 0_u32);
    for row in rows {
        if all < limit {
            taken.push(row.clone());
        }
        all = all.saturating_add(1);
    }
    (taken, all)
}

/// The report with the rows of the list that are shown: what files are made of.
pub fn listed_report(report: &ActivityReport, query: &Query, asked: &Asked) -> ActivityReport {
    let (filter, mut report) = (&asked.filter, report.clone());
    match asked.list {
        ActivityList::Runs => report.runs.retain(|row| filter.takes_run(query, row)),
        ActivityList::Jobs => report.jobs.retain(|row| filter.takes_job(row)),
        ActivityList::PullRequests => report.pull_requests.retain(|row| filter.takes_pull(row)),
        ActivityList::Commits => report.commits.retain(|row| filter.takes_commit(row)),
        ActivityList::Failures => report.failures.retain(|row| filter.takes_failure(row)),
    }
    report
}
