//! How good chances are on failures that were not learned from.

use serde::{Deserialize, Serialize};

use crate::stats::{Bin, auc, calibration, round6};

/// The figures of a model card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// How many failures were judged before their outcome was looked at.
    pub held_out: usize,
    /// The share of false positives among them.
    pub base_rate: f64,
    /// The chance that a false positive gets a higher chance than a real failure; empty without both.
    pub auc: Option<f64>,
    /// Lower end of its 95 % interval.
    pub auc_low: Option<f64>,
    /// Upper end.
    pub auc_high: Option<f64>,
    /// Brier score.
    pub brier: f64,
    /// Brier score of the base rate as everybody's chance.
    pub brier_of_base_rate: f64,
    /// Expected calibration error.
    pub ece: f64,
    /// The reliability diagram.
    pub reliability: Vec<Bin>,
    /// True when the interval of the area lies above 0.5.
    pub has_signal: bool,
    /// What it means, in words.
    pub sentence: String,
}

impl Quality {
    /// Measures chances against outcomes.
    pub(super) fn of(predictions: &[(f64, bool)]) -> Self {
        let base_rate =
            predictions.iter().filter(|(_, hit)| *hit).count() as f64 / predictions.len().max(1) as f64;
        let area = auc(predictions);
        let measured = calibration(predictions);
        let has_signal = area.is_some_and(|area| area.interval.low > 0.5);
        let mut quality = Self {
            held_out: predictions.len(),
            base_rate: round6(base_rate),
            auc: area.map(|area| round6(area.area)),
            auc_low: area.map(|area| round6(area.interval.low)),
            auc_high: area.map(|area| round6(area.interval.high)),
            brier: round6(measured.brier),
            brier_of_base_rate: round6(base_rate * (1.0 - base_rate)),
            ece: round6(measured.ece),
            reliability: measured.bins,
            has_signal,
            sentence: String::new(),
        };
        quality.sentence = quality.in_words();
        quality
    }

    fn in_words(&self) -> String {
        let base = percent(self.base_rate);
        let range = match (self.auc, self.auc_low, self.auc_high) {
            (Some(area), Some(low), Some(high)) => format!("{area:.2}, 95 % interval {low:.2} to {high:.2}"),
            _ => {
                return "These data carry no signal that could be measured: too few outcomes are known. The base rate is \
                        shown instead."
                    .to_owned();
            }
        };
        if self.has_signal {
            format!(
                "Chances part false positives from real failures (AUC {range}), measured on {} failures before their \
                 outcome was looked at. Chance and outcome differ by {} on average; {base} were false positives.",
                self.held_out,
                percent(self.ece),
            )
        } else {
            format!(
                "These data carry no signal: chances learned from them part false positives from real failures no better \
                 than a coin (AUC {range}). The base rate of {base} is shown instead."
            )
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
