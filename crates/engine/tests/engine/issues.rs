//! Issues beside the boards: pages, quota, token, stored copies, files.

use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::meeting::MeetingFormat;
use flakescope_core::flakes::{IssueSource, ProjectBoard, Query, TestKey};
use flakescope_core::formats::testgrid::files::NamedFile;
use flakescope_core::model::Repository;
use flakescope_engine::{Answer, IssueState, Request, Secret};

use crate::fake::{Fake, Reply};
use crate::world::{answers, ask, engine, flakes, query, reading, view, warnings};

const API: &str = "https://api.github.com/repos/o/r/issues";
const MINUTE: i64 = 60_000;

fn issue(number: u64, test: &str) -> String {
    format!(
        r####"{{"number":{number},"title":"[Flaking Test] x","state":"open",
           "repository_url":"https://api.github.com/repos/o/r","comments":0,"labels":[{{"name":"kind/flake"}}],
           "body":"### Which tests are flaking?\n\n{test}\n"}}"####
    )
}

fn list(label: &str, state: &str, page: u32) -> String {
    format!("{API}?labels={label}&{state}&per_page=100&page={page}")
}

const OPEN: &str = "state=open";
const CLOSED: &str = "state=closed&since=2023-10-17T00:00:00Z";

/// A host with two pages of open flakes; the second names the flaky test.
fn host() -> Fake {
    let fake = Fake::new(answers());
    let first = (1..=100).map(|n| issue(n, "another test")).collect::<Vec<_>>().join(",");
    fake.answer_at(&list("kind/flake", OPEN, 1), &format!("[{first}]"));
    fake.header_at(&list("kind/flake", OPEN, 1), "link", "<x?page=2>; rel=\"next\"");
    fake.answer_at(&list("kind/flake", OPEN, 2), &format!("[{}]", issue(101, "[sig-node] shaky")));
    for (label, state) in [("kind/failing-test", OPEN), ("kind/flake", CLOSED), ("kind/failing-test", CLOSED)]
    {
        fake.answer_at(&list(label, state, 1), "[]");
    }
    fake.header_at(&list("kind/failing-test", CLOSED, 1), "x-ratelimit-remaining", "55");
    fake.header_at(&list("kind/failing-test", CLOSED, 1), "x-ratelimit-limit", "60");
    fake
}

fn tracked() -> Query {
    Query { issues: IssueSource::Of(Repository::parse("o/r").expect("a name")), ..query() }
}

/// Where the work on the flaky tests is: one word, as all of them bear the same name.
fn effort(answer: &Answer) -> &'static str {
    let rows = &view(answer).rows;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.effort == rows[0].effort));
    rows[0].effort.word()
}

#[test]
fn every_page_is_read_and_joined() {
    let fake = host();
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, flakes(tracked())).unwrap();
    assert_eq!(effort(&answer), "awaiting_response");
    let row = &view(&answer).rows[0].row;
    assert_eq!(
        (row.issue.as_str(), row.issue_match.as_str()),
        ("https://github.com/o/r/issues/101", "exact")
    );
    let issues = &reading(&answer).issues;
    assert_eq!((issues.state, issues.issues, issues.source.as_str()), (IssueState::Complete, 101, "o/r"));
    assert_eq!((issues.quota_remaining, issues.quota_limit), (Some(55), Some(60)));
    fake.take_log();
    ask(&fake, &engine, flakes(tracked())).unwrap();
    assert!(fake.take_log().is_empty(), "nothing is read twice");
    let untracked = Query { filter: only(EffortGroup::Untracked), ..tracked() };
    assert_eq!(view(&ask(&fake, &engine, flakes(untracked)).unwrap()).matching, 0);
}

fn only(group: EffortGroup) -> flakescope_core::flakes::Filter {
    flakescope_core::flakes::Filter { efforts: vec![group], ..Default::default() }
}

#[test]
fn rows_come_before_the_issues() {
    let fake = host();
    fake.fault(&list("kind/flake", OPEN, 1), 1, Reply::Hang);
    let ear = crate::world::Ear::default();
    let engine = engine(&fake);
    let mut stage = crate::fake::Stage::new(&fake);
    let hears = ear.clone();
    stage.spawn(async move {
        let _ = engine.answer(flakes(tracked()), &hears).await;
    });
    stage.run_for(20_000);
    let partials = ear.partials.borrow();
    let last = partials.last().unwrap();
    assert_eq!((effort(last), reading(last).issues.state), ("unknown", IssueState::Reading));
    assert_eq!(reading(last).tabs_read, 16);
}

#[test]
fn a_used_up_quota_keeps_what_came() {
    let fake = host();
    let (second, reset) = (list("kind/flake", OPEN, 2), "1700003600");
    fake.fault(&second, 9, Reply::Status(403, None));
    fake.header_at(&second, "x-ratelimit-remaining", "0");
    fake.header_at(&second, "x-ratelimit-limit", "60");
    fake.header_at(&second, "x-ratelimit-reset", reset);
    let engine = engine(&fake);
    let answer = ask(&fake, &engine, flakes(tracked())).unwrap();
    assert_eq!(effort(&answer), "unknown", "an incomplete list makes no test untracked");
    let issues = &reading(&answer).issues;
    assert_eq!((issues.state, issues.issues), (IssueState::Incomplete, 100));
    assert_eq!(issues.retry_at.unwrap().to_string(), "2023-11-14T23:13:20Z");
    assert!(
        warnings(reading(&answer))[0].contains("allowance is used up"),
        "{:?}",
        warnings(reading(&answer))
    );
    fake.heal();
    engine.retry_failed();
    assert_eq!(effort(&ask(&fake, &engine, flakes(tracked())).unwrap()), "awaiting_response");
}

#[test]
fn older_copies_stand_in() {
    let fake = host().with_store();
    ask(&fake, &engine(&fake), flakes(tracked())).unwrap();
    fake.pass_ms(60 * MINUTE);
    fake.fault("api.github.com", usize::MAX, Reply::Unreachable);
    let answer = ask(&fake, &engine(&fake), flakes(tracked())).unwrap();
    assert_eq!(effort(&answer), "awaiting_response");
    assert_eq!(reading(&answer).issues.state, IssueState::Incomplete, "newer issues may be missing");
}

#[test]
fn a_token_goes_to_the_code_host_alone_and_saves_quota() {
    let fake = host().with_store();
    let first = list("kind/flake", OPEN, 1);
    fake.header_at(&first, "etag", "\"abc\"");
    let engine = engine(&fake);
    engine.set_token(Some(Secret::new(" ghp_x ")));
    ask(&fake, &engine, flakes(tracked())).unwrap();
    let calls = fake.take_calls();
    assert_eq!(calls.len(), 5);
    for call in &calls {
        assert!(call.url.starts_with("https://api.github.com/"), "{}", call.url);
        assert!(call.headers.contains(&("authorization", "Bearer ghp_x".to_owned())));
        assert!(!format!("{call:?}").contains("ghp_x"), "it is not written into logs");
    }
    assert!(!fake.is_stored("api.github.com"), "what a token let us read is not stored");
    fake.fault(&first, 1, Reply::Status(304, None));
    engine.refresh();
    let answer = ask(&fake, &engine, flakes(tracked())).unwrap();
    assert_eq!(reading(&answer).issues.issues, 101);
    let again = fake.take_calls();
    assert!(again[0].headers.contains(&("if-none-match", "\"abc\"".to_owned())));
    engine.set_token(None);
    engine.refresh();
    ask(&fake, &engine, flakes(tracked())).unwrap();
    assert!(fake.take_calls().iter().all(|call| call.headers.iter().all(|(name, _)| *name == "accept")));
}

#[test]
fn a_project_board_without_a_token_is_a_warning() {
    let fake = host();
    let query = Query { project_board: ProjectBoard::parse("o/68"), ..tracked() };
    let answer = ask(&fake, &engine(&fake), flakes(query)).unwrap();
    assert_eq!((effort(&answer), reading(&answer).issues.state), ("awaiting_response", IssueState::Complete));
    assert!(warnings(reading(&answer))[0].contains("needs a token"), "{:?}", warnings(reading(&answer)));
}

#[test]
fn a_project_board_tells_how_far_the_work_is() {
    let fake = host();
    fake.answer_in_turn("https://api.github.com/graphql", &[
        r#"{"data":{"organization":{"projectV2":{"id":"P1"}}}}"#,
        r#"{"data":{"node":{"fields":{"nodes":[]},"items":{"pageInfo":{"hasNextPage":false,"endCursor":null},"nodes":[
            {"id":"1","content":{"__typename":"Issue","number":101,"title":"x","url":"https://github.com/o/r/issues/101","state":"OPEN"},
             "fieldValues":{"nodes":[{"__typename":"ProjectV2ItemFieldSingleSelectValue","name":"OBSERVING","field":{"name":"Status"}}]}}]}}}}"#,
    ]);
    let engine = engine(&fake);
    engine.set_token(Some(Secret::new("ghp_x")));
    let query = Query { project_board: ProjectBoard::parse("o/68"), ..tracked() };
    let answer = ask(&fake, &engine, flakes(query)).unwrap();
    assert_eq!(effort(&answer), "monitoring", "{:?}", warnings(reading(&answer)));
}

#[test]
fn issues_in_files() {
    let fake = Fake::new(answers());
    let engine = engine(&fake);
    let file = |name: &str, text: String| NamedFile { name: name.to_owned(), bytes: text.into_bytes() };
    let good = file("issues.json", format!("[{}]", issue(7, "[sig-node] shaky")));
    assert_eq!(engine.set_issue_files(std::slice::from_ref(&good)), []);
    let query = Query { issues: IssueSource::Files, ..query() };
    assert_eq!(effort(&ask(&fake, &engine, flakes(query.clone())).unwrap()), "awaiting_response");
    let cut = file("cut.json", "[{\"number\":".to_owned());
    let warnings = engine.set_issue_files(&[cut]);
    assert!(warnings[0].message.contains("cut.json: line 1"), "{warnings:?}");
    assert_eq!(effort(&ask(&fake, &engine, flakes(query)).unwrap()), "unknown");
}

#[test]
fn an_issue_is_filed_once() {
    let fake = host();
    let engine = engine(&fake);
    let key = TestKey { dashboard: "one".into(), job: "tab-2".into(), test: "[sig-node] shaky".into() };
    let file = |query: Query| ask(&fake, &engine, Request::FileIssue { query, key: key.clone() });
    assert!(file(tracked()).unwrap_err().to_string().contains("Filing needs a token."));
    engine.set_token(Some(Secret::new("ghp_x")));
    fake.take_calls();
    fake.answer_at(API, &issue(500, "[sig-node] shaky"));
    let Ok(Answer::Filed(filed)) = file(tracked()) else { panic!("it was not filed") };
    assert_eq!((filed.number, filed.already), (500, false));
    let calls = fake.take_calls();
    let posted = calls.iter().find(|call| call.body.is_some()).expect("it was posted");
    let body = posted.body.clone().unwrap_or_default();
    assert!(
        posted.url == API && body.contains("[sig-node] shaky") && body.contains("flakescope:test="),
        "{body}"
    );
    let marked = issue(500, &format!("x\\n<!-- {} -->", marker(&body)));
    fake.answer_at(&list("kind/flake", OPEN, 2), &format!("[{marked}]"));
    engine.refresh();
    let Ok(Answer::Filed(again)) = file(tracked()) else { panic!("it was not found") };
    assert_eq!((again.number, again.already), (500, true));
    assert!(fake.take_calls().iter().all(|call| call.body.is_none()), "nothing was posted");
}

/// `flakescope:test=…` in a posted body.
fn marker(body: &str) -> String {
    let rest = body.split("flakescope:test=").nth(1).unwrap_or_default();
    format!("flakescope:test={}", rest.split([' ', '\\']).next().unwrap_or_default())
}

#[test]
fn nothing_is_filed_while_issues_are_missing() {
    let fake = host();
    fake.fault(&list("kind/failing-test", OPEN, 1), 9, Reply::Status(500, None));
    let engine = engine(&fake);
    engine.set_token(Some(Secret::new("ghp_x")));
    let key = TestKey { dashboard: "one".into(), job: "tab-2".into(), test: "[sig-node] shaky".into() };
    let error = ask(&fake, &engine, Request::FileIssue { query: tracked(), key }).unwrap_err();
    assert!(error.to_string().contains("one about this test may be there"), "{error}");
}

#[test]
fn a_report_for_the_meeting() {
    let fake = host();
    let query = Query { compare_days: Some(1), ..tracked() };
    let request = Request::Report { query, format: MeetingFormat::Markdown, page: String::new() };
    let Ok(Answer::Export(file)) = ask(&fake, &engine(&fake), request) else { panic!("no report") };
    assert_eq!(file.file_name, "flakescope-report-2023-11-14.md");
    assert!(
        file.text.contains("awaiting response") && file.text.contains("## Since 2023-11-13"),
        "{}",
        file.text
    );
}
