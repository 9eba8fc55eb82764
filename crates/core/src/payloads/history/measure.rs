//! One number of a row, before and now.

use serde::{Deserialize, Serialize};

use crate::stats::round6;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The median of the seconds in one run.
    P50,
    /// Their 75th percentile.
    P75,
    /// Their 95th percentile.
    P95,
    /// Their 99th percentile.
    P99,
    /// The share of runs of a test that failed.
    FailureRate,
}

impl Measure {
    /// The percentiles, in the order of the file's fields.
    pub const PERCENTILES: [Self; 4] = [Self::P50, Self::P75, Self::P95, Self::P99];

    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::P50 => "P50",
            Self::P75 => "P75",
            Self::P95 => "P95",
            Self::P99 => "P99",
            Self::FailureRate => "failure rate",
        }
    }

    /// A value for reading: `3.22 s`, `1.5 %`.
    pub fn shown(self, value: f64) -> String {
        let thousandths = |value: f64| (value * 1000.0).round() / 1000.0;
        match self {
            Self::FailureRate => format!("{} %", thousandths(value * 100.0)),
            _ => format!("{} s", thousandths(value)),
        }
    }

    /// So many of the counted parts make one unit: percent a whole, and milliseconds a second, so that no sum of fractions
    /// decides.
    pub(super) fn parts(self) -> f64 {
        if self == Self::FailureRate { 100.0 } else { 1000.0 }
    }
}

/// Where a number went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Up by more than the leeway.
    Risen,
    /// Down by more than the leeway.
    Fallen,
    /// Neither.
    Same,
    /// One of the two is not known, or the original does not compare it.
    #[default]
    NotCompared,
}

/// One number of a row, before and now: seconds for percentiles, a fraction for a failure rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// What it is.
    pub measure: Measure,
    /// In the current file; `None` where it is not known.
    pub old: Option<f64>,
    /// In the new file.
    pub new: Option<f64>,
    /// New less old; `None` without both.
    pub difference: Option<f64>,
    /// The difference in percent of the old; `None` without both, and where the old is zero.
    pub percent: Option<f64>,
    /// Where it went.
    pub moved: Move,
}

impl Measured {
    /// From counted parts.
    pub(super) fn of(measure: Measure, old: Option<f64>, new: Option<f64>, moved: Move) -> Self {
        let unit = |parts: f64| round6(parts / measure.parts());
        let difference = old.zip(new).map(|(old, new)| new - old);
        let percent = old.zip(difference).filter(|(old, _)| *old != 0.0);
        Self {
            measure,
            old: old.map(unit),
            new: new.map(unit),
            difference: difference.map(unit),
            percent: percent.map(|(old, difference)| round6(100.0 * difference / old)),
            moved,
        }
    }
}
