//! Wilson's score interval for a proportion (E. B. Wilson, JASA 22, 1927).

/// An interval of fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end, 0 to 1.
    pub low: f64,
    /// Upper end, 0 to 1.
    pub high: f64,
}

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval for the true proportion behind `hits` of `trials`, if trials were independent; `None` without
/// trials. (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
pub fn wilson_95(hits: u32, trials: u32) -> Option<Interval> {
    if trials == 0 || hits > trials {
        return None;
    }
    let (n, p) = (f64::from(trials), f64::from(hits) / f64::from(trials));
    let z2 = Z * Z;
    let centre = p + z2 / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    let low = if hits == 0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
    let high = if hits == trials { 1.0 } else { ((centre + spread) / scale).min(1.0) };
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hits: u32, trials: u32, low_percent: f64, high_percent: f64) {
        let found = wilson_95(hits, trials).unwrap();
        assert!((found.low * 100.0 - low_percent).abs() < 0.051, "{hits}/{trials}: {found:?}");
        assert!((found.high * 100.0 - high_percent).abs() < 0.051, "{hits}/{trials}: {found:?}");
    }

    #[test]
    fn published_values() {
        check(0, 10, 0.0, 27.8);
        check(1, 10, 1.8, 40.4);
        check(0, 30, 0.0, 11.4);
        check(1, 100, 0.2, 5.4);
        check(10, 10, 72.2, 100.0);
        assert_eq!(wilson_95(0, 0), None);
        assert_eq!(wilson_95(2, 1), None);
    }

    /// Oracle: the ends are the proportions at which the score test is just significant: (p̂ − p)² = z² p(1−p)/n.
    #[test]
    fn ends_solve_the_score_equation() {
        for trials in 1..60_u32 {
            for hits in 1..trials {
                let observed = f64::from(hits) / f64::from(trials);
                let found = wilson_95(hits, trials).unwrap();
                for end in [found.low, found.high] {
                    let left = (observed - end).powi(2);
                    let right = Z * Z * end * (1.0 - end) / f64::from(trials);
                    assert!((left - right).abs() < 1e-12, "{hits}/{trials} {end}");
                }
            }
        }
    }
}
