//! The tables of a report: columns, and rows of values, some with a link.

use std::borrow::Cow;

use super::Value;
use super::document::{Document, Part};
use crate::flakes::meeting::write_changes;
use crate::flakes::{BrokenRun, Column, JobRow, Report, TestRow};
use crate::warning::Warning;

/// One table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet<'a> {
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Cell<'a>>>,
}

/// A value with an address; empty for none. CSV holds the value alone.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) link: Cow<'a, str>,
}

impl<'a> From<Value<'a>> for Cell<'a> {
    fn from(value: Value<'a>) -> Self {
        Self { value, link: Cow::Borrowed("") }
    }
}

/// Columns for reading: what fits a page. The CSV and the JSON have all.
const SHORT: [Column; 11] = [
    Column::Test,
    Column::Job,
    Column::Sig,
    Column::Verdict,
    Column::FailureRate,
    Column::Runs,
    Column::Trend,
    Column::Since,
    Column::Priority,
    Column::Effort,
    Column::LastMessage,
];

/// The tests with every column.
pub(super) fn tests(report: &Report) -> Sheet<'_> {
    sheet_of(report, &Column::ALL)
}

/// The report for reading: the tables with rows, and the warnings.
pub(super) fn for_reading(report: &Report) -> Document<'_> {
    let mut document = Document::new("Flakescope report");
    document.line(vec![Part::text(format!(
        "Source: {}. Window: {} days. Made at {}.",
        report.source, report.window_days, report.generated_at
    ))]);
    if let Some(changes) = &report.changes {
        write_changes(&mut document, changes, usize::MAX, "");
    }
    let tables = [
        ("Jobs", jobs(&report.jobs)),
        ("Broken runs", broken_runs(&report.broken_runs)),
        ("Tests", sheet_of(report, &SHORT)),
    ];
    for (title, sheet) in tables.into_iter().filter(|(_, sheet)| !sheet.rows.is_empty()) {
        document.heading(format!("{title} ({})", sheet.rows.len()));
        document.table(sheet);
    }
    warnings(&mut document, &report.warnings);
    document
}

/// What did not go well, as the last block.
pub(crate) fn warnings<'a>(document: &mut Document<'a>, warnings: &'a [Warning]) {
    if !warnings.is_empty() {
        document.heading(format!("Warnings ({})", warnings.len()));
    }
    let line = |w: &'a Warning| vec![Part::text(&w.subject), Part::text(": "), Part::text(&w.message)];
    document.list(warnings.iter().map(line).collect());
}

fn sheet_of<'a>(report: &'a Report, columns: &[Column]) -> Sheet<'a> {
    let cell = |row: &'a TestRow, column: &Column| Cell {
        value: column.value(row),
        link: Cow::Borrowed(match column {
            Column::Test => &row.testgrid_url,
            // The first issue is the one whose effort it is.
            Column::Effort if !row.effort.is_empty() => row.issue.split(' ').next().unwrap_or_default(),
            _ => "",
        }),
    };
    let rows = report.tests.iter().map(|row| columns.iter().map(|c| cell(row, c)).collect());
    let mut sheet = Sheet { columns: columns.iter().map(|c| c.name()).collect(), rows: rows.collect() };
    if let Some(muted) = &report.muted {
        sheet.columns.push("muted");
        let words = muted.iter().map(String::as_str).chain(std::iter::repeat(""));
        sheet.rows.iter_mut().zip(words).for_each(|(row, words)| row.push(Value::Text(words).into()));
    }
    sheet
}

fn jobs(jobs: &[JobRow]) -> Sheet<'_> {
    let columns = vec![
        "dashboard",
        "job",
        "status",
        "runs",
        "failed_runs",
        "run_failure_rate",
        "failing",
        "flaky",
        "suspect",
    ];
    Sheet { columns, rows: jobs.iter().map(job_values).collect() }
}

fn job_values(job: &JobRow) -> Vec<Cell<'_>> {
    let values = [
        Value::Text(&job.dashboard),
        Value::Text(&job.job),
        Value::Text(job.status.word()),
        Value::Count(job.runs),
        Value::Count(job.failed_runs),
        Value::Rate(job.run_failure_rate),
        Value::Count(job.tests.failing),
        Value::Count(job.tests.flaky),
        Value::Count(job.tests.suspect),
    ];
    values.map(Cell::from).to_vec()
}

fn broken_runs(runs: &[BrokenRun]) -> Sheet<'_> {
    let columns =
        vec!["dashboard", "job", "build", "started_at", "unexpected_failures", "filled", "in_window"];
    Sheet { columns, rows: runs.iter().map(broken_run_values).collect() }
}

fn broken_run_values(run: &BrokenRun) -> Vec<Cell<'_>> {
    let values = [
        Value::Text(&run.dashboard),
        Value::Text(&run.job),
        Value::Text(&run.build),
        Value::Time(run.started_at),
        Value::Count(run.unexpected_failures),
        Value::Count(run.filled),
        Value::Flag(run.in_window),
    ];
    values.map(Cell::from).to_vec()
}
