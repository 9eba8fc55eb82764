//! Parse and analysis in bytes a second, on a made-up board of 1,000 tests and 150 runs in both wire formats, beside the
//! obvious fast version: `serde_json` into plain structs, then a loop that counts. Both must count the same first.

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flakescope_core::flakes::{Analysis, Params};
use flakescope_core::formats::testgrid::{api_v1, legacy};
use flakescope_core::model::{Outcome, Tab, TabSummary, Table};
use flakescope_sim::answers::{Answers, LegacyRoute, Live, Route};
use flakescope_sim::world::{World, WorldOptions};
use serde::Deserialize;

/// The answers of one full tab.
struct Board {
    headers: Vec<u8>,
    rows: Vec<u8>,
    table: Vec<u8>,
}

fn board() -> Board {
    let options =
        WorldOptions { seed: 7, jobs: 1, tests: 1000, columns: 150, even: true, ..WorldOptions::default() };
    let live = Live::new(World::build(options).dashboards);
    let dashboard = live.dashboards()[0].name.clone();
    let tab = live.dashboards()[0].tabs[0].name.clone();
    let normal = flakescope_core::formats::testgrid::normalise;
    let api = |route: Route| live.api(&route).expect("the world has this tab");
    let route = LegacyRoute::Table { dashboard: dashboard.clone(), tab: tab.clone(), only_failed: false };
    Board {
        headers: api(Route::Headers(normal(&dashboard), normal(&tab))),
        rows: api(Route::Rows(normal(&dashboard), normal(&tab))),
        table: live.legacy(&route).expect("the world has this tab"),
    }
}

fn parse_api(board: &Board) -> Table {
    let columns = api_v1::parse_headers(&board.headers, "headers").expect("good headers");
    api_v1::parse_rows(&board.rows, "rows", "x-blocking", "job", columns).expect("good rows").0
}

fn parse_legacy(board: &Board) -> Table {
    legacy::parse_table(&board.table, "table", "x-blocking", "job").expect("a good table").0
}

/// (passes, failures) of all rows.
fn count(table: &Table) -> (usize, usize) {
    let outcomes = || (0..table.rows.len()).flat_map(|row| table.cells(row)).map(|cell| cell.outcome());
    (outcomes().filter(|o| *o == Outcome::Pass).count(), outcomes().filter(|o| *o == Outcome::Fail).count())
}

/// The obvious version for API v1.
fn plain_api(bytes: &[u8]) -> (usize, usize) {
    #[derive(Deserialize)]
    struct Rows {
        rows: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        #[serde(default)]
        cells: Vec<Cell>,
    }
    #[derive(Deserialize)]
    struct Cell {
        #[serde(default)]
        result: u8,
        #[serde(default)]
        #[expect(dead_code, reason = "a page that counts also keeps the texts")]
        message: String,
    }
    let rows: Rows = serde_json::from_slice(bytes).expect("good rows");
    count_numbers(rows.rows.iter().flat_map(|row| &row.cells).map(|cell| (cell.result, 1)))
}

/// The obvious version for the legacy format.
fn plain_legacy(bytes: &[u8]) -> (usize, usize) {
    #[derive(Deserialize)]
    struct Answer {
        tests: Vec<Test>,
    }
    #[derive(Deserialize)]
    struct Test {
        statuses: Vec<BTreeMap<String, usize>>,
        #[expect(dead_code, reason = "a page that counts also keeps the texts")]
        messages: Vec<String>,
    }
    let answer: Answer = serde_json::from_slice(bytes).expect("a good table");
    let runs = answer.tests.iter().flat_map(|test| &test.statuses);
    count_numbers(runs.map(|run| (u8::try_from(run["value"]).unwrap_or(0), run["count"])))
}

fn count_numbers(numbers: impl Iterator<Item = (u8, usize)>) -> (usize, usize) {
    numbers.fold((0, 0), |(passes, failures), (value, count)| match value {
        1 | 2 | 15 => (passes + count, failures),
        9..=12 | 14 => (passes, failures + count),
        _ => (passes, failures),
    })
}

fn analyse(table: &Table) -> Analysis {
    let summary = TabSummary { dashboard: "x-blocking".into(), tab: "job".into(), ..TabSummary::default() };
    let tab = Tab { summary, table: Some(std::sync::Arc::new(table.clone())) };
    Analysis::of_tabs([&tab], Params::default())
}

fn benches(criterion: &mut Criterion) {
    let board = board();
    let (api, legacy) = (parse_api(&board), parse_legacy(&board));
    assert_eq!(count(&api), plain_api(&board.rows));
    assert_eq!(count(&legacy), plain_legacy(&board.table));
    let mut group = criterion.benchmark_group("api_v1");
    group.throughput(Throughput::Bytes(board.rows.len() as u64));
    group.bench_function("parse and count", |b| b.iter(|| count(&parse_api(black_box(&board)))));
    group.bench_function("parse and analyse", |b| b.iter(|| analyse(&parse_api(black_box(&board)))));
    group.bench_function("analyse alone", |b| b.iter(|| analyse(black_box(&api))));
    group.bench_function("rival: plain structs and a loop", |b| b.iter(|| plain_api(black_box(&board.rows))));
    group.finish();
    let mut group = criterion.benchmark_group("legacy");
    group.throughput(Throughput::Bytes(board.table.len() as u64));
    group.bench_function("parse and count", |b| b.iter(|| count(&parse_legacy(black_box(&board)))));
    group.bench_function("parse and analyse", |b| b.iter(|| analyse(&parse_legacy(black_box(&board)))));
    group.bench_function("rival: plain structs and a loop", |b| {
        b.iter(|| plain_legacy(black_box(&board.table)));
    });
    group.finish();
}

criterion_group!(flakes, benches);
criterion_main!(flakes);
