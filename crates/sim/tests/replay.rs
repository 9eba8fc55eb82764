//! Saved answers come back as they were saved; a legacy capture also comes back as API v1.

mod common;

use flakescope_sim::answers::{Answers, LegacyRoute, Live, Route};
use flakescope_sim::files::write_world;
use flakescope_sim::replay;
use flakescope_sim::world::{World, WorldOptions};
use serde_json::Value;

fn tiny() -> WorldOptions {
    WorldOptions { jobs: 5, tests: 12, columns: 15, ..WorldOptions::default() }
}

#[test]
fn a_written_world_is_replayed_byte_for_byte() {
    let folder = common::scratch("written");
    let written = write_world(World::build(tiny()), &folder).expect("is written");
    assert!(written.files > 20 && folder.join("truth.json").is_file());
    let live = Live::new(World::build(tiny()).dashboards);
    let saved = replay::open(&folder).expect("opens");
    for route in live.routes() {
        assert!(saved.api(&route) == live.api(&route), "{}", route.path());
    }
    let table = |only_failed| LegacyRoute::Table {
        dashboard: "sig-release-master-blocking".to_owned(),
        tab: "gce-cos-master-default".to_owned(),
        only_failed,
    };
    assert!(saved.legacy(&table(false)) == live.legacy(&table(false)));
    let rows =
        |body: Option<Vec<u8>>| serde_json::from_slice::<Value>(&body.unwrap()).unwrap()["tests"].clone();
    assert_eq!(rows(saved.legacy(&table(true))), rows(live.legacy(&table(true))));
    let summary = LegacyRoute::Summary { dashboard: "sig-release-master-informing".to_owned() };
    assert!(saved.legacy(&summary) == live.legacy(&summary));
}

#[test]
fn a_path_cannot_leave_the_folder() {
    let folder = common::scratch("escape");
    write_world(World::build(WorldOptions { jobs: 1, ..tiny() }), &folder).expect("is written");
    let address = common::start(replay::open(&folder).expect("opens"));
    for path in
        ["/api/v1/dashboards/../../../truth", "/api/v1/dashboards/..%2F..%2Ftruth", "/../truth.json/summary"]
    {
        assert_eq!(common::get(address, path).status, 404, "{path}");
    }
}

#[test]
fn a_folder_with_nothing_to_serve_is_refused() {
    let folder = common::scratch("nothing");
    std::fs::create_dir_all(&folder).unwrap();
    let error = replay::open(&folder).err().expect("is refused").to_string();
    assert!(
        error
            .ends_with("holds neither api/v1 (made by write) nor summary-<dashboard>.json (a saved capture)")
    );
}

/// Our own legacy answers, saved under the names of a capture.
fn own_capture(name: &str) -> (Live, Box<dyn Answers>) {
    let folder = common::scratch(name);
    std::fs::create_dir_all(&folder).expect("is made");
    let live = Live::new(World::build(tiny()).dashboards);
    let board = "sig-release-master-blocking".to_owned();
    let summary = live.legacy(&LegacyRoute::Summary { dashboard: board.clone() }).expect("has an answer");
    std::fs::write(folder.join(format!("summary-{board}.json")), summary).expect("is written");
    let tab = "kind-master-parallel".to_owned();
    let table = live
        .legacy(&LegacyRoute::Table { dashboard: board, tab, only_failed: false })
        .expect("has an answer");
    std::fs::write(folder.join("table-kind-master-parallel.json"), table).expect("is written");
    let saved = replay::open(&folder).expect("opens");
    (live, saved)
}

#[test]
fn a_legacy_capture_becomes_the_same_api() {
    let (live, saved) = own_capture("capture");
    let board = "sigreleasemasterblocking".to_owned();
    for route in [
        Route::Headers(board.clone(), "kindmasterparallel".to_owned()),
        Route::Rows(board.clone(), "kindmasterparallel".to_owned()),
    ] {
        let json =
            |body: Option<Vec<u8>>| serde_json::from_slice::<Value>(&body.expect("has an answer")).unwrap();
        assert!(json(saved.api(&route)) == json(live.api(&route)), "{}", route.path());
    }
    assert_eq!(saved.api(&Route::Rows(board, "gcecosmasterdefault".to_owned())), None);
}

#[test]
fn the_real_capture_is_replayed_as_api() {
    let Some(folder) = common::captures("testgrid-sippy") else { return };
    let address = common::start(replay::open(&folder).expect("opens"));
    let board = "/api/v1/dashboards/redhat-openshift-ocp-release-4.4-informing";
    let tab = format!("{board}/tabs/releaseopenshiftocpinstallere2egcprt44");
    let summaries = common::get(address, &format!("{board}/tab-summaries")).json();
    let failing = |summary: &&Value| summary["overall_status"] == "FAILING";
    let summaries = summaries["tab_summaries"].as_array().unwrap();
    assert_eq!((summaries.len(), summaries.iter().filter(failing).count()), (49, 27));
    let headers = common::get(address, &format!("{tab}/headers")).json();
    assert_eq!(headers["headers"].as_array().unwrap().len(), 82);
    assert_eq!(
        headers["headers"][0],
        serde_json::json!({"build": "84", "started": "2020-03-28T04:25:05Z", "extra": ["1", ""]})
    );
    let rows = common::get(address, &format!("{tab}/rows")).json();
    check_counts(rows["rows"].as_array().unwrap());
    let table = "/redhat-openshift-ocp-release-4.4-informing/table?tab=release-openshift-ocp-installer-e2e-gcp-rt-4.4";
    let raw = std::fs::read(folder.join("table-e2e-gcp-rt-4.4.json")).unwrap();
    assert!(common::get(address, table).body == raw);
    assert_eq!(
        common::get(address, &format!("{board}/tabs/releaseopenshiftocpinstallere2eaws44/rows")).status,
        404
    );
}

/// 965 rows; 65,829 passes, 797 failures, 12,504 empty cells; one open alert.
fn check_counts(rows: &[Value]) {
    let cells: Vec<&Value> =
        rows.iter().flat_map(|row| row["cells"].as_array().expect("is a list")).collect();
    let count = |result: &Value| cells.iter().filter(|cell| cell["result"] == *result).count();
    assert_eq!(rows.len(), 965);
    assert_eq!((count(&1.into()), count(&12.into()), count(&Value::Null)), (65_829, 797, 12_504));
    let alerts: Vec<&Value> = rows.iter().map(|row| &row["alert"]).filter(|alert| !alert.is_null()).collect();
    assert_eq!((alerts.len(), &alerts[0]["fail_count"]), (1, &3.into()));
}
