//! Is the mean of the runs within five standard deviations of history?

use super::baseline::Baseline;
use super::report::Verdict;

/// How many standard deviations above the mean are allowed.
const DEVIATIONS: f64 = 5.0;
/// At least so many seconds are allowed.
const LEAST_SECONDS: f64 = 1.0;

/// The mean against history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanCheck {
    /// Failed when the mean is above the threshold.
    pub verdict: Verdict,
    /// The mean of the runs in seconds, without the one that was dropped; `None` when none is left.
    pub mean: Option<f64>,
    /// Historical mean and five deviations, at least one second.
    pub threshold: f64,
    /// The longest run, where it was dropped.
    pub dropped: Option<u32>,
}

/// Checks the seconds of each run (openshift/ci-tools, `checkDisruptionMean`): the longest run is thrown away once when it is
/// above the historical P95.
pub fn check_mean(seconds: &[u32], history: &Baseline) -> MeanCheck {
    let threshold = (history.mean() + DEVIATIONS * history.deviation()).max(LEAST_SECONDS);
    let longest = seconds.iter().copied().max();
    let dropped = longest.filter(|longest| f64::from(*longest) > history.percentile(95));
    let runs = seconds.len() - usize::from(dropped.is_some());
    let sum: f64 = seconds.iter().copied().map(f64::from).sum::<f64>() - dropped.map_or(0.0, f64::from);
    let mean = (runs > 0).then(|| sum / runs as f64);
    let verdict = match mean {
        None => Verdict::Skipped,
        Some(mean) if mean > threshold => Verdict::Failed,
        Some(_) => Verdict::Passed,
    };
    MeanCheck { verdict, mean, threshold, dropped }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// History 0 and 2 by turns, 100 runs: mean 1, deviation √(100/99) ≈ 1.00504, so the threshold is 6.025; P95 is 2.
    #[test]
    fn against_a_history_of_zeros_and_twos() {
        let history = Baseline::of([0, 2].repeat(50));
        for (seconds, verdict, mean, dropped) in [
            (vec![0, 1, 2], Verdict::Passed, Some(1.0), None),
            (vec![6, 6, 6], Verdict::Passed, Some(6.0), Some(6)),
            (vec![7, 7, 7], Verdict::Failed, Some(7.0), Some(7)),
            (vec![6, 6, 600], Verdict::Passed, Some(6.0), Some(600)),
            (vec![6, 600, 600], Verdict::Failed, Some(303.0), Some(600)),
            (vec![9], Verdict::Skipped, None, Some(9)),
            (vec![], Verdict::Skipped, None, None),
        ] {
            let found = check_mean(&seconds, &history);
            assert_eq!((found.verdict, found.mean, found.dropped), (verdict, mean, dropped), "{seconds:?}");
            assert!((found.threshold - (1.0 + 5.0 * (100.0_f64 / 99.0).sqrt())).abs() < 1e-12);
        }
    }

    /// A second is always allowed: without disruption in history the threshold would be 0.
    #[test]
    fn one_second_is_always_allowed() {
        let history = Baseline::of(vec![0; 200]);
        assert_eq!(check_mean(&[1, 1, 1, 9], &history).verdict, Verdict::Passed);
        assert_eq!(check_mean(&[1, 1, 2, 9], &history).verdict, Verdict::Failed);
    }
}
