//! One job in numbers: how its whole runs went, and whether it keeps the rules for blocking a release.

use super::super::{Criterion, CriterionState, JobRow, Totals, Verdict};
use super::column_facts::ColumnFacts;
use super::job_rows::{is_of_testgrid, overall_row};
use super::links::tab_url;
use super::{Grid, outages};
use crate::model::{Cell, ColumnsPassed, Outcome, TabSummary, Table, TimeMs};
use crate::stats::{round6, wilson_95};

/// Columns of TestGrid's "recent" numbers on the release boards.
const RECENT: usize = 10;
/// Days of the blocking-job criteria.
const CRITERIA_DAYS: u32 = 7;
/// Share of a week's runs that must pass.
const PASS_SHARE: f64 = 0.75;
/// The most failures in a row.
const FAILURES_IN_A_ROW: usize = 10;
/// The longest mean time between two starts.
const HOURS_BETWEEN_RUNS: f64 = 3.0;
/// Greens in a row at decision time.
const GREENS_IN_A_ROW: usize = 3;
const HOUR_MS: f64 = 3_600_000.0;

pub(super) fn job_row(summary: &TabSummary, grid: Option<&Grid>) -> JobRow {
    let row = JobRow {
        dashboard: summary.dashboard.clone(),
        job: summary.tab.clone(),
        status: summary.status,
        columns_passed: summary.columns_passed,
        newest_green: summary.latest_green.clone(),
        newest_run_at: summary.last_run_at,
        testgrid_url: tab_url(&summary.dashboard, &summary.tab),
        criteria: criteria(&[]),
        ..JobRow::default()
    };
    grid.map_or(row.clone(), |grid| with_grid(row, grid))
}

fn with_grid(mut row: JobRow, grid: &Grid) -> JobRow {
    let facts = &grid.columns.facts;
    let runs = whole_runs(&grid.table, facts);
    let window: Vec<&WholeRun> = runs.iter().take_while(|run| run.column < grid.columns.window).collect();
    let failed = window.iter().filter(|run| !run.passed).count();
    let interval = wilson_95(number(failed), number(window.len()));
    let green =
        facts.iter().position(|facts| facts.is_green()).and_then(|column| grid.table.columns.get(column));
    row.prow_job.clone_from(&grid.prow_job);
    row.read = true;
    row.columns_passed = columns_passed(&grid.table).or(row.columns_passed);
    row.newest_green = green.map(|c| c.build.clone()).unwrap_or_default();
    row.newest_green_at = green.and_then(|c| c.started_at);
    row.newest_run_at = grid.table.columns.iter().find_map(|c| c.started_at).or(row.newest_run_at);
    row.oldest_run_at = grid.table.columns.iter().rev().find_map(|c| c.started_at);
    row.columns = number(grid.table.columns.len());
    row.runs = number(window.len());
    row.failed_runs = number(failed);
    row.run_failure_rate = (!window.is_empty()).then(|| round6(failed as f64 / window.len() as f64));
    row.run_failure_rate_low = interval.map(|i| round6(i.low));
    row.run_failure_rate_high = interval.map(|i| round6(i.high));
    row.criteria = criteria(&runs);
    row.tests = totals(grid);
    row.broken_runs = number(grid.broken_runs.iter().filter(|run| run.in_window).count());
    row.outages = outages::find(grid);
    row
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Tests of one tab by verdict.
fn totals(grid: &Grid) -> Totals {
    let mut totals = Totals::default();
    for test in &grid.tests {
        totals.tests += 1;
        totals.runs += u64::from(test.runs());
        totals.ndr += u32::from(test.ndr());
        let slot = match test.verdict {
            _ if test.stale => &mut totals.stale,
            Verdict::Failing => &mut totals.failing,
            Verdict::Flaky => &mut totals.flaky,
            Verdict::Suspect => &mut totals.suspect,
            Verdict::Recovered => &mut totals.recovered,
            Verdict::Passing => &mut totals.passing,
        };
        *slot += 1;
    }
    totals
}

/// A finished run of the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct WholeRun {
    column: usize,
    started_at: Option<TimeMs>,
    passed: bool,
}

/// How each finished run went, newest first: by the `Overall` row, and where that is empty by the tests: a run passed
/// when nothing failed and something passed.
fn whole_runs(table: &Table, facts: &[ColumnFacts]) -> Vec<WholeRun> {
    let overall = overall_row(table);
    let run = |(column, facts): (usize, &ColumnFacts)| {
        let own = overall.and_then(|row| table.cells(row).get(column)).map(|cell| cell.outcome());
        let outcome = own.filter(|o| *o != Outcome::None).unwrap_or(facts.worst());
        let known = outcome != Outcome::None && facts.is_finished();
        let started_at = table.columns.get(column)?.started_at;
        known.then_some(WholeRun { column, started_at, passed: !outcome.is_non_pass() })
    };
    facts.iter().enumerate().filter_map(run).collect()
}

/// TestGrid's numbers over its newest [`RECENT`] columns (`gridMetrics` of `pkg/summarizer/summary.go`): a column passed when it has a pass and
/// no failure; cells are filled ones.
pub(super) fn columns_passed(table: &Table) -> Option<ColumnsPassed> {
    let mut counts = vec![[0_u32; 3]; table.columns.len().min(RECENT)];
    for (number, row) in table.rows.iter().enumerate() {
        if is_of_testgrid(table.name(row)) {
            continue;
        }
        for (cell, [passes, failures, filled]) in table.cells(number).iter().zip(&mut counts) {
            *filled += u32::from(cell.is_filled() && *cell != Cell::RUNNING);
            *passes += u32::from(matches!(cell.outcome(), Outcome::Pass | Outcome::Skip));
            *failures += u32::from(cell.outcome() == Outcome::Fail);
        }
    }
    let sum = |of: fn(&[u32; 3]) -> u32| counts.iter().map(of).sum::<u32>();
    let found = ColumnsPassed {
        passed: sum(|[passes, failures, _]| u32::from(*passes > 0 && *failures == 0)),
        columns: sum(|[_, _, filled]| u32::from(*filled > 0)),
        cells_passed: sum(|[passes, _, _]| *passes),
        cells: sum(|[_, _, filled]| *filled),
        ignored: 0,
    };
    (found.columns > 0).then_some(found)
}

/// The blocking-job criteria that a grid can tell (kubernetes/sig-release `release-blocking-jobs.md`); the duration
/// rule needs data that a grid does not hold.
fn criteria(runs: &[WholeRun]) -> Vec<Criterion> {
    let newest = runs.iter().find_map(|run| run.started_at);
    let edge = newest.map(|t| t.minus_days(CRITERIA_DAYS));
    let week: Vec<WholeRun> =
        runs.iter().copied().take_while(|run| run.started_at.is_none_or(|t| Some(t) >= edge)).collect();
    vec![pass_share(&week), failure_streak(&week), spacing(&week), greens(runs)]
}

fn criterion(rule: &str, met: Option<bool>, figure: String) -> Criterion {
    let state = match met {
        Some(true) => CriterionState::Met,
        Some(false) => CriterionState::NotMet,
        None => CriterionState::Unknown,
    };
    Criterion { rule: rule.to_owned(), state, figure }
}

fn pass_share(week: &[WholeRun]) -> Criterion {
    let passed = week.iter().filter(|run| run.passed).count();
    let rule = "At least 75 % of a week's runs pass";
    if week.is_empty() {
        return criterion(rule, None, "no finished run is known".to_owned());
    }
    let share = passed as f64 / week.len() as f64;
    criterion(
        rule,
        Some(share >= PASS_SHARE),
        format!("{passed} of {} runs passed ({:.0} %)", week.len(), share * 100.0),
    )
}

fn failure_streak(week: &[WholeRun]) -> Criterion {
    let rule = "At most 10 failures in a row";
    if week.is_empty() {
        return criterion(rule, None, "no finished run is known".to_owned());
    }
    let longest = week.split(|run| run.passed).map(<[WholeRun]>::len).max().unwrap_or(0);
    criterion(
        rule,
        Some(longest <= FAILURES_IN_A_ROW),
        format!("longest streak of the week: {longest} failures"),
    )
}

fn spacing(week: &[WholeRun]) -> Criterion {
    let rule = "Runs at least every 3 hours";
    let starts: Vec<TimeMs> = week.iter().filter_map(|run| run.started_at).collect();
    let (Some(newest), Some(oldest)) = (starts.iter().max(), starts.iter().min()) else {
        return criterion(rule, None, "no start time is known".to_owned());
    };
    if starts.len() < 2 {
        return criterion(rule, None, "only one run is known".to_owned());
    }
    let hours = (newest.0 - oldest.0) as f64 / HOUR_MS / (starts.len() - 1) as f64;
    criterion(
        rule,
        Some(hours <= HOURS_BETWEEN_RUNS),
        format!("one run every {hours:.1} hours on average over the week"),
    )
}

fn greens(runs: &[WholeRun]) -> Criterion {
    let rule = "The newest three runs are green";
    let green = runs.iter().take_while(|run| run.passed).count();
    let met = (runs.len() >= GREENS_IN_A_ROW || green < runs.len()).then_some(green >= GREENS_IN_A_ROW);
    let figure = match (runs.len(), green) {
        (0, _) => "no finished run is known".to_owned(),
        (_, 1) => "1 green run in a row".to_owned(),
        _ => format!("{green} green runs in a row"),
    };
    criterion(rule, met, figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::tab::test_tables::table;

    fn runs(letters: &str, hours: i64) -> Vec<WholeRun> {
        let start =
            |n: usize| TimeMs::from_ms(1_700_000_000_000 - hours * 3_600_000 * i64::try_from(n).unwrap());
        let run = |(n, c): (usize, char)| WholeRun { column: n, started_at: start(n), passed: c == 'p' };
        letters.chars().enumerate().map(run).collect()
    }

    fn check(runs: &[WholeRun], expect: [&str; 4]) {
        let line = |c: &Criterion| format!("{:?}: {}", c.state, c.figure);
        assert_eq!(criteria(runs).iter().map(line).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn blocking_criteria() {
        check(
            &runs("pppf", 2),
            [
                "Met: 3 of 4 runs passed (75 %)",
                "Met: longest streak of the week: 1 failures",
                "Met: one run every 2.0 hours on average over the week",
                "Met: 3 green runs in a row",
            ],
        );
        check(
            &runs("pfffffffffffp", 4),
            [
                "NotMet: 2 of 13 runs passed (15 %)",
                "NotMet: longest streak of the week: 11 failures",
                "NotMet: one run every 4.0 hours on average over the week",
                "NotMet: 1 green run in a row",
            ],
        );
        check(
            &[],
            [
                "Unknown: no finished run is known",
                "Unknown: no finished run is known",
                "Unknown: no start time is known",
                "Unknown: no finished run is known",
            ],
        );
        assert_eq!(criteria(&runs("pp", 1))[3].state, CriterionState::Unknown);
        assert_eq!(criteria(&runs("f", 1))[3].state, CriterionState::NotMet);
    }

    #[test]
    fn only_the_newest_week_counts() {
        let figure = &criteria(&runs(&"p".repeat(20), 24))[0].figure;
        assert_eq!(figure, "8 of 8 runs passed (100 %)");
    }

    #[test]
    fn whole_runs_by_overall_else_by_tests() {
        let table = table(&[("Overall", "rfp.."), ("a", "ppfp."), ("b", "ppfps")]);
        let facts = ColumnFacts::of_table(&table);
        let found: Vec<(usize, bool)> =
            whole_runs(&table, &facts).iter().map(|r| (r.column, r.passed)).collect();
        assert_eq!(found, [(1, false), (2, true), (3, true), (4, true)]);
        assert_eq!(facts.iter().position(|f| f.is_green()), Some(3));
        let passed = columns_passed(&table).unwrap();
        assert_eq!((passed.passed, passed.columns, passed.cells_passed, passed.cells), (3, 5, 8, 11));
    }
}
