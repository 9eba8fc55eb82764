//! What changed, in sentences and lists.

use std::borrow::Cow;

use super::{Change, Changes};
use crate::export::{Document, Line, Part};
use crate::flakes::TestRow;
use crate::flakes::sentence::{counted, thousands};

/// The most characters of a name.
const NAME: usize = 200;

/// Tells what changed; of each list `most` tests, and the `link` to the rest.
pub(crate) fn write_changes<'a>(
    document: &mut Document<'a>,
    changes: &'a Changes,
    most: usize,
    link: &'a str,
) {
    document.heading(format!("Since {}", changes.since.day()));
    let told = told(changes);
    let count = |(name, list): &(&str, &[Change])| format!("{} {}", list.len(), name.to_lowercase());
    let counts: Vec<String> = told.iter().map(count).collect();
    document.line(vec![Part::strong(counts.join(" \u{b7} "))]);
    document.line(vec![Part::text(compared(changes))]);
    for (name, list) in told.into_iter().filter(|(name, _)| !matches!(*name, "Quiet" | "Gone")) {
        document.list(cut(list, most, |change| change_line(name, change), link));
    }
}

/// The lists with their names, in the order in which they are told.
fn told(changes: &Changes) -> [(&'static str, &[Change]); 6] {
    [
        ("New", &changes.new),
        ("Worse", &changes.worse),
        ("Fixed", &changes.fixed),
        ("Better", &changes.better),
        ("Quiet", &changes.quiet),
        ("Gone", &changes.gone),
    ]
}

/// How much was compared, and how far back it reaches.
fn compared(changes: &Changes) -> String {
    let jobs = counted(u64::from(changes.jobs_compared), "job", "jobs");
    let (before, since) = (thousands(changes.runs_before), thousands(changes.runs_since));
    let back = match changes.reaches_back_to {
        Some(back) if back > changes.since.minus_days(changes.window_days) => {
            format!(" The data reach back to {}, not over the whole earlier window.", back.day())
        }
        _ => String::new(),
    };
    let not = match changes.not_compared.len() as u64 {
        0 => String::new(),
        n => format!(" {} no run from before.", counted(n, "job has", "jobs have")),
    };
    format!("Compared in {jobs}: {since} results since, {before} before.{back}{not}")
}

fn change_line<'a>(name: &'a str, change: &'a Change) -> Line<'a> {
    let mut line = vec![Part::strong(name), Part::text(": ")];
    line.extend(named(&change.row));
    line.push(Part::text(format!(
        ": {} of {} since, {} of {} before",
        change.failures_since,
        counted(u64::from(change.runs_since), "run failed", "runs failed"),
        change.failures_before,
        change.runs_before
    )));
    line.extend((!change.certain).then(|| Part::text(", may be older")));
    line
}

/// The first lines of a list, and how many more there are.
pub(in crate::flakes::meeting) fn cut<'a, T>(
    items: &'a [T],
    most: usize,
    line: impl Fn(&'a T) -> Line<'a>,
    link: &'a str,
) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = items.iter().take(most).map(line).collect();
    if let Some(rest) = items.len().checked_sub(most).filter(|rest| *rest > 0) {
        lines.push(vec![Part::link(format!("+{rest} more"), link)]);
    }
    lines
}

/// A test with a link to TestGrid, and its job.
pub(in crate::flakes::meeting) fn named(row: &TestRow) -> Line<'_> {
    vec![Part::link(clipped(&row.test), &row.testgrid_url), Part::text(format!(" in {}", clipped(&row.job)))]
}

/// Names of any length come in.
fn clipped(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => Cow::Owned(format!("{}\u{2026}", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}
