//! The overall status of a tab, by the first rule that applies.

use super::recent::{RECENT_COLUMNS, Recent};
use crate::clock;
use crate::grid::{Outcome, RUNNING, Row, Tab, outcome};

/// The overall status of a tab or a dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing to judge.
    Unknown,
    /// A recent column passed, and nothing bad was seen.
    Passing,
    /// Something failed or flaked in the recent columns, without an alert.
    Flaky,
    /// An alert is open.
    Failing,
    /// No news for too long.
    Stale,
}

impl Status {
    /// The name in the answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::Passing => "PASSING",
            Self::Flaky => "FLAKY",
            Self::Failing => "FAILING",
            Self::Stale => "STALE",
        }
    }

    /// The number in the legacy table.
    pub fn number(self) -> u8 {
        match self {
            Self::Unknown => 1,
            Self::Passing => 2,
            Self::Failing => 3,
            Self::Flaky => 4,
            Self::Stale => 5,
        }
    }

    /// The icon in the legacy summary.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Unknown => "help_outline",
            Self::Passing => "done",
            Self::Flaky => "remove_circle_outline",
            Self::Failing => "warning",
            Self::Stale => "error_outline",
        }
    }
}

/// Why the tab is stale; empty when it is not, or when it does not care.
pub(super) fn staleness(tab: &Tab, recent: &Recent) -> String {
    let Some(hours) = tab.stale_after_hours else { return String::new() };
    let Some(newest) = tab.columns.first().filter(|_| recent.filled_cells > 0) else {
        return "no completed results".to_owned();
    };
    let age_s = tab.updated_at_s - newest.started_at_ms / 1000;
    if age_s <= hours * 3600 {
        return String::new();
    }
    let started = clock::rfc3339_ms(newest.started_at_ms);
    format!("latest column from {started} ({} hours old)", age_s / 3600)
}

/// The status, once staleness and alerts are known.
pub(super) fn overall(tab: &Tab, rows: &[&Row], stale: &str, alerting: bool) -> Status {
    if !stale.is_empty() {
        return Status::Stale;
    }
    if alerting {
        return Status::Failing;
    }
    walk(rows, tab.columns.len())
}

/// Newest to oldest until enough finished columns are seen; a bad cell in a running column counts for the next.
fn walk(rows: &[&Row], columns: usize) -> Status {
    let (mut finished, mut bad, mut passed) = (0, false, false);
    for column in 0..columns {
        bad |= rows.iter().any(|row| !matches!(outcome(row.cells[column]), Outcome::Empty | Outcome::Pass));
        if rows.iter().any(|row| row.cells[column] == RUNNING) {
            continue;
        }
        let green = rows.iter().any(|row| outcome(row.cells[column]) == Outcome::Pass);
        if bad {
            return Status::Flaky;
        }
        passed |= green;
        finished += usize::from(green);
        if finished >= RECENT_COLUMNS {
            break;
        }
    }
    if passed { Status::Passing } else { Status::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[u8]], expected: Status) {
        let rows: Vec<Row> =
            rows.iter().map(|cells| Row { cells: cells.to_vec(), ..Row::default() }).collect();
        assert_eq!(walk(&rows.iter().collect::<Vec<_>>(), rows[0].cells.len()), expected);
    }

    #[test]
    fn the_first_rule_that_applies_wins() {
        check(&[&[1, 1], &[1, 3]], Status::Passing);
        check(&[&[1, 1], &[1, 12]], Status::Flaky);
        check(&[&[1, 1], &[1, 6]], Status::Flaky);
        check(&[&[0, 0]], Status::Unknown);
    }

    #[test]
    fn only_recent_finished_columns_count() {
        check(&[&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 12]], Status::Passing);
        check(&[&[4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 12]], Status::Flaky);
    }

    #[test]
    fn a_bad_cell_in_a_running_column_is_remembered() {
        check(&[&[4, 1], &[12, 1]], Status::Flaky);
    }
}
