//! Estimators and tests, one a file, each with its definition and reference.

mod auc;
mod benjamini_hochberg;
mod beta;
mod binomial;
mod binomial_mass;
mod binomial_normal;
mod binomial_steps;
mod calibration;
mod change_point;
mod deviance;
mod fisher;
mod float;
mod log_tables;
mod mills_ratio;
mod newcombe;
mod partitions;
mod quantile;
mod tails;
mod wilson;

pub use auc::{Auc, auc};
pub use benjamini_hochberg::{adjusted_p, benjamini_hochberg};
pub use beta::{beta_cdf, beta_interval_95};
pub use binomial::binomial_at_most;
pub use calibration::{Bin, Calibration, calibration};
pub use change_point::{Change, change_point};
pub use fisher::{FisherP, fisher_one_sided};
pub use log_tables::LogTables;
pub use newcombe::newcombe_95;
pub use partitions::{Agreement, agreement};
pub use quantile::quantile;
pub use wilson::{Interval, wilson_95};

/// How many independent runs it takes to see an event of probability `rate` at least once with 95 % probability:
/// the smallest n with (1 − rate)^n ≤ 0.05. `None` outside 0 < rate ≤ 1 or beyond four thousand million.
pub fn runs_to_see(rate: f64) -> Option<u32> {
    if !(rate > 0.0 && rate <= 1.0) {
        return None;
    }
    let runs = (0.05_f64.ln() / (-rate).ln_1p()).ceil().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against the bound")]
    (runs <= f64::from(u32::MAX)).then_some(runs as u32)
}

/// The probability of seeing an event of probability `rate` at least once in `runs` independent runs.
pub fn chance_to_see(rate: f64, runs: u32) -> f64 {
    1.0 - (1.0 - rate.clamp(0.0, 1.0)).powf(f64::from(runs))
}

/// Rounds a fraction to the six decimals in which it is published.
pub fn round6(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_needed() {
        for (rate, runs) in
            [(1.0, Some(1)), (0.5, Some(5)), (0.01, Some(299)), (0.0, None), (1.5, None), (1e-12, None)]
        {
            assert_eq!(runs_to_see(rate), runs, "{rate}");
        }
        assert!((chance_to_see(0.02, 10) - 0.182_927).abs() < 1e-6);
    }
}
