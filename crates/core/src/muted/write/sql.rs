//! Statements for PostgreSQL and Redshift: the table of dcos-xfailflake-grabber, and one insert for each marker that adds
//! nothing when the row is there already, so that a file may be run twice.

use crate::model::TimeMs;
use crate::muted::problem::day;
use crate::muted::row::Row;

/// The longest text of Redshift in bytes; the original cuts there.
const LONGEST: usize = 65_535;

/// The day of a marker that says none: no column of a key may be null.
const NO_DAY: &str = "1970-01-01";

/// The original's table. `text` of Redshift would end at 256 bytes.
const TABLE: &str = "\
-- Muted tests, in the table of dcos-xfailflake-grabber. May be run twice: what is there already is left alone.
-- A marker without a readable day has 1970-01-01, because no column of the key may be null.
BEGIN;
CREATE SCHEMA IF NOT EXISTS dashboards;
CREATE TABLE IF NOT EXISTS dashboards.xfailflake_history_v1 (
  test varchar(65535) NOT NULL,
  ticket varchar(65535) NOT NULL,
  file varchar(65535) NOT NULL,
  repo varchar(65535) NOT NULL,
  branch varchar(65535) NOT NULL,
  \"timestamp\" timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  since timestamp NOT NULL,
  PRIMARY KEY (test, ticket, file, repo, branch, \"timestamp\", since)
);
";

/// Writes the statements; every row bears the time `now`.
pub(super) fn write(rows: &[Row], now: TimeMs) -> String {
    let time = format!("timestamp {}", literal(&now.to_string().replace('T', " ").replace('Z', "")));
    let inserts: String = rows.iter().map(|row| insert(row, &time)).collect();
    format!("{TABLE}{inserts}COMMIT;\n")
}

/// Redshift knows no `ON CONFLICT`, so the row is looked for first.
fn insert(row: &Row, time: &str) -> String {
    let file = format!("/{}", row.file);
    let texts = [row.function(), &row.ticket, &file, &row.repository, &row.branch].map(literal);
    let since = if day(&row.since).is_some() { row.since.as_str() } else { NO_DAY };
    let since = format!("timestamp {}", literal(&format!("{since} 00:00:00")));
    let [test, ticket, file, repo, branch] = &texts;
    format!(
        "INSERT INTO dashboards.xfailflake_history_v1 (test, ticket, file, repo, branch, \"timestamp\", since)\n\
         SELECT {test}, {ticket}, {file}, {repo}, {branch}, {time}, {since}\n\
         WHERE NOT EXISTS (SELECT 1 FROM dashboards.xfailflake_history_v1 WHERE test = {test} AND ticket = {ticket}\n  \
         AND file = {file} AND repo = {repo} AND branch = {branch} AND \"timestamp\" = {time} AND since = {since});\n"
    )
}

/// A text as an expression that means the same in both systems, whatever their settings: Redshift takes a backslash for an
/// escape and PostgreSQL does not, and a client may take line ends apart. So control characters and backslashes are written
/// by their number. No system stores a NUL; it becomes U+FFFD.
fn literal(text: &str) -> String {
    let is_apart = |c: char| c.is_control() || c == '\\';
    let text = cut(text).replace('\0', "\u{fffd}");
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if is_apart(c) {
            parts.push(format!("chr({})", u32::from(c)));
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        } else {
            let (plain, after) = rest.split_at(rest.find(is_apart).unwrap_or(rest.len()));
            parts.push(format!("'{}'", plain.replace('\'', "''")));
            rest = after;
        }
    }
    if parts.is_empty() { "''".to_owned() } else { parts.join(" || ") }
}

/// The text up to [`LONGEST`] bytes, without half a character.
fn cut(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_hold_no_sign_that_two_systems_read_differently() {
        for (text, expect) in [
            ("", "''"),
            ("plain", "'plain'"),
            ("it's", "'it''s'"),
            ("'); DROP TABLE x; --", "'''); DROP TABLE x; --'"),
            ("a\\'b", "'a' || chr(92) || '''b'"),
            ("\n", "chr(10)"),
            ("a\0b", "'a\u{fffd}b'"),
            ("größer ☃", "'größer ☃'"),
        ] {
            assert_eq!(literal(text), expect);
        }
    }

    #[test]
    fn long_texts_end_at_a_whole_character() {
        assert_eq!(cut(&"ä".repeat(40_000)).len(), 65_534);
        assert_eq!(cut("short"), "short");
    }
}
