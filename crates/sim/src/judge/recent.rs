//! What the newest columns hold: the numbers behind the status text.

use crate::grid::{NO_RESULT, Outcome, Row, outcome};

/// Columns that count as recent, by the Kubernetes defaults.
pub const RECENT_COLUMNS: usize = 10;

/// Counts over the recent columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// Columns with any finished result.
    pub completed: usize,
    /// Completed columns with a pass and without a failure.
    pub passing: usize,
    /// Cells with a result.
    pub filled_cells: usize,
    /// Cells that passed.
    pub passing_cells: usize,
}

impl Recent {
    /// Counts the judged rows.
    pub fn count(rows: &[&Row], columns: usize) -> Self {
        let mut recent = Self::default();
        for column in 0..columns.min(RECENT_COLUMNS) {
            recent.add(rows, column);
        }
        recent
    }

    fn add(&mut self, rows: &[&Row], column: usize) {
        let count = |wanted: Outcome| rows.iter().filter(|row| outcome(row.cells[column]) == wanted).count();
        let (passes, failures) = (count(Outcome::Pass), count(Outcome::Fail));
        let other = count(Outcome::Flaky) + count(Outcome::Unknown);
        self.completed += usize::from(passes + failures + other > 0);
        self.passing += usize::from(failures == 0 && passes > 0);
        self.filled_cells += rows.iter().filter(|row| row.cells[column] != NO_RESULT).count();
        self.passing_cells += passes;
    }

    /// The status text.
    pub fn message(&self) -> String {
        if self.filled_cells == 0 {
            return "no completed results".to_owned();
        }
        let (columns, cells) =
            (percent(self.passing, self.completed), percent(self.passing_cells, self.filled_cells));
        format!(
            "Tab stats: {} of {} ({columns}%) recent columns passed ({} of {} or {cells}% cells)",
            self.passing, self.completed, self.passing_cells, self.filled_cells
        )
    }
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1}", 100.0 * part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_summarizers() {
        let rows =
            [Row { cells: vec![1, 1], ..Row::default() }, Row { cells: vec![3, 15], ..Row::default() }];
        let recent = Recent::count(&rows.iter().collect::<Vec<_>>(), 2);
        let expected = "Tab stats: 2 of 2 (100.0%) recent columns passed (4 of 4 or 100.0% cells)";
        assert_eq!(recent.message(), expected);
        assert_eq!(Recent::default().message(), "no completed results");
    }

    #[test]
    fn a_flaky_cell_does_not_stop_a_column_from_passing() {
        let rows =
            [Row { cells: vec![13, 12], ..Row::default() }, Row { cells: vec![1, 1], ..Row::default() }];
        let recent = Recent::count(&rows.iter().collect::<Vec<_>>(), 2);
        assert_eq!((recent.completed, recent.passing, recent.passing_cells), (2, 1, 2));
    }
}
