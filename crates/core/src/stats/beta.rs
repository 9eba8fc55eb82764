//! The Beta distribution: what is known of a proportion after some successes and failures.

use super::Interval;

/// P(X ≤ x) for X ~ Beta(a, b): the regularised incomplete beta function by its continued fraction (Abramowitz and Stegun,
/// 26.5.8), evaluated by Lentz's method. `a` and `b` above 0.
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b)).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

#[expect(clippy::many_single_char_names, reason = "as in the book")]
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let safe = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = result;
        for step in [even, odd] {
            d = 1.0 / safe(1.0 + step * d);
            c = safe(1.0 + step / c);
            result *= d * c;
        }
        if (result - before).abs() <= 1e-14 * result.abs() {
            break;
        }
    }
    result
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// Stirling's series after lifting the argument above 10 (Abramowitz and Stegun, 6.1.41).
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut lifted) = (x, 0.0);
    while x < 10.0 {
        lifted += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - lifted
}

/// The middle 95 % of Beta(a, b).
pub fn beta_interval_95(a: f64, b: f64) -> Interval {
    Interval { low: quantile(a, b, 0.025), high: quantile(a, b, 0.975) }
}

/// By halving: 60 steps give all digits.
fn quantile(a: f64, b: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if beta_cdf(a, b, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: for whole numbers P(Beta(a, b) ≤ x) = P(at least a successes in a + b − 1 runs), summed exactly.
    #[test]
    fn equals_the_binomial_sum() {
        for (a, b) in [(1_u32, 1_u32), (2, 3), (5, 1), (7, 20), (40, 60)] {
            for step in 1..20 {
                let x = f64::from(step) / 20.0;
                let n = a + b - 1;
                let (mut term, mut sum) = ((1.0 - x).powf(f64::from(n)), 0.0);
                for k in 0..=n {
                    sum += if k >= a { term } else { 0.0 };
                    term *= f64::from(n - k) / f64::from(k + 1) * x / (1.0 - x);
                }
                let found = beta_cdf(f64::from(a), f64::from(b), x);
                assert!((found - sum).abs() < 1e-10, "{a} {b} {x}: {found} {sum}");
            }
        }
    }

    #[test]
    fn interval() {
        let even = beta_interval_95(1.0, 1.0);
        assert!((even.low - 0.025).abs() < 1e-12 && (even.high - 0.975).abs() < 1e-12);
        let narrow = beta_interval_95(300.0, 700.0);
        assert!(narrow.low > 0.27 && narrow.high < 0.33, "{narrow:?}");
    }
}
