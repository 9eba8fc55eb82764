//! Do as many runs stay within a percentile of history as should?

use super::LEAST_RUNS;
use super::report::Verdict;
use crate::payloads::required_passes::required_passes;

/// So many failures are always forgiven.
const PITY: u32 = 2;

/// The runs against a percentile of history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PercentileCheck {
    /// Skipped when no pass is required; failed without a pass, with too few runs or too few passes.
    pub verdict: Verdict,
    /// Runs not above the threshold.
    pub passes: u32,
    /// Runs above it.
    pub failures: u32,
    /// So many passes are required.
    pub required: u32,
    /// The percentile of history, with the grace where it was needed, in seconds.
    pub threshold: f64,
    /// The grace that was added, in seconds; 0 where the runs passed or were skipped without it.
    pub grace: u32,
}

/// Checks the seconds of each run against the value that history has at `percentile` (openshift/ci-tools,
/// `checkPercentileDisruptionWithGrace`). Only where too few runs pass is it tried again with `grace` seconds more.
pub fn check_percentile(seconds: &[u32], percentile: u32, historical: f64, grace: u32) -> PercentileCheck {
    let strict = check(seconds, percentile, historical, 0);
    if strict.passes >= strict.required || grace == 0 {
        return strict;
    }
    check(seconds, percentile, historical, grace)
}

fn check(seconds: &[u32], percentile: u32, historical: f64, grace: u32) -> PercentileCheck {
    let threshold = historical + f64::from(grace);
    let attempts = u32::try_from(seconds.len()).unwrap_or(u32::MAX);
    let failures = seconds.iter().filter(|seconds| f64::from(**seconds) > threshold).count();
    let failures = u32::try_from(failures).unwrap_or(u32::MAX);
    let passes = attempts - failures;
    let required = required(attempts, percentile);
    let verdict = match (passes, required) {
        (_, 0) => Verdict::Skipped,
        (0, _) => Verdict::Failed,
        _ if seconds.len() < LEAST_RUNS || passes < required => Verdict::Failed,
        _ => Verdict::Passed,
    };
    PercentileCheck { verdict, passes, failures, required, threshold, grace }
}

/// The percentile is the share of runs that should pass. Two failures are always forgiven; where that makes no difference
/// one pass fewer is required, because the original's data missed by one.
fn required(attempts: u32, percentile: u32) -> u32 {
    let strict = required_passes(attempts, percentile);
    let forgiving = attempts.saturating_sub(PITY).min(strict);
    if forgiving == strict { strict.saturating_sub(1) } else { forgiving }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the table: 10 runs at 95 % need 7, two failures forgiven leave 8, so one less: 6. At 100 % they need 9, and 8 are
    /// left: 8, no less. Two runs at 85 % need 1, none is left.
    #[test]
    fn passes_that_are_required() {
        for (attempts, percentile, expect) in [
            (10, 95, 6),
            (10, 100, 8),
            (12, 95, 8),
            (6, 80, 1),
            (9, 85, 4),
            (2, 85, 0),
            (3, 70, 0),
            (7, 70, 1),
            (0, 95, 0),
        ] {
            assert_eq!(required(attempts, percentile), expect, "{attempts} {percentile}");
        }
    }

    proptest::proptest! {
        /// Every run passes or fails, and longer disruption never makes a verdict better.
        #[test]
        fn more_is_never_better(seconds in proptest::collection::vec(0..20_u32, 0..13), at in 0..13_usize, percentile in 0..101_u32) {
            let rank = |verdict: Verdict| u8::from(verdict == Verdict::Failed);
            let before = check_percentile(&seconds, percentile, 5.0, 3);
            proptest::prop_assert_eq!((before.passes + before.failures) as usize, seconds.len());
            let mut longer = seconds;
            if let Some(run) = longer.get_mut(at) {
                *run += 10;
            }
            proptest::prop_assert!(rank(check_percentile(&longer, percentile, 5.0, 3).verdict) >= rank(before.verdict));
        }
    }

    #[test]
    fn why_it_is_skipped_or_fails() {
        for (seconds, percentile, grace, verdict) in [
            (vec![9; 3], 70, 0, Verdict::Skipped),
            (vec![9; 10], 70, 3, Verdict::Failed),
            (vec![9; 10], 70, 8, Verdict::Passed),
            (vec![0; 2], 100, 0, Verdict::Skipped),
            (vec![], 85, 7, Verdict::Skipped),
        ] {
            let found = check_percentile(&seconds, percentile, 1.0, grace);
            assert_eq!(found.verdict, verdict, "{seconds:?} P{percentile} {grace}: {found:?}");
        }
    }
}
