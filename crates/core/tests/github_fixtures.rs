//! Real exchanges with GitHub (July 2022, octokit/fixtures): paging, search and errors. They lie beside the checkout and
//! are not part of the product; without them these tests say so and pass.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a skipped test says why; a broken one stops")]

use std::path::PathBuf;

use flakescope_core::formats::github::{Pages, Quota, Refusal, error_sentence, pages, parse_issues};
use flakescope_core::model::{Issue, Repository, TimeMs};
use serde_json::Value;

/// One request and its answer.
struct Exchange {
    method: String,
    path: String,
    status: u16,
    body: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Exchange {
    fn header(&self) -> impl Fn(&str) -> Option<String> {
        |name| {
            let mut named = self.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
            named.next().map(|(_, value)| value.clone())
        }
    }

    fn issues(&self) -> Vec<Issue> {
        let (issues, warnings) = parse_issues(&self.body, &self.path, &Repository::default()).unwrap();
        assert_eq!(warnings, []);
        issues
    }
}

/// The exchanges of a scenario, or `None` with a printed reason.
fn exchanges(name: &str) -> Option<Vec<Exchange>> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/github-octokit-fixtures");
    let Ok(bytes) = std::fs::read(folder.join(format!("{name}.json"))) else {
        println!(
            "SKIPPED: the exchanges are not beside the checkout (../shared/data/github-octokit-fixtures)"
        );
        return None;
    };
    let list: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    Some(list.iter().map(exchange).collect())
}

fn exchange(recorded: &Value) -> Exchange {
    let text = |key: &str| recorded[key].as_str().unwrap_or_default().to_owned();
    Exchange {
        method: text("method"),
        path: text("path"),
        status: u16::try_from(recorded["status"].as_u64().unwrap()).unwrap(),
        body: recorded["response"].to_string().into_bytes(),
        headers: headers(recorded),
    }
}

/// Headers as a list of names and values by turns, or as an object.
fn headers(recorded: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (&recorded["rawHeaders"], &recorded["headers"]) {
        (Value::Array(raw), _) => raw.chunks(2).map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
        (_, Value::Object(named)) => named.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_page_is_followed_to_the_last() {
    for name in ["paginate-issues-raw", "paginate-issues-normalized"] {
        let Some(exchanges) = exchanges(name) else { return };
        let lists: Vec<&Exchange> = exchanges.iter().filter(|e| e.method == "get").collect();
        let numbers: Vec<u64> = lists.iter().flat_map(|e| e.issues()).map(|issue| issue.number).collect();
        assert_eq!(numbers, (1..=13).rev().collect::<Vec<_>>());
        let seen: Vec<Pages> = lists.iter().map(|e| pages(&e.header()("link").unwrap_or_default())).collect();
        let middle = |page| Pages { next: Some(page), last: Some(5), has_next: true };
        assert_eq!(seen, [middle(2), middle(3), middle(4), middle(5), Pages::default()]);
    }
}

#[test]
fn an_entry_tells_its_repository() {
    let Some(exchanges) = exchanges("paginate-issues-normalized") else { return };
    let issue = exchanges[0].issues().remove(0);
    assert_eq!(issue.url(), "https://github.com/octokit-fixture-org/paginate-issues/issues/13");
    assert_eq!((issue.title.as_str(), issue.body.as_str(), issue.comments), ("Test issue 13", "", 42));
    assert_eq!(issue.created_at, TimeMs::parse("2017-10-10T16:00:00Z"));
    assert!(issue.open && !issue.is_pull_request && issue.labels.is_empty() && issue.assignees.is_empty());
}

#[test]
fn search_answers_are_lists() {
    for name in ["search-issues-raw", "search-issues-normalized"] {
        let Some(exchanges) = exchanges(name) else { return };
        let search = exchanges.iter().find(|e| e.path.starts_with("/search/issues")).unwrap();
        let issues = search.issues();
        let titles: Vec<(u64, &str)> = issues.iter().map(|i| (i.number, i.title.as_str())).collect();
        assert_eq!(titles, [(2, "Sesame seeds split without a pop!"), (1, "The doors don’t open")]);
        let quota = Quota::read(&search.header()).unwrap();
        assert_eq!((quota.limit, quota.remaining, quota.resource.as_str()), (30, 29, "search"));
        assert_eq!(Refusal::read(search.status, &search.header(), &search.body), None);
    }
}

#[test]
fn quotas_tell_their_reset() {
    let Some(exchanges) = exchanges("search-issues-raw") else { return };
    let search = exchanges.iter().find(|e| e.path.starts_with("/search/issues")).unwrap();
    let quota = Quota::read(&search.header()).unwrap();
    assert_eq!(quota.resets_at, TimeMs::parse("2022-07-19T04:42:07Z"));
}

#[test]
fn errors_become_one_sentence() {
    for name in ["errors-raw", "errors-normalized"] {
        let Some(exchanges) = exchanges(name) else { return };
        let refused = exchanges.iter().find(|e| e.status == 422).unwrap();
        assert_eq!(error_sentence(&refused.body).as_deref(), Some("Validation Failed: Label color invalid"));
        assert_eq!(Refusal::read(422, &refused.header(), &refused.body), Some(Refusal::Invalid));
        let error = parse_issues(&refused.body, "list", &Repository::default()).unwrap_err().to_string();
        assert_eq!(error, "list: GitHub says: Validation Failed: Label color invalid");
    }
}

/// Whatever was recorded, a reader of lists gives issues, warnings or an error.
#[test]
fn every_other_answer_is_a_value_or_an_error() {
    for scenario in
        ["add-labels-to-issue", "labels", "lock-issue", "errors", "search-issues", "paginate-issues"]
    {
        for kind in ["raw", "normalized"] {
            let Some(exchanges) = exchanges(&format!("{scenario}-{kind}")) else { return };
            for exchange in exchanges {
                let read = parse_issues(&exchange.body, &exchange.path, &Repository::default());
                let is_list = exchange.path.contains("/issues?") && exchange.method == "get";
                assert_eq!(read.is_ok_and(|(_, warnings)| warnings.is_empty()), is_list, "{}", exchange.path);
                Quota::read(&exchange.header());
            }
        }
    }
}
