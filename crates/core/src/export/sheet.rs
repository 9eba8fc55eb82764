//! The tables of a report: a title, columns, and rows of values.

use super::Value;
use crate::flakes::{BrokenRun, Column, JobRow, Report};

/// One table.
pub(super) struct Sheet<'a> {
    pub(super) title: &'static str,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Value<'a>>>,
}

/// Columns for reading: what fits a page. The CSV and the JSON have all.
const SHORT: [Column; 10] = [
    Column::Test,
    Column::Job,
    Column::Sig,
    Column::Verdict,
    Column::FailureRate,
    Column::Runs,
    Column::Trend,
    Column::Since,
    Column::Priority,
    Column::LastMessage,
];

/// The tests with every column.
pub(super) fn tests(report: &Report) -> Sheet<'_> {
    sheet_of(report, &Column::ALL)
}

/// The tables for reading, in order.
pub(super) fn for_reading(report: &Report) -> Vec<Sheet<'_>> {
    vec![jobs(&report.jobs), broken_runs(&report.broken_runs), sheet_of(report, &SHORT)]
}

fn sheet_of<'a>(report: &'a Report, columns: &[Column]) -> Sheet<'a> {
    let names = columns.iter().map(|c| c.name()).collect();
    let rows = report.tests.iter().map(|row| columns.iter().map(|c| c.value(row)).collect()).collect();
    Sheet { title: "Tests", columns: names, rows }
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
    Sheet { title: "Jobs", columns, rows: jobs.iter().map(job_values).collect() }
}

fn job_values(job: &JobRow) -> Vec<Value<'_>> {
    vec![
        Value::Text(&job.dashboard),
        Value::Text(&job.job),
        Value::Text(job.status.word()),
        Value::Count(job.runs),
        Value::Count(job.failed_runs),
        Value::Rate(job.run_failure_rate),
        Value::Count(job.tests.failing),
        Value::Count(job.tests.flaky),
        Value::Count(job.tests.suspect),
    ]
}

fn broken_runs(runs: &[BrokenRun]) -> Sheet<'_> {
    let columns =
        vec!["dashboard", "job", "build", "started_at", "unexpected_failures", "filled", "in_window"];
    Sheet { title: "Broken runs", columns, rows: runs.iter().map(broken_run_values).collect() }
}

fn broken_run_values(run: &BrokenRun) -> Vec<Value<'_>> {
    vec![
        Value::Text(&run.dashboard),
        Value::Text(&run.job),
        Value::Text(&run.build),
        Value::Time(run.started_at),
        Value::Count(run.unexpected_failures),
        Value::Count(run.filled),
        Value::Flag(run.in_window),
    ]
}
