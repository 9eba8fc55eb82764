//! Statements for PostgreSQL and Redshift: the table of dcos-xfailflake-grabber, and one insert for each marker that adds
//! nothing when the row is there already, so that a file may be run twice.

use super::history::history_row;
use crate::model::TimeMs;
use crate::muted::row::Row;

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
    let inserts: String = rows.iter().map(|row| insert(&history_row(row, now))).collect();
    format!("{TABLE}{inserts}COMMIT;\n")
}

/// Redshift knows no `ON CONFLICT`, so the row is looked for first.
fn insert([test, ticket, file, repo, branch, time, since]: &[String; 7]) -> String {
    let [test, ticket, file, repo, branch] = [test, ticket, file, repo, branch].map(|text| literal(text));
    let [time, since] = [time, since].map(|time| format!("timestamp {}", literal(time)));
    format!(
        "INSERT INTO dashboards.xfailflake_history_v1 (test, ticket, file, repo, branch, \"timestamp\", since)\n\
         SELECT {test}, {ticket}, {file}, {repo}, {branch}, {time}, {since}\n\
         WHERE NOT EXISTS (SELECT 1 FROM dashboards.xfailflake_history_v1 WHERE test = {test} AND ticket = {ticket}\n  \
         AND file = {file} AND repo = {repo} AND branch = {branch} AND \"timestamp\" = {time} AND since = {since});\n"
    )
}

/// A text as an expression that means the same in both systems, whatever their settings: Redshift takes a backslash for an
/// escape and PostgreSQL does not, and a client may take line ends apart. So control characters and backslashes are written
/// by their number.
fn literal(text: &str) -> String {
    let is_apart = |c: char| c.is_control() || c == '\\';
    let mut parts = Vec::new();
    let mut rest = text;
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
            ("größer ☃", "'größer ☃'"),
        ] {
            assert_eq!(literal(text), expect);
        }
    }
}
