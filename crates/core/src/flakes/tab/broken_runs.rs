//! Broken runs: columns in which so many tests failed out of turn that no failure in them says anything about a test.

use super::super::{BrokenRun, Params};
use super::episodes::episodes;
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
pub(super) fn find(rows: &TestRows, width: usize) -> Vec<Option<Broken>> {
    let mut counts = vec![Broken::default(); width];
    for outcomes in rows.all() {
        count_row(outcomes, &mut counts);
    }
    let is_broken = |c: &Broken| {
        c.unexpected >= Params::BROKEN_RUN_FAILURES
            && f64::from(c.unexpected) > Params::BROKEN_RUN_SHARE * f64::from(c.filled)
    };
    counts.into_iter().map(|c| is_broken(&c).then_some(c)).collect()
}

fn count_row(outcomes: &[Outcome], counts: &mut [Broken]) {
    let mut fails = false;
    for (outcome, count) in outcomes.iter().zip(counts.iter_mut()) {
        count.filled += u32::from(outcome.is_result());
        let failed = *outcome == Outcome::Fail;
        count.failures += u32::from(failed);
        fails |= failed;
    }
    if !fails {
        return;
    }
    for episode in episodes(outcomes.iter().copied().enumerate()).iter().filter(|e| !e.is_long()) {
        for (outcome, count) in
            outcomes.iter().zip(counts.iter_mut()).take(episode.oldest + 1).skip(episode.newest)
        {
            count.unexpected += u32::from(*outcome == Outcome::Fail);
        }
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
    use crate::flakes::tab::test_tables::table;

    fn check(rows: &[(&str, &str)], expect: &str) {
        let table = table(rows);
        let found = find(&TestRows::new(&table), table.columns.len());
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
