//! TestGrid's two JSON faces: the API v1 and the older `/summary` and `/table`, read into one model.

pub mod api_v1;
mod cell_texts;
mod fast_rows;
mod fast_table;
pub mod files;
pub mod legacy;
mod limits;
mod names;
#[cfg(test)]
mod seen_rows;
mod status_text;
mod table_wire;

pub use names::normalise;

use crate::warning::Warning;

/// One warning for all rows whose cells do not fit the columns.
fn wide_rows_warning(source_name: &str, columns: usize, rows: &[String]) -> Vec<Warning> {
    let Some(first) = rows.first() else { return Vec::new() };
    let message = format!(
        "{} of its rows do not have one cell for each of the {columns} runs, so they were left out. The first is {first:?}.",
        rows.len()
    );
    vec![Warning::new(source_name, message)]
}
