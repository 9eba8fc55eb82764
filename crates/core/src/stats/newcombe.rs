//! How far two shares are apart: the difference with its interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10).

use super::{Interval, wilson_95};

/// The 95 % interval of the first share minus the second, each given as (hits, trials), out of the Wilson intervals of
/// both. `None` when a group is empty or counts do not fit.
pub fn newcombe_95(first: (u32, u32), second: (u32, u32)) -> Option<Interval> {
    let share = |(hits, trials): (u32, u32)| f64::from(hits) / f64::from(trials);
    let [one, two] = [wilson_95(first.0, first.1)?, wilson_95(second.0, second.1)?];
    let (a, b) = (share(first), share(second));
    let below = (a - one.low).hypot(two.high - b);
    let above = (one.high - a).hypot(b - two.low);
    Some(Interval { low: (a - b - below).max(-1.0), high: (a - b + above).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table II of the paper, method 10.
    #[test]
    fn published_values() {
        for (first, second, low, high) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((10, 10), (0, 20), 0.6791, 1.0),
        ] {
            let found = newcombe_95(first, second).unwrap();
            assert!(
                (found.low - low).abs() < 1e-4 && (found.high - high).abs() < 1e-4,
                "{first:?} {found:?}"
            );
        }
        assert_eq!(newcombe_95((0, 0), (1, 2)), None);
    }
}
