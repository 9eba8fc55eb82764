//! Episodes: runs of consecutive failures of one test. Cells without a result do not interrupt one.

use super::super::Params;
use super::TestRows;
use crate::model::Outcome;

/// Consecutive failures of one test, columns counted from the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Episode {
    /// Column of the newest failure.
    pub(super) newest: usize,
    /// Column of the oldest failure.
    pub(super) oldest: usize,
    /// How many failures.
    pub(super) length: u32,
    /// True when it holds the newest result.
    pub(super) open: bool,
}

impl Episode {
    /// True from [`Params::LONG_EPISODE`] failures on.
    pub(super) fn is_long(&self) -> bool {
        self.length >= Params::LONG_EPISODE
    }
}

/// The episodes of a test, newest first. `results` are (column, outcome), newest first; what is no result is passed over.
pub(super) fn episodes(mut results: impl Iterator<Item = (usize, Outcome)>) -> Vec<Episode> {
    let mut found = Vec::new();
    let mut open = true;
    while let Some((column, outcome)) = results.next() {
        if outcome == Outcome::Fail {
            found.push(episode_from(column, open, &mut results));
        }
        open &= !outcome.is_result();
    }
    found
}

/// The episode that begins with the failure in column `newest`; takes its results, and the one that ends it.
fn episode_from(newest: usize, open: bool, results: &mut impl Iterator<Item = (usize, Outcome)>) -> Episode {
    let mut episode = Episode { newest, oldest: newest, length: 1, open };
    let rest = results.filter(|(_, outcome)| outcome.is_result());
    for (column, _) in rest.take_while(|(_, outcome)| *outcome == Outcome::Fail) {
        episode.oldest = column;
        episode.length += 1;
    }
    episode
}

/// The episodes of all tests over all columns: (test, episode).
pub(super) fn of_rows(rows: &TestRows) -> Vec<(usize, Episode)> {
    let failing = (0..rows.len()).filter(|test| rows.tally(*test).count(Outcome::Fail) > 0);
    failing.flat_map(|test| of_row(rows.outcomes(test)).into_iter().map(move |e| (test, e))).collect()
}

#[inline(never)]
fn of_row(outcomes: &[Outcome]) -> Vec<Episode> {
    episodes(outcomes.iter().copied().enumerate())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::tab::test_tables::outcomes;

    fn check(cells: &str, expect: &[(usize, usize, u32, bool)]) {
        let found = episodes(outcomes(cells).into_iter().enumerate());
        let found: Vec<_> = found.iter().map(|e| (e.newest, e.oldest, e.length, e.open)).collect();
        assert_eq!(found, expect, "{cells}");
    }

    #[test]
    fn consecutive_failures() {
        check("", &[]);
        check("ppp", &[]);
        check("fpff", &[(0, 0, 1, true), (2, 3, 2, false)]);
        check("..f.sfp", &[(2, 5, 2, true)]);
        check("fFf", &[(0, 0, 1, true), (2, 2, 1, false)]);
        check("pfff", &[(1, 3, 3, false)]);
    }
}
