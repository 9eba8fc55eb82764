//! Whether chances that were given come true as often as they say.

use serde::{Deserialize, Serialize};

/// The predictions between two chances.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// How many predictions.
    pub count: u32,
    /// Their mean chance.
    pub chance: f64,
    /// The share that came true.
    pub share: f64,
}

/// How good chances are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Mean square of chance minus outcome (Brier, Monthly Weather Review 78, 1950). Smaller is better.
    pub brier: f64,
    /// Expected calibration error: mean distance between chance and share over ten bins of equal width, each
    /// weighing as many as it holds (Naeini et al., AAAI 2015).
    pub ece: f64,
    /// The reliability diagram: the bins that hold anything, in order.
    pub bins: Vec<Bin>,
}

/// Bins of the reliability diagram.
const BINS: usize = 10;

/// Measures chances against what came true.
pub fn calibration(predictions: &[(f64, bool)]) -> Calibration {
    if predictions.is_empty() {
        return Calibration::default();
    }
    let mut sums = [(0_u32, 0.0, 0.0); BINS];
    for (chance, came) in predictions {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a chance is from 0 to 1"
        )]
        let bin = ((chance * BINS as f64) as usize).min(BINS - 1);
        if let Some((count, chances, hits)) = sums.get_mut(bin) {
            *count += 1;
            *chances += chance;
            *hits += f64::from(u8::from(*came));
        }
    }
    let filled = sums.into_iter().filter(|(count, ..)| *count > 0);
    let bins: Vec<Bin> = filled
        .map(|(count, chances, hits)| Bin {
            count,
            chance: chances / f64::from(count),
            share: hits / f64::from(count),
        })
        .collect();
    let n = predictions.len() as f64;
    let square = |(chance, came): &(f64, bool)| (chance - f64::from(u8::from(*came))).powi(2);
    Calibration {
        brier: predictions.iter().map(square).sum::<f64>() / n,
        ece: bins.iter().map(|bin| f64::from(bin.count) * (bin.chance - bin.share).abs()).sum::<f64>() / n,
        bins,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let found = calibration(&[(0.25, false), (0.25, true), (0.9, true), (0.9, true)]);
        assert!((found.brier - (0.0625 + 0.5625 + 0.01 + 0.01) / 4.0).abs() < 1e-12);
        assert!((found.ece - (2.0 * 0.25 + 2.0 * 0.1) / 4.0).abs() < 1e-12);
        assert_eq!(found.bins.len(), 2);
        assert_eq!(calibration(&[]), Calibration::default());
    }
}
