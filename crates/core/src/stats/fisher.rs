//! Fisher's exact test, one-sided (R. A. Fisher, 1922): do two groups differ in how often an event happens?

use super::tails::tails;

/// Both one-sided probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FisherP {
    /// Probability, without a difference, of at least as many events in the first group.
    pub more: f64,
    /// Probability, without a difference, of at most as many events in the first group.
    pub fewer: f64,
}

/// One-sided tests for `hits.0` events in `trials.0` against `hits.1` in `trials.1`, by the hypergeometric distribution
/// of the first group's events given all margins. `None` when a group is empty or counts do not fit. The relative error is
/// below 10⁻¹¹ for groups of any size that a CI has; a probability below 10⁻³⁰⁸ is 0.
pub fn fisher_one_sided(hits: (u32, u32), trials: (u32, u32)) -> Option<FisherP> {
    if trials.0 == 0 || trials.1 == 0 || hits.0 > trials.0 || hits.1 > trials.1 {
        return None;
    }
    let [a, b, n1, n2] = [hits.0, hits.1, trials.0, trials.1].map(f64::from);
    // Weight of x events in the first group: C(n1, x) · C(n2, a + b − x). Step by step an event changes the group.
    let up = (0..hits.1.min(trials.0 - hits.0)).map(f64::from);
    let up = up.map(|s| (n1 - a - s) * (b - s) / ((a + s + 1.0) * (n2 - b + s + 1.0)));
    let down = (0..hits.0.min(trials.1 - hits.1)).map(f64::from);
    let down = down.map(|s| (n2 - b - s) * (a - s) / ((b + s + 1.0) * (n1 - a + s + 1.0)));
    let found = tails(down, up);
    Some(FisherP { more: found.at_least, fewer: found.at_most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(hits: (u32, u32), trials: (u32, u32)) -> FisherP {
        fisher_one_sided(hits, trials).unwrap()
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

    /// Oracle: exact integer arithmetic on every small table. Long tables: `tests/exact_tails.rs`.
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
                        assert!((found.more / more - 1.0).abs() < 1e-14, "{a} {b} {n1} {n2}");
                        assert!((found.fewer / fewer - 1.0).abs() < 1e-14, "{a} {b} {n1} {n2}");
                    }
                }
            }
        }
    }

    #[test]
    fn refuses_what_does_not_fit() {
        for (hits, trials) in [((0, 0), (0, 1)), ((0, 0), (1, 0)), ((2, 0), (1, 1)), ((0, 2), (1, 1))] {
            assert_eq!(fisher_one_sided(hits, trials), None);
        }
    }

    #[test]
    fn the_largest_counts() {
        let found = p((u32::MAX, 0), (u32::MAX, u32::MAX));
        assert_eq!((found.more, found.fewer), (0.0, 1.0));
    }
}
