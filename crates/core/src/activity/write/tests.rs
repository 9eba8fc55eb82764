//! Every format of a small answer, and the messages of a large and hostile one against the shapes that the chats document.

use serde_json::Value;

use super::*;
use crate::activity::{Category, CiRun, FailedCase, PullRequest, Query, RunStatus, analyse};
use crate::model::TimeMs;

fn time(text: &str) -> TimeMs {
    TimeMs::parse(text).unwrap()
}

fn run(job: &str, id: u32, commit: &str, number: u64, status: RunStatus) -> CiRun {
    let pull_request = (number > 0).then(|| PullRequest {
        number,
        title: "mend the disk".into(),
        author: "ada".into(),
        url: String::new(),
    });
    let failures = vec![FailedCase {
        category: Category::Case,
        case: "a_test.go:1: TestA".into(),
        context: vec!["before".into(), "a_test.go:1: TestA".into()],
    }];
    CiRun {
        repository: "o/r".into(),
        job: job.into(),
        id: id.to_string(),
        attempt: 1,
        status,
        started_at: TimeMs(time("2026-11-20T10:00:00Z").0 + i64::from(id) * 60_000),
        duration_ms: Some(u64::from(id) * 61_000),
        queued_ms: None,
        commit: commit.into(),
        branch: "main".into(),
        pull_request,
        url: format!("https://ci.example/{job}/{id}"),
        failures: if status == RunStatus::Failure && id != 4 { failures } else { Vec::new() },
    }
}

fn small() -> ActivityReport {
    use RunStatus::{Aborted, Failure, Success};
    let runs = [
        run("ci/unit", 1, "0123456789abc", 7, Failure),
        run("ci/unit", 2, "0123456789abc", 7, Success),
        run("ci/unit", 3, "fedcba9876543", 8, Failure),
        run("nightly", 4, "0000000000000", 0, Failure),
        run("nightly", 5, "0000000000001", 0, Aborted),
    ];
    let query = Query::span(time("2026-11-20T10:00:00Z"), time("2026-11-20T11:00:00Z"));
    analyse(&runs, &query, Vec::new())
}

fn options(list: ActivityList) -> WriteOptions {
    WriteOptions { list, period: Period::Daily, page: "https://page.example/activity".into(), colour: false }
}

#[test]
fn every_format() {
    let write = |format| write_activity(&small(), format, &options(ActivityList::Runs));
    insta::assert_snapshot!("activity_text", write(ActivityFormat::Text));
    insta::assert_snapshot!("activity_markdown", write(ActivityFormat::Markdown));
    let pretty =
        |text: String| serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap()).unwrap();
    insta::assert_snapshot!("activity_feishu", pretty(write(ActivityFormat::Feishu)));
    insta::assert_snapshot!("activity_slack", pretty(write(ActivityFormat::Slack)));
    let tables: Vec<String> = ActivityList::ALL
        .iter()
        .map(|list| write_activity(&small(), ActivityFormat::Csv, &options(*list)))
        .collect();
    insta::assert_snapshot!("activity_csv", tables.join("\n"));
    let json: ActivityReport = serde_json::from_str(&write(ActivityFormat::Json)).unwrap();
    assert_eq!(json, small(), "the JSON is the whole answer");
    let coloured = write_activity(
        &small(),
        ActivityFormat::Text,
        &WriteOptions { colour: true, ..options(ActivityList::Runs) },
    );
    assert!(coloured.contains("\u{1b}[31mfailure\u{1b}[0m"));
}

#[test]
fn the_keys_of_the_json() {
    let json: Value =
        serde_json::from_str(&write_activity(&small(), ActivityFormat::Json, &WriteOptions::default()))
            .unwrap();
    for key in ["summary", "jobs", "pull_requests", "commits", "runs", "failures", "warnings"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    for key in
        ["from", "to", "runs", "success", "failure", "aborted", "reruns", "jobs", "pull_requests", "commits"]
    {
        assert!(json["summary"].get(key).is_some(), "{key}");
    }
    for list in ActivityList::ALL {
        let (columns, rows) = (list.columns().len(), list.cells(&small()));
        assert!(rows.iter().all(|row| row.len() == columns), "{list:?}");
    }
}

/// Texts that mean something to a chat, to HTML or to a spreadsheet.
const HOSTILE: [&str; 8] = [
    "<!channel> <@U1> <https://evil.example|x>",
    "<at id=all></at>",
    "[x](javascript:alert(1)) [y](https://evil.example)",
    "**bold** _it_ ~no~ `code` @here",
    "</script><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"https://evil.example\")",
    "a\n\u{202e}b\u{1b}[31m&amp;&#60;",
    "\\\"}],\"tag\":\"button\"",
];

/// 10,000 failed runs in 400 pull requests and 300 jobs, with hostile texts wherever a source has one.
fn large() -> ActivityReport {
    let text = |n: u32| format!("{} {n} {}", HOSTILE[n as usize % HOSTILE.len()], "*<&".repeat(60));
    let hostile = |n: u32| CiRun {
        repository: HOSTILE[n as usize % 3].into(),
        job: text(n % 300),
        branch: text(n),
        url: if n.is_multiple_of(2) {
            "javascript:alert(1)".into()
        } else {
            format!("https://ci.example/{}", text(n))
        },
        pull_request: Some(PullRequest {
            number: u64::from(n % 400) + 1,
            title: text(n),
            author: text(n % 20),
            url: format!("https://x.example/{}", "(".repeat(200)),
        }),
        failures: (0..5)
            .map(|k| FailedCase {
                category: Category::ALL[k],
                case: text(n % 1_000),
                context: vec![text(n); 20],
            })
            .collect(),
        ..run("", n % 3_000, &format!("c{}", n % 50), 1, RunStatus::Failure)
    };
    let runs: Vec<CiRun> = (0..10_000).map(|n| CiRun { id: n.to_string(), ..hostile(n) }).collect();
    let query = Query::span(time("2026-11-20T10:00:00Z"), time("2026-11-23T11:00:00Z"));
    let report = analyse(&runs, &query, Vec::new());
    assert_eq!(report.summary.failure, 10_000);
    report
}

/// The keys of an object must be among these, and those with a mark must be there.
fn shape<'a>(value: &'a Value, must: &[&str], may: &[&str]) -> &'a Value {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    assert!(must.iter().all(|key| object.contains_key(*key)), "{must:?} in {value}");
    assert!(object.keys().all(|key| must.contains(&key.as_str()) || may.contains(&key.as_str())), "{value}");
    value
}

fn text_of(value: &Value, most: usize) -> &str {
    let text = value.as_str().unwrap_or_else(|| panic!("no text: {value}"));
    assert!(!text.is_empty() && text.chars().count() <= most, "{}", text.len());
    text
}

/// Block Kit: header, section with text or fields, divider, actions with buttons (api.slack.com/reference/block-kit/blocks).
fn slack_texts(message: &str) -> Vec<String> {
    let message: Value = serde_json::from_str(message).unwrap();
    shape(&message, &["text", "blocks"], &[]);
    let blocks = message["blocks"].as_array().unwrap();
    assert!((1..=50).contains(&blocks.len()));
    let mut texts = vec![text_of(&message["text"], 40_000).to_owned()];
    for block in blocks {
        match block["type"].as_str().unwrap() {
            "header" => {
                shape(block, &["type", "text"], &[]);
                assert_eq!(shape(&block["text"], &["type", "text"], &[])["type"], "plain_text");
                text_of(&block["text"]["text"], 150);
            }
            "divider" => {
                shape(block, &["type"], &[]);
            }
            "section" => {
                shape(block, &["type"], &["text", "fields"]);
                let fields = block["fields"].as_array().cloned().unwrap_or_default();
                assert!(fields.len() <= 10 && (block.get("text").is_some() == fields.is_empty()));
                let own = block.get("text").map(|text| (text.clone(), 3_000));
                for (text, most) in own.into_iter().chain(fields.into_iter().map(|field| (field, 2_000))) {
                    assert_eq!(shape(&text, &["type", "text", "verbatim"], &[])["type"], "mrkdwn");
                    texts.push(text_of(&text["text"], most).to_owned());
                }
            }
            "actions" => {
                let elements = shape(block, &["type", "elements"], &[])["elements"].as_array().unwrap();
                assert!((1..=25).contains(&elements.len()));
                for button in elements {
                    assert_eq!(shape(button, &["type", "text", "url"], &[])["type"], "button");
                    text_of(&button["text"]["text"], 75);
                    assert!(text_of(&button["url"], 3_000).starts_with("https://"));
                }
            }
            other => panic!("a block of type {other}"),
        }
    }
    texts
}

/// An interactive card: header, and elements of the tags div, hr and action (open.feishu.cn, "card structure").
fn feishu_texts(message: &str) -> Vec<String> {
    let message: Value = serde_json::from_str(message).unwrap();
    assert_eq!(shape(&message, &["msg_type", "card"], &[])["msg_type"], "interactive");
    let card = shape(&message["card"], &["config", "header", "elements"], &[]);
    assert_eq!(card["config"]["wide_screen_mode"], true);
    shape(&card["header"], &["title"], &["template"]);
    assert_eq!(shape(&card["header"]["title"], &["tag", "content"], &[])["tag"], "plain_text");
    let elements = card["elements"].as_array().unwrap();
    assert!((1..=50).contains(&elements.len()), "{}", elements.len());
    let mut texts = Vec::new();
    let mut take = |text: &Value| {
        assert_eq!(shape(text, &["tag", "content"], &[])["tag"], "lark_md");
        texts.push(text_of(&text["content"], 20_000).to_owned());
    };
    for element in elements {
        match element["tag"].as_str().unwrap() {
            "hr" => {
                shape(element, &["tag"], &[]);
            }
            "div" => {
                shape(element, &["tag"], &["text", "fields"]);
                element.get("text").into_iter().for_each(&mut take);
                for field in element["fields"].as_array().into_iter().flatten() {
                    take(&shape(field, &["is_short", "text"], &[])["text"]);
                }
            }
            "action" => {
                for button in shape(element, &["tag", "actions"], &[])["actions"].as_array().unwrap() {
                    assert_eq!(shape(button, &["tag", "text", "url"], &["type"])["tag"], "button");
                    assert_eq!(button["text"]["content"], "View Log");
                    assert!(text_of(&button["url"], 3_000).starts_with("https://"));
                }
            }
            other => panic!("an element with the tag {other}"),
        }
    }
    texts
}

/// Nothing but our own links begins with a sign.
fn check_slack(text: &str) {
    for (at, _) in text.match_indices('<') {
        let own = ["<https://ci.example/", "<https://x.example/", "<https://github.com/"];
        assert!(own.iter().any(|start| text[at..].starts_with(start)), "{}", &text[at..]);
    }
    assert!(!text.contains("@here"), "{text}");
}

fn check_feishu(text: &str) {
    assert!(!text.contains(['<', '>', '`', '~', '_']) || text.contains("](https://"), "{text}");
    assert!(!text.contains('<') && !text.contains("](javascript"), "{text}");
    assert!(!text.contains("](https://evil"), "{text}");
}

#[test]
fn messages_of_small_and_large_answers() {
    let large = large();
    for report in [&small(), &large, &ActivityReport::default()] {
        for period in [Period::Hourly, Period::Daily] {
            let options = WriteOptions { period, ..options(ActivityList::Runs) };
            let feishu = write_activity(report, ActivityFormat::Feishu, &options);
            assert!(feishu.len() <= feishu::MOST_BYTES, "{}", feishu.len());
            for text in feishu_texts(&feishu) {
                check_feishu(&text);
            }
            let slack = write_activity(report, ActivityFormat::Slack, &options);
            assert!(slack.len() <= slack::MOST_BYTES, "{}", slack.len());
            for text in slack_texts(&slack) {
                check_slack(&text);
            }
            let markdown = write_activity(report, ActivityFormat::Markdown, &options);
            assert!(markdown.len() <= markdown::MOST_BYTES, "{}", markdown.len());
            assert!(!markdown.contains('<') && !markdown.contains("](javascript"));
            println!(
                "{period:?}: feishu {}, slack {}, markdown {} bytes",
                feishu.len(),
                slack.len(),
                markdown.len()
            );
        }
    }
    let message = write_activity(&large, ActivityFormat::Feishu, &options(ActivityList::Runs));
    assert!(message.contains("more with failures"), "{message}");
}

#[test]
fn the_button_leads_somewhere() {
    let none = WriteOptions::default();
    let message = write_activity(&small(), ActivityFormat::Slack, &none);
    assert!(message.contains("https://ci.example/ci/unit/1"), "the first failed run: {message}");
    let message = write_activity(&ActivityReport::default(), ActivityFormat::Slack, &none);
    assert!(!message.contains("actions"), "nowhere to go: {message}");
}

#[test]
fn words_of_formats_and_lists() {
    for format in ActivityFormat::ALL {
        assert_eq!(ActivityFormat::parse(format.word()), Some(format));
    }
    for list in ActivityList::ALL {
        assert_eq!(ActivityList::parse(list.word()), Some(list));
    }
}
