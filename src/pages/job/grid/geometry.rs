//! Where the cells of the grid stand: from a scroll position to the cells in sight, from a point to a cell.

use std::ops::Range;

/// Width of a cell in pixels, with the gap to its neighbour.
pub(crate) const CELL_WIDTH: f64 = 16.0;
/// Height of a row in pixels, with the gap to its neighbour.
pub(crate) const ROW_HEIGHT: f64 = 22.0;
/// Height of the column heads.
pub(crate) const HEAD_HEIGHT: f64 = 44.0;
/// Space between the job-level rows and the tests.
pub(crate) const GAP: f64 = 10.0;

/// A place in the grid: the shown row from the top and the column from the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The row among those shown.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// What lies under a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A cell.
    Cell(Spot),
    /// The name of a row.
    Name(usize),
    /// The head of a column.
    Head(usize),
}

/// How far the grid is scrolled, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Scroll {
    /// To the older runs.
    pub left: f64,
    /// Down.
    pub top: f64,
}

/// The measures of one grid in one place of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Geometry {
    /// Rows shown.
    pub rows: usize,
    /// How many of them are job-level rows, which come first.
    pub leading: usize,
    /// Columns.
    pub columns: usize,
    /// Width of the place.
    pub width: f64,
    /// Height of the place.
    pub height: f64,
}

impl Geometry {
    /// Width of the names, which stay in sight.
    pub(crate) fn names(&self) -> f64 {
        (self.width * 0.36).clamp((self.width * 0.45).min(180.0), 420.0).floor()
    }

    /// Width and height of the whole grid.
    pub(crate) fn whole(&self) -> (f64, f64) {
        (self.names() + self.columns as f64 * CELL_WIDTH, HEAD_HEIGHT + self.row_top(self.rows) + 1.0)
    }

    /// Top of a row, from the top of the first.
    pub(crate) fn row_top(&self, row: usize) -> f64 {
        let gap = if self.leading > 0 && row >= self.leading { GAP } else { 0.0 };
        row as f64 * ROW_HEIGHT + gap
    }

    /// The rows in sight, at least in part.
    pub(crate) fn rows_in_sight(&self, scroll: Scroll) -> Range<usize> {
        let gap = if self.leading > 0 { GAP } else { 0.0 };
        let first = whole((scroll.top - gap) / ROW_HEIGHT);
        let last = whole((scroll.top + self.height - HEAD_HEIGHT) / ROW_HEIGHT) + 1;
        first.min(self.rows)..last.min(self.rows)
    }

    /// The columns in sight, at least in part.
    pub(crate) fn columns_in_sight(&self, scroll: Scroll) -> Range<usize> {
        let first = whole(scroll.left / CELL_WIDTH);
        let last = whole((scroll.left + self.width - self.names()) / CELL_WIDTH) + 1;
        first.min(self.columns)..last.min(self.columns)
    }

    /// Upper left corner of a cell in the place.
    pub(crate) fn corner(&self, spot: Spot, scroll: Scroll) -> (f64, f64) {
        let x = self.names() + spot.column as f64 * CELL_WIDTH - scroll.left;
        (x, HEAD_HEIGHT + self.row_top(spot.row) - scroll.top)
    }

    /// What lies under a point of the place.
    pub(crate) fn hit(&self, (x, y): (f64, f64), scroll: Scroll) -> Option<Hit> {
        let inside = (0.0..self.width).contains(&x) && (0.0..self.height).contains(&y);
        let column = (x >= self.names()).then(|| whole((x - self.names() + scroll.left) / CELL_WIDTH));
        let row = if y < HEAD_HEIGHT { None } else { Some(self.row_at(y - HEAD_HEIGHT + scroll.top)?) };
        let column_exists = column.is_none_or(|column| column < self.columns);
        if !inside || !column_exists {
            return None;
        }
        match (row, column) {
            (Some(row), Some(column)) => Some(Hit::Cell(Spot { row, column })),
            (Some(row), None) => Some(Hit::Name(row)),
            (None, Some(column)) => Some(Hit::Head(column)),
            (None, None) => None,
        }
    }

    /// The scroll position nearest to `scroll` in which the cell is wholly in sight.
    pub(crate) fn reveal(&self, spot: Spot, scroll: Scroll) -> Scroll {
        let left = spot.column as f64 * CELL_WIDTH;
        let top = self.row_top(spot.row);
        Scroll {
            left: nearest(scroll.left, left + CELL_WIDTH - (self.width - self.names()), left),
            top: nearest(scroll.top, top + ROW_HEIGHT - (self.height - HEAD_HEIGHT), top),
        }
    }

    /// How many rows are in sight as a whole: a page of the keyboard.
    pub(crate) fn page(&self) -> usize {
        whole((self.height - HEAD_HEIGHT) / ROW_HEIGHT).max(2) - 1
    }

    /// The row at `y` from the top of the first row; none in the gap and below the last.
    fn row_at(&self, y: f64) -> Option<usize> {
        let row = [y, y - GAP].map(whole_row).into_iter().find(|&row| {
            let top = self.row_top(row);
            (top..top + ROW_HEIGHT).contains(&y)
        });
        row.filter(|&row| row < self.rows)
    }
}

fn whole_row(y: f64) -> usize {
    whole(y / ROW_HEIGHT)
}

fn nearest(value: f64, low: f64, high: f64) -> f64 {
    value.max(low.min(high)).min(high).max(0.0)
}

/// The whole part of a number, 0 for negative ones.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn whole(number: f64) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big() -> Geometry {
        Geometry { rows: 10_000, leading: 2, columns: 150, width: 1000.0, height: 600.0 }
    }

    #[test]
    fn what_is_in_sight_is_little() {
        let grid = big();
        assert_eq!(grid.names().to_string(), "360");
        assert_eq!(grid.rows_in_sight(Scroll::default()), 0..26);
        assert_eq!(grid.columns_in_sight(Scroll::default()), 0..41);
        let end = Scroll { left: 150.0 * CELL_WIDTH - 640.0, top: grid.whole().1 - 600.0 };
        assert_eq!(grid.rows_in_sight(end), 9_974..10_000);
        assert_eq!(grid.columns_in_sight(end), 110..150);
        let beyond = Scroll { left: 1e9, top: 1e9 };
        assert!(grid.rows_in_sight(beyond).is_empty() && grid.columns_in_sight(beyond).is_empty());
        assert!(Geometry::default().rows_in_sight(Scroll::default()).is_empty());
    }

    #[test]
    fn every_cell_in_sight_is_hit_at_its_middle() {
        let grid = big();
        for scroll in [Scroll::default(), Scroll { left: 37.0, top: 1234.5 }, Scroll { left: 0.0, top: 43.0 }]
        {
            for row in grid.rows_in_sight(scroll) {
                for column in grid.columns_in_sight(scroll) {
                    let spot = Spot { row, column };
                    let (x, y) = grid.corner(spot, scroll);
                    let middle = (x + CELL_WIDTH / 2.0, y + ROW_HEIGHT / 2.0);
                    let in_cells = middle.0 >= grid.names() && middle.1 >= HEAD_HEIGHT;
                    if in_cells && middle.0 < grid.width && middle.1 < grid.height {
                        assert_eq!(grid.hit(middle, scroll), Some(Hit::Cell(spot)), "{scroll:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn names_heads_and_nothing() {
        let grid = big();
        let at = |x, y| grid.hit((x, y), Scroll::default());
        assert_eq!(at(10.0, 10.0), None);
        assert_eq!(at(10.0, HEAD_HEIGHT + 1.0), Some(Hit::Name(0)));
        assert_eq!(at(361.0, 10.0), Some(Hit::Head(0)));
        assert_eq!(at(361.0, HEAD_HEIGHT + 2.0 * ROW_HEIGHT + 1.0), None, "the gap");
        assert_eq!(at(1000.0, 100.0), None);
        let few = Geometry { rows: 1, leading: 1, columns: 2, ..grid };
        assert_eq!(few.hit((400.0, 60.0), Scroll::default()), None, "right of the last column");
        assert_eq!(few.hit((365.0, 90.0), Scroll::default()), None, "below the last row");
    }

    #[test]
    fn cells_are_revealed_by_the_least_move() {
        let grid = big();
        let here = Scroll { left: 100.0, top: 1000.0 };
        let (row, column) = (50, 10);
        assert_eq!(grid.reveal(Spot { row, column }, here), here);
        assert_eq!(grid.reveal(Spot { row: 0, column: 0 }, here), Scroll::default());
        let last = Spot { row: 9_999, column: 149 };
        let there = grid.reveal(last, here);
        assert!(grid.rows_in_sight(there).contains(&9_999) && grid.columns_in_sight(there).contains(&149));
        assert_eq!(grid.reveal(last, there), there);
    }
}
