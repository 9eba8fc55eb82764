//! What a verdict can see: how often a test that really passes at some rate would be flagged.

use serde::{Deserialize, Serialize};

use crate::stats::{binomial_at_most, round6};

/// How often a test is flagged, by its true rate of passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PowerCurve {
    /// Attempts.
    pub attempts: u32,
    /// Required passes.
    pub required: u32,
    /// Points with rising rates.
    pub points: Vec<PowerPoint>,
}

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PowerPoint {
    /// The true rate of passes, 0 to 1.
    pub pass_rate: f64,
    /// The probability that such a test is flagged, 0 to 1.
    pub flagged: f64,
}

/// The rates at which a curve is given, in percent.
const RATES: [u32; 15] = [0, 10, 20, 30, 40, 50, 60, 70, 80, 85, 90, 95, 98, 99, 100];

/// The curve of a verdict.
pub fn power_curve(attempts: u32, required: u32) -> PowerCurve {
    let point = |percent: u32| {
        let pass_rate = f64::from(percent) / 100.0;
        PowerPoint { pass_rate, flagged: round6(flagged(attempts, required, pass_rate)) }
    };
    PowerCurve { attempts, required, points: RATES.map(point).to_vec() }
}

/// The probability that a test which passes at `pass_rate`, each run for itself, gets fewer passes than required, or none:
/// P(X < max(required, 1)) for X ~ Binomial(attempts, `pass_rate`). 0 for a rate that is none.
pub fn flagged(attempts: u32, required: u32, pass_rate: f64) -> f64 {
    let too_few = required.clamp(1, attempts.max(1)) - 1;
    binomial_at_most(too_few.min(attempts), attempts, pass_rate).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of 10 attempts 8 are required; 7 or fewer of 10 at 90 %.
    #[test]
    fn by_hand() {
        let at_least_8 = 45.0 * 0.9_f64.powi(8) * 0.01 + 10.0 * 0.9_f64.powi(9) * 0.1 + 0.9_f64.powi(10);
        assert!((flagged(10, 8, 0.9) - (1.0 - at_least_8)).abs() < 1e-12);
        for (attempts, required, rate, expect) in [
            (10, 0, 0.5, 0.5_f64.powi(10)),
            (10, 1, 0.5, 0.5_f64.powi(10)),
            (10, 8, 1.0, 0.0),
            (10, 8, 0.0, 1.0),
            (6, 4, 1.5, 0.0),
        ] {
            assert!(
                (flagged(attempts, required, rate) - expect).abs() < 1e-12,
                "{attempts} {required} {rate}"
            );
        }
    }

    #[test]
    fn better_tests_are_flagged_less_often() {
        let curve = power_curve(10, 7);
        assert!(curve.points.windows(2).all(|pair| pair[0].flagged >= pair[1].flagged));
        assert_eq!((curve.points[0].flagged, curve.points[14].flagged), (1.0, 0.0));
    }
}
