//! The message in Markdown: the same digest, and a table of the failures.

use super::digest::{DETAILS, Detail, digest};
use super::{WriteOptions, first};
use crate::activity::report::ActivityReport;
use crate::activity::rows::FailureRow;
use crate::export::{Cell, Document, Part, Sheet, Value, warnings, write_markdown};

/// Causes in the table; the CSV has all.
const CAUSES: usize = 50;

/// Warnings that are told.
const WARNINGS: usize = 20;

/// The columns of the table.
const COLUMNS: [&str; 7] =
    ["repository", "category", "case", "runs", "pull_requests", "first_failure", "new"];

/// The most bytes: what GitHub takes as the text of an issue is 65,536 characters.
pub(super) const MOST_BYTES: usize = 60_000;

/// Writes the message with as much as fits.
pub(super) fn write(report: &ActivityReport, options: &WriteOptions) -> String {
    let mut last = String::new();
    for (step, detail) in DETAILS.into_iter().enumerate() {
        last = write_markdown(&document(report, options, detail, CAUSES >> step));
        if last.len() <= MOST_BYTES {
            break;
        }
    }
    last
}

fn document<'a>(
    report: &'a ActivityReport,
    options: &WriteOptions,
    detail: Detail,
    causes: usize,
) -> Document<'a> {
    let digest = digest(report, options, detail);
    let mut document = Document::new(digest.title);
    document.line(vec![Part::text(digest.sentence)]);
    let number = |(name, value)| vec![Part::text(name), Part::text(": "), Part::strong(value)];
    document.list(digest.numbers.into_iter().map(number).collect());
    for section in digest.sections {
        document.heading(section.heading);
        document.list(section.items.into_iter().flatten().collect());
    }
    let (shown, left) = first(&report.failures, causes);
    if !shown.is_empty() {
        document.heading(format!("Failures by cause ({})", report.failures.len()));
        document.table(Sheet { columns: COLUMNS.to_vec(), rows: shown.iter().map(cells).collect() });
    }
    if left > 0 {
        document.line(vec![Part::text(format!("+{left} more"))]);
    }
    let (told, untold) = first(&report.warnings, WARNINGS);
    warnings(&mut document, told);
    if untold > 0 {
        document.line(vec![Part::text(format!("+{untold} more"))]);
    }
    document
}

fn cells(row: &FailureRow) -> Vec<Cell<'_>> {
    let case = if row.case.is_empty() { "no rule knows it" } else { &row.case };
    vec![
        Value::Text(&row.repository).into(),
        Value::Text(row.category.word()).into(),
        Cell { value: Value::Text(case), link: row.first_url.as_str().into() },
        Value::Count(row.runs).into(),
        Value::Count(u32::try_from(row.pull_requests.len()).unwrap_or(u32::MAX)).into(),
        Value::Time(Some(row.first_failure)).into(),
        Value::Text(if row.is_new { "new" } else { "" }).into(),
    ]
}
