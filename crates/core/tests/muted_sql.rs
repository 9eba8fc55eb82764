//! The SQL of muted tests in a real `PostgreSQL` 15: hostile text comes back unharmed, and loading a file twice changes nothing.
#![cfg(unix)]
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a skipped test says why, and helpers fail as tests do"
)]

#[expect(dead_code, reason = "shared with tests that restart it")]
mod postgres;

use flakescope_core::model::TimeMs;
use flakescope_core::muted::{MutedFormat, MutedReport, Row, write_muted};
use postgres::Server;

/// Texts that end literals, begin comments, stand for something in psql, or that a spreadsheet or a page would run.
const HOSTILE: [&str; 12] = [
    "it's",
    "'); DROP TABLE dashboards.xfailflake_history_v1; --",
    "a\\'b\\",
    "$$ $tag$ :name :'name' %s {} ;",
    "line\nend\r\nand\ttab",
    "\\! touch /tmp/x\n\\q\n",
    "<script>alert(\"1\")</script>",
    "=cmd|' /C calc'!A0",
    "größer ☃ \u{1F600} \u{202e}",
    "/* -- */ E'\\x41' U&'\\0041'",
    "",
    "''",
];

/// The rows of the table as JSON, in the order of their tests.
fn rows(server: &Server) -> Vec<serde_json::Value> {
    let query = "SELECT coalesce(json_agg(row_to_json(t) ORDER BY test, ticket, \"timestamp\"), '[]') FROM dashboards.xfailflake_history_v1 t";
    serde_json::from_str(&server.ask(query)).unwrap()
}

fn report(at: &str) -> MutedReport {
    let row = |(place, text): (usize, &&str)| Row {
        repository: (*text).to_owned(),
        branch: (*text).to_owned(),
        file: (*text).to_owned(),
        test: format!("{place:02}{text}"),
        ticket: (*text).to_owned(),
        since: if place % 2 == 0 { "2018-11-20".to_owned() } else { (*text).to_owned() },
        ..Row::default()
    };
    let mut muted: Vec<Row> = HOSTILE.iter().enumerate().map(row).collect();
    // Two markers that differ in nothing that the table holds.
    muted.push(Row { line: 7, ..muted[0].clone() });
    MutedReport { generated_at: TimeMs::parse(at).unwrap(), muted, compared: None, warnings: Vec::new() }
}

#[test]
fn hostile_texts_come_back_and_twice_is_once() {
    let Some(server) = Server::start("muted-sql") else { return };
    let sql = write_muted(&report("2018-12-19T20:50:21Z"), MutedFormat::Sql, "");
    server.load(&sql);
    let first = rows(&server);
    assert_eq!(first.len(), HOSTILE.len());
    for (place, (row, text)) in first.iter().zip(HOSTILE).enumerate() {
        assert_eq!(row["test"], format!("{place:02}{text}"));
        assert_eq!(
            (&row["ticket"], &row["repo"], &row["branch"]),
            (&text.into(), &text.into(), &text.into())
        );
        assert_eq!(row["file"], format!("/{text}"));
        assert_eq!(row["timestamp"], "2018-12-19T20:50:21");
        let since = if place % 2 == 0 { "2018-11-20T00:00:00" } else { "1970-01-01T00:00:00" };
        assert_eq!(row["since"], since);
    }
    server.load(&sql);
    assert_eq!(rows(&server), first, "loading twice is loading once");
    server.load(&write_muted(&report("2018-12-20T20:50:21Z"), MutedFormat::Sql, ""));
    assert_eq!(rows(&server).len(), 2 * HOSTILE.len(), "another day is a row of its own");
    // As PostgreSQL was before 9.1, and as Redshift reads a backslash.
    server.load("DROP TABLE dashboards.xfailflake_history_v1;");
    server.load(&format!("SET standard_conforming_strings = off; SET escape_string_warning = off;\n{sql}"));
    assert_eq!(rows(&server), first, "the settings of a client change nothing");
}
