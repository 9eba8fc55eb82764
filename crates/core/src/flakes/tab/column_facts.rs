//! What the cells of each column hold, whatever the rows: one pass over the grid that several rules share.

use crate::model::{Cell, Outcome, Table};

/// What was seen in one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnFacts(u8);

const PASS: u8 = 1;
const SKIP: u8 = 2;
const FAIL: u8 = 4;
const FLAKY: u8 = 8;
const RUNNING: u8 = 16;
/// Filled, but none of the above.
const OTHER: u8 = 32;

impl ColumnFacts {
    /// The facts of every column, newest first.
    pub(super) fn of_table(table: &Table) -> Vec<Self> {
        let mut facts = vec![Self::default(); table.columns.len()];
        for row in 0..table.rows.len() {
            Self::see_row(&mut facts, table.cells(row));
        }
        facts
    }

    #[inline(never)]
    fn see_row(facts: &mut [Self], cells: &[Cell]) {
        for (facts, cell) in facts.iter_mut().zip(cells) {
            facts.0 |= fact(*cell);
        }
    }

    /// The run is over: it has an outcome and no cell that still runs.
    pub(super) fn is_finished(self) -> bool {
        self.has(PASS | SKIP | FAIL | FLAKY) && !self.has(RUNNING)
    }

    /// Fail if any row failed, else pass if any has another outcome.
    pub(super) fn worst(self) -> Outcome {
        match self {
            _ if self.has(FAIL) => Outcome::Fail,
            _ if self.has(PASS | SKIP | FLAKY) => Outcome::Pass,
            _ => Outcome::None,
        }
    }

    /// TestGrid's green: at least one pass and nothing else but empty cells (`pkg/summarizer/summary.go`).
    pub(super) fn is_green(self) -> bool {
        self.has(PASS | SKIP) && !self.has(FAIL | FLAKY | RUNNING | OTHER)
    }

    fn has(self, any: u8) -> bool {
        self.0 & any != 0
    }
}

fn fact(cell: Cell) -> u8 {
    match cell.outcome() {
        Outcome::Pass => PASS,
        Outcome::Skip => SKIP,
        Outcome::Fail => FAIL,
        Outcome::Flaky => FLAKY,
        Outcome::None if cell == Cell::RUNNING => RUNNING,
        Outcome::None if cell.is_filled() => OTHER,
        Outcome::None => 0,
    }
}
