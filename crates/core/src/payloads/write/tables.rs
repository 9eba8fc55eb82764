//! Tests and runs as tables.

use std::borrow::Cow;

use crate::export::{Cell, Sheet, Value};
use crate::payloads::report::{RunRow, TestRow, VerdictReport};

const ALL: [&str; 27] = [
    "suite",
    "test",
    "verdict",
    "rule",
    "reason",
    "runs",
    "attempts",
    "passes",
    "failures",
    "flakes",
    "skips",
    "missing",
    "lost",
    "history_runs",
    "history_percent",
    "required",
    "required_exactly",
    "pass_rate",
    "history_rate",
    "difference",
    "difference_low",
    "difference_high",
    "p",
    "q",
    "group",
    "flagged_as_before",
    "flagged_at_90",
];

const SHORT: [&str; 9] =
    ["test", "verdict", "runs", "passes", "attempts", "required", "difference", "q", "flagged_at_90"];

/// Every test with every column.
pub(super) fn all(report: &VerdictReport) -> Sheet<'_> {
    sheet(report.tests.iter(), &ALL)
}

/// Some tests with the columns that fit a page.
pub(super) fn short<'a>(tests: impl Iterator<Item = &'a TestRow>) -> Sheet<'a> {
    sheet(tests, &SHORT)
}

fn sheet<'a>(tests: impl Iterator<Item = &'a TestRow>, columns: &[&'static str]) -> Sheet<'a> {
    let row = |test: &'a TestRow| columns.iter().map(|name| Cell::from(value(test, name))).collect();
    Sheet { columns: columns.to_vec(), rows: tests.map(row).collect() }
}

fn value<'a>(test: &'a TestRow, column: &str) -> Value<'a> {
    let length = |list: &[String]| Value::Count(u32::try_from(list.len()).unwrap_or(u32::MAX));
    let count = |count: Option<u32>| count.map_or(Value::Text(""), Value::Count);
    match column {
        "suite" => Value::Text(&test.suite),
        "test" => Value::Text(&test.test),
        "verdict" => Value::Text(test.verdict.word()),
        "rule" => Value::Text(test.rule.word()),
        "reason" => Value::Text(&test.reason),
        "runs" => Value::Text(&test.runs),
        "attempts" => Value::Count(test.attempts),
        "passes" => Value::Count(test.passes),
        "failures" => Value::Count(test.failures),
        "flakes" => Value::Count(test.flakes),
        "skips" => Value::Count(test.skips),
        "missing" => length(&test.missing_in),
        "lost" => length(&test.lost_in),
        "history_runs" => count(test.history_runs),
        "history_percent" => Value::Count(test.history_percent),
        "required" => Value::Count(test.required),
        "required_exactly" => count(test.required_exactly),
        "pass_rate" => Value::Rate(test.pass_rate),
        "history_rate" => Value::Rate(test.history_rate),
        "difference" => Value::Rate(test.difference),
        "difference_low" => Value::Rate(test.difference_low),
        "difference_high" => Value::Rate(test.difference_high),
        "p" => Value::Rate(test.p),
        "q" => Value::Rate(test.q),
        "group" => Value::Count(test.group),
        "flagged_as_before" => Value::Rate(test.flagged_as_before),
        _ => Value::Rate(test.flagged_at_90),
    }
}

/// The runs, each with its link.
pub(super) fn runs(runs: &[RunRow]) -> Sheet<'_> {
    let columns = vec!["run", "results", "failures", "started", "incomplete"];
    Sheet { columns, rows: runs.iter().map(run).collect() }
}

fn run(run: &RunRow) -> Vec<Cell<'_>> {
    let id = Cell { value: Value::Text(&run.id), link: Cow::Borrowed(&run.url) };
    let counts = [Value::Count(run.results), Value::Count(run.failures), Value::Time(run.started)];
    let rest = counts.into_iter().chain([Value::Text(&run.incomplete)]);
    [id].into_iter().chain(rest.map(Cell::from)).collect()
}
