//! How many of N attempts must pass, given how often the test passed before: the largest number that a test as good as
//! before would hardly miss.

use crate::stats::fisher_one_sided;

/// A history as the original assumes it: so many runs, whatever the real number.
pub const CORPUS: u32 = 250;

/// The significance that the original takes.
pub const ALPHA: f64 = 0.05;

/// Up to so many attempts the original has a table (openshift/ci-tools, `pass_fail.go`).
pub const TABLE_ATTEMPTS: u32 = 12;

/// The required passes of openshift/ci-tools: its table up to 12 attempts, and by the same rule (required-pass-rate.py:
/// Fisher's exact test, one-sided, 5 %, a history of 250 runs) beyond. The rows of 1 and 2 attempts were set by hand.
/// `percent` is the share of passes in history, in whole percent; what is above 100 counts as 100.
pub fn required_passes(attempts: u32, percent: u32) -> u32 {
    match attempts {
        0 => 0,
        1 => u32::from(percent >= 96),
        2 => u32::from(percent >= 79),
        _ => least_passes(attempts, (corpus_passes(CORPUS, percent), CORPUS), ALPHA),
    }
}

/// How many runs of a history of `corpus` runs passed at `percent` (above 100 counts as 100): the nearest whole number, a
/// half to the even one, as Python rounds.
pub fn corpus_passes(corpus: u32, percent: u32) -> u32 {
    let hundredths = u64::from(corpus) * u64::from(percent.min(100));
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let up = rest > 50 || rest == 50 && whole % 2 == 1;
    u32::try_from(whole).unwrap_or(corpus) + u32::from(up)
}

/// Probabilities nearer to the significance than this share of it count as equal to it: ties are common in small tables
/// and must not hang on the last bit.
const TIE: f64 = 1e-10;

/// The required passes of `attempts` by Fisher's exact test against a history of `history.0` passes in `history.1` runs:
/// with t the smallest number of passes at which "at least so many passes in history" has a probability above `alpha`, the
/// answer is t − 1, and at least 0. So that many passes are just significantly too few, and are still accepted
/// (required-pass-rate.py of openshift/ci-tools). 0 without a history, and for counts that do not fit.
pub fn least_passes(attempts: u32, history: (u32, u32), alpha: f64) -> u32 {
    // The more attempts pass, the likelier it is: t is found by halving.
    let (mut low, mut high) = (0, attempts);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_too_few(middle, attempts, history, alpha) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.saturating_sub(1)
}

/// Are so many passes significantly fewer than history promises?
fn is_too_few(passes: u32, attempts: u32, history: (u32, u32), alpha: f64) -> bool {
    let p = fisher_one_sided((history.0, passes), (history.1, attempts));
    p.is_some_and(|p| p.more <= alpha * (1.0 + TIE))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The original's table: for each number of attempts the percentages from which one pass more is required.
    const STEPS: [&[u32]; 13] = [
        &[],
        &[96],
        &[79],
        &[87, 99],
        &[76, 91, 99],
        &[67, 82, 94, 100],
        &[59, 74, 86, 95, 100],
        &[53, 67, 79, 88, 95, 100],
        &[48, 61, 72, 82, 90, 96, 100],
        &[44, 56, 67, 76, 84, 91, 97, 100],
        &[41, 52, 62, 71, 79, 86, 92, 98, 100],
        &[38, 48, 58, 66, 74, 81, 87, 93, 98, 100],
        &[35, 45, 54, 62, 70, 77, 83, 89, 94, 98, 100],
    ];

    #[test]
    fn every_cell_of_the_originals_table() {
        for (attempts, steps) in (0..).zip(STEPS) {
            for percent in 0..=100 {
                let expect = steps.iter().filter(|step| **step <= percent).count();
                assert_eq!(required_passes(attempts, percent) as usize, expect, "{attempts} {percent}");
            }
        }
        assert_eq!(required_passes(10, 101), required_passes(10, 100));
    }

    #[test]
    fn halves_go_to_the_even_number() {
        for (corpus, percent, expect) in [
            (250, 93, 232),
            (250, 97, 242),
            (250, 99, 248),
            (250, 37, 92),
            (50, 1, 0),
            (150, 1, 2),
            (3, 50, 2),
        ] {
            assert_eq!(corpus_passes(corpus, percent), expect, "{corpus} {percent}");
        }
        assert_eq!(corpus_passes(u32::MAX, 100), u32::MAX);
    }

    /// 19 of 19 before and 0 of 1 now: 1 of 20 arrangements, exactly 5 %, which is not above it.
    #[test]
    fn a_tie_is_no_surprise() {
        assert_eq!(fisher_one_sided((19, 0), (19, 1)).map(|p| (p.more * 20.0).round()), Some(1.0));
        assert!(is_too_few(0, 1, (19, 19), 0.05) && !is_too_few(0, 1, (18, 18), 0.05));
    }

    #[test]
    fn without_a_history_nothing_is_required() {
        for history in [(0, 0), (9, 3)] {
            assert_eq!(least_passes(10, history, 0.05), 0);
        }
        assert_eq!(least_passes(0, (5, 5), 0.05), 0);
    }
}
