//! Broken runs: columns in which so many tests failed out of turn that no failure in them says anything about a test.

use super::super::{BrokenRun, Params};
use super::episodes::Episode;
use super::{Columns, Links, TestRows};
use crate::model::{Outcome, TabSummary, Table};

/// The counts that made a run broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Broken {
    unexpected: u32,
    failures: u32,
    filled: u32,
}

/// For each column the counts if its run is broken: unexpected failures (those in an episode shorter than
/// [`Params::LONG_EPISODE`]) at least [`Params::BROKEN_RUN_FAILURES`] and more than [`Params::BROKEN_RUN_SHARE`] of the
/// test cells with a result.
pub(super) fn find(rows: &TestRows, episodes: &[(usize, Episode)]) -> Vec<Option<Broken>> {
    let mut counts = filled_cells(rows);
    for (test, episode) in episodes {
        count_failures(rows.outcomes(*test), episode, &mut counts);
    }
    let is_broken = |c: &Broken| {
        c.unexpected >= Params::BROKEN_RUN_FAILURES
            && f64::from(c.unexpected) > Params::BROKEN_RUN_SHARE * f64::from(c.filled)
    };
    counts.into_iter().map(|c| is_broken(&c).then_some(c)).collect()
}

/// For each column its cells with a result. Most rows have one in every column: those are counted as rows.
fn filled_cells(rows: &TestRows) -> Vec<Broken> {
    let (full, other): (Vec<usize>, Vec<usize>) =
        (0..rows.len()).partition(|test| rows.tally(*test).results() as usize == rows.width());
    let filled = u32::try_from(full.len()).unwrap_or(u32::MAX);
    let mut counts = vec![Broken { filled, ..Broken::default() }; rows.width()];
    for test in other {
        count_filled(rows.outcomes(test), &mut counts);
    }
    counts
}

#[inline(never)]
fn count_filled(outcomes: &[Outcome], counts: &mut [Broken]) {
    for (outcome, count) in outcomes.iter().zip(counts) {
        count.filled += u32::from(outcome.is_result());
    }
}

fn count_failures(outcomes: &[Outcome], episode: &Episode, counts: &mut [Broken]) {
    let cells = outcomes.iter().zip(counts).take(episode.oldest + 1).skip(episode.newest);
    for (_, count) in cells.filter(|(outcome, _)| **outcome == Outcome::Fail) {
        count.failures += 1;
        count.unexpected += u32::from(!episode.is_long());
    }
}

/// The broken runs as rows.
pub(super) fn rows(
    found: &[Option<Broken>],
    table: &Table,
    summary: &TabSummary,
    columns: &Columns,
    links: &Links,
) -> Vec<BrokenRun> {
    let broken = found.iter().enumerate().filter_map(|(column, counts)| Some((column, (*counts)?)));
    broken
        .filter_map(|(column, counts)| {
            let run = table.columns.get(column)?;
            Some(BrokenRun {
                dashboard: summary.dashboard.clone(),
                job: summary.tab.clone(),
                build: run.build.clone(),
                column: u32::try_from(column).unwrap_or(u32::MAX),
                started_at: run.started_at,
                unexpected_failures: counts.unexpected,
                failures: counts.failures,
                filled: counts.filled,
                in_window: column < columns.window,
                run_url: links.run(&run.build),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::tab::episodes::of_rows;
    use crate::flakes::tab::test_tables::table;

    fn check(rows: &[(&str, &str)], expect: &str) {
        let table = table(rows);
        let rows = TestRows::new(&table);
        let found = find(&rows, &of_rows(&rows));
        let letters: String = found.iter().map(|b| if b.is_some() { 'x' } else { '-' }).collect();
        assert_eq!(letters, expect);
    }

    #[test]
    fn five_failures_and_more_than_a_fifth() {
        check(&[("a", "pfp"), ("b", "pfp"), ("c", "pfp"), ("d", "pfp")], "---");
        check(&[("a", "pfp"), ("b", "pfp"), ("c", "pfp"), ("d", "pfp"), ("e", "pfp")], "-x-");
        let names: Vec<String> = (0..25).map(|n| format!("t{n}")).collect();
        let some = |failing: usize| -> Vec<(&str, &str)> {
            names
                .iter()
                .enumerate()
                .map(|(n, name)| (name.as_str(), if n < failing { "pfp" } else { "ppp" }))
                .collect()
        };
        check(&some(5), "---");
        check(&some(6), "-x-");
    }

    #[test]
    fn long_episodes_never_make_a_run_broken() {
        let rows = [("a", "pfffp"), ("b", "pfffp"), ("c", "pfffp"), ("d", "pfffp"), ("e", "pfffp")];
        check(&rows, "-----");
        let two = [("a", "pffp"), ("b", "pffp"), ("c", "pffp"), ("d", "pffp"), ("e", "pffp")];
        check(&two, "-xx-");
    }

    #[test]
    fn job_rows_do_not_count() {
        check(&[("a", "fp"), ("b", "fp"), ("c", "fp"), ("d", "fp"), ("ci-x.Overall", "fp")], "--");
    }
}
