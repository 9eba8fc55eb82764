//! TestGrid API v1: JSON with default values left out, one decoded cell per column (research: formats A.8).

use super::super::FormatError;
use crate::model::{Column, TabSummary, Table};
use crate::warning::Warning;

/// Reads `/dashboards` or `/dashboard-groups/{group}`: the boards' names.
pub fn parse_dashboards(_bytes: &[u8], _source_name: &str) -> Result<Vec<String>, FormatError> {
    Ok(Vec::new())
}

/// Reads `/dashboards/{d}/tabs`: the tabs' names.
pub fn parse_tabs(_bytes: &[u8], _source_name: &str) -> Result<Vec<String>, FormatError> {
    Ok(Vec::new())
}

/// Reads `/dashboards/{d}/tab-summaries`.
pub fn parse_tab_summaries(_bytes: &[u8], _source_name: &str) -> Result<Vec<TabSummary>, FormatError> {
    Ok(Vec::new())
}

/// Reads `/dashboards/{d}/tabs/{t}/headers`: the runs, newest first.
pub fn parse_headers(_bytes: &[u8], _source_name: &str) -> Result<Vec<Column>, FormatError> {
    Ok(Vec::new())
}

/// Reads `/dashboards/{d}/tabs/{t}/rows` for the runs of [`parse_headers`]. Rows that do not have one cell a column
/// are left out with a warning.
pub fn parse_rows(
    _bytes: &[u8],
    _source_name: &str,
    _dashboard: &str,
    _tab: &str,
    _columns: Vec<Column>,
) -> Result<(Table, Vec<Warning>), FormatError> {
    Ok((Table::default(), Vec::new()))
}
