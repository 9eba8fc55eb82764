//! Against a made-up TestGrid over real HTTP, with its faults.

use flakescope_sim::serve::faults::Fault;
use flakescope_sim::world::{World, WorldOptions};

use crate::run::{Run, flakescope};
use crate::server::{fault, start};

const SMALL: WorldOptions =
    WorldOptions { seed: 7, jobs: 5, tests: 12, columns: 30, days: 15, even: false, now_s: 1_795_176_000 };

/// Serves a small world with faults; gives its address.
fn served(faults: &[Fault]) -> String {
    start(World::build(SMALL), faults.to_vec())
}

/// A fault that strikes this many times.
fn brief(switch: &str, times: u32) -> Fault {
    Fault { times: Some(times), ..fault(switch) }
}

fn flakes(address: &str, more: &str) -> Run {
    flakescope(&format!("flakes --testgrid {address}/api/v1 {more}"))
}

/// Checks the cases at once: most of their time is spent waiting.
fn at_once<C: Send>(cases: impl IntoIterator<Item = C>, check: impl Fn(C) + Sync) {
    std::thread::scope(|scope| {
        for case in cases {
            scope.spawn(|| check(case));
        }
    });
}

/// The row paths of the world hold this job's name.
const JOB: &str = "gcecosmasterdefault";

#[test]
fn the_api_the_legacy_answers_and_a_group_give_the_same_tests() {
    let address = served(&[]);
    let api = flakes(&address, "--verdict all");
    assert_eq!((api.code, api.err.as_str()), (0, ""));
    assert!(api.out.lines().count() > 20);
    let group = flakes(&address, "--verdict all --dashboard-group sig-release");
    assert_eq!(group.out, api.out);
    let legacy = flakescope(&format!("flakes --testgrid {address} --verdict all --sort test"));
    assert_eq!((legacy.code, legacy.err.as_str()), (0, ""));
    assert_eq!(legacy.out.lines().count(), api.out.lines().count());
    let report = flakes(&address, "--format json").json();
    assert_eq!(report["source"].as_str().unwrap(), address.trim_start_matches("http://"));
}

#[test]
fn faults_that_pass_are_not_noticed() {
    let honest = flakes(&served(&[]), "--verdict all");
    let cases = [
        vec![brief("500=/rows", 2)],
        vec![brief("429=/tab-summaries:1", 1)],
        vec![brief("cut=/rows", 1), brief("cut=/tab-summaries", 1)],
        vec![brief("slow=/headers:300", 2)],
    ];
    at_once(cases, |faults| {
        let run = flakes(&served(&faults), "--verdict all");
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{faults:?}");
        assert_eq!(run.out, honest.out, "{faults:?}");
    });
}

#[test]
fn a_fault_of_one_tab_is_a_warning_with_its_reason() {
    let cases = [
        ("500", "the server failed (HTTP 500)"),
        ("cut", "the connection was cut"),
        ("not-found", "not found (HTTP 404)"),
        ("garbage", "not UTF-8"),
        ("wrong-types", "line 1, column"),
        ("huge-rle", ""),
    ];
    at_once(cases, |(switch, words)| {
        let address = served(&[fault(&format!("{switch}=/tabs/{JOB}/rows"))]);
        let run = flakes(&address, "--format json");
        assert_eq!(run.code, 0, "{switch}: {}", run.err);
        let report = run.json();
        assert_eq!(report["jobs"].as_array().unwrap().len(), 5, "{switch}");
        if words.is_empty() {
            assert!(!run.err.contains("panicked"));
            return;
        }
        let line = run.one_line();
        assert!(
            line.starts_with("warning: sig-release-master-blocking / gce-cos-master-default: "),
            "{line}"
        );
        assert!(line.contains(words), "{switch}: {line}");
        assert_eq!(report["jobs"].as_array().unwrap().iter().filter(|job| job["read"] == true).count(), 4);
    });
}

#[test]
fn a_fault_of_everything_fails_in_one_line() {
    let cases = [
        (
            "429=:60",
            "refuses for now: too many requests (HTTP 429). There are no data to show. Try again in 60 s.",
        ),
        ("500", "cannot be read: the server failed (HTTP 500)."),
        ("not-found", "gave no usable answer: not found (HTTP 404)."),
        ("garbage=:1000", "gave no usable answer: "),
        ("wrong-types", "gave no usable answer: "),
        ("cut", "cannot be read: the connection was cut"),
    ];
    at_once(cases, |(switch, words)| {
        let run = flakes(&served(&[fault(switch)]), "");
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{switch}");
        assert!(run.one_line().contains(words), "{switch}: {}", run.err);
    });
}

#[test]
fn a_hanging_source_is_given_up_in_time() {
    let address = served(&[fault(&format!("hang=/tabs/{JOB}/rows"))]);
    let run = flakes(&address, "--timeout 1");
    assert_eq!(run.code, 0);
    assert!(run.one_line().contains("no answer within 1 s"), "{}", run.err);
    let run = flakes(&served(&[fault("hang")]), "--timeout 1");
    assert_eq!(run.code, 1);
    assert!(run.one_line().contains("no answer within 1 s"), "{}", run.err);
}

#[test]
fn nobody_there_is_said_at_once() {
    let run = flakescope("flakes --testgrid http://127.0.0.1:9/api/v1");
    assert_eq!(run.code, 1);
    assert!(
        run.one_line().starts_with("flakescope: 127.0.0.1:9 cannot be read: not found or unreachable"),
        "{}",
        run.err
    );
}

#[test]
fn a_board_that_does_not_exist_is_named() {
    let address = served(&[]);
    let run = flakes(&address, "--dashboard sig-release-master-blocking --dashboard sig-nothing");
    assert_eq!(run.code, 0);
    assert!(
        run.one_line().starts_with("warning: sig-nothing: The board could not be read: not found"),
        "{}",
        run.err
    );
}
