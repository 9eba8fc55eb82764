//! The verdicts against the truth of made-up worlds, beside two simpler rules: what TestGrid's own tab rule would call
//! flaky, and "failed at least once". Prints a table a seed and every case that came out wrong, with its reason.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the figures are for reading; a test stops where its helper fails"
)]

mod sim_world;

use std::collections::BTreeMap;

use flakescope_core::flakes::{Analysis, Filter, Params, Sort, TestKey, TestRow, Verdict, compile_search};
use flakescope_core::model::clean_line;
use flakescope_sim::truth::{TabTruth, TestTruth};
use flakescope_sim::world::{World, WorldOptions};

const SEEDS: [u64; 6] = [1, 2, 3, 5, 8, 13];

/// Right and wrong answers of one rule.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    hits: u32,
    wrong: u32,
    missed: u32,
}

impl Score {
    fn add(&mut self, said: bool, truth: bool) {
        self.hits += u32::from(said && truth);
        self.wrong += u32::from(said && !truth);
        self.missed += u32::from(!said && truth);
    }

    fn merge(&mut self, other: Self) {
        self.hits += other.hits;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    fn precision(&self) -> f64 {
        f64::from(self.hits) / f64::from((self.hits + self.wrong).max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.hits) / f64::from((self.hits + self.missed).max(1))
    }
}

/// All scores of one world.
#[derive(Clone, Debug, Default)]
struct Scores {
    flaky_or_suspect: Score,
    flaky: Score,
    failing: Score,
    testgrid_rule: Score,
    failed_once: Score,
    broken_runs: Score,
    /// Broken runs in which fewer tests failed than the rule's floor.
    tiny_broken_runs: u32,
    noise_alone: u32,
    wrong: Vec<String>,
}

/// What is true of one test within the window, its older name's row included.
struct Truly<'a> {
    test: &'a TestTruth,
    flips: usize,
    noise: usize,
}

impl Truly<'_> {
    /// Non-deterministic, with at least one failure that shows it.
    fn flaky(&self) -> bool {
        self.test.non_deterministic && self.flips > 0
    }
}

fn score(seed: u64) -> Scores {
    let world = World::build(WorldOptions { seed, tests: 120, ..WorldOptions::default() });
    let (tabs, truth) = (sim_world::tabs_of(world.dashboards), world.truth);
    let analysis = Analysis::of_tabs(&tabs, Params::default());
    let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    let rows = analysis.select(&all.ready(compile_search).unwrap(), Sort::default());
    let rows: Vec<TestRow> = rows.rows.iter().map(|number| analysis.row(*number).unwrap()).collect();
    let mut scores = Scores::default();
    for (board, tab) in truth.dashboards.iter().flat_map(|b| b.tabs.iter().map(move |tab| (b, tab))) {
        let here = |row: &&TestRow| row.dashboard == board.name && row.job == tab.name;
        let rows: BTreeMap<&str, &TestRow> =
            rows.iter().filter(here).map(|row| (row.test.as_str(), row)).collect();
        score_tab(&analysis, &board.name, tab, &rows, &mut scores);
    }
    scores
}

fn score_tab(
    analysis: &Analysis,
    board: &str,
    tab: &TabTruth,
    rows: &BTreeMap<&str, &TestRow>,
    scores: &mut Scores,
) {
    let view = analysis.job_view(board, &tab.name).unwrap();
    let window = view.columns.iter().take_while(|column| column.in_window).count();
    score_broken_runs(
        tab,
        &view.broken_runs.iter().map(|run| run.column as usize).collect::<Vec<_>>(),
        scores,
    );
    let by_name: BTreeMap<&str, &TestTruth> =
        tab.tests.iter().map(|test| (test.name.as_str(), test)).collect();
    for test in tab.tests.iter().filter(|test| test.row == "test" && test.renamed_to.is_none()) {
        let older = test.renamed_from.as_deref().and_then(|name| by_name.get(name));
        let inside = |columns: &[usize]| columns.iter().filter(|column| **column < window).count();
        let sum =
            |of: fn(&TestTruth) -> &[usize]| inside(of(test)) + older.map_or(0, |older| inside(of(older)));
        let truly = Truly { test, flips: sum(|t| &t.flip_columns), noise: sum(|t| &t.noise_columns) };
        match rows.get(clean_line(&test.name).as_ref()) {
            Some(row) => score_test(analysis, row, &truly, scores),
            None => scores.wrong.push(lost_row(tab, test, rows)),
        }
    }
}

/// A row that was taken for the older name of another test.
fn lost_row(tab: &TabTruth, test: &TestTruth, rows: &BTreeMap<&str, &TestRow>) -> String {
    let joined = rows.values().find(|row| row.renamed_from == test.name);
    let joined = joined.expect("a row without an own line is part of another test's history");
    format!("{}: {} was joined to {}, which is another test", tab.name, test.name, joined.test)
}

/// Runs with fewer failed tests than the rule's floor cannot be found; they are printed and counted apart.
fn score_broken_runs(tab: &TabTruth, found: &[usize], scores: &mut Scores) {
    for run in &tab.broken_runs {
        let hit = found.contains(&run.at.column);
        if run.failed_tests >= Params::BROKEN_RUN_FAILURES as usize {
            scores.broken_runs.add(hit, true);
        } else {
            scores.tiny_broken_runs += 1;
        }
        if !hit {
            scores.wrong.push(format!(
                "{}: broken run in column {} not found ({} of {} tests failed: {})",
                tab.name, run.at.column, run.failed_tests, run.filled_tests, run.cause
            ));
        }
    }
    for column in found.iter().filter(|column| tab.broken_runs.iter().all(|run| run.at.column != **column)) {
        scores.broken_runs.add(true, false);
        scores.wrong.push(format!("{}: made up a broken run in column {column}", tab.name));
    }
}

fn score_test(analysis: &Analysis, row: &TestRow, truly: &Truly<'_>, scores: &mut Scores) {
    let key = TestKey { dashboard: row.dashboard.clone(), job: row.job.clone(), test: row.test.clone() };
    let recent: String =
        analysis.test_view(&key).unwrap().runs.iter().take(10).map(|run| run.outcome).collect();
    let said = matches!(row.verdict, Verdict::Flaky | Verdict::Suspect);
    // A test that is broken now cannot be told apart from one that was flaky before it broke.
    if !truly.test.broken_now {
        let noise_alone = said && !truly.flaky() && truly.noise > 0;
        scores.noise_alone += u32::from(noise_alone);
        scores.flaky_or_suspect.add(said, truly.flaky());
        scores
            .testgrid_rule
            .add(recent.contains(['f', 'F']) && !recent.replace('.', "").starts_with("fff"), truly.flaky());
        scores.failed_once.add(row.failures + row.flaky_cells > 0, truly.flaky());
        if said != truly.flaky() {
            scores.wrong.push(describe(row, truly, if noise_alone { "noise alone" } else { "wrong" }));
        }
    }
    scores.flaky.add(row.verdict == Verdict::Flaky, truly.test.non_deterministic);
    scores.failing.add(row.verdict == Verdict::Failing, truly.test.broken_now);
    if (row.verdict == Verdict::Failing) != truly.test.broken_now {
        scores.wrong.push(describe(row, truly, "failing or not"));
    }
    if row.verdict == Verdict::Flaky && !truly.test.non_deterministic {
        scores.wrong.push(describe(row, truly, "not flaky"));
    }
}

fn describe(row: &TestRow, truly: &Truly<'_>, what: &str) -> String {
    format!(
        "{what}: {} / {}: said {}, truly {} (rate {:.4}); {} runs, {} failures, {} flaky cells; flips {}, noise {}, cause {:?}",
        row.job,
        row.test,
        row.verdict,
        truly.test.kind,
        truly.test.failure_rate,
        row.runs,
        row.failures,
        row.flaky_cells,
        truly.flips,
        truly.noise,
        truly.test.cause,
    )
}

fn print_line(name: &str, score: &Score) {
    println!(
        "  {name:<34} precision {:.4}  recall {:.4}  ({} right, {} wrong, {} missed)",
        score.precision(),
        score.recall(),
        score.hits,
        score.wrong,
        score.missed
    );
}

fn print_scores(title: &str, scores: &Scores) {
    println!("{title}");
    print_line("flaky or suspect", &scores.flaky_or_suspect);
    print_line("flaky alone", &scores.flaky);
    print_line("failing", &scores.failing);
    print_line("TestGrid's rule (newest 10 runs)", &scores.testgrid_rule);
    print_line("failed at least once", &scores.failed_once);
    print_line("broken runs", &scores.broken_runs);
    println!("  among the wrong ones, infrastructure noise alone: {}", scores.noise_alone);
    println!("  broken runs too small for the rule (under 5 failed tests): {}", scores.tiny_broken_runs);
}

#[test]
fn verdicts_agree_with_the_truth() {
    let mut sum = Scores::default();
    for seed in SEEDS {
        let scores = score(seed);
        print_scores(&format!("seed {seed}"), &scores);
        scores.wrong.iter().for_each(|line| println!("    {line}"));
        sum.flaky_or_suspect.merge(scores.flaky_or_suspect);
        sum.flaky.merge(scores.flaky);
        sum.failing.merge(scores.failing);
        sum.testgrid_rule.merge(scores.testgrid_rule);
        sum.failed_once.merge(scores.failed_once);
        sum.broken_runs.merge(scores.broken_runs);
        sum.noise_alone += scores.noise_alone;
        sum.tiny_broken_runs += scores.tiny_broken_runs;
    }
    print_scores("all seeds", &sum);
    assert!(sum.flaky_or_suspect.precision() >= 0.95 && sum.flaky_or_suspect.recall() >= 0.95);
    assert!(sum.flaky.precision() >= 0.98);
    assert!(sum.failing.recall() >= 0.95);
    assert_eq!((sum.broken_runs.wrong, sum.broken_runs.missed), (0, 0));
}
