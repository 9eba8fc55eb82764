//! A muted test as a row of the history that dcos-xfailflake-grabber keeps in a database.

use crate::model::TimeMs;
use crate::muted::problem::day;
use crate::muted::row::Row;

/// The longest text of Redshift in bytes; the original cuts there.
const LONGEST: usize = 65_535;

/// The day of a marker that says none: no column of a key may be null.
const NO_DAY: &str = "1970-01-01";

/// The columns of [`history_row`], in the table `dashboards.xfailflake_history_v1`; all of them are its key.
pub const HISTORY_COLUMNS: [&str; 7] = ["test", "ticket", "file", "repo", "branch", "timestamp", "since"];

/// The row of one marker at a time, in the order of [`HISTORY_COLUMNS`]; times as `2026-11-21 00:00:00`. A database stores every
/// text as it is here: none is longer than it takes, and none holds a NUL.
pub fn history_row(row: &Row, at: TimeMs) -> [String; 7] {
    let since = if day(&row.since).is_some() { row.since.as_str() } else { NO_DAY };
    [
        storable(row.function()),
        storable(&row.ticket),
        storable(&format!("/{}", row.file)),
        storable(&row.repository),
        storable(&row.branch),
        at.to_string().replace('T', " ").replace('Z', ""),
        format!("{since} 00:00:00"),
    ]
}

/// The text up to [`LONGEST`] bytes, without half a character. No system stores a NUL; it becomes U+FFFD.
fn storable(text: &str) -> String {
    let text = text.replace('\0', "\u{fffd}");
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_a_database() {
        assert_eq!(storable(&"ä".repeat(40_000)).len(), 65_534);
        assert_eq!(storable("short"), "short");
        assert_eq!(storable("a\0b"), "a\u{fffd}b");
    }

    #[test]
    fn a_marker_without_a_day_has_the_first() {
        let row = Row { test: "Suite::test".to_owned(), file: "a.py".to_owned(), ..Row::default() };
        let at = TimeMs::parse("2026-11-21T08:30:00Z").unwrap();
        assert_eq!(
            history_row(&row, at),
            ["test", "", "/a.py", "", "", "2026-11-21 08:30:00", "1970-01-01 00:00:00"]
        );
    }
}
