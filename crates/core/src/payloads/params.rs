//! What a verdict depends on.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::required_passes::{ALPHA, CORPUS};

/// What a verdict depends on. The defaults are those of openshift/ci-tools in production.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Params {
    /// Significance of the test that gives the required passes. Above 0, below 1.
    pub alpha: f64,
    /// How many runs a history is taken to have when required passes are worked out. At least 1.
    pub corpus: u32,
    /// So many failures of a test are always accepted: the original's pity factor.
    pub pity: u32,
    /// A test with fewer attempts fails.
    pub min_attempts: u32,
    /// More runs than these without an end, or with lost results, fail the whole.
    pub max_unfinished: u32,
    /// Percent of passes that a test is held to when history does not know it.
    pub unknown_percent: u32,
    /// Percent of passes that every test is held to when history could not be had at all.
    pub failed_percent: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            alpha: ALPHA,
            corpus: CORPUS,
            pity: 2,
            min_attempts: 6,
            max_unfinished: 3,
            unknown_percent: 70,
            failed_percent: 99,
        }
    }
}

/// Why parameters make no sense.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ParamsError {
    /// The significance is none.
    #[error("alpha takes a number above 0 and below 1, not {0}")]
    Alpha(f64),
    /// A history needs a run.
    #[error("corpus takes a whole number from 1 on, not {0}")]
    Corpus(u32),
    /// A share of passes is none.
    #[error("a percentage is from 0 to 100, not {0}")]
    Percent(u32),
}

impl Params {
    /// The parameters, if they make sense.
    pub fn checked(self) -> Result<Self, ParamsError> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(ParamsError::Alpha(self.alpha));
        }
        if self.corpus == 0 {
            return Err(ParamsError::Corpus(self.corpus));
        }
        let percents = [self.unknown_percent, self.failed_percent];
        percents.into_iter().find(|p| *p > 100).map_or(Ok(self), |p| Err(ParamsError::Percent(p)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_refused() {
        let usual = Params::default();
        assert_eq!(usual.checked(), Ok(usual));
        for alpha in [0.0, 1.0, -0.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(Params { alpha, ..usual }.checked(), Err(ParamsError::Alpha(_))), "{alpha}");
        }
        assert_eq!(Params { corpus: 0, ..usual }.checked(), Err(ParamsError::Corpus(0)));
        assert_eq!(Params { unknown_percent: 101, ..usual }.checked(), Err(ParamsError::Percent(101)));
    }
}
