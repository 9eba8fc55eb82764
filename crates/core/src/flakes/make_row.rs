//! From numbers to the published row.

use super::analysis::{Analysis, Test};
use super::issues::Effort;
use super::labels::sig;
use super::{Evidence, Priority, TestKey, TestRow};
use crate::model::{Table, TimeMs};
use crate::stats::round6;

impl Analysis {
    /// The row of a number from a [`super::Selection`].
    pub fn row(&self, number: u32) -> Option<TestRow> {
        self.test(number).map(|test| test.row())
    }
}

impl<'a> Test<'a> {
    /// The test's name.
    pub(super) fn name(&self) -> &'a str {
        self.row_name(self.grid.rows.id(self.in_tab).map(|id| id.row))
    }

    /// Where the test is.
    pub(super) fn key(&self) -> TestKey {
        TestKey {
            dashboard: self.tab.job.dashboard.clone(),
            job: self.tab.job.job.clone(),
            test: self.name().to_owned(),
        }
    }

    fn row_name(&self, row: Option<usize>) -> &'a str {
        row.and_then(|row| self.grid.table.rows.get(row)).map_or("", |row| self.grid.table.name(row))
    }

    /// The name of its older row, empty if it was not renamed.
    pub(super) fn renamed_from(&self) -> &'a str {
        self.row_name(self.grid.rows.id(self.in_tab).and_then(|id| id.renamed_from))
    }

    /// What the cell in `column` says, empty if nothing.
    pub(super) fn message(&self, column: usize) -> &'a str {
        let Some(id) = self.grid.rows.id(self.in_tab) else { return "" };
        let own = message_of(&self.grid.table, id.row, column);
        own.or_else(|| message_of(&self.grid.table, id.renamed_from?, column)).unwrap_or("")
    }

    /// The newest failure's text.
    pub(super) fn last_message(&self) -> &'a str {
        self.stats.last_failure.map_or("", |column| self.message(column))
    }

    /// The handbook's priority.
    pub(super) fn priority(&self) -> Priority {
        Priority::decide(Evidence {
            dashboard: &self.tab.job.dashboard,
            verdict: self.stats.verdict,
            stale: self.stats.stale,
            failure_rate: self.stats.failure_rate().unwrap_or(0.0),
            failure_rate_low: self.stats.interval.map_or(0.0, |i| i.low),
        })
    }

    pub(super) fn started_at(&self, column: Option<usize>) -> Option<TimeMs> {
        self.grid.table.columns.get(column?).and_then(|c| c.started_at)
    }

    /// The published row.
    pub(super) fn row(&self) -> TestRow {
        let (stats, job) = (self.stats, &self.tab.job);
        let name = self.name();
        let build = stats
            .last_failure
            .and_then(|column| self.grid.table.columns.get(column))
            .map(|c| c.build.as_str());
        TestRow {
            dashboard: job.dashboard.clone(),
            job: job.job.clone(),
            prow_job: job.prow_job.clone(),
            job_status: job.status,
            test: name.to_owned(),
            renamed_from: self.renamed_from().to_owned(),
            sig: sig(name).to_owned(),
            verdict: stats.verdict,
            stale: stats.stale,
            ndr: stats.ndr(),
            runs: stats.runs(),
            passes: stats.passes,
            failures: stats.failures,
            flaky_cells: stats.flaky_cells,
            skips: stats.skips,
            failure_rate: stats.failure_rate().map(round6),
            failure_rate_low: stats.interval.map(|i| round6(i.low)),
            failure_rate_high: stats.interval.map(|i| round6(i.high)),
            flip_rate: (stats.runs() > 0).then(|| round6(stats.flip_rate)),
            trend: self.trend,
            since: self.started_at(stats.since.map(|s| s.at)),
            since_low: self.started_at(stats.since.and_then(|s| s.ends).map(|(low, _)| low)),
            since_high: self.started_at(stats.since.and_then(|s| s.ends).map(|(_, high)| high)),
            first_failure: self.started_at(stats.first_failure),
            last_failure: self.started_at(stats.last_failure),
            last_message: self.last_message().to_owned(),
            priority: self.priority(),
            issue: self.issue_urls(),
            issue_match: self.issue_match().to_owned(),
            effort: self.effort().map_or("", Effort::word).to_owned(),
            testgrid_url: self.grid.links.row(name),
            run_url: build.map(|build| self.grid.links.run(build)).unwrap_or_default(),
        }
    }
}

fn message_of(table: &Table, row: usize, column: usize) -> Option<&str> {
    let messages = table.messages(table.rows.get(row)?);
    let place = messages.binary_search_by_key(&u32::try_from(column).ok()?, |m| m.column).ok()?;
    messages.get(place).map(|m| table.texts.get(m.text)).filter(|text| !text.is_empty())
}
