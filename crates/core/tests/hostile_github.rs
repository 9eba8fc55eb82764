//! Whatever GitHub, or a file that claims to be from it, says: a value with warnings or an error with its place.
#![expect(clippy::unwrap_used, reason = "a test stops where its own helper fails")]

mod damage;

use flakescope_core::flakes::issues::parse_form;
use flakescope_core::formats::FormatError;
use flakescope_core::formats::github::{error_sentence, parse_issues, parse_project_id, parse_project_page};
use flakescope_core::model::{Issue, Repository};
use flakescope_core::warning::Warning;
use proptest::prelude::*;

use damage::mutated;

const LIST: &str = r####"[{"url":"https://api.github.com/repos/o/r/issues/7","repository_url":"https://api.github.com/repos/o/r",
"number":7,"title":"[Flaking Test] [sig-x] a","state":"open","labels":[{"name":"kind/flake"},"plain"],"comments":2,
"body":"### Which jobs are flaking?\r\n\r\nj\r\n\r\n### Which tests are flaking?\r\n\r\na \u00e9 \"b\"","assignees":[{"login":"u"}],
"user":{"login":"u","id":1e3},"created_at":"2026-11-01T00:00:00Z","closed_at":null},
{"number":8,"pull_request":{"url":"x"},"state":"closed","html_url":"https://github.com/o/r/pull/8","body":null}]"####;
const BOARD: &str = r#"{"data":{"node":{"fields":{"nodes":[{"name":"Status","options":[{"name":"NEW"}]}]},
"items":{"pageInfo":{"hasNextPage":false,"endCursor":"c"},"nodes":[{"content":{"__typename":"Issue","number":7,
"repository":{"nameWithOwner":"o/r"}},"fieldValues":{"nodes":[{"name":"NEW","field":{"name":"Status"}}]}}]}}}}"#;

fn read(bytes: &[u8]) -> Result<(Vec<Issue>, Vec<Warning>), FormatError> {
    parse_issues(bytes, "issues.json", &Repository::parse("o/r").unwrap())
}

fn error(text: &str) -> String {
    read(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn the_whole_list_is_read() {
    let (issues, warnings) = read(LIST.as_bytes()).unwrap();
    assert_eq!((issues.len(), warnings), (2, vec![]));
    assert_eq!(parse_form(&issues[0].title, &issues[0].body).tests, ["a é \"b\""]);
}

#[test]
fn every_cut_is_an_error_with_its_place() {
    for end in 0..LIST.len() {
        match read(&LIST.as_bytes()[..end]) {
            Err(FormatError::Syntax { line, column, .. }) => assert!(line >= 1 && column <= end + 1),
            other => panic!("cut at {end}: {other:?}"),
        }
    }
    let search = format!("{{\"total_count\":2,\"items\":{LIST}}}");
    assert!(
        (0..search.len())
            .all(|end| matches!(read(&search.as_bytes()[..end]), Err(FormatError::Syntax { .. })))
    );
    assert!((0..BOARD.len()).all(|end| parse_project_page(&BOARD.as_bytes()[..end], "board").is_err()));
}

#[test]
fn wrong_types_cost_their_entry_alone() {
    for (from, to, reason) in [
        ("\"title\":\"[Flaking Test] [sig-x] a\"", "\"title\":[]", "#7 (`title` is a list, not a text)"),
        ("\"comments\":2", "\"comments\":2.5", "#7 (`comments` is a number, not a count)"),
        (
            "\"labels\":[{\"name\":\"kind/flake\"}",
            "\"labels\":[{\"name\":7}",
            "#7 (`name` is a number, not a text)",
        ),
        ("\"number\":7", "\"number\":\"7\"", "entry 1 (`number` is missing or not a positive number)"),
        ("\"number\":7", "\"number\":1e30", "entry 1 (`number` is missing or not a positive number)"),
    ] {
        let (issues, warnings) = read(LIST.replacen(from, to, 1).as_bytes()).unwrap();
        assert_eq!((issues.len(), issues[0].number, warnings.len()), (1, 8, 1), "{to}");
        assert_eq!(warnings[0].message, format!("1 of 2 entries were left out: {reason}."));
    }
    assert!(
        error("\"x\"").starts_with(
            "issues.json: line 1, column 3: invalid type: string \"x\", expected a list of issues"
        )
    );
    assert!(error("null").contains("expected a list of issues"));
    assert!(error("[{\"number\":1e999}]").contains("number out of range"));
}

#[test]
fn ten_megabytes_of_noise() {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..10_000_000).map(|_| next()).collect();
    assert!(matches!(read(&noise), Err(FormatError::NotText { offset, .. }) if offset < 64));
    let text: Vec<u8> = noise.iter().map(|b| b % 95 + 32).collect();
    assert!(matches!(read(&text), Err(FormatError::Syntax { line: 1, .. })));
    assert_eq!(error_sentence(&noise), None);
    let body = String::from_utf8(text).unwrap();
    parse_form(&body[..1_000_000], &body[..1_000_000]);
}

#[test]
fn deep_nesting_is_refused() {
    for open in ["[", "[{\"body\":", "{\"items\":[{\"labels\":", "{\"data\":"] {
        let deep = open.repeat(100_000);
        assert!(read(deep.as_bytes()).is_err());
        assert!(parse_project_page(deep.as_bytes(), "board").is_err());
        assert!(parse_project_id(deep.as_bytes(), "id").is_err());
        assert_eq!(error_sentence(deep.as_bytes()), None);
    }
    let kept = format!("[{{\"number\":1,\"x\":{}{}}}]", "[".repeat(100), "]".repeat(100));
    assert_eq!(read(kept.as_bytes()).unwrap().0.len(), 1);
}

#[test]
fn hostile_texts_stay_texts() {
    let title = "<script>alert(1)</script> [x](javascript:alert(1)) \u{202e}\u{1b}[31m";
    let entry =
        serde_json::json!([{"number": 1, "title": title, "body": title, "html_url": "javascript:alert(1)"}]);
    let (issues, _) = read(entry.to_string().as_bytes()).unwrap();
    assert_eq!(
        (issues[0].title.as_str(), issues[0].url()),
        (title, "https://github.com/o/r/issues/1".to_owned())
    );
    let body = format!(
        "### Which tests are flaking?\n{title}\n### Testgrid link\n<https://testgrid.k8s.io/a\u{202e}b#c\u{1b}[31md>"
    );
    let form = parse_form(title, &body);
    assert_eq!(form.tests, ["<script>alert(1)</script> [x](javascript:alert(1))"]);
    let link = &form.testgrid_links[0];
    assert_eq!((link.dashboard.as_str(), link.tab.as_str()), ("ab", "cd"));
}

fn ask_everything(bytes: &[u8]) {
    if let Ok((issues, warnings)) = read(bytes) {
        for issue in issues {
            drop((issue.url(), parse_form(&issue.title, &issue.body)));
        }
        assert!(warnings.iter().all(|warning| warning.message.ends_with('.')));
    }
    drop((parse_project_page(bytes, "board"), parse_project_id(bytes, "id"), error_sentence(bytes)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        ask_everything(&bytes);
    }

    #[test]
    fn no_damaged_answer_panics(list in mutated(LIST), board in mutated(BOARD)) {
        ask_everything(&list);
        ask_everything(&board);
    }
}
