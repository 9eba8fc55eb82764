//! Episodes: runs of consecutive failures of one test. Cells without a result do not interrupt one.

use super::super::Params;
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
pub(super) fn episodes(results: impl Iterator<Item = (usize, Outcome)>) -> Vec<Episode> {
    let mut found = Vec::new();
    let mut current: Option<Episode> = None;
    let mut first = true;
    for (column, outcome) in results.filter(|(_, outcome)| outcome.is_result()) {
        match (&mut current, outcome == Outcome::Fail) {
            (Some(episode), true) => {
                episode.oldest = column;
                episode.length += 1;
            }
            (None, true) => {
                current = Some(Episode { newest: column, oldest: column, length: 1, open: first });
            }
            (_, false) => found.extend(current.take()),
        }
        first = false;
    }
    found.extend(current);
    found
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
