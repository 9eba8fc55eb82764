//! How well scores part two classes: the area under the receiver operating characteristic, with its interval.

use super::Interval;

/// The area and its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Auc {
    /// The chance that a positive scores above a negative; ties count half. 0.5 is no better than a coin.
    pub area: f64,
    /// Its 95 % interval (`DeLong`, `DeLong` and Clarke-Pearson, Biometrics 44, 1988).
    pub interval: Interval,
}

/// The area for scores with their classes; `None` without both classes twice.
pub fn auc(scored: &[(f64, bool)]) -> Option<Auc> {
    let part = |class| -> Vec<f64> { scored.iter().filter(|(_, c)| *c == class).map(|(s, _)| *s).collect() };
    let (positive, negative) = (part(true), part(false));
    if positive.len() < 2 || negative.len() < 2 {
        return None;
    }
    let above: Vec<f64> = placements(&positive, &negative);
    let below: Vec<f64> = placements(&negative, &positive).into_iter().map(|share| 1.0 - share).collect();
    let area = mean(&above);
    let error = (variance(&above) / above.len() as f64 + variance(&below) / below.len() as f64).sqrt();
    let interval = Interval { low: (area - Z * error).max(0.0), high: (area + Z * error).min(1.0) };
    Some(Auc { area, interval })
}

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// For each score the share of `others` below it, ties half.
fn placements(scores: &[f64], others: &[f64]) -> Vec<f64> {
    let mut sorted = others.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = |score: &f64| {
        let below = sorted.partition_point(|other| other < score);
        let up_to = sorted.partition_point(|other| other <= score);
        f64::midpoint(below as f64, up_to as f64) / sorted.len() as f64
    };
    scores.iter().map(place).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_counting_every_pair() {
        let scored: Vec<(f64, bool)> =
            (0..60_u32).map(|n| (f64::from(n * 37 % 23), n * 53 % 7 < 3)).collect();
        let (mut sum, mut pairs) = (0.0, 0.0);
        for (a, _) in scored.iter().filter(|s| s.1) {
            for (b, _) in scored.iter().filter(|s| !s.1) {
                pairs += 1.0;
                sum += if a > b {
                    1.0
                } else if (a - b).abs() < 1e-12 {
                    0.5
                } else {
                    0.0
                };
            }
        }
        let found = auc(&scored).unwrap();
        assert!((found.area - sum / pairs).abs() < 1e-12);
        assert!(found.interval.low < found.area && found.area < found.interval.high);
    }

    #[test]
    fn the_ends() {
        let perfect: Vec<(f64, bool)> = (0..10).map(|n| (f64::from(n), n >= 5)).collect();
        assert!((auc(&perfect).unwrap().area - 1.0).abs() < 1e-12);
        assert_eq!(auc(&[(1.0, true), (0.0, false), (0.5, false)]), None);
        let constant: Vec<(f64, bool)> = (0..10).map(|n| (0.3, n >= 5)).collect();
        assert!((auc(&constant).unwrap().area - 0.5).abs() < 1e-12);
    }
}
