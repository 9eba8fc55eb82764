//! The binomial distribution of many trials: the normal distribution, and what it lacks.
//!
//! P(X ≤ k) is the incomplete beta function of a = n − k and b = k + 1 at x = 1 − p. Let d be the [deviance](super::deviance) of a and
//! b from their means, z = √(2 d), and m the [Mills ratio](super::mills_ratio): then P = e⁻ᵈ (m(z) + s) / √(2π), where s is
//! small and smooth (N. M. Temme, The uniform asymptotic expansion of a class of integrals related to cumulative distribution
//! functions, SIAM Journal on Mathematical Analysis 13, 1982). Both P and m have a series in the distance from the mean, so that
//! s is the difference of the two, of which the first four orders are taken. At the mean both series are without bound, though not
//! their difference: near it, s is the polynomial through its values at places around it.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use wide::f64x2;

use super::deviance::twice_deviance_near;
use super::float::float;
use super::mills_ratio::{FAR, MOST, mills_ratio_far, mills_ratio_near};

/// Four orders are not enough for a smaller variance.
const LEAST_VARIANCE: f64 = 190.0;
/// The polynomial near the mean is not good enough for a smaller variance.
const LEAST_VARIANCE_NEAR: f64 = 800.0;

/// 1 / √(2π).
const DENSITY: f64 = 0.5 * FRAC_1_SQRT_2 * FRAC_2_SQRT_PI;

/// P(X ≤ k) where k is some standard deviations from the mean. `None` unless k is below n, p between 0 and 1, and the variance large. The
/// relative error is below 10⁻¹¹.
#[inline]
pub(super) fn by_normal(k: u32, n: u32, p: f64) -> Option<f64> {
    let beta = Beta::of(k, n, p);
    // Not so for a rate that is none.
    let is_wide = beta.variance() >= LEAST_VARIANCE;
    if k >= n || !is_wide {
        return None;
    }
    let (series, square) = (beta.series(), beta.square()?);
    if !(FAR * FAR..MOST * MOST).contains(&square) {
        return None;
    }
    let z = square.sqrt();
    let ratio = mills_ratio_far(square, z) + (series - normal_series(square, z));
    Some(beta.of_tail(DENSITY * ratio * (-0.5 * square).exp()))
}

/// The same near the mean, for a larger variance: s is the polynomial through its values at [`PLACES`] on both sides.
#[inline]
pub(super) fn by_normal_near(k: u32, n: u32, p: f64) -> Option<f64> {
    let beta = Beta::of(k, n, p);
    if beta.variance() < LEAST_VARIANCE_NEAR { None } else { near(k, n, p) }
}

#[inline(never)]
fn near(k: u32, n: u32, p: f64) -> Option<f64> {
    let beta = Beta::of(k, n, p);
    let square = beta.square().filter(|square| *square < FAR * FAR)?;
    let deviation = beta.variance().sqrt();
    let at = (beta.gap / deviation).abs();
    let lacking = |place: f64| {
        let moved = beta.moved((place * deviation).copysign(place * beta.gap));
        let square = moved.square()?;
        Some(moved.series() - normal_series(square, square.sqrt()))
    };
    let weight = |place: f64, other: f64| (at * at - other * other) / (place * place - other * other);
    // Seen from the other side of the mean, s has the other sign.
    let sides =
        |place: f64| Some(((place + at) * lacking(place)? - (place - at) * lacking(-place)?) / (2.0 * place));
    let s: f64 = PLACES
        .map(|[place, one, two]| Some(sides(place)? * weight(place, one) * weight(place, two)))
        .into_iter()
        .sum::<Option<f64>>()?;
    let ratio = mills_ratio_near(square, square.sqrt()) + s;
    Some(beta.of_tail(DENSITY * ratio * (-0.5 * square).exp()))
}

/// Where the polynomial takes its values, in standard deviations, each with the other two.
const PLACES: [[f64; 3]; 3] = [[1.0, 1.5, 2.25], [1.5, 2.25, 1.0], [2.25, 1.0, 1.5]];

/// Four orders of the series of the Mills ratio, 1/z − 1/z³ + 3/z⁵ − 15/z⁷; given are z² and z.
#[inline]
fn normal_series(square: f64, z: f64) -> f64 {
    let inverse = 1.0 / square;
    z * inverse * (1.0 - inverse * (1.0 - inverse * (3.0 - inverse * 15.0)))
}

/// An incomplete beta function of two counts.
#[derive(Clone, Copy)]
struct Beta {
    /// a.
    first: f64,
    /// b.
    second: f64,
    /// a + b.
    both: f64,
    /// x.
    rate: f64,
    /// 1 − x.
    other_rate: f64,
    /// a − (a + b) x: not below 0 on the side of the small values.
    gap: f64,
}

impl Beta {
    #[inline]
    fn of(k: u32, n: u32, p: f64) -> Self {
        let (k, n, rate) = (float(k), float(n), 1.0 - p);
        let (second, both) = (k + 1.0, n + 1.0);
        Self { first: n - k, second, both, rate, other_rate: p, gap: both * p - second }
    }

    /// P, given the tail on whose side k is.
    #[inline]
    fn of_tail(self, tail: f64) -> f64 {
        let (before, side) = if self.gap >= 0.0 { (0.0, tail) } else { (1.0, -tail) };
        before + side
    }

    /// The same, so far from the mean.
    fn moved(self, gap: f64) -> Self {
        Self { first: self.both * self.rate + gap, second: self.both * self.other_rate - gap, gap, ..self }
    }

    #[inline]
    fn variance(self) -> f64 {
        self.both * (self.rate * self.other_rate)
    }

    /// z². `None` far from the mean.
    #[inline]
    fn square(self) -> Option<f64> {
        let counts = f64x2::new([self.first, self.second]);
        let rates = f64x2::new([self.rate, self.other_rate]);
        twice_deviance_near(counts, f64x2::splat(self.both) * rates, self.gap)
    }

    /// Four orders of the series of √(2π) eᵈ P, on the side on which `gap` is. By parts, again and again, ∫ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt up to x is
    /// xᵃ (1 − x)ᵇ / gap · (1 − v + v (3 v + c) − v (15 v² + 10 v c + c² − 2 u) …), where u = x (1 − x) / gap², v = (a + b) u and
    /// c = (1 − 2 x) / gap. Before that stand Stirling's formulas in the beta function of a and b. They leave
    /// 1 + e + e²/2 − 139/30 e³ − f …, where 12 e = 1/(a + b) − (a + b)/(a b) and f is (a + b)/(a b) · 1/(a + b)² / 120.
    /// Of the product, what belongs to the same order counts together.
    #[inline]
    fn series(self) -> f64 {
        let product = self.first * self.second;
        let [of_both, of_each] = (f64x2::new([1.0, self.both]) / f64x2::new([self.both, product])).to_array();
        let first = (of_both - of_each) * (1.0 / 12.0);
        let square = first * first;
        let second = 1.0 + first + square * 0.5;
        let third =
            second - (first * square * (139.0 / 30.0) + of_each * (of_both * of_both) * (1.0 / 120.0));

        let inverse = 1.0 / self.gap;
        let c = (self.other_rate - self.rate) * inverse;
        let inverses = inverse * inverse;
        let u = (self.rate * self.other_rate) * inverses;
        let v = self.both * u;
        let next = 3.0 * v + c;
        let last = 5.0 * v * (next + c) + (c * c - 2.0 * u);
        let sum = third - v * ((second - next * (1.0 + first)) + last);
        (product * of_both * inverses).sqrt() * sum
    }
}
