//! What the page is given: the numbers, what the figures show, the rows in sight, a message to preview, and drafts.

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::listed::Listed;
use crate::activity::drafts::Draft;
use crate::activity::report::ActivityReport;
use crate::activity::rows::{FailureRow, JobRow, PullRow};
use crate::activity::write::{ActivityFormat, Period, WriteOptions, write_activity};
use crate::activity::{ActivityList, FailedCase, Query, Summary};

/// What the rules find in a log that belongs to no run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogCauses {
    /// The path of the log.
    pub path: String,
    /// What failed; empty where no rule knows it.
    pub failures: Vec<FailedCase>,
}

/// A message that is previewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its form.
    pub format: ActivityFormat,
    /// Hourly or daily; `None` for what fits the window.
    pub period: Option<Period>,
}

impl Message {
    /// Its text. `page` is where its button leads.
    pub fn write(self, report: &ActivityReport, list: ActivityList, page: &str) -> String {
        let period = self.period.unwrap_or_else(|| Period::of(report));
        let options = WriteOptions { list, period, page: page.to_owned(), colour: false };
        write_activity(report, self.format, &options)
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivityView {
    /// How CI did, in one sentence.
    pub sentence: String,
    /// The numbers of the window.
    pub summary: Summary,
    /// How many rows each list has, in the order of [`ActivityList::ALL`], whatever is shown.
    pub counts: [u32; 5],
    /// The jobs with most failures, for the figures: the first [`ActivityView::MOST_BARS`].
    pub jobs: Vec<JobRow>,
    /// The pull requests with most failures.
    pub pull_requests: Vec<PullRow>,
    /// The causes that hit most runs.
    pub failures: Vec<FailureRow>,
    /// Repositories to choose from, by name.
    pub repositories: Vec<String>,
    /// Jobs to choose from, by name.
    pub job_names: Vec<String>,
    /// The rows in sight.
    pub listed: Listed,
    /// How many rows the list has with this filter.
    pub matching: u32,
    /// Logs that belong to no run.
    pub logs: Vec<LogCauses>,
    /// The rules about causes that are in use, as their file has them.
    pub rules: String,
    /// Why the reader's own rules are not in use; empty when they are, or when there are none.
    pub rules_trouble: String,
    /// The message that is previewed; empty where none is.
    pub message: String,
    /// Issues about failed cases; empty where none are wanted.
    pub drafts: Vec<Draft>,
}

impl ActivityView {
    /// So many bars are given for each figure, and so many rows of the heat map.
    pub const MOST_BARS: usize = 12;

    /// The view of a report, with at most `limit` rows; without names to choose from, logs, message and drafts.
    pub fn of(report: &ActivityReport, query: &Query, asked: &Asked, limit: u32) -> Self {
        let (listed, matching) = Listed::of(report, query, asked, limit);
        Self {
            sentence: report.sentence(),
            summary: report.summary.clone(),
            counts: counts(report),
            jobs: failing(&report.jobs, |row| row.failure),
            pull_requests: failing(&report.pull_requests, |row| row.failure),
            failures: failing(&report.failures, |row| row.runs),
            listed,
            matching,
            ..Self::default()
        }
    }
}

fn counts(report: &ActivityReport) -> [u32; 5] {
    let lengths = [
        report.runs.len(),
        report.jobs.len(),
        report.pull_requests.len(),
        report.commits.len(),
        report.failures.len(),
    ];
    lengths.map(|length| u32::try_from(length).unwrap_or(u32::MAX))
}

/// The first rows with failures.
fn failing<T: Clone>(rows: &[T], failures: impl Fn(&T) -> u32) -> Vec<T> {
    rows.iter().filter(|row| failures(row) > 0).take(ActivityView::MOST_BARS).cloned().collect()
}
