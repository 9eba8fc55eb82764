//! The key sets of our answers are those of the captures, and what protojson leaves out is left out.

mod common;

use std::collections::BTreeSet;

use flakescope_sim::answers::{Answers, LegacyRoute, Live, Route};
use flakescope_sim::world::World;
use serde_json::Value;

/// Every key with the path to it; list items share one path, and keys that are data become `*`.
fn keys(value: &Value, path: &str, data: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| keys(item, path, data, found)),
        Value::Object(fields) => {
            for (key, field) in fields {
                let name = if data.contains(&path) { "*" } else { key };
                let below = format!("{path}/{name}");
                keys(field, &below, data, found);
                found.insert(below);
            }
        }
        _ => {}
    }
}

fn key_set(value: &Value, data: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    keys(value, "", data, &mut found);
    found
}

fn live() -> Live {
    Live::new(World::build(common::small(1)).dashboards)
}

fn api(live: &Live, path: &str) -> Value {
    let body = live.api(&Route::parse(path).expect("is a path")).expect("has an answer");
    serde_json::from_slice(&body).expect("is JSON")
}

fn legacy_table(live: &Live, dashboard: &str, tab: &str, only_failed: bool) -> Value {
    let route = LegacyRoute::Table { dashboard: dashboard.to_owned(), tab: tab.to_owned(), only_failed };
    serde_json::from_slice(&live.legacy(&route).expect("has an answer")).expect("is JSON")
}

fn read(path: &std::path::Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("can be read")).expect("is JSON")
}

/// Keys of link templates' options and of clusters are data.
const TABLE_DATA: &[&str] = &[
    "/clusters/test_results",
    "/open-test-template/options",
    "/file-bug-template/options",
    "/attach-bug-template/options",
    "/results-url-template/options",
    "/code-search-url-template/options",
    "/open-bug-template/options",
];

#[test]
fn the_legacy_table_has_the_keys_of_the_capture() {
    let Some(folder) = common::captures("testgrid-sippy") else { return };
    let captured = key_set(&read(&folder.join("table-e2e-gcp-rt-4.4.json")), TABLE_DATA);
    let ours = legacy_table(&live(), "sig-release-master-blocking", "kind-master-dra", false);
    assert_eq!(key_set(&ours, TABLE_DATA), captured);
}

#[test]
fn the_legacy_summary_has_the_keys_of_the_capture() {
    let Some(folder) = common::captures("testgrid-sippy") else { return };
    let file = "summary-redhat-openshift-ocp-release-4.4-informing.json";
    let mut captured = key_set(&read(&folder.join(file)), &[""]);
    captured.insert("/*/bug_url".to_owned());
    let route = LegacyRoute::Summary { dashboard: "sig-release-master-blocking".to_owned() };
    let ours: Value =
        serde_json::from_slice(&live().legacy(&route).expect("has an answer")).expect("is JSON");
    assert_eq!(key_set(&ours, &[""]), captured);
}

#[test]
fn the_api_has_the_keys_of_the_made_up_capture() {
    let Some(folder) = common::captures("testgrid-api-v1-synthetic") else { return };
    let captured = read(&folder.join("data.json"));
    let live = live();
    let check = |captured_name: &str, path: &str, absent: &[&str], more: &[&str]| {
        let data = &["/dashboard_summaries/tab_status_count", "/rows/alert/custom_column_headers"];
        let mut expected = key_set(&captured[captured_name], data);
        expected.retain(|key| !absent.iter().any(|&gone| key.starts_with(gone)));
        expected.extend(more.iter().map(|&key| key.to_owned()));
        assert_eq!(key_set(&api(&live, path), data), expected, "{path}");
    };
    let board = "/dashboards/sigreleasemasterblocking";
    check("dashboards", "/dashboards", &[], &[]);
    check("dashboard-groups", "/dashboard-groups", &[], &[]);
    check("fake-dashboard-1-tabs", &format!("{board}/tabs"), &[], &[]);
    check(
        "fake-dashboard-group-1-dashboard-summaries",
        "/dashboard-groups/sigrelease/dashboard-summaries",
        &[],
        &[],
    );
    let health = "/tab_summaries/healthiness_summary";
    let more = [
        &*format!("{health}/healthiness_stats/previous_flakiness"),
        &*format!("{health}/top_flaky_tests/change"),
    ];
    check("fake-dashboard-1-tab-summaries", &format!("{board}/tab-summaries"), &[], &more);
    check(
        "fake-tab-1-headers",
        &format!("{board}/tabs/kindmasterdra/headers"),
        &[],
        &["/headers/extra", "/headers/started"],
    );
    check(
        "fake-tab-1-rows",
        &format!("{board}/tabs/kindmasterdra/rows"),
        &["/rows/cells/cell_id"],
        &ROW_KEYS,
    );
}

/// What the documentation adds to the made-up rows: texts and alerts.
const ROW_KEYS: [&str; 13] = [
    "/rows/alert",
    "/rows/alert/custom_column_headers",
    "/rows/alert/custom_column_headers/*",
    "/rows/alert/fail_build_id",
    "/rows/alert/fail_count",
    "/rows/alert/fail_test_id",
    "/rows/alert/fail_time",
    "/rows/alert/failure_message",
    "/rows/alert/latest_fail_build_id",
    "/rows/alert/pass_build_id",
    "/rows/alert/pass_time",
    "/rows/cells/icon",
    "/rows/cells/message",
];

#[test]
fn default_values_are_left_out() {
    let live = live();
    let rows = api(&live, "/dashboards/sigreleasemasterblocking/tabs/kindmasterdra/rows");
    let cells: Vec<&Value> =
        rows["rows"].as_array().unwrap().iter().flat_map(|row| row["cells"].as_array().unwrap()).collect();
    assert!(cells.contains(&&serde_json::json!({})), "an empty cell is an empty object");
    assert!(cells.contains(&&serde_json::json!({"result": 1})), "a pass has nothing but its result");
    assert!(cells.iter().all(|cell| cell["result"] != 0 && cell["message"] != "" && cell["icon"] != ""));
    let empty = "/dashboards/sigreleasemasterinforming/tabs/postreleasepushimagepause";
    assert_eq!(api(&live, &format!("{empty}/rows")), serde_json::json!({}));
    assert_eq!(api(&live, &format!("{empty}/headers")), serde_json::json!({}));
    assert_eq!(api(&live, "/dashboards/sigreleasemasterblocking"), serde_json::json!({}));
}

#[test]
fn only_rows_with_failures_can_be_asked_for() {
    let live = live();
    let count = |only_failed| {
        let table = legacy_table(&live, "sig-release-master-blocking", "ci-kubernetes-unit", only_failed);
        assert_eq!(table["tests"].as_array().unwrap().len(), table["row_ids"].as_array().unwrap().len());
        table["tests"].as_array().unwrap().len()
    };
    assert!(count(true) > 0 && count(true) < count(false));
}
