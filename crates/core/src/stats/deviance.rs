//! How far two counts are from their means, in the exponent of their probability.

use wide::f64x2;

/// Σ 2 x ln(x / mean), for two counts of which one has as much above its mean as the other below: x = mean ± gap. No digits cancel
/// out where they are nearly the same (C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000). `None` where
/// one of them is far from its mean.
#[inline]
pub(super) fn twice_deviance_near(counts: f64x2, means: f64x2, gap: f64) -> Option<f64> {
    let gaps = f64x2::splat(gap) ^ f64x2::new([0.0, -0.0]);
    let shares = gaps / (counts + means);
    let squares = shares * shares;
    let [first, second] =
        (shares * (gaps + gaps) + counts * (shares * squares) * four_tangents(squares)).to_array();
    if squares.simd_gt(f64x2::splat(WIDTH)).any() { None } else { Some(first + second) }
}

/// The same for any two counts.
pub(super) fn twice_deviance([x, y]: [f64; 2], [mean_x, mean_y]: [f64; 2], gap: f64) -> f64 {
    of_one(x, mean_x, gap) + of_one(y, mean_y, -gap)
}

/// The part of one count, by its logarithm where that loses nothing.
fn of_one(count: f64, mean: f64, gap: f64) -> f64 {
    let share = gap / (count + mean);
    let square = share * share;
    if square > WIDTH {
        return 2.0 * (count * (count / mean).ln() - gap);
    }
    let [four_tangents, _] = four_tangents(f64x2::splat(square)).to_array();
    2.0 * share * gap + count * (share * square) * four_tangents
}

/// How large the square of a share may be for the polynomial.
const WIDTH: f64 = 0.07;

/// 4 (artanh √s / √s − 1) / s for s up to [`WIDTH`]: the polynomial through its values at seven places (Chebyshev's), off by at most
/// 4 · 10⁻¹³. Its coefficients are near those of the series, 4/3, 4/5, 4/7 …
#[inline]
fn four_tangents(s: f64x2) -> f64x2 {
    let [zeroth, first, second, third, fourth, fifth, sixth] = TERMS.map(f64x2::splat);
    let s2 = s * s;
    let low = (zeroth + s * first) + s2 * (second + s * third);
    low + s2 * s2 * ((fourth + s * fifth) + s2 * sixth)
}

const TERMS: [f64; 7] = [
    1.333_333_333_333_629_5,
    0.799_999_999_585_59,
    0.571_428_665_839_873_1,
    0.444_436_404_868_231_44,
    0.363_960_755_403_073_9,
    0.301_035_356_440_827_63,
    0.332_883_730_325_970_1,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: x ln(x / mean) + mean − x is the integral of (x − t) / t from the mean to x, by Simpson's rule on the logarithm of t.
    fn by_integral(count: f64, mean: f64) -> f64 {
        let (steps, all) = (2000, (count / mean).ln());
        let height = |i: i32| count - mean * (all * f64::from(i) / f64::from(steps)).exp();
        let inner: f64 = (1..steps).map(|i| height(i) * if i % 2 == 1 { 4.0 } else { 2.0 }).sum();
        (height(0) + inner + height(steps)) * all / f64::from(steps) / 3.0
    }

    #[test]
    fn equals_its_integral() {
        for mean in [0.001, 1.0, 37.5, 100_000.25] {
            for share in [-0.9, -0.5, -0.42, -0.41, -0.2, -1e-3, 1e-3, 0.01, 0.3, 0.71, 0.73, 2.0] {
                let (gap, other) = (mean * share, 7e6);
                let (count, less) = (mean + gap, other - gap);
                let found = twice_deviance([count, less], [mean, other], gap);
                let near = twice_deviance_near(f64x2::new([count, less]), f64x2::new([mean, other]), gap);
                assert!(
                    near.is_none_or(|near| (near / found - 1.0).abs() < 1e-15),
                    "{mean} {share}: {near:?}"
                );
                assert_eq!(near.is_some(), (share / (2.0 + share)).powi(2) <= WIDTH, "{mean} {share}");
                let expect = 2.0 * (by_integral(count, mean) + by_integral(less, other));
                assert!((found / expect - 1.0).abs() < 1e-9, "{mean} {share}: {found} {expect}");
            }
        }
        assert_eq!(twice_deviance([5.0, 9.0], [5.0, 9.0], 0.0).to_bits(), 0.0_f64.to_bits());
    }
}
