//! The answer for reading: count and age, then the rows with what fits a page.

use std::borrow::Cow;

use crate::export::{Cell, Document, Part, Sheet, Value, warnings, write_markdown};
use crate::muted::compare::{Change, Comparison};
use crate::muted::problem::Problem;
use crate::muted::report::{AgeBucket, MutedReport, Totals};
use crate::muted::row::Row;
use crate::muted::ticket::Ticket;

/// The columns for reading. CSV and JSON have all.
const SHORT: [&str; 9] =
    ["file", "test", "marker", "ticket", "since", "age_days", "reason", "owner", "problems"];

/// A row and its problems in words: a cell borrows its text.
type Told<'a> = (&'a Row, String);

/// The answer.
pub(super) fn write(report: &MutedReport, jira: &str) -> String {
    let places = by_place(&report.muted);
    let mut document = Document::new("Muted tests");
    let totals = Totals::of(&report.muted);
    document.line(vec![Part::text(totals.sentence())]);
    if totals.markers > 0 {
        document.line(vec![Part::text(ages(&totals))]);
    }
    if !totals.problems.is_empty() {
        let problems: Vec<String> =
            totals.problems.iter().map(|(problem, count)| format!("{} {count}", problem.word())).collect();
        document.line(vec![Part::text(format!("Problems: {}.", problems.join(", ")))]);
    }
    if let Some(compared) = &report.compared {
        document.line(vec![Part::text(compared)]);
    }
    for (place, rows) in &places {
        document.heading(format!("{place} ({})", rows.len()));
        document.table(sheet(rows, jira));
    }
    warnings(&mut document, &report.warnings);
    write_markdown(&document)
}

/// Two refs compared.
pub(super) fn write_comparison(comparison: &Comparison, jira: &str) -> String {
    let of = |change: Change| -> Vec<Told<'_>> {
        let rows = comparison.rows.iter().filter(|(own, _)| *own == change);
        rows.map(|(_, row)| told(row)).collect()
    };
    let changes: Vec<(Change, Vec<Told<'_>>)> =
        Change::ALL.into_iter().map(|change| (change, of(change))).collect();
    let mut document = Document::new("Muted tests compared");
    document.line(vec![Part::text(comparison.sentence())]);
    for (change, rows) in changes.iter().filter(|(_, rows)| !rows.is_empty()) {
        document.heading(format!("{} ({})", capital(change.words()), rows.len()));
        document.table(sheet(rows, jira));
    }
    write_markdown(&document)
}

fn told(row: &Row) -> Told<'_> {
    let word = |problem: &Problem| match problem {
        Problem::Passing => format!("{} ({})", problem.word(), row.passes_on),
        _ => problem.word().to_owned(),
    };
    (row, row.problems.iter().map(word).collect::<Vec<_>>().join(", "))
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn ages(totals: &Totals) -> String {
    let filled = AgeBucket::ALL.into_iter().zip(totals.ages).filter(|(_, count)| *count > 0);
    let words: Vec<String> = filled.map(|(bucket, count)| format!("{} {count}", bucket.words())).collect();
    format!("Age: {}.", words.join(", "))
}

/// The rows of each place, in the order in which the places come first.
fn by_place(rows: &[Row]) -> Vec<(String, Vec<Told<'_>>)> {
    let mut places: Vec<(String, Vec<Told<'_>>)> = Vec::new();
    for row in rows {
        let at = if row.branch.is_empty() { "" } else { "@" };
        let name = format!("{}{at}{}", row.repository, row.branch);
        match places.iter_mut().find(|(own, _)| *own == name) {
            Some((_, list)) => list.push(told(row)),
            None => places.push((name, vec![told(row)])),
        }
    }
    places
}

fn sheet<'a>(rows: &'a [Told<'a>], jira: &str) -> Sheet<'a> {
    Sheet { columns: SHORT.to_vec(), rows: rows.iter().map(|row| cells(row, jira)).collect() }
}

fn cells<'a>((row, problems): &'a Told<'a>, jira: &str) -> Vec<Cell<'a>> {
    let ticket = Ticket::parse(&row.ticket, row.github().as_ref()).and_then(|ticket| ticket.url(jira));
    let linked = |text: &'a str, link: Cow<'a, str>| Cell { value: Value::Text(text), link };
    vec![
        linked(&row.file, Cow::Borrowed(&row.permalink)),
        Value::Text(&row.test).into(),
        Value::Text(&row.marker).into(),
        linked(&row.ticket, ticket.map_or(Cow::Borrowed(""), Cow::Owned)),
        Value::Text(&row.since).into(),
        row.age_days.map_or(Value::Text(""), Value::Count).into(),
        Value::Text(&row.reason).into(),
        Value::Text(&row.owner).into(),
        Value::Text(problems).into(),
    ]
}
