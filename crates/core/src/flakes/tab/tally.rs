//! How many cells of each outcome a row holds.

use crate::model::Outcome;

/// Counts by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally([u32; 5]);

/// Bits of one count while a row is counted; five of them fit into one number, which is quicker than five counters.
const BITS: u32 = 12;
/// Cells that can be counted before a count of [`BITS`] bits could overflow.
const AT_ONCE: usize = (1 << BITS) - 1;

impl Tally {
    #[inline(never)]
    pub(super) fn of(outcomes: &[Outcome]) -> Self {
        let mut tally = Self::default();
        for part in outcomes.chunks(AT_ONCE) {
            let packed: u64 = part.iter().map(|outcome| 1 << (BITS * *outcome as u32)).sum();
            tally.add_packed(packed);
        }
        tally
    }

    fn add_packed(&mut self, packed: u64) {
        for (place, count) in (0_u32..).zip(&mut self.0) {
            // Cannot be lost: a count has BITS bits.
            *count += u32::try_from(packed >> (BITS * place) & AT_ONCE as u64).unwrap_or_default();
        }
    }

    /// Takes one cell out.
    pub(super) fn remove(&mut self, outcome: Outcome) {
        if let Some(count) = self.0.get_mut(outcome as usize) {
            *count = count.saturating_sub(1);
        }
    }

    /// How many cells have this outcome.
    pub(super) fn count(self, outcome: Outcome) -> u32 {
        self.0.get(outcome as usize).copied().unwrap_or(0)
    }

    /// Cells that failed or were flaky.
    pub(super) fn non_passes(self) -> u32 {
        self.count(Outcome::Fail) + self.count(Outcome::Flaky)
    }

    /// Cells that count as a run of the test.
    pub(super) fn results(self) -> u32 {
        self.count(Outcome::Pass) + self.non_passes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::tab::test_tables::outcomes;

    #[test]
    fn counts_by_outcome() {
        let row = outcomes("ppf.sFrpf");
        let mut tally = Tally::of(&row.repeat(1000));
        assert_eq!(tally, Tally([2000, 3000, 1000, 2000, 1000]));
        tally.remove(Outcome::Skip);
        assert_eq!(tally.count(Outcome::Skip), 999);
        assert_eq!((tally.non_passes(), tally.results()), (3000, 6000));
        assert_eq!(Tally::of(&outcomes("p").repeat(100_000)).count(Outcome::Pass), 100_000);
    }
}
