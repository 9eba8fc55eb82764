//! How the summarizer judges a tab: alerts, recent columns, overall status, newest green.

mod alert;
mod health;
mod recent;
mod status;

pub use alert::{Alert, FAILURES_TO_ALERT};
pub use health::{Change, Health, TestHealth};
pub use recent::{RECENT_COLUMNS, Recent};
pub use status::Status;

use crate::grid::{Outcome, Row, Tab, outcome};

/// Everything the summarizer says about a tab.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The overall status.
    pub status: Status,
    /// The text behind it, as `Tab stats: …`.
    pub message: String,
    /// Why the tab is stale; empty when it is not.
    pub stale: String,
    /// Commit or build of the newest green column.
    pub latest_green: String,
    /// Row index and alert of the rows with an open alert.
    pub alerts: Vec<(usize, Alert)>,
    /// The health of the tests, on tabs that ask for it.
    pub health: Option<Health>,
}

/// Judges a tab at the moment of its last update.
pub fn judge(tab: &Tab) -> Judgement {
    let rows: Vec<&Row> = tab.rows.iter().filter(|row| is_judged(row)).collect();
    let alerts: Vec<(usize, Alert)> =
        (0..tab.rows.len()).filter_map(|row| Some((row, Alert::of(&tab.rows[row])?))).collect();
    let recent = Recent::count(&rows, tab.columns.len());
    let stale = status::staleness(tab, &recent);
    Judgement {
        status: status::overall(tab, &rows, &stale, !alerts.is_empty()),
        message: recent.message(),
        stale,
        latest_green: latest_green(tab, &rows),
        health: Health::of(tab),
        alerts,
    }
}

/// Rows without a recent result, and rows about TestGrid itself, are left out.
fn is_judged(row: &Row) -> bool {
    let recent = row.cells.iter().take(RECENT_COLUMNS);
    !row.name.contains("@TESTGRID@") && recent.into_iter().any(|&value| value != crate::grid::NO_RESULT)
}

fn latest_green(tab: &Tab, rows: &[&Row]) -> String {
    let green = (0..tab.columns.len()).find(|&column| is_green(rows, column));
    green.map_or_else(
        || "no recent greens".to_owned(),
        |column| tab.columns[column].custom.first().unwrap_or(&tab.columns[column].build).clone(),
    )
}

fn is_green(rows: &[&Row], column: usize) -> bool {
    let mut passed = false;
    for row in rows {
        match outcome(row.cells[column]) {
            Outcome::Pass => passed = true,
            Outcome::Empty => {}
            _ => return false,
        }
    }
    passed
}
