//! The window against the one before, which is as long.

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use crate::stats::{newcombe_95, round6};

/// Fewer runs on a side tell nothing.
const LEAST_RUNS: u32 = 10;

/// Which way the share of failures went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More fail than before.
    Up,
    /// Fewer fail than before.
    Down,
    /// The interval of the difference holds zero.
    NoChange,
    /// Too few runs on a side.
    #[default]
    Unknown,
}

impl Direction {
    /// The direction in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Up => "more failures than before",
            Self::Down => "fewer failures than before",
            Self::NoChange => "no clear change",
            Self::Unknown => "too few runs to compare",
        }
    }
}

/// The comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Runs of the window before.
    pub before: Counts,
    /// Share of those that failed.
    pub failure_rate_before: Option<f64>,
    /// The share of failures now minus before; `None` where a side has no runs.
    pub change: Option<f64>,
    /// Lower end of its 95 % interval, if runs were independent.
    pub change_low: Option<f64>,
    /// Upper end.
    pub change_high: Option<f64>,
    /// What the interval says, from 10 runs a side on.
    pub direction: Direction,
}

impl Trend {
    /// Compares by Newcombe's interval.
    pub(super) fn of(now: &Counts, before: &Counts) -> Self {
        let interval = newcombe_95((now.failure, now.runs), (before.failure, before.runs));
        let change = now.rate(now.failure).zip(before.rate(before.failure)).map(|(now, before)| now - before);
        let enough = now.runs >= LEAST_RUNS && before.runs >= LEAST_RUNS;
        let direction = match interval.filter(|_| enough) {
            None => Direction::Unknown,
            Some(interval) if interval.low > 0.0 => Direction::Up,
            Some(interval) if interval.high < 0.0 => Direction::Down,
            Some(_) => Direction::NoChange,
        };
        Self {
            before: *before,
            failure_rate_before: before.rate(before.failure),
            change: change.map(round6),
            change_low: interval.map(|interval| round6(interval.low)),
            change_high: interval.map(|interval| round6(interval.high)),
            direction,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions() {
        let counts = |failure, runs| Counts { runs, failure, ..Counts::default() };
        for (now, before, expect) in [
            (counts(56, 70), counts(48, 80), Direction::Up), // Newcombe's table II: 0.0524 to 0.3339
            (counts(48, 80), counts(56, 70), Direction::Down),
            (counts(6, 20), counts(5, 20), Direction::NoChange),
            (counts(9, 9), counts(0, 100), Direction::Unknown),
            (counts(0, 0), counts(0, 0), Direction::Unknown),
        ] {
            assert_eq!(Trend::of(&now, &before).direction, expect);
        }
        let trend = Trend::of(&counts(56, 70), &counts(48, 80));
        assert_eq!((trend.change, trend.failure_rate_before), (Some(0.2), Some(0.6)));
    }
}
