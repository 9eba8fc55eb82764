//! What history says about one backend.

use serde::{Deserialize, Serialize};

use crate::sorting::sort;

/// Seconds of disruption in each run of history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// In rising order, whole seconds.
    seconds: Vec<u32>,
}

impl Baseline {
    /// From the seconds of each run, in any order.
    pub fn of(mut seconds: Vec<u32>) -> Self {
        sort(&mut seconds);
        Self { seconds }
    }

    /// How many runs there were.
    pub fn runs(&self) -> usize {
        self.seconds.len()
    }

    /// The mean in seconds; 0 without a run.
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.seconds.iter().copied().map(f64::from).sum();
        sum / self.seconds.len().max(1) as f64
    }

    /// The standard deviation of the sample in seconds (divided by runs less one, as `BigQuery`'s STDDEV); 0 for fewer than
    /// two runs.
    pub fn deviation(&self) -> f64 {
        let mean = self.mean();
        let squares: f64 = self.seconds.iter().map(|seconds| (f64::from(*seconds) - mean).powi(2)).sum();
        if self.seconds.len() < 2 { 0.0 } else { (squares / (self.seconds.len() - 1) as f64).sqrt() }
    }

    /// A percentile from 0 to 100 in seconds, linear between neighbours (`BigQuery`'s `PERCENTILE_CONT`: at the place
    /// (runs − 1) · p / 100); 0 without a run.
    pub fn percentile(&self, percentile: u32) -> f64 {
        let hundredths = self.seconds.len().saturating_sub(1) * percentile.min(100) as usize;
        let at = |place: usize| self.seconds.get(place).copied().map_or(0.0, f64::from);
        let (low, rest) = (hundredths / 100, hundredths % 100);
        if rest == 0 {
            return at(low);
        }
        at(low) + (at(low + 1) - at(low)) * rest as f64 / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 1 … 9 has mean 5 and squares 16+9+4+1+0+1+4+9+16 = 60, so 60/8 = 7.5; of five values P70 lies at 2.8, and 40
    /// and 10 by 0.8 are between 35 and 40 (the example of the percentile's usual description).
    #[test]
    fn by_hand() {
        let nine = Baseline::of((1..10).rev().collect());
        assert!((nine.mean() - 5.0).abs() < 1e-12 && (nine.deviation() - 7.5_f64.sqrt()).abs() < 1e-12);
        let five = Baseline::of(vec![15, 20, 35, 40, 50]);
        for (percentile, expect) in [(0, 15.0), (40, 29.0), (50, 35.0), (70, 39.0), (100, 50.0), (200, 50.0)]
        {
            assert!((five.percentile(percentile) - expect).abs() < 1e-12, "{percentile}");
        }
    }

    proptest::proptest! {
        /// Oracle: floating-point interpolation at its place, and the deviation as the root of all squared differences of
        /// pairs over 2 n (n − 1).
        #[test]
        fn equals_other_definitions(seconds in proptest::collection::vec(0..500_u32, 2..40), percentile in 0..101_u32) {
            let baseline = Baseline::of(seconds.clone());
            let mut values: Vec<f64> = seconds.into_iter().map(f64::from).collect();
            values.sort_by(f64::total_cmp);
            let place = (values.len() - 1) as f64 * f64::from(percentile) / 100.0;
            let between: f64 = values.iter().enumerate()
                .map(|(n, value)| value * (1.0 - (place - n as f64).abs()).max(0.0)).sum();
            proptest::prop_assert!((baseline.percentile(percentile) - between).abs() < 1e-6);
            let n = values.len() as f64;
            let pairs: f64 = values.iter().flat_map(|a| values.iter().map(move |b| (a - b).powi(2))).sum();
            proptest::prop_assert!((baseline.deviation() - (pairs / (2.0 * n * (n - 1.0))).sqrt()).abs() < 1e-6);
        }
    }

    #[test]
    fn of_nothing_and_of_one() {
        let nothing = Baseline::default();
        assert_eq!(
            (nothing.runs(), nothing.mean(), nothing.deviation(), nothing.percentile(95)),
            (0, 0.0, 0.0, 0.0)
        );
        let one = Baseline::of(vec![7]);
        assert_eq!((one.runs(), one.mean(), one.deviation(), one.percentile(95)), (1, 7.0, 0.0, 7.0));
    }
}
