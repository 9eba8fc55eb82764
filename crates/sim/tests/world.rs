//! A world is reproducible, its parts fit together, and its truth explains every cell.

mod common;

use std::collections::BTreeSet;

use flakescope_sim::answers::{Answers, LegacyRoute, Live};
use flakescope_sim::bundle;
use flakescope_sim::grid::{FAIL, Row, Tab};
use flakescope_sim::truth::{TabTruth, TestTruth};
use flakescope_sim::world::{World, WorldOptions};

const SEEDS: [u64; 4] = [1, 2, 3, 77];

fn tabs(world: &World) -> impl Iterator<Item = (&Tab, &TabTruth)> {
    let seen = world.dashboards.iter().flat_map(|board| &board.tabs);
    seen.zip(world.truth.dashboards.iter().flat_map(|board| &board.tabs))
}

#[test]
fn the_same_options_give_the_same_bytes() {
    let options = WorldOptions { jobs: 6, ..common::small(5) };
    assert_eq!(bundle::draw(options), bundle::draw(options));
    assert_ne!(bundle::draw(options), bundle::draw(WorldOptions { seed: 6, ..options }));
    let truth = |options| serde_json::to_string(&World::build(options).truth).expect("is JSON");
    assert_eq!(truth(options), truth(options));
}

#[test]
fn the_boards_are_those_of_a_release() {
    let world = World::build(common::small(1));
    let counts: Vec<(&str, usize)> =
        world.dashboards.iter().map(|board| (board.name.as_str(), board.tabs.len())).collect();
    assert_eq!(counts, [("sig-release-master-blocking", 20), ("sig-release-master-informing", 26)]);
}

#[test]
fn a_world_can_be_bigger_than_the_catalogue() {
    let world = World::build(WorldOptions { jobs: 100, tests: 8, columns: 12, ..WorldOptions::default() });
    let names: BTreeSet<&str> = tabs(&world).map(|(tab, _)| tab.name.as_str()).collect();
    assert_eq!(names.len(), 100);
}

#[test]
fn odd_sizes_are_no_trouble() {
    let check = |jobs, tests, columns, days| {
        let world = World::build(WorldOptions { jobs, tests, columns, days, ..WorldOptions::default() });
        assert_eq!(tabs(&world).count(), jobs);
        assert!(bundle::draw(world.options).len() > 100);
    };
    check(0, 5, 5, 5);
    check(46, 0, 1, 1);
    check(46, 3, 2, 0);
    check(46, 9, 11, 400);
    check(20, 9, 1500, 15);
}

#[test]
fn an_even_world_is_full_everywhere() {
    let world = World::build(WorldOptions { even: true, tests: 20, columns: 12, ..WorldOptions::default() });
    for (tab, truth) in tabs(&world).filter(|(tab, _)| !tab.columns.is_empty()) {
        let tests = truth.tests.iter().filter(|test| test.row == "test" && test.parent.is_none()).count();
        assert!(tests >= 20 && tab.columns.len() == 12, "{}: {tests} tests", tab.name);
    }
}

#[test]
fn every_column_is_older_than_the_one_before() {
    for (tab, truth) in tabs(&World::build(common::small(1))) {
        let times: Vec<i64> = tab.columns.iter().map(|column| column.started_at_ms).collect();
        assert!(times.windows(2).all(|pair| pair[0] > pair[1]), "{}", tab.name);
        assert_eq!(truth.commits.len(), tab.columns.len(), "{}", tab.name);
        let builds: BTreeSet<&str> = tab.columns.iter().map(|column| column.build.as_str()).collect();
        assert_eq!(builds.len(), tab.columns.len(), "{}", tab.name);
    }
}

#[test]
fn one_cell_for_each_column_and_run_lengths_add_up() {
    let world = World::build(common::small(2));
    let live = Live::new(world.dashboards);
    for (board, tab) in
        live.dashboards().iter().flat_map(|board| board.tabs.iter().map(move |tab| (board, tab)))
    {
        let (dashboard, name) = (board.name.clone(), tab.name.clone());
        let route = LegacyRoute::Table { dashboard, tab: name, only_failed: false };
        let table: serde_json::Value = serde_json::from_slice(&live.legacy(&route).unwrap()).unwrap();
        for (row, drawn) in tab.rows.iter().zip(table["tests"].as_array().unwrap()) {
            assert_eq!(row.cells.len(), tab.columns.len(), "{}", row.name);
            check_run_lengths(row, drawn);
        }
    }
}

fn check_run_lengths(row: &Row, drawn: &serde_json::Value) {
    let stretches = drawn["statuses"].as_array().expect("is a list");
    let counts = stretches.iter().map(|stretch| stretch["count"].as_u64().expect("is a number"));
    let total = usize::try_from(counts.sum::<u64>()).expect("is small");
    assert_eq!(total, row.cells.len(), "{}", row.name);
    let filled = row.cells.iter().filter(|&&value| value != 0).count();
    for texts in ["messages", "short_texts"] {
        assert_eq!(drawn[texts].as_array().expect("is a list").len(), filled, "{} {texts}", row.name);
    }
}

#[test]
fn the_truth_explains_every_cell() {
    for seed in SEEDS {
        for (tab, truth) in tabs(&World::build(common::small(seed))) {
            assert_eq!(tab.rows.len(), truth.tests.len());
            for (row, test) in tab.rows.iter().zip(&truth.tests).filter(|(_, test)| test.kind != "derived") {
                assert_eq!(row.name, test.name);
                check_test(row, test, truth);
            }
        }
    }
}

fn check_test(row: &Row, test: &TestTruth, tab: &TabTruth) {
    let bad: BTreeSet<usize> = (0..row.cells.len()).filter(|&column| row.cells[column] >= FAIL).collect();
    let broken: Vec<usize> = bad.iter().copied().filter(|&column| is_broken_at(test, column)).collect();
    let named: BTreeSet<usize> = [
        &test.flip_columns,
        &test.noise_columns,
        &test.broken_run_columns,
        &test.outage_columns,
        &test.child_columns,
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(broken)
    .collect();
    let broken_runs: BTreeSet<usize> = tab.broken_runs.iter().map(|run| run.at.column).collect();
    assert!(named.is_subset(&bad), "{} {}: {named:?} are not all failures", tab.name, row.name);
    let hidden: Vec<&usize> = bad.difference(&named).filter(|column| !broken_runs.contains(column)).collect();
    assert!(hidden.is_empty(), "{} {}: nothing explains {hidden:?}", tab.name, row.name);
    assert_eq!(test.visible_flips, test.flip_columns.len(), "{}", row.name);
    assert!(test.flip_columns.is_empty() || test.non_deterministic, "{}", row.name);
}

fn is_broken_at(test: &TestTruth, column: usize) -> bool {
    let Some(since) = &test.broken_since else { return false };
    column <= since.column && test.fixed_at.as_ref().is_none_or(|fixed| column > fixed.column)
}

#[test]
fn a_defect_comes_and_goes_with_a_commit() {
    for seed in SEEDS {
        for (tab, truth) in tabs(&World::build(common::small(seed))) {
            for test in &truth.tests {
                let since = test.broken_since.as_ref().map(|moment| moment.column + 1);
                let fixed = test.fixed_at.as_ref().map(|moment| moment.column + 1);
                for older in since.into_iter().chain(fixed).filter(|&older| older < tab.columns.len()) {
                    assert_ne!(truth.commits[older - 1], truth.commits[older], "{} {}", tab.name, test.name);
                }
            }
        }
    }
}

#[test]
fn a_broken_run_fails_more_than_a_fifth_of_its_tests() {
    for seed in SEEDS {
        for (_, truth) in tabs(&World::build(common::small(seed))) {
            for run in &truth.broken_runs {
                assert!(run.failed_tests * 5 > run.filled_tests, "{} {run:?}", truth.name);
            }
        }
    }
}

#[test]
fn an_outage_fails_everything_on_one_commit_that_also_passes() {
    let world = World::build(common::small(1));
    let with_outage: Vec<_> = tabs(&world).filter(|(_, truth)| !truth.outages.is_empty()).collect();
    assert!(with_outage.len() >= 3);
    for (tab, truth) in with_outage {
        let (newest, oldest) = (truth.outages[0].newest.column, truth.outages[0].oldest.column);
        let commits: BTreeSet<usize> = truth.commits[newest - 1..=oldest].iter().copied().collect();
        assert!(oldest - newest >= 2 && commits.len() == 1, "{} {commits:?}", tab.name);
        let tests = tab
            .rows
            .iter()
            .zip(&truth.tests)
            .filter(|(_, test)| test.row == "test" && test.kind != "skipped");
        for (row, _) in tests {
            assert!(
                row.cells[newest..=oldest].iter().all(|&value| value == 0 || value == FAIL),
                "{}",
                row.name
            );
        }
    }
}

#[test]
fn a_world_holds_the_cases_that_simple_rules_get_wrong() {
    let world = World::build(WorldOptions::sample());
    let truths: Vec<&TabTruth> = tabs(&world).map(|(_, truth)| truth).collect();
    let tests: Vec<&TestTruth> = truths.iter().flat_map(|truth| &truth.tests).collect();
    for kind in ["always_passing", "skipped", "flaky", "broken", "recovered", "derived"] {
        assert!(tests.iter().any(|test| test.kind == kind), "no test is {kind}");
    }
    let has = |what: &str, found: bool| assert!(found, "the sample has no {what}");
    has("mass regression", truths.iter().any(|truth| !truth.mass_regressions.is_empty()));
    has("broken run", truths.iter().any(|truth| !truth.broken_runs.is_empty()));
    has("running column", truths.iter().any(|truth| !truth.running_columns.is_empty()));
    has("failed setup", truths.iter().any(|truth| !truth.setup_failures.is_empty()));
    has("daily job", truths.iter().any(|truth| truth.columns == 14));
    has("rename", tests.iter().any(|test| test.renamed_from.is_some()));
    has("subtest", tests.iter().any(|test| !test.child_columns.is_empty()));
    has("group", tests.iter().any(|test| test.fails_together.is_some()));
    has(
        "tab of one test",
        truths.iter().any(|truth| truth.tests.iter().filter(|test| test.row == "test").count() == 1),
    );
    has("tab of Overall alone", truths.iter().any(|truth| truth.tests.len() == 1));
    has("hostile name", tests.iter().any(|test| test.name.starts_with("=HYPERLINK(")));
    has("noise", tests.iter().any(|test| !test.noise_columns.is_empty()));
    has("retry", tabs(&world).any(|(tab, _)| tab.rows.iter().any(|row| row.cells.contains(&13))));
}
