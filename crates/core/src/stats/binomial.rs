//! The binomial distribution: how often an event happens in independent trials.

use super::binomial_normal::{by_normal, by_normal_near};
use super::binomial_steps::by_steps;

/// P(X ≤ `hits`) for X ~ Binomial(`trials`, `rate`). `None` when there are more hits than trials, or `rate` is no
/// probability. The relative error is below 10⁻¹¹ for up to 200,000 trials, and grows with the logarithm of the probability
/// beyond.
pub fn binomial_at_most(hits: u32, trials: u32, rate: f64) -> Option<f64> {
    by_normal(hits, trials, rate).or_else(|| otherwise(hits, trials, rate))
}

/// Not taken in where it is called: the quick way would have to keep its numbers.
#[inline(never)]
fn otherwise(hits: u32, trials: u32, rate: f64) -> Option<f64> {
    if hits > trials || !(0.0..=1.0).contains(&rate) {
        return None;
    }
    if hits == trials || rate == 0.0 {
        return Some(1.0);
    }
    if rate >= 1.0 {
        return Some(0.0);
    }
    by_normal_near(hits, trials, rate).or_else(|| Some(by_steps(hits, trials, rate)))
}

#[cfg(test)]
mod tests {
    use super::super::binomial_steps::MOST;
    use super::super::tails::tails;
    use super::*;

    /// Oracle: the ratios of neighbours, summed from the observed place outwards on both sides.
    fn by_ratios(hits: u32, trials: u32, rate: f64) -> f64 {
        let (k, n, odds) = (f64::from(hits), f64::from(trials), rate / (1.0 - rate));
        let up = (0..trials - hits).map(f64::from).map(|s| (n - k - s) * odds / (k + s + 1.0));
        let down = (0..hits).map(f64::from).map(|s| (k - s) / ((n - k + s + 1.0) * odds));
        tails(down, up).at_most
    }

    /// Oracle: counting the outcomes of ten coins and of ten coins of which one side comes three times in four.
    #[test]
    fn equals_counting() {
        let choose = |k: u32| (0..k).fold(1_u32, |c, i| c * (10 - i) / (i + 1));
        for (rate, sides) in [(0.5, 1_u32), (0.75, 3)] {
            let all = f64::from((sides + 1).pow(10));
            let mut count = 0;
            for k in 0..=10 {
                count += choose(k) * sides.pow(k);
                let found = binomial_at_most(k, 10, rate).unwrap();
                assert!((found / (f64::from(count) / all) - 1.0).abs() < 1e-14, "{k} {rate} {found}");
            }
        }
    }

    /// Oracle: P(Binomial(n, p) ≤ k) = P(Beta(n − k, k + 1) ≤ 1 − p).
    #[test]
    fn equals_the_incomplete_beta_function() {
        for (k, n, p) in [(3, 50, 0.1), (170, 200, 0.9), (99_000, 200_000, 0.5), (5, 100_000, 1e-4)] {
            let found = binomial_at_most(k, n, p).unwrap();
            let beta = crate::stats::beta_cdf(f64::from(n - k), f64::from(k) + 1.0, 1.0 - p);
            assert!((found / beta - 1.0).abs() < 1e-8, "{k} {n} {p}: {found} {beta}");
        }
    }

    /// Of an odd number of coins as often less than half as more show one side.
    #[test]
    fn a_half_is_a_half() {
        for n in [1, 9, 399, 999, 1001, 2999, 3201, 39_999, 199_999] {
            let found = binomial_at_most(n / 2, n, 0.5).unwrap();
            assert!((found - 0.5).abs() < 1e-13, "{n} {found}");
        }
    }

    /// There neither side is nearer.
    #[test]
    fn no_gap_to_the_mean() {
        for (k, n, p) in [(999, 3999, 0.25), (2999, 3999, 0.75), (49, 399, 0.125), (12_499, 99_999, 0.125)] {
            let (found, other) = (binomial_at_most(k, n, p).unwrap(), by_ratios(k, n, p));
            assert!((found / other - 1.0).abs() < 1e-12, "{k} {n} {p}: {found} {other}");
        }
    }

    const RATES: [f64; 8] = [1e-9, 1e-4, 0.02, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-9];

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    fn both_ways_agree() {
        let mut by_both = 0;
        for (n, p) in [2, 3, 9, 17, 64, 65, 200, 500, 999, MOST, 3000, 40_000, 200_000]
            .into_iter()
            .flat_map(|n| RATES.map(|p| (n, p)))
        {
            let (mean, deviation) = (f64::from(n) * p, (f64::from(n) * p * (1.0 - p)).sqrt());
            let away = [-9.0, -6.0, -2.0, -1.01, -0.4, 0.0, 0.7, 1.01, 3.0, 7.0]
                .map(|z| (mean + z * deviation) as u32);
            for k in away.into_iter().chain([0, 1, 8, 9, n - 1]).map(|k| k.min(n - 1)) {
                let other = by_ratios(k, n, p);
                let agrees = |own: f64| (own - other).abs() <= 1e-11 * other || other < 1e-290;
                let steps = by_steps(k, n, p);
                assert!(agrees(steps), "{k} {n} {p}: {steps} {other}");
                if let Some(normal) = by_normal(k, n, p).or_else(|| by_normal_near(k, n, p)) {
                    by_both += 1;
                    assert!(agrees(normal), "{k} {n} {p}: {normal} {other}");
                }
            }
        }
        assert!(by_both > 100, "{by_both}");
    }

    /// Where one way takes over from the other, and where the side is changed, nothing jumps.
    #[test]
    fn more_hits_are_never_less_likely() {
        for (n, p) in [(9, 0.9), (900, 0.5), (1000, 0.3), (2000, 0.1), (4000, 0.4), (30_000, 0.02)] {
            let all: Vec<f64> = (0..=n).map(|k| binomial_at_most(k, n, p).unwrap()).collect();
            assert!(all.windows(2).all(|pair| pair[0] <= pair[1] * (1.0 + 1e-11)), "{n} {p}");
            assert!(all.iter().all(|share| (0.0..=1.0).contains(share)), "{n} {p}");
        }
    }

    /// As far as numbers go, there is an answer, and soon.
    #[test]
    fn the_largest_and_the_smallest() {
        for (hits, trials, rate, expect) in [
            (8, 1000, 1e-50, 1.0),
            (3, 5000, 1e-320, 1.0),
            (9, u32::MAX, 1e-320, 1.0),
            (0, u32::MAX, 1e-12, 0.995_714_242_886_502_9),
            (u32::MAX - 1, u32::MAX, 0.5, 1.0),
            (u32::MAX / 2, u32::MAX, 0.5, 0.5),
            (1, u32::MAX, 1.0 - 1e-16, 0.0),
            (100, u32::MAX, 0.5, 0.0),
        ] {
            let found = binomial_at_most(hits, trials, rate).unwrap();
            assert!((found - expect).abs() < 1e-11, "{hits} {trials} {rate}: {found} {expect}");
        }
    }

    #[test]
    fn edges() {
        for (hits, trials, rate, expect) in [
            (0, 0, 0.5, Some(1.0)),
            (0, 9, 0.0, Some(1.0)),
            (8, 9, 1.0, Some(0.0)),
            (9, 9, 1.0, Some(1.0)),
            (2, 1, 0.5, None),
            (1, 2, 1.5, None),
            (1, 2, f64::NAN, None),
        ] {
            assert_eq!(binomial_at_most(hits, trials, rate), expect, "{hits} {trials} {rate}");
        }
    }
}
