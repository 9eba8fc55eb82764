//! Both tails of a distribution over whole numbers out of the ratios of neighbouring probabilities alone: no logarithm, no
//! table, and no number that is too large.
//!
//! The probability at the observed place is taken as 1, and its neighbours follow by multiplication, outwards on both sides.
//! What is summed is positive, and each ratio is off by at most 2 units in the last place, so that after m steps the
//! relative error is at most (3 m + 2) · 2⁻⁵³: below 10⁻¹¹ within 30,000 steps. Steps end where what is left adds nothing; with
//! standard deviation s that is after some 9 s behind the mode. A tail below 10⁻³⁰⁸ is 0.

/// The probabilities of at most and of at least the observed place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tails {
    pub(super) at_most: f64,
    pub(super) at_least: f64,
}

/// Both tails. `down` gives the ratios of the places below the observed one, each to the place above it; `up` those above it.
/// The ratios of a side must fall from step to step, as those of log-concave distributions do.
pub(super) fn tails(down: impl Iterator<Item = f64>, up: impl Iterator<Item = f64>) -> Tails {
    let (below, above) = (beyond(down), beyond(up));
    let all = below + 1.0 + above;
    Tails { at_most: share(below + 1.0, all), at_least: share(above + 1.0, all) }
}

/// What is left adds less than this share of a sum.
const NOTHING: f64 = 1.0 / (1_u64 << 56) as f64;

/// A side of so many steps is summed to its end: asking at each step costs more.
const SHORT: usize = 64;

/// The sum of one side. Since ratios fall, what follows a term is at most the geometric series of its ratio.
fn beyond(ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (1.0, 0.0);
    if ratios.size_hint().1.is_some_and(|most| most <= SHORT) {
        for ratio in ratios {
            term *= ratio;
            sum += term;
        }
        return sum;
    }
    for ratio in ratios {
        term *= ratio;
        sum += term;
        if term * ratio <= NOTHING * sum * (1.0 - ratio) || sum == f64::INFINITY {
            break;
        }
    }
    sum
}

/// A side that is too large for a number holds everything.
fn share(part: f64, all: f64) -> f64 {
    if part == f64::INFINITY { 1.0 } else { part / all }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weights 2, 4, 1, 3 are not log-concave, but short: every ratio is taken.
    #[test]
    fn tails_are_shares_of_all_weights() {
        let found = tails([0.5].into_iter(), [0.25, 3.0].into_iter());
        assert_eq!(found, Tails { at_most: 0.6, at_least: 0.8 });
        assert_eq!(tails([].into_iter(), [].into_iter()), Tails { at_most: 1.0, at_least: 1.0 });
    }

    #[test]
    fn too_large_is_certain() {
        let found = tails([0.5].into_iter(), std::iter::repeat_n(1e9, 99));
        assert_eq!(found, Tails { at_most: 0.0, at_least: 1.0 });
    }

    #[test]
    fn an_endless_side_ends() {
        let found = tails([].into_iter(), std::iter::repeat(0.5));
        assert!((found.at_most - 0.5).abs() < 1e-15, "{found:?}");
    }
}
