//! The rules of a verdict, one line a case: a grid in letters (newest run first), and the row it gives.
//! `p` pass, `f` fail, `F` flaky, `s` skip, `r` running, `.` nothing.
#![expect(clippy::unwrap_used, reason = "a test stops where its own helper fails")]

use std::sync::Arc;

use flakescope_core::flakes::{
    Analysis, Column as RowColumn, Filter, Params, Sort, TestRow, Verdict, compile_search,
};
use flakescope_core::model::{Cell, Column, Message, Tab, TabSummary, Table, TableBuilder, TimeMs};

const HOUR_MS: i64 = 3_600_000;
const NEWEST_MS: i64 = 1_700_000_000_000;

/// A board in letters; `commits` has one letter a run, equal letters are one commit.
struct Grid<'a> {
    dashboard: &'a str,
    hours_between_runs: i64,
    commits: &'a str,
    rows: &'a [(&'a str, &'a str)],
}

impl Default for Grid<'_> {
    fn default() -> Self {
        Self { dashboard: "x-blocking", hours_between_runs: 2, commits: "", rows: &[] }
    }
}

impl Grid<'_> {
    fn table(&self) -> Table {
        let mut builder = TableBuilder::default();
        for (name, letters) in self.rows {
            for (column, letter) in letters.chars().enumerate() {
                builder.push_cells(cell(letter), 1);
                let text = builder.texts().intern(&format!("message {column}"));
                if letter == 'f' || letter == 'F' {
                    builder.push_message(Message {
                        column: u32::try_from(column).unwrap(),
                        text,
                        ..Message::default()
                    });
                }
            }
            builder.end_row(name);
        }
        let width = self.rows.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
        let (table, wrong) = builder.finish((0..width).map(|n| self.column(n)).collect());
        assert_eq!(wrong, Vec::<String>::new());
        table
    }

    fn column(&self, number: usize) -> Column {
        let commit = self.commits.chars().nth(number).map(|c| format!("{c}57b4befd")).into_iter().collect();
        let back = self.hours_between_runs * HOUR_MS * i64::try_from(number).unwrap();
        Column { build: format!("b{number}"), started_at: TimeMs::from_ms(NEWEST_MS - back), extra: commit }
    }

    fn analysis(&self, params: Params) -> Analysis {
        let summary = TabSummary {
            dashboard: self.dashboard.to_owned(),
            tab: "job".to_owned(),
            ..TabSummary::default()
        };
        let tab = Tab { summary, table: Some(Arc::new(self.table())) };
        Analysis::of_tabs([&tab], params)
    }

    fn rows_by_name(&self, params: Params) -> Vec<TestRow> {
        let analysis = self.analysis(params);
        let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
        let by_name = Sort { column: Some(RowColumn::Test), descending: false };
        analysis
            .select(&all.ready(compile_search).unwrap(), by_name)
            .rows
            .iter()
            .map(|n| analysis.row(*n).unwrap())
            .collect()
    }
}

fn cell(letter: char) -> Cell {
    Cell(match letter {
        'p' => 1,
        's' => 3,
        'r' => 4,
        'f' => 12,
        'F' => 13,
        _ => 0,
    })
}

fn one(letters: &str) -> TestRow {
    Grid { rows: &[("t", letters)], ..Grid::default() }.rows_by_name(Params::default()).remove(0)
}

fn check(letters: &str, verdict: &str) {
    assert_eq!(one(letters).verdict.word(), verdict, "{letters}");
}

fn p(count: usize) -> String {
    "p".repeat(count)
}

#[test]
fn passing() {
    check(&p(30), "passing");
    check("ps.p", "passing");
    check("....", "passing");
}

#[test]
fn one_failure_is_suspect_two_in_twenty_results_are_flaky() {
    check(&(p(9) + "f" + &p(20)), "suspect");
    check(&(p(9) + "f" + &p(5) + "f" + &p(4)), "flaky");
    check(&(p(4) + "f" + &p(5) + "f" + &p(4)), "suspect");
    check(&(p(9) + "ff" + &p(20)), "suspect");
}

#[test]
fn an_open_flip_does_not_count_among_the_two() {
    check(&("f".to_owned() + &p(9) + "f" + &p(20)), "suspect");
    check(&("f".to_owned() + &p(9) + "f" + &p(9) + "f" + &p(9)), "flaky");
}

#[test]
fn a_flaky_cell_decides_at_once() {
    check("pFp", "flaky");
    check("F", "flaky");
}

#[test]
fn three_failures_at_the_newest_end_are_failing_if_chance_does_not_make_them() {
    check(&("fff".to_owned() + &p(20)), "failing");
    check("fff", "failing");
    check("..fff", "failing");
    check("ff", "suspect");
    // Half of the results outside fail: three in a row are nothing special, five are.
    check("fffpfpfpfpfpfpfpfpfpfpfpf", "flaky");
    check("fffffpfpfpfpfpfpfpfpfpfpfpf", "failing");
}

#[test]
fn breakages_that_ended_are_recovered() {
    check(&(p(5) + "ffff" + &p(20)), "recovered");
    check(&(p(5) + "ffff" + &p(5) + "fff" + &p(20)), "recovered");
    check(&(p(5) + "ffff" + &p(5) + "f" + &p(20)), "suspect");
}

#[test]
fn pass_and_failure_on_one_commit_are_flaky() {
    let verdict = |commits: &str, letters: &str| {
        Grid { commits, rows: &[("t", letters)], ..Grid::default() }.rows_by_name(Params::default())[0]
            .verdict
            .word()
    };
    assert_eq!(verdict("aabb", "pfpp"), "flaky");
    assert_eq!(verdict("abcd", "pfpp"), "suspect");
    // Three failures on the commit of a pass are a long episode, so the commit says nothing.
    assert_eq!(verdict("aaaabbbbbbbbbbbbbbbb", &("pfff".to_owned() + &p(16))), "recovered");
}

#[test]
fn counts_and_rates() {
    let row = one("pfFs.pppppp");
    assert_eq!((row.runs, row.passes, row.failures, row.flaky_cells, row.skips), (9, 7, 1, 1, 1));
    assert_eq!((row.failure_rate, row.ndr), (Some(0.222_222), true));
    assert_eq!(
        (row.first_failure.unwrap().0, row.last_failure.unwrap().0),
        (NEWEST_MS - 4 * HOUR_MS, NEWEST_MS - 2 * HOUR_MS)
    );
    assert_eq!(row.last_message, "message 1");
    let empty = one("..");
    assert_eq!((empty.failure_rate, empty.failure_rate_low, empty.flip_rate), (None, None, None));
}

#[test]
fn the_window_ends_after_its_days_but_a_breakage_keeps_its_start() {
    let rows = [("old", "ppppppf"), ("t", "fffffpp"), ("u", "ppppfff")];
    let grid = Grid { hours_between_runs: 24, rows: &rows, ..Grid::default() };
    let found = grid.rows_by_name(Params { window_days: 3, ..Params::default() });
    assert_eq!(
        found.iter().map(|r| (r.runs, r.verdict.word())).collect::<Vec<_>>(),
        [(4, "passing"), (4, "failing"), (4, "passing"),]
    );
    assert_eq!(found[1].since.unwrap().0, NEWEST_MS - 4 * 24 * HOUR_MS);
}

#[test]
fn since_is_a_change_point_with_its_interval() {
    let row = one(&("pfpfppfpfp".repeat(2) + &p(60)));
    let (low, at, high) = (row.since_low.unwrap(), row.since.unwrap(), row.since_high.unwrap());
    assert!(low <= at && at <= high);
    assert_eq!(at.0, NEWEST_MS - 18 * 2 * HOUR_MS);
    assert_eq!(one(&("p".repeat(30) + "f" + &p(30))).since, None);
}

#[test]
fn trends_need_ten_results_a_side() {
    for (letters, expect) in [
        ("f".repeat(12) + &p(12), "up"),
        (p(12) + &"f".repeat(12), "down"),
        (p(12) + "f" + &p(11), "no_change"),
        (p(24), "no_change"),
        (p(9) + &"f".repeat(9), "unknown"),
    ] {
        assert_eq!(one(&letters).trend.word(), expect, "{letters}");
    }
}

#[test]
fn stale_tests_have_no_priority_and_stand_in_no_count() {
    let stale = ".".repeat(10) + "fpfpfpfpfpfpfpfpfpfpfpfpf";
    let fresh = p(35);
    let grid = Grid { rows: &[("s", &stale), ("t", &fresh)], ..Grid::default() };
    let rows = grid.rows_by_name(Params::default());
    assert_eq!((rows[0].stale, rows[0].verdict.word(), rows[0].priority.words()), (true, "flaky", ""));
    assert!(!rows[1].stale);
    let totals = grid.analysis(Params::default()).totals();
    assert_eq!((totals.tests, totals.flaky, totals.stale, totals.passing), (2, 0, 1, 1));
}

#[test]
fn a_run_that_still_runs_is_not_among_the_newest_ten() {
    let rows = [("s", "...........pp"), ("t", "rpppppppppppp")];
    assert!(Grid { rows: &rows, ..Grid::default() }.rows_by_name(Params::default())[0].stale);
    let rows = [("s", "..........ppp"), ("t", "rpppppppppppp")];
    assert!(!Grid { rows: &rows, ..Grid::default() }.rows_by_name(Params::default())[0].stale);
}

#[test]
fn a_parent_whose_failures_are_its_childs_is_not_stale() {
    let rows = [("P", "ffffffffffpp"), ("P/c", "ffffffffffpp")];
    assert!(!Grid { rows: &rows, ..Grid::default() }.rows_by_name(Params::default())[0].stale);
}

#[test]
fn whole_runs_are_judged_by_overall_or_by_the_tests() {
    let failed = |rows: &[(&str, &str)]| {
        Grid { rows, ..Grid::default() }.analysis(Params::default()).jobs()[0].failed_runs
    };
    assert_eq!(failed(&[("ci-x.Overall", "fpp"), ("t", "ffp")]), 1);
    assert_eq!(failed(&[("ci-x.Pod", "ppp"), ("t", "ffp")]), 2);
}

#[test]
fn broken_runs_are_set_aside_unless_kept() {
    let letters = "pppp".to_owned() + "f" + &p(30);
    let names: Vec<String> = (0..6).map(|n| format!("t{n}")).collect();
    let rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), letters.as_str())).collect();
    let grid = Grid { rows: &rows, ..Grid::default() };
    let set_aside = &grid.rows_by_name(Params::default())[0];
    assert_eq!((set_aside.verdict.word(), set_aside.runs), ("passing", 34));
    let kept = &grid.rows_by_name(Params { keep_broken_runs: true, ..Params::default() })[0];
    assert_eq!((kept.verdict.word(), kept.runs), ("suspect", 35));
    let view = grid.analysis(Params::default()).job_view("x-blocking", "job").unwrap();
    assert_eq!(
        view.broken_runs.iter().map(|r| (r.column, r.unexpected_failures, r.filled)).collect::<Vec<_>>(),
        [(4, 6, 6)]
    );
    assert!(view.cells.starts_with("ppppxpp"));
}

#[test]
fn an_episode_goes_on_across_a_run_that_was_set_aside() {
    let broken = "pppp".to_owned() + "pf" + &p(20);
    let names: Vec<String> = (0..6).map(|n| format!("t{n}")).collect();
    let mut rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), broken.as_str())).collect();
    let hit = "ffff".to_owned() + "fp" + &p(20);
    rows.push(("a", &hit));
    let grid = Grid { rows: &rows, ..Grid::default() };
    assert_eq!(grid.rows_by_name(Params::default())[0].verdict.word(), "failing");
}

#[test]
fn an_outage_is_one_line() {
    let letters = p(6) + "ffff" + &p(20);
    let names: Vec<String> = (0..8).map(|n| format!("t{n}")).collect();
    let rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), letters.as_str())).collect();
    let jobs = Grid { rows: &rows, ..Grid::default() }.analysis(Params::default()).jobs();
    let outages: Vec<_> = jobs[0]
        .outages
        .iter()
        .map(|o| (o.from_build.as_str(), o.to_build.as_str(), o.runs, o.tests))
        .collect();
    assert_eq!(outages, [("b9", "b6", 4, 8)]);
    assert_eq!((jobs[0].tests.recovered, jobs[0].broken_runs), (8, 0));
}

#[test]
fn tests_of_an_open_outage_do_not_bury_the_worst() {
    let (letters, alone) = ("ffff".to_owned() + &p(20), "fff".to_owned() + &p(21));
    let names: Vec<String> = (0..8).map(|n| format!("t{n}")).collect();
    let mut rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), letters.as_str())).collect();
    rows.push(("alone", &alone));
    let view = Grid { rows: &rows, ..Grid::default() }.analysis(Params::default()).overview(&[], None);
    assert_eq!(view.worst.iter().map(|row| row.row.test.as_str()).collect::<Vec<_>>(), ["alone"]);
    assert_eq!(view.jobs[0].outages.len(), 1);
}

#[test]
fn priorities_only_on_release_boards() {
    let letters = "fff".to_owned() + &p(30);
    for (dashboard, expect) in
        [("x-blocking", "critical-urgent"), ("x-informing", "important-soon"), ("other", "")]
    {
        let row = Grid { dashboard, rows: &[("t", &letters)], ..Grid::default() }
            .rows_by_name(Params::default())
            .remove(0);
        assert_eq!(row.priority.words(), expect);
    }
}

#[test]
fn rows_do_not_depend_on_the_order_of_the_input() {
    let rows = [("a", "pfpp"), ("b", "fppp"), ("P", "ffpp"), ("P/c", "fppp"), ("Overall", "ffff")];
    let mut turned = rows;
    turned.reverse();
    let of = |rows: &[(&str, &str)]| Grid { rows, ..Grid::default() }.rows_by_name(Params::default());
    assert_eq!(of(&rows), of(&turned));
}

#[test]
fn filters() {
    let flaky = "p".repeat(9) + "f" + &p(5) + "f" + &p(4);
    let rows = [("[sig-a] one", flaky.as_str()), ("two", &flaky), ("[sig-b] ok", &p(20))];
    let analysis = Grid { rows: &rows, ..Grid::default() }.analysis(Params::default());
    let names = |filter: Filter| -> Vec<String> {
        let found = analysis.select(&filter.ready(compile_search).unwrap(), Sort::default());
        found.rows.iter().map(|n| analysis.row(*n).unwrap().test).collect()
    };
    let with = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        names(filter)
    };
    assert_eq!(with(|_| {}), ["[sig-a] one", "two"]);
    assert_eq!(with(|f| f.sigs = vec!["a".into()]), ["[sig-a] one"]);
    assert_eq!(with(|f| f.sigs = vec!["none".into()]), ["two"]);
    assert_eq!(with(|f| f.text = "^TWO$".into()), ["two"]);
    assert_eq!(with(|f| f.text = "message 9".into()), ["[sig-a] one", "two"]);
    assert_eq!(with(|f| f.jobs = vec!["other".into()]), Vec::<String>::new());
    assert_eq!(with(|f| f.verdicts = vec![Verdict::Passing]), ["[sig-b] ok"]);
}

#[test]
fn every_column_sorts_with_unknown_values_last() {
    let rows = [("a", "pfpp"), ("b", "...."), ("c", "ffff"), ("d", "pppF")];
    let analysis = Grid { rows: &rows, ..Grid::default() }.analysis(Params::default());
    let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    for column in RowColumn::ALL {
        for descending in [false, true] {
            let order = analysis
                .select(&all.ready(compile_search).unwrap(), Sort { column: Some(column), descending });
            assert_eq!(order.rows.len(), 4, "{}", column.name());
        }
    }
    let names = |descending| -> Vec<String> {
        let order = analysis.select(
            &all.ready(compile_search).unwrap(),
            Sort { column: Some(RowColumn::FailureRate), descending },
        );
        order.rows.iter().map(|n| analysis.row(*n).unwrap().test).collect()
    };
    assert_eq!(names(false), ["a", "d", "c", "b"]);
    assert_eq!(names(true), ["c", "a", "d", "b"]);
}
