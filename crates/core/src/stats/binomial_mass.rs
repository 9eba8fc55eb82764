//! The probability of one outcome of a binomial distribution, for any number of trials.

use std::f64::consts::TAU;

use super::deviance::twice_deviance;

/// P(X = k) for k below n and p between 0 and 1, without numbers that cancel out (C. Loader, Fast and Accurate Computation of
/// Binomial Probabilities, 2000).
#[inline(never)]
pub(super) fn binomial_mass(k: u32, n: u32, p: f64) -> f64 {
    let (k, n) = (f64::from(k), f64::from(n));
    if k == 0.0 {
        return (n * (-p).ln_1p()).exp();
    }
    let stirling = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    let (mean, other_mean) = (n * p, n * (1.0 - p));
    // The smaller product is nearer to what it stands for.
    let gap = if p < 0.5 { k - mean } else { other_mean - (n - k) };
    let twice = twice_deviance([k, n - k], [mean, other_mean], gap);
    (stirling - 0.5 * twice).exp() * (n / (TAU * k * (n - k))).sqrt()
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
