//! The code host over real HTTP: pages, marks, quota, what a page of another origin may see, and faults.

mod common;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use common::{Received, get, request, request_with, set_fault, start_with_issues};
use serde_json::{Value, json};

const ISSUES: &str = "/repos/kubernetes/kubernetes/issues";
const OPEN_FLAKES: &str = "/repos/kubernetes/kubernetes/issues?labels=kind/flake&state=open&per_page=100";
const TOKEN: (&str, &str) = ("authorization", "Bearer sim-token");

fn with_token(address: SocketAddr, method: &str, path: &str, token: &str, body: &str) -> Received {
    request_with(address, method, path, &[("authorization", &format!("Bearer {token}"))], body)
}

fn numbers(answer: &Received) -> Vec<u64> {
    let list = answer.json();
    let list = list.as_array().expect("is a list").iter();
    list.map(|issue| issue["number"].as_u64().expect("is a number")).collect()
}

fn remaining(answer: &Received) -> u64 {
    answer.header("x-ratelimit-remaining").expect("is told").parse().expect("is a number")
}

/// The address of the next page, without the host.
fn next(answer: &Received) -> Option<String> {
    let link = answer.header("link")?;
    let part = link.split(", ").find(|part| part.ends_with("rel=\"next\""))?;
    let url = part.strip_prefix("<http://sim")?.split_once('>')?.0;
    Some(url.to_owned())
}

#[test]
fn pages_lead_to_each_other_and_hold_everything_once() {
    let address = start_with_issues(None);
    let whole = get(address, &format!("{ISSUES}?labels=kind/flake&state=all&per_page=100"));
    assert_eq!(numbers(&whole).len(), 100);
    let (mut path, mut seen, mut pages) =
        (Some(format!("{ISSUES}?labels=kind%2Fflake&state=all&per_page=40")), BTreeSet::new(), 0);
    while let Some(here) = path {
        let answer = get(address, &here);
        let list = answer.json();
        for issue in list.as_array().unwrap() {
            assert!(issue["labels"].as_array().unwrap().iter().any(|label| label["name"] == "kind/flake"));
            assert!(seen.insert(issue["number"].as_u64().unwrap()), "{here}: twice");
        }
        (path, pages) = (next(&answer), pages + 1);
    }
    assert!(pages >= 3 && seen.len() > 100, "{pages} pages, {} issues", seen.len());
    let last = get(address, &format!("{ISSUES}?labels=kind/flake&state=all&per_page=100&page=2"));
    let link = last.header("link").expect("has a link");
    assert!(
        link.contains("rel=\"prev\"") && link.contains("rel=\"first\"") && !link.contains("rel=\"next\"")
    );
    assert!(numbers(&get(address, &format!("{OPEN_FLAKES}&page=99"))).is_empty());
    assert_eq!(get(address, &format!("{ISSUES}?labels=sig/none-such")).header("link"), None);
}

#[test]
fn further_pages_can_be_given_another_address() {
    let address = start_with_issues(Some("https://api.github.com"));
    let link = get(address, OPEN_FLAKES).header("link").expect("has a link").to_owned();
    assert!(link.starts_with("<https://api.github.com/repositories/"), "{link}");
    assert!(link.contains("labels=kind%2Fflake&state=open&per_page=100&page=2>; rel=\"next\""), "{link}");
}

#[test]
fn what_is_asked_for_narrows_the_list() {
    let address = start_with_issues(None);
    let all = |query: &str| get(address, &format!("{ISSUES}?per_page=100&{query}")).json();
    for issue in all("labels=kind/flake,sig/storage").as_array().unwrap() {
        let names: Vec<&str> =
            issue["labels"].as_array().unwrap().iter().filter_map(|label| label["name"].as_str()).collect();
        assert!(names.contains(&"kind/flake") && names.contains(&"sig/storage") && issue["state"] == "open");
    }
    let closed = all("labels=kind/flake&state=closed&sort=updated");
    let updated: Vec<&str> =
        closed.as_array().unwrap().iter().filter_map(|issue| issue["updated_at"].as_str()).collect();
    assert!(updated.len() > 5 && updated.windows(2).all(|pair| pair[0] >= pair[1]), "{updated:?}");
    let since = all("state=all&since=2026-11-19T12:00:00Z");
    assert!(
        since.as_array().unwrap().iter().all(|issue| issue["updated_at"].as_str() >= Some("2026-11-19T12"))
    );
    assert!(
        all("labels=kind/flake").as_array().unwrap().iter().any(|issue| issue["pull_request"].is_object())
    );
}

#[test]
fn what_is_known_already_is_free_with_a_token_only() {
    let address = start_with_issues(None);
    for (headers, cost) in [(vec![], 1), (vec![TOKEN], 0)] {
        let first = request_with(address, "GET", OPEN_FLAKES, &headers, "");
        let etag = first.header("etag").expect("has a mark").to_owned();
        let mut again = headers.clone();
        again.push(("if-none-match", &etag));
        let second = request_with(address, "GET", OPEN_FLAKES, &again, "");
        assert_eq!((second.status, second.body.len(), second.header("etag")), (304, 0, Some(etag.as_str())));
        assert_eq!(remaining(&first) - remaining(&second), cost);
        assert_eq!(second.header("access-control-allow-origin"), Some("*"));
    }
    assert_eq!(get(address, OPEN_FLAKES).header("cache-control"), Some("public, max-age=60, s-maxage=60"));
}

#[test]
fn the_quota_ends_and_says_when_it_begins_anew() {
    let address = start_with_issues(None);
    let limit = |path| get(address, path).json();
    assert_eq!(limit("/rate_limit")["resources"]["core"]["remaining"], 60);
    for left in (0..60).rev() {
        assert_eq!(remaining(&get(address, &format!("{ISSUES}?per_page=1"))), left);
    }
    let refused = get(address, OPEN_FLAKES);
    assert_eq!((refused.status, remaining(&refused)), (403, 0));
    assert!(
        refused.json()["message"].as_str().unwrap().starts_with("API rate limit exceeded for 203.0.113.7")
    );
    let reset: u64 = refused.header("x-ratelimit-reset").unwrap().parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!((now + 3000..=now + 3600).contains(&reset));
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let good = request_with(address, "GET", OPEN_FLAKES, &[TOKEN], "");
    assert_eq!((good.status, good.header("x-ratelimit-limit")), (200, Some("5000")));
    assert_eq!(limit("/rate_limit")["resources"]["core"]["remaining"], 0);
    request(address, "POST", "/control/reset", "");
    assert_eq!(get(address, OPEN_FLAKES).status, 200);
}

#[test]
fn a_page_of_another_origin_may_ask_and_see() {
    let address = start_with_issues(None);
    for path in [ISSUES, "/graphql", "/search/issues", "/rate_limit"] {
        let answer = request(address, "OPTIONS", path, "");
        assert_eq!((answer.status, answer.body.len()), (204, 0), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let allowed = answer.header("access-control-allow-headers").unwrap();
        assert!(allowed.contains("Authorization") && allowed.contains("If-None-Match"), "{allowed}");
        assert!(!allowed.contains("X-GitHub-Api-Version"), "{allowed}");
        assert!(answer.header("access-control-allow-methods").unwrap().contains("POST"));
    }
    let exposed = get(address, OPEN_FLAKES).header("access-control-expose-headers").unwrap().to_owned();
    for name in ["ETag", "Link", "Retry-After", "X-RateLimit-Remaining", "X-RateLimit-Reset"] {
        assert!(exposed.split(", ").any(|shown| shown == name), "{name}");
    }
    let missing = get(address, "/repos/nobody/nothing/issues");
    assert_eq!((missing.status, missing.json()["message"].clone()), (404, json!("Not Found")));
    assert_eq!(missing.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn a_search_finds_by_qualifiers_and_words() {
    let address = start_with_issues(None);
    let search = |query: &str| {
        let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        get(address, &format!("/search/issues?q={query}&per_page=100"))
    };
    let flakes = search("repo:kubernetes/kubernetes is:issue is:open label:kind/flake");
    let body = flakes.json();
    let items = body["items"].as_array().unwrap();
    assert!(
        items.len() > 50
            && items.iter().all(|item| item.get("pull_request").is_none() && item["score"] == 1.0)
    );
    assert_eq!((flakes.header("etag"), flakes.header("x-ratelimit-resource")), (None, Some("search")));
    let cluster = search("is:issue \"Failure cluster\"").json();
    assert!(cluster["total_count"].as_u64() >= Some(3), "{}", cluster["total_count"]);
    assert_eq!(search("label:kind/flake").status, 422);
    let statuses: Vec<u16> = (0..8).map(|_| search("is:issue is:open").status).collect();
    assert!(statuses.contains(&403), "ten a minute: {statuses:?}");
}

#[test]
fn an_issue_that_was_made_can_be_read_again() {
    let address = start_with_issues(None);
    let wanted = json!({"title": "[Flaking Test] made", "body": "### Which jobs are flaking?\n\na", "labels": ["kind/flake"]});
    let make = |token: &str| with_token(address, "POST", ISSUES, token, &wanted.to_string());
    assert_eq!(request(address, "POST", ISSUES, &wanted.to_string()).status, 401);
    assert_eq!((make("bad").status, make("readonly").status), (401, 403));
    let made = make("some");
    assert_eq!((made.status, &made.json()["labels"]), (201, &json!([])));
    let kept = make("push");
    assert_eq!(kept.json()["labels"][0]["name"], "kind/flake");
    let number = made.json()["number"].as_u64().unwrap();
    assert_eq!(kept.json()["number"], number + 1);
    assert!(made.header("location").unwrap().ends_with(&number.to_string()));
    assert!(
        made.json()["html_url"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/kubernetes/kubernetes/issues/{number}"))
    );
    assert_eq!(get(address, &format!("{ISSUES}/{number}")).json()["title"], "[Flaking Test] made");
    assert!(numbers(&get(address, ISSUES)).contains(&number));
    let untitled = with_token(address, "POST", ISSUES, "some", "{\"body\":\"x\"}");
    assert_eq!((untitled.status, untitled.json()["errors"][0]["field"].clone()), (422, json!("title")));
    let off = with_token(address, "POST", "/repos/kubernetes/issues-off/issues", "some", &wanted.to_string());
    assert_eq!(off.status, 410);
    request(address, "POST", "/control/reset", "");
    assert_eq!(get(address, &format!("{ISSUES}/{number}")).status, 404);
}

const QUERY: &str =
    "query($org:String!,$number:Int!,$after:String){ organization(login:$org){ projectV2(number:$number){
    title fields(first:50){nodes{ __typename ... on ProjectV2FieldCommon{id name}
        ... on ProjectV2SingleSelectField{id name options{id name}} }}
    items(first:100, after:$after){ pageInfo{hasNextPage endCursor} nodes{ id content{ __typename
        ... on Issue{number title url state labels(first:20){nodes{name}}} ... on DraftIssue{title body}
        ... on PullRequest{number url} }
      fieldValues(first:20){nodes{ __typename
        ... on ProjectV2ItemFieldSingleSelectValue{name field{... on ProjectV2FieldCommon{name}}}
        ... on ProjectV2ItemFieldTextValue{text field{... on ProjectV2FieldCommon{name}}}
        ... on ProjectV2ItemFieldDateValue{date field{... on ProjectV2FieldCommon{name}}} }} }} } } }";

fn board(address: SocketAddr, token: &str, query: &str, after: &Value) -> Received {
    let variables = json!({"org": "kubernetes", "number": 68, "after": after});
    with_token(
        address,
        "POST",
        "/graphql",
        token,
        &json!({"query": query, "variables": variables}).to_string(),
    )
}

#[test]
fn the_board_is_read_page_by_page() {
    let address = start_with_issues(None);
    let (mut after, mut items, mut kinds) = (Value::Null, 0, BTreeSet::new());
    loop {
        let answer = board(address, "some", QUERY, &after).json();
        assert_eq!(answer.get("errors"), None, "{}", answer["errors"]);
        let project = &answer["data"]["organization"]["projectV2"];
        assert_eq!(project["fields"]["nodes"][1]["options"].as_array().unwrap().len(), 9);
        let nodes = project["items"]["nodes"].as_array().unwrap();
        items += nodes.len();
        kinds.extend(nodes.iter().map(|node| node["content"]["__typename"].to_string()));
        after = project["items"]["pageInfo"]["endCursor"].clone();
        if project["items"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let expected = ["\"DraftIssue\"", "\"Issue\"", "\"PullRequest\"", "\"RedactedProjectV2Item\"", "null"]
        .map(str::to_owned);
    assert!(items > 100 && kinds == BTreeSet::from(expected), "{items} {kinds:?}");
}

#[test]
fn a_board_needs_a_token_and_a_good_query() {
    let address = start_with_issues(None);
    assert_eq!(request(address, "POST", "/graphql", "{\"query\":\"{ rateLimit{ cost } }\"}").status, 401);
    let error = |token: &str, query: &str| {
        let answer = board(address, token, query, &Value::Null);
        assert_eq!(answer.status, 200, "{query}");
        answer.json()["errors"][0]["type"].clone()
    };
    assert_eq!(error("noproject", QUERY), "INSUFFICIENT_SCOPES");
    assert_eq!(
        error("some", "{ organization(login:\"kubernetes\"){ projectV2(number:68){ colour } } }"),
        "undefinedField"
    );
    assert_eq!(
        error("some", "{ organization(login:\"kubernetes\"){ projectV2(number:1){ title } } }"),
        "NOT_FOUND"
    );
    assert_eq!(error("some", &QUERY.replace("first:100", "first:101")), "EXCESSIVE_PAGINATION");
    assert_eq!(error("some", "{ organization("), "PARSE_ERROR");
    set_fault(address, r#"{"kind":"quota_spent","path_contains":"/graphql"}"#);
    assert_eq!(error("some", QUERY), "RATE_LIMITED");
}

#[test]
fn faults_look_as_they_do_at_the_code_host() {
    let address = start_with_issues(None);
    let check = |fault: &str, status: u16| {
        set_fault(address, fault);
        let answer = get(address, OPEN_FLAKES);
        assert_eq!(
            (answer.status, answer.header("access-control-allow-origin")),
            (status, Some("*")),
            "{fault}"
        );
        answer
    };
    let spent = check(r#"{"kind":"quota_spent","reset_in_s":90}"#, 403);
    assert_eq!((remaining(&spent), spent.header("x-ratelimit-limit")), (0, Some("60")));
    assert_eq!(request(address, "OPTIONS", ISSUES, "").status, 204);
    let slow_down = check(r#"{"kind":"secondary_limit","retry_after_s":7}"#, 403);
    assert_eq!(slow_down.header("retry-after"), Some("7"));
    assert!(remaining(&slow_down) > 0);
    assert_eq!(check(r#"{"kind":"http_429","retry_after_s":3}"#, 429).header("retry-after"), Some("3"));
    check(r#"{"kind":"http_500"}"#, 500);
    check(r#"{"kind":"not_found"}"#, 404);
    check(r#"{"kind":"unauthorised"}"#, 401);
    let cut = check(r#"{"kind":"cut_short"}"#, 200);
    assert_eq!(cut.body.len(), cut.length() / 2);
    let noise = check(r#"{"kind":"garbage","bytes":5000}"#, 200);
    assert!(serde_json::from_slice::<Value>(&noise.body).is_err());
    assert!(check(r#"{"kind":"wrong_types"}"#, 200).json()[0]["number"].is_string());
    set_fault(address, r#"{"kind":"http_500","path_contains":"page=2"}"#);
    assert_eq!(
        (get(address, OPEN_FLAKES).status, get(address, &format!("{OPEN_FLAKES}&page=2")).status),
        (200, 500)
    );
}

#[test]
fn the_log_tells_who_showed_a_token_to_whom() {
    let address = start_with_issues(None);
    request_with(address, "GET", OPEN_FLAKES, &[TOKEN], "");
    get(address, "/api/v1/dashboards");
    let log = get(address, "/control/log").json();
    let seen: Vec<(&str, &Value)> = log["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["path"].as_str().unwrap(), &entry["headers"]["authorization"]))
        .collect();
    assert_eq!(seen, [(OPEN_FLAKES, &json!("Bearer sim-token")), ("/api/v1/dashboards", &Value::Null)]);
}

#[test]
fn answers_have_the_keys_of_the_capture() {
    let Some(folder) = common::captures("github-octokit-fixtures") else { return };
    let exchanges = |name: &str| -> Vec<Value> {
        serde_json::from_slice(&std::fs::read(folder.join(name)).expect("can be read")).expect("is JSON")
    };
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_object().expect("is an object").keys().cloned().collect()
    };
    let address = start_with_issues(None);
    let created = exchanges("paginate-issues-raw.json")
        .into_iter()
        .find(|exchange| {
            exchange["method"] == "post" && exchange["path"].as_str().unwrap().ends_with("/issues")
        })
        .expect("is there");
    let ours = with_token(address, "POST", ISSUES, "some", "{\"title\":\"x\"}");
    assert_eq!(keys(&ours.json()), keys(&created["response"]));
    let found = exchanges("search-issues-raw.json")
        .into_iter()
        .find(|exchange| exchange["path"].as_str().unwrap().starts_with("/search/"))
        .expect("is there");
    let search = get(address, "/search/issues?q=is:issue").json();
    assert_eq!(keys(&search), keys(&found["response"]));
    assert_eq!(keys(&search["items"][0]), keys(&found["response"]["items"][0]));
    let refused = exchanges("errors-raw.json")
        .into_iter()
        .find(|exchange| exchange["status"] == 422)
        .expect("is there");
    let ours = with_token(address, "POST", ISSUES, "some", "{}").json();
    assert!(keys(&refused["response"]).is_subset(&keys(&ours)));
    assert_eq!(keys(&ours["errors"][0]), keys(&refused["response"]["errors"][0]));
}
