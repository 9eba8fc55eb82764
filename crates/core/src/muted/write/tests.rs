//! Every export with ordinary and with hostile text.

use super::*;
use crate::model::TimeMs;
use crate::muted::{Kind, Problem};
use crate::warning::Warning;

const HOSTILE: &str =
    "=cmd|' /C calc'!A0 <script>alert(\"1\")</script>\r\n| [x](javascript:y) \\ '; DROP TABLE x; -- @all #1";

fn report() -> MutedReport {
    let row = Row {
        repository: "dcos/dcos".into(),
        branch: "master".into(),
        file: "extra/test_units.py".into(),
        line: 80,
        test: "test_socket_units".into(),
        kind: Kind::Test,
        marker: "pytest.mark.xfailflake".into(),
        ticket: "DCOS-41819".into(),
        since: "2018-11-20".into(),
        age_days: Some(29),
        reason: "Fails on dcos-e2e/docker/static/strict.".into(),
        strict: Some(false),
        condition: String::new(),
        owner: "@dcos/tests".into(),
        permalink: "https://github.com/dcos/dcos/blob/master/extra/test_units.py#L80".into(),
        problems: vec![],
        passes_on: String::new(),
    };
    let hostile = Row {
        file: HOSTILE.into(),
        test: HOSTILE.into(),
        ticket: HOSTILE.into(),
        since: String::new(),
        age_days: None,
        reason: HOSTILE.into(),
        strict: None,
        permalink: "javascript:alert(1)".into(),
        problems: vec![Problem::NoDate, Problem::BadTicket, Problem::Passing],
        passes_on: format!("all 40 times on {HOSTILE}"),
        ..row.clone()
    };
    MutedReport {
        generated_at: TimeMs::parse("2018-12-19T20:50:21Z").unwrap(),
        muted: vec![row, hostile],
        compared: Some(format!("Compared with 9 tests on {HOSTILE}.")),
        warnings: vec![Warning::new("a.py, line 3", "no end of a string; what stands after it is not read")],
    }
}

#[test]
fn texts() {
    let write = |format| write_muted(&report(), format, "https://jira.example");
    insta::assert_snapshot!("muted_csv", write(MutedFormat::Csv));
    insta::assert_snapshot!("muted_json", write(MutedFormat::Json));
    insta::assert_snapshot!("muted_dump", write(MutedFormat::Dump));
    insta::assert_snapshot!("muted_redash", write(MutedFormat::Redash));
    insta::assert_snapshot!("muted_sql", write(MutedFormat::Sql));
    insta::assert_snapshot!("muted_markdown", write(MutedFormat::Markdown));
}

#[test]
fn json_gives_every_text_back() {
    let read: MutedReport = serde_json::from_str(&write_muted(&report(), MutedFormat::Json, "")).unwrap();
    assert_eq!(read, report());
    for format in [MutedFormat::Dump, MutedFormat::Redash] {
        let read: serde_json::Value = serde_json::from_str(&write_muted(&report(), format, "")).unwrap();
        let list = read.get("rows").or_else(|| read.get("xfailflakes")).unwrap();
        assert_eq!(list[1]["test"], HOSTILE);
        assert_eq!(list[1]["file"], format!("/{HOSTILE}"));
    }
}

#[test]
fn no_cell_of_the_csv_is_a_formula() {
    let text = write_muted(&report(), MutedFormat::Csv, "");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    for record in reader.records() {
        assert!(record.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    }
}

#[test]
fn markdown_leads_nowhere_but_to_the_web() {
    let text = write_muted(&report(), MutedFormat::Markdown, "https://jira.example");
    let bare = text.replace("\\]", "");
    assert!(!bare.contains("](javascript") && !bare.contains("<script"), "{text}");
    assert!(text.contains("](https://jira.example/browse/DCOS-41819)"), "{text}");
    let columns = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(text.lines().filter(|line| line.starts_with("| ")).all(|line| columns(line) == 10), "{text}");
}

#[test]
fn words_are_read_back() {
    for format in MutedFormat::ALL {
        assert_eq!(MutedFormat::parse(format.word()), Some(format));
    }
}
