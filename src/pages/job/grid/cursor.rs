//! The keys that move the cell cursor.

use super::geometry::{Geometry, Spot};

/// Where a key moves the cursor to; `None` for a key that does not.
pub(crate) fn moved(spot: Spot, key: &str, whole_grid: bool, geometry: &Geometry) -> Option<Spot> {
    let (last_row, last_column) = (geometry.rows.checked_sub(1)?, geometry.columns.checked_sub(1)?);
    let Spot { row, column } = spot;
    let (row, column) = match key {
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowDown" => (row + 1, column),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowRight" => (row, column + 1),
        "PageUp" => (row.saturating_sub(geometry.page()), column),
        "PageDown" => (row + geometry.page(), column),
        "Home" => (if whole_grid { 0 } else { row }, 0),
        "End" => (if whole_grid { last_row } else { row }, last_column),
        _ => return None,
    };
    Some(Spot { row: row.min(last_row), column: column.min(last_column) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Geometry = Geometry { rows: 100, leading: 2, columns: 30, width: 800.0, height: 264.0 };

    #[track_caller]
    fn check(from: (usize, usize), key: &str, to: (usize, usize)) {
        let spot = |(row, column)| Spot { row, column };
        let (key, whole_grid) = key.strip_prefix("Control+").map_or((key, false), |key| (key, true));
        assert_eq!(moved(spot(from), key, whole_grid, &GRID), Some(spot(to)));
    }

    #[test]
    fn keys() {
        check((0, 0), "ArrowDown", (1, 0));
        check((0, 0), "ArrowUp", (0, 0));
        check((0, 0), "ArrowLeft", (0, 0));
        check((5, 29), "ArrowRight", (5, 29));
        check((99, 3), "ArrowDown", (99, 3));
        check((5, 5), "PageDown", (14, 5));
        check((5, 5), "PageUp", (0, 5));
        check((5, 5), "Home", (5, 0));
        check((5, 5), "End", (5, 29));
        check((5, 5), "Control+Home", (0, 0));
        check((5, 5), "Control+End", (99, 29));
        assert_eq!(moved(Spot::default(), "a", false, &GRID), None);
        assert_eq!(moved(Spot::default(), "ArrowDown", false, &Geometry::default()), None);
    }
}
