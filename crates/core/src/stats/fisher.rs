//! Fisher's exact test, one-sided (R. A. Fisher, 1922): do two groups differ in how often an event happens?

use super::LogTables;

/// Both one-sided probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FisherP {
    /// Probability, without a difference, of at least as many events in the first group.
    pub more: f64,
    /// Probability, without a difference, of at most as many events in the first group.
    pub fewer: f64,
}

/// One-sided tests for `hits.0` events in `trials.0` against `hits.1` in `trials.1`, by the hypergeometric distribution
/// of the first group's events given all margins. `None` when a group is empty, counts do not fit, or `tables` are too
/// short for the total.
pub fn fisher_one_sided(tables: &LogTables, hits: (u32, u32), trials: (u32, u32)) -> Option<FisherP> {
    let (a, b) = (hits.0 as usize, hits.1 as usize);
    let (n1, n2) = (trials.0 as usize, trials.1 as usize);
    if n1 == 0 || n2 == 0 || a > n1 || b > n2 || n1 + n2 > tables.bound() {
        return None;
    }
    let events = a + b;
    let ln_all = tables.ln_choose(n1 + n2, events);
    let p = |x: usize| (tables.ln_choose(n1, x) + tables.ln_choose(n2, events - x) - ln_all).exp();
    let more: f64 = (a..=events.min(n1)).map(p).sum();
    let fewer: f64 = (events.saturating_sub(n2)..=a).map(p).sum();
    Some(FisherP { more: more.min(1.0), fewer: fewer.min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(hits: (u32, u32), trials: (u32, u32)) -> FisherP {
        fisher_one_sided(&LogTables::new(700), hits, trials).unwrap()
    }

    /// Worked out with exact fractions: 27 of 30 passes against 198 of 200, and so on (failures instead of passes).
    #[test]
    fn published_values() {
        for (hits, trials, expect) in [
            ((3, 2), (30, 200), 0.017),
            ((3, 2), (50, 200), 0.056),
            ((6, 4), (100, 400), 0.006),
            ((3, 10), (20, 200), 0.10),
        ] {
            assert!((p(hits, trials).more - expect).abs() < 0.006, "{hits:?} {:?}", p(hits, trials));
        }
    }

    /// Oracle: exact integer arithmetic on every small table.
    #[test]
    fn equals_exact_counting() {
        fn choose(n: u32, k: u32) -> u64 {
            if k > n { 0 } else { (0..k).fold(1, |c, i| c * u64::from(n - i) / u64::from(i + 1)) }
        }
        for n1 in 1..9_u32 {
            for n2 in 1..9_u32 {
                for a in 0..=n1 {
                    for b in 0..=n2 {
                        let all = choose(n1 + n2, a + b) as f64;
                        let count =
                            |x: u32| if x > a + b { 0 } else { choose(n1, x) * choose(n2, a + b - x) };
                        let more = (a..=n1).map(count).sum::<u64>() as f64 / all;
                        let fewer = (0..=a).map(count).sum::<u64>() as f64 / all;
                        let found = p((a, b), (n1, n2));
                        assert!((found.more - more).abs() < 1e-12 && (found.fewer - fewer).abs() < 1e-12);
                    }
                }
            }
        }
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let tables = LogTables::new(10);
        for (hits, trials) in [((0, 0), (0, 1)), ((2, 0), (1, 1)), ((0, 0), (6, 6))] {
            assert_eq!(fisher_one_sided(&tables, hits, trials), None);
        }
    }
}
