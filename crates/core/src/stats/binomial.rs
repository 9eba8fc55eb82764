//! The binomial distribution: how often an event happens in independent trials.

use std::f64::consts::TAU;

use super::beta_fraction::beta_fraction;
use super::binomial_steps::by_steps;

/// P(X ≤ `hits`) for X ~ Binomial(`trials`, `rate`). `None` when there are more hits than trials, or `rate` is no
/// probability. The relative error is below 10⁻¹² for up to 200,000 trials, and grows with the logarithm of the probability
/// beyond.
pub fn binomial_at_most(hits: u32, trials: u32, rate: f64) -> Option<f64> {
    if hits > trials || !(0.0..=1.0).contains(&rate) {
        return None;
    }
    let certain = if rate == 0.0 || hits == trials { Some(1.0) } else { (rate >= 1.0).then_some(0.0) };
    let value = || by_steps(hits, trials, rate).unwrap_or_else(|| by_fraction(hits, trials, rate));
    Some(certain.unwrap_or_else(value))
}

/// P(X ≤ k) is the incomplete beta function of n − k and k + 1 at q = 1 − p: the side on which less lies, by its continued fraction.
fn by_fraction(hits: u32, trials: u32, p: f64) -> f64 {
    let (k, n, q) = (f64::from(hits), f64::from(trials), 1.0 - p);
    if hits == 0 {
        return (n * (-p).ln_1p()).exp();
    }
    let front = mass(k, n, p) * (n - k) * p;
    if k + 1.0 <= p * (n + 1.0) {
        front * beta_fraction(n - k, k + 1.0, q, p)
    } else {
        1.0 - front * beta_fraction(k + 1.0, n - k, p, q)
    }
}

/// P(X = k) for 0 < k < n, without numbers that cancel out (C. Loader, Fast and Accurate Computation of Binomial
/// Probabilities, 2000).
fn mass(k: f64, n: f64, p: f64) -> f64 {
    let stirling = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    let deviance = deviance(k, n * p) + deviance(n - k, n * (1.0 - p));
    (stirling - deviance).exp() * (n / (TAU * k * (n - k))).sqrt()
}

/// ln n! − ln(√(2πn) (n/e)ⁿ) for whole n above 0: from a table, and by Stirling's series where that has all digits.
fn stirling_error(n: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number; large ones saturate"
    )]
    if let Some(error) = FIRST_ERRORS.get((n - 1.0) as usize) {
        return *error;
    }
    let inverse = 1.0 / n;
    let square = inverse * inverse;
    let tail =
        1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0 - square * (691.0 / 360_360.0)));
    inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * tail))
}

/// Loader's table, for 1 to 15.
const FIRST_ERRORS: [f64; 15] = [
    0.081_061_466_795_327_26,
    0.041_340_695_955_409_3,
    0.027_677_925_684_998_34,
    0.020_790_672_103_765_093,
    0.016_644_691_189_821_193,
    0.013_876_128_823_070_748,
    0.011_896_709_945_891_77,
    0.010_411_265_261_972_096,
    0.009_255_462_182_712_733,
    0.008_330_563_433_362_87,
    0.007_573_675_487_951_841,
    0.006_942_840_107_209_53,
    0.006_408_994_188_004_207,
    0.005_951_370_112_758_847_5,
    0.005_554_733_551_962_801,
];

/// x ln(x / mean) + mean − x, also where both are nearly the same.
fn deviance(x: f64, mean: f64) -> f64 {
    let (gap, both) = (x - mean, x + mean);
    if gap.abs() >= 0.1 * both {
        return x * (x / mean).ln() - gap;
    }
    let share = gap / both;
    let (mut sum, mut power) = (gap * share, 2.0 * x * share);
    // Each step is at most a hundredth of the one before.
    for odd in (3..30).step_by(2).map(f64::from) {
        power *= share * share;
        let next = sum + power / odd;
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
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

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    fn all_ways_agree() {
        for n in [2, 3, 9, 17, 64, 65, 200, 500, 999, MOST, 3000, 40_000] {
            for p in [1e-9, 1e-4, 0.02, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-9] {
                let mean = (f64::from(n) * p) as u32;
                for k in [0, 1, 8, 9, mean.saturating_sub(n / 50), mean, mean + 1, mean + n / 50, n - 1] {
                    let k = k.min(n - 1);
                    let other = by_ratios(k, n, p);
                    let agrees =
                        |own: f64, share: f64| (own - other).abs() <= share * other || other < 1e-290;
                    let fraction = by_fraction(k, n, p);
                    assert!(agrees(fraction, 1e-11), "{k} {n} {p}: {fraction} {other}");
                    let steps = by_steps(k, n, p);
                    assert!(steps.is_none_or(|own| agrees(own, 1e-12)), "{k} {n} {p}: {steps:?} {other}");
                    assert!(
                        steps.is_some() || n > MOST || !(1e-200..=1.0 - 1e-9).contains(&other),
                        "{k} {n} {p}"
                    );
                }
            }
        }
    }

    /// Oracle: logarithms of factorials, which fit a float up to 170.
    #[test]
    fn what_stirlings_formula_lacks() {
        let mut factorial = 1.0_f64;
        for n in (1..=170).map(f64::from) {
            factorial *= n;
            let formula = 0.5 * (TAU * n).ln() + n * n.ln() - n;
            let (own, expect) = (stirling_error(n), factorial.ln() - formula);
            assert!((own - expect).abs() < 1e-12, "{n} {own} {expect}");
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
