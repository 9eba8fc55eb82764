//! An open alert: a row that failed several times in a row and has not passed since.

use crate::grid::{Outcome, Row, outcome};

/// Consecutive failures that open an alert, by the Kubernetes defaults.
pub const FAILURES_TO_ALERT: usize = 3;

/// An open alert of a row; columns are indices, 0 = newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Failures since the alert's first one.
    pub failures: usize,
    /// Oldest failing column.
    pub first_failure: usize,
    /// Newest failing column.
    pub latest_failure: usize,
    /// Newest passing column before the failures.
    pub latest_pass: Option<usize>,
}

impl Alert {
    /// Walks newest to oldest: one pass closes, a flaky cell interrupts, empty cells do not count.
    pub fn of(row: &Row) -> Option<Self> {
        let (mut failures, mut first, mut latest, mut in_a_row) = (0, 0, None, 0);
        let mut latest_pass = None;
        for (column, &value) in row.cells.iter().enumerate() {
            match outcome(value) {
                Outcome::Empty | Outcome::Unknown => {}
                Outcome::Pass => {
                    latest_pass = Some(column);
                    break;
                }
                Outcome::Flaky if in_a_row >= FAILURES_TO_ALERT => break,
                Outcome::Flaky => in_a_row = 0,
                Outcome::Fail => {
                    (failures, in_a_row, first) = (failures + 1, in_a_row + 1, column);
                    latest = latest.or(Some(column));
                }
            }
        }
        let latest_failure = latest.filter(|_| in_a_row >= FAILURES_TO_ALERT)?;
        Some(Self { failures, first_failure: first, latest_failure, latest_pass })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[u8], expected: Option<(usize, usize, Option<usize>)>) {
        let alert = Alert::of(&Row { cells: cells.to_vec(), ..Row::default() });
        assert_eq!(
            alert.map(|alert| (alert.failures, alert.first_failure, alert.latest_pass)),
            expected,
            "{cells:?}"
        );
    }

    #[test]
    fn three_failures_in_a_row_open_an_alert() {
        check(&[12, 12, 12, 1], Some((3, 2, Some(3))));
        check(&[12, 12, 1, 12], None);
        check(&[0, 12, 0, 9, 14, 0], Some((3, 4, None)));
        check(&[1, 12, 12, 12], None);
    }

    #[test]
    fn a_flaky_cell_interrupts() {
        check(&[13, 12, 12, 12, 1], Some((3, 3, Some(4))));
        check(&[12, 12, 13, 12, 1], None);
        check(&[12, 12, 12, 13, 12, 1], Some((3, 2, None)));
    }
}
