//! The older JSON of testgrid.k8s.io: `/<dashboard>/summary` and `/<dashboard>/table` (research: formats A.3, A.4).

use super::super::FormatError;
use crate::model::{TabSummary, Table};
use crate::warning::Warning;

/// Reads `/summary`. `dashboard` is the board's name where the answer does not tell.
pub fn parse_summary(
    _bytes: &[u8],
    _source_name: &str,
    _dashboard: &str,
) -> Result<Vec<TabSummary>, FormatError> {
    Ok(Vec::new())
}

/// Reads `/table`. `dashboard` and `tab` may be empty; the tab's name is then taken from the answer's own fields.
pub fn parse_table(
    _bytes: &[u8],
    _source_name: &str,
    _dashboard: &str,
    _tab: &str,
) -> Result<(Table, Vec<Warning>), FormatError> {
    Ok((Table::default(), Vec::new()))
}
