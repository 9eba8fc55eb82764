//! The thresholds of the analysis, checked once.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What the reader may choose: how far back, and whether broken runs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Params {
    /// Length of the window in days, back from the newest run of the tab; 1 to 365.
    pub window_days: u32,
    /// True puts broken runs back into every statistic.
    pub keep_broken_runs: bool,
}

/// Why [`Params`] were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParamsError {
    /// The window is empty or longer than a year.
    #[error("the window is {0} days; it must be between 1 and 365")]
    WindowDays(u32),
}

impl Default for Params {
    fn default() -> Self {
        Self { window_days: Self::DEFAULT_WINDOW_DAYS, keep_broken_runs: false }
    }
}

impl Params {
    /// Two weeks, which is what TestGrid keeps for the release boards.
    pub const DEFAULT_WINDOW_DAYS: u32 = 14;
    /// An episode of at least this many failures is long: it may be a breakage and never makes a run broken.
    pub const LONG_EPISODE: u32 = 3;
    /// A run is broken from this many unexpected failures on …
    pub const BROKEN_RUN_FAILURES: u32 = 5;
    /// … when they are more than this share of its test cells with a result.
    pub const BROKEN_RUN_SHARE: f64 = 0.20;
    /// A long episode is a breakage when chance would make one with less than this probability.
    pub const BREAKAGE_P: f64 = 0.05;
    /// From this many results on, two closed flips make a test flaky.
    pub const FLAKY_RESULTS: u32 = 20;
    /// A test without a result in this many newest finished runs is stale.
    pub const STALE_RUNS: usize = 10;
    /// A row that starts within this many columns of where another stops may be its new name.
    pub const RENAME_GAP: usize = 2;
    /// A trend needs this many results on each side.
    pub const TREND_RESULTS: u32 = 10;
    /// The false-discovery rate of the trends.
    pub const TREND_FALSE_DISCOVERY: f64 = 0.05;
    /// `since` is given from this probability of a change on.
    pub const CHANGE_PROBABILITY: f64 = 0.95;
    /// The probability that the change lies between `since_low` and `since_high`.
    pub const CHANGE_INTERVAL: f64 = 0.99;

    /// Gives itself back when the values can be used.
    pub fn check(self) -> Result<Self, ParamsError> {
        if (1..=365).contains(&self.window_days) {
            Ok(self)
        } else {
            Err(ParamsError::WindowDays(self.window_days))
        }
    }
}
