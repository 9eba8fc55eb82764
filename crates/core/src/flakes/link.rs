//! The query string of `flakes`: `v=1`, short sorted keys, defaults left out, lists separated by commas.

use super::Query;
use crate::warning::Warning;

/// Writes the query as a query string without `?`; empty for the default query.
pub fn to_query_string(_query: &Query) -> String {
    String::new()
}

/// Reads a query string (with or without `?`). Keys in `page_keys` belong to the page and are passed over. Unknown
/// keys, unreadable values and links of a newer version are warnings; what can be read is kept.
pub fn from_query_string(_text: &str, _page_keys: &[&str]) -> (Query, Vec<Warning>) {
    (Query::default(), Vec::new())
}
