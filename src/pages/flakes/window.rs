//! Which rows of a long table are on the screen: pure arithmetic, in pixels.

use std::ops::Range;

use flakescope_core::flakes::RowRange;

/// Rows drawn beyond each edge of the screen.
const OVERSCAN: u32 = 8;
/// Rows are asked for in blocks of this many.
const BLOCK: u32 = 50;

/// The measures of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Geometry {
    /// Height of a row.
    pub row: f64,
    /// How many rows there are.
    pub rows: u32,
    /// The opened row and the height of what it opened to.
    pub open: Option<(u32, f64)>,
}

impl Geometry {
    /// Where a row begins, from the top of the first one.
    pub fn offset(&self, index: u32) -> f64 {
        let opened = self.open.filter(|(open, _)| *open < index).map_or(0.0, |(_, height)| height);
        f64::from(index) * self.row + opened
    }

    /// The height of all rows.
    pub fn height(&self) -> f64 {
        self.offset(self.rows) + self.open.filter(|(open, _)| *open >= self.rows).map_or(0.0, |(_, h)| h)
    }

    /// The rows to draw when the screen begins `top` pixels below the first row and is `height` high.
    pub fn visible(&self, top: f64, height: f64) -> Range<u32> {
        let first = self.row_at(top).saturating_sub(OVERSCAN);
        let last = self.row_at(top + height).saturating_add(1 + OVERSCAN);
        first.min(self.rows)..last.min(self.rows)
    }

    /// The row that lies `y` pixels below the top of the first one.
    fn row_at(&self, y: f64) -> u32 {
        if self.row <= 0.0 {
            return 0;
        }
        let above = match self.open {
            Some((open, height)) if y > self.offset(open) + self.row => {
                (y - height).max(self.offset(open) + self.row)
            }
            _ => y,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast saturates, and a screen above the table begins at row 0"
        )]
        let row = (above / self.row) as u32;
        row
    }

    /// How far the screen must be moved so that a row lies between `top` and `bottom`; 0 when it does.
    pub fn scroll_to(&self, index: u32, top: f64, bottom: f64) -> f64 {
        let (begin, end) = (self.offset(index), self.offset(index) + self.row);
        if begin < top {
            begin - top
        } else if end > bottom {
            end - bottom
        } else {
            0.0
        }
    }
}

/// The blocks of rows that cover what is drawn.
pub fn blocks(visible: &Range<u32>) -> RowRange {
    let start = visible.start / BLOCK * BLOCK;
    let end = visible.end.max(start + 1).div_ceil(BLOCK) * BLOCK;
    RowRange { start, count: end - start }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Geometry = Geometry { row: 40.0, rows: 1000, open: None };
    const OPEN: Geometry = Geometry { row: 40.0, rows: 1000, open: Some((10, 300.0)) };

    #[test]
    fn offsets() {
        assert_eq!(PLAIN.offset(10).to_bits(), 400.0_f64.to_bits());
        assert_eq!(OPEN.offset(10).to_bits(), 400.0_f64.to_bits());
        assert_eq!(OPEN.offset(11).to_bits(), 740.0_f64.to_bits());
        assert_eq!(OPEN.height().to_bits(), 40_300.0_f64.to_bits());
        let last = Geometry { open: Some((999, 300.0)), ..PLAIN };
        assert_eq!(last.height().to_bits(), 40_300.0_f64.to_bits());
    }

    #[test]
    fn what_is_drawn() {
        for (geometry, top, height, wanted) in [
            (PLAIN, -500.0, 800.0, 0..16),
            (PLAIN, 0.0, 800.0, 0..29),
            (PLAIN, 4000.0, 800.0, 92..129),
            (PLAIN, 39_600.0, 800.0, 982..1000),
            (PLAIN, 90_000.0, 800.0, 1000..1000),
            (OPEN, 460.0, 200.0, 3..20),
            (OPEN, 740.0, 400.0, 3..30),
            (Geometry { rows: 0, ..PLAIN }, 0.0, 800.0, 0..0),
            (Geometry { row: 0.0, ..PLAIN }, 0.0, 800.0, 0..9),
        ] {
            assert_eq!(geometry.visible(top, height), wanted, "{geometry:?} {top} {height}");
        }
    }

    #[test]
    fn every_row_on_the_screen_is_drawn() {
        for geometry in [PLAIN, OPEN] {
            for top in (0..40_000).step_by(37).map(f64::from) {
                let drawn = geometry.visible(top, 700.0);
                for index in 0..geometry.rows {
                    let begin = geometry.offset(index);
                    if begin + geometry.row > top && begin < top + 700.0 {
                        assert!(drawn.contains(&index), "{index} at {top}");
                    }
                }
            }
        }
    }

    #[test]
    fn blocks_cover_what_is_drawn() {
        for (visible, start, count) in
            [(0..29, 0, 50), (92..129, 50, 100), (0..0, 0, 50), (40..60, 0, 100), (50..100, 50, 50)]
        {
            assert_eq!(blocks(&visible), RowRange { start, count });
        }
    }

    #[test]
    fn scrolling_is_as_little_as_needed() {
        assert!(PLAIN.scroll_to(5, 0.0, 800.0).abs() < 1e-9);
        assert!((PLAIN.scroll_to(0, 100.0, 800.0) + 100.0).abs() < 1e-9);
        assert!((PLAIN.scroll_to(30, 0.0, 800.0) - 440.0).abs() < 1e-9);
    }
}
