//! The false-discovery rate among many tests (Y. Benjamini, Y. Hochberg, JRSS B 57, 1995).

use crate::sorting::sort_by;

/// Which of the hypotheses with probabilities `p` may be rejected so that at most a share `rate` of the rejections is
/// expected to be wrong. Not-a-number is never rejected. The answer is in the order of `p`.
pub fn benjamini_hochberg(p: &[f64], rate: f64) -> Vec<bool> {
    let count = p.iter().filter(|p| !p.is_nan()).count() as f64;
    // What is above the rate is above every line.
    let mut sorted: Vec<f64> = p.iter().copied().filter(|p| *p <= rate).collect();
    sort_by(&mut sorted, f64::total_cmp);
    let passes = |(rank, p): (usize, &f64)| *p <= rate * (rank as f64 + 1.0) / count;
    let line = sorted.iter().enumerate().rev().find(|(rank, p)| passes((*rank, p))).map(|(_, p)| *p);
    p.iter().map(|p| line.is_some_and(|line| *p <= line)).collect()
}

/// The adjusted probabilities: for each hypothesis the smallest rate at which [`benjamini_hochberg`] rejects it, at most 1. In the
/// order of `p`; not-a-number stays, and counts for nothing.
pub fn adjusted_p(p: &[f64]) -> Vec<f64> {
    let mut places: Vec<(usize, f64)> = p.iter().copied().enumerate().filter(|(_, p)| !p.is_nan()).collect();
    sort_by(&mut places, |a, b| f64::total_cmp(&b.1, &a.1));
    let (count, mut least) = (places.len(), 1.0_f64);
    let mut adjusted = p.to_vec();
    for (step, (place, p)) in places.into_iter().enumerate() {
        least = least.min(p * count as f64 / (count - step) as f64);
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = least;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The worked example of the paper (section 3.2): of 15 hypotheses the four smallest are rejected.
    #[test]
    fn example_of_the_paper() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        let rejected = benjamini_hochberg(&p, 0.05);
        assert_eq!(rejected.iter().filter(|r| **r).count(), 4);
        assert!(rejected.iter().take(4).all(|r| *r));
    }

    #[test]
    fn edges() {
        assert_eq!(benjamini_hochberg(&[], 0.05), Vec::<bool>::new());
        assert_eq!(benjamini_hochberg(&[f64::NAN, 0.04], 0.05), [false, true]);
        assert_eq!(benjamini_hochberg(&[0.05, 0.05], 0.05), [true, true]);
        assert_eq!(benjamini_hochberg(&[0.05, 0.06], 0.05), [false, false]);
    }

    #[test]
    fn adjusted_by_hand() {
        assert_eq!(adjusted_p(&[0.01, 0.04, 0.03, 0.5]), [0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5]);
        let with_gap = adjusted_p(&[0.02, f64::NAN, 0.9]);
        assert!(with_gap[1].is_nan() && (with_gap[0] - 0.04).abs() < 1e-15, "{with_gap:?}");
        assert_eq!(adjusted_p(&[]), Vec::<f64>::new());
    }

    proptest! {
        /// Oracle: the rejections themselves, a little below and above each adjusted probability.
        #[test]
        fn adjusted_is_where_rejection_begins(p in prop::collection::vec(0.0..1.0_f64, 1..30)) {
            for (place, adjusted) in adjusted_p(&p).into_iter().enumerate() {
                prop_assert!(!benjamini_hochberg(&p, adjusted * (1.0 - 1e-9))[place] || p[place] == 0.0);
                prop_assert!(benjamini_hochberg(&p, adjusted * (1.0 + 1e-9))[place]);
            }
        }
    }
}
