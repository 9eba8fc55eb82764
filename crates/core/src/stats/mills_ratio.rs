//! The Mills ratio of the normal distribution, e^(z²/2) ∫ e^(−t²/2) dt from z to ∞: its tail in units of its density.

use wide::f64x2;

/// From here on [`mills_ratio_far`] holds, and up to here [`mills_ratio_near`].
pub(super) const FAR: f64 = 1.0;
/// The largest z for which the ratio is asked.
pub(super) const MOST: f64 = 8.0;

/// The ratio for z from 0 to [`FAR`], off by at most 10⁻¹⁶ of it. Given are z² and z.
pub(super) fn mills_ratio_near(square: f64, z: f64) -> f64 {
    quotient(&NEAR_TERMS, square, z)
}

/// The ratio for z from [`FAR`] to [`MOST`], off by at most 3 · 10⁻¹³ of it. Given are z² and z.
#[inline]
pub(super) fn mills_ratio_far(square: f64, z: f64) -> f64 {
    quotient(&FAR_TERMS, square, z)
}

/// Above and below the line for 1, z, z² …: the quotient takes the values of the ratio at as many places as there are coefficients
/// (Chebyshev's, on (z − 1) / (z + 1) and (z − 3) / (z + 3)). None is below 0, so that nothing cancels out.
type Terms = [[f64; 2]; 7];

#[inline]
fn quotient(terms: &Terms, square: f64, z: f64) -> f64 {
    let [zeroth, first, second, third, fourth, fifth, sixth] = terms.map(f64x2::new);
    let z2 = f64x2::splat(square);
    // Even and odd powers, which need no root.
    let even = (zeroth + z2 * second) + z2 * z2 * (fourth + z2 * sixth);
    let odd = (first + z2 * third) + z2 * z2 * fifth;
    let [above, below] = (even + f64x2::splat(z) * odd).to_array();
    above / below
}

const NEAR_TERMS: Terms = [
    [1_647.401_212_226_509_6, 1_314.435_992_683_456_6],
    [1_337.032_400_820_190_6, 2_115.565_694_633_336_5],
    [560.464_330_060_719_6, 1_477.945_044_606_574_8],
    [131.571_633_482_049_44, 576.015_055_393_36],
    [17.290_337_760_592_887, 132.771_260_023_409_3],
    [0.999_365_330_899_077_8, 17.274_667_024_433_775],
    [0.0, 1.0],
];

const FAR_TERMS: Terms = [
    [482.262_677_970_478_2, 384.790_122_853_864_03],
    [499.272_810_129_752_14, 705.378_868_030_775_4],
    [251.363_207_326_794_76, 570.979_120_629_684_8],
    [73.286_170_035_591_5, 263.689_626_448_806_7],
    [12.363_077_200_478_699, 74.288_381_089_627_82],
    [0.999_998_571_647_203_7, 12.362_994_710_315_194],
    [0.0, 1.0],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: what the series z + z³/3 + z⁵/15 + … leaves (G. Marsaglia, Evaluating the Normal Distribution, 2004), and beyond 1
    /// Laplace's continued fraction 1 / (z + 1 / (z + 2 / (z + …))).
    fn oracle(z: f64) -> f64 {
        if z > 1.0 {
            return 1.0 / (1..600).rev().map(f64::from).fold(z, |below, i| z + i / below);
        }
        let series = (1..40).rev().map(f64::from).fold(1.0, |sum, i| 1.0 + z * z / (2.0 * i + 1.0) * sum);
        (z * z / 2.0).exp() * (std::f64::consts::PI / 2.0).sqrt() - z * series
    }

    #[test]
    fn equals_series_and_fraction() {
        for z in (0..=800).map(|step| f64::from(step) / 100.0) {
            let found = if z < FAR { mills_ratio_near(z * z, z) } else { mills_ratio_far(z * z, z) };
            assert!((found / oracle(z) - 1.0).abs() < 4e-13, "{z}: {found} {}", oracle(z));
        }
    }
}
