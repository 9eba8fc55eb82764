//! The binomial distribution: how often an event happens in independent trials.

use super::tails::tails;

/// P(X ≤ `hits`) for X ~ Binomial(`trials`, `rate`). `None` when there are more hits than trials, or `rate` is no
/// probability.
pub fn binomial_at_most(hits: u32, trials: u32, rate: f64) -> Option<f64> {
    if hits > trials || !(0.0..=1.0).contains(&rate) {
        return None;
    }
    let certain = if rate == 0.0 || hits == trials { Some(1.0) } else { (rate >= 1.0).then_some(0.0) };
    if certain.is_some() {
        return certain;
    }
    let (k, n, odds) = (f64::from(hits), f64::from(trials), rate / (1.0 - rate));
    let up = (0..trials - hits).map(f64::from).map(|s| (n - k - s) * odds / (k + s + 1.0));
    let down = (0..hits).map(f64::from).map(|s| (k - s) / ((n - k + s + 1.0) * odds));
    Some(tails(down, up).at_most)
}

#[cfg(test)]
mod tests {
    use super::*;

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
