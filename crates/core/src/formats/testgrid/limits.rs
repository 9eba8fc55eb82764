//! Limits that no real grid comes near, so that a few bytes of input cannot ask for all the memory there is.

use crate::model::{Cell, TableBuilder};

/// The most columns a grid may have (real ones: some hundreds).
const COLUMNS: u64 = 65_536;
/// The most cells a grid may have (real ones: some millions).
const CELLS: u64 = 1 << 26;

/// Adds `count` equal cells to the row, or says why not.
pub(super) fn push_run(builder: &mut TableBuilder, cell: Cell, count: u64) -> Result<(), String> {
    if count > COLUMNS || builder.row_width() as u64 + count > COLUMNS {
        return Err(format!("a run of {count} cells: a row has at most {COLUMNS} columns"));
    }
    if builder.cell_count() as u64 + count > CELLS {
        return Err(format!("a grid has at most {CELLS} cells"));
    }
    // Cannot be lost: the count is at most COLUMNS.
    builder.push_cells(cell, usize::try_from(count).unwrap_or_default());
    Ok(())
}
