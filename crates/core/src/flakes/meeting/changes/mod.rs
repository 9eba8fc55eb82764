//! What changed since a date, told from two windows of the same data.
//!
//! *Then* is the analysis of the served runs without those that started after the date: a window of the same length that
//! ends at the date. *Since* are the runs after the date. The two share no run, which every comparison here rests on;
//! today's verdict does not, because today's window reaches back before the date: a test that was repaired a week ago
//! still counts as flaky today. So what is fixed is told by the runs since, and today's verdict says only what is new.
//!
//! - **new**: failing or flaky now, was not then (passing, recovered, suspect, stale, or without a result), and failed
//!   since. It is certain when the passes in a row at the end of *then* would have shown it with 95 % probability; else
//!   it may have been there, unseen.
//! - **fixed**: failing or flaky then, and the newest results since all passed: as many as show a failure of the earlier
//!   rate with 95 % probability, and of the rate since where it failed since. One in twenty that did not change is called
//!   fixed. What failed run after run and flakes no more is measured by the rate of that breakage.
//! - **quiet**: failing or flaky then, no failure since, but too few runs to call it fixed.
//! - **worse**, **better**: it began or stopped to fail run after run, or it flakes significantly more or less often.
//!   That is Fisher's one-sided test between the runs since and those of then, with a false-discovery rate of 5 %
//!   (Benjamini and Hochberg) over all tests with results on both sides, each direction for itself. Of two breakages
//!   that touch, one is not called worse than the other: their failures are not independent.
//! - **gone**: failing or flaky then, and without a result in the newest runs: neither fixed nor broken.

mod compare;
mod sides;
mod text;

use serde::{Deserialize, Serialize};

use crate::flakes::{TestRow, Verdict};
use crate::model::TimeMs;
use crate::sorting::sort_by;
pub(crate) use text::write_changes;
pub(super) use text::{cut, named};

/// What changed since a date. Every list is ordered worst first: priority, verdict, board, job, test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// The date.
    pub since: TimeMs,
    /// Length of both windows in days.
    pub window_days: u32,
    /// Every job that was compared is served back to here; `None` when none was. The earlier window is as short as that.
    pub reaches_back_to: Option<TimeMs>,
    /// Jobs with runs on both sides of the date.
    pub jobs_compared: u32,
    /// Jobs of which no run before the date is served, or which were not read.
    pub not_compared: Vec<JobName>,
    /// Results of all compared tests before the date, broken runs set aside as in every number.
    pub runs_before: u64,
    /// Results of all compared tests since the date.
    pub runs_since: u64,
    /// See the module.
    pub new: Vec<Change>,
    /// See the module.
    pub fixed: Vec<Change>,
    /// See the module.
    pub quiet: Vec<Change>,
    /// See the module.
    pub worse: Vec<Change>,
    /// See the module.
    pub better: Vec<Change>,
    /// See the module.
    pub gone: Vec<Change>,
}

/// Names a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobName {
    /// The dashboard's name.
    pub dashboard: String,
    /// The TestGrid tab's name.
    pub job: String,
}

/// One test that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its row now.
    pub row: TestRow,
    /// Its verdict then; `None` without a result then.
    pub verdict_before: Option<Verdict>,
    /// Its results in the window that ended at the date.
    pub runs_before: u32,
    /// Failures and flaky cells among them.
    pub failures_before: u32,
    /// Its results since the date.
    pub runs_since: u32,
    /// Failures and flaky cells among them.
    pub failures_since: u32,
    /// Its newest results since the date up to the newest failure.
    pub clean_runs: u32,
    /// Fisher's one-sided probability of a difference as large in this direction, if the rate had not changed.
    pub p: Option<f64>,
    /// False for a new one that may have been there unseen, and for a quiet one.
    pub certain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    New,
    Fixed,
    Quiet,
    Worse,
    Better,
    Gone,
}

impl Changes {
    fn list(&mut self, kind: Kind) -> &mut Vec<Change> {
        match kind {
            Kind::New => &mut self.new,
            Kind::Fixed => &mut self.fixed,
            Kind::Quiet => &mut self.quiet,
            Kind::Worse => &mut self.worse,
            Kind::Better => &mut self.better,
            Kind::Gone => &mut self.gone,
        }
    }

    fn sort(&mut self) {
        for kind in [Kind::New, Kind::Fixed, Kind::Quiet, Kind::Worse, Kind::Better, Kind::Gone] {
            sort_by(self.list(kind), |a, b| place(&a.row).cmp(&place(&b.row)));
        }
    }
}

fn place(row: &TestRow) -> (u8, Verdict, &str, &str, &str) {
    (row.priority.rank(), row.verdict, &row.dashboard, &row.job, &row.test)
}

#[cfg(test)]
mod tests;
