//! What a comparison depends on, checked once.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::releases::Releases;
use crate::formats::payload_history::HistorySubject;

/// What the files are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// How long backends were disrupted.
    #[default]
    Disruptions,
    /// How long alerts fired.
    Alerts,
    /// How often tests failed.
    Tests,
}

impl DataType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Disruptions, Self::Alerts, Self::Tests];

    /// The word on the command line and in the names of files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disruptions => "disruptions",
            Self::Alerts => "alerts",
            Self::Tests => "tests",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What the rows of its files are about; `None` for tests, whose rows are others.
    pub fn subject(self) -> Option<HistorySubject> {
        match self {
            Self::Disruptions => Some(HistorySubject::Disruptions),
            Self::Alerts => Some(HistorySubject::Alerts),
            Self::Tests => None,
        }
    }
}

/// By which rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With the original's defects mended.
    #[default]
    Repaired,
    /// As openshift/ci-tools does, defects and all.
    Compat,
}

/// What a comparison depends on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Params {
    /// So many percent more or less are no change. 0 or more; a value counts as changed above it, not at it.
    pub leeway_percent: f64,
    /// The releases that are compared; without them the two newest of the new file.
    pub releases: Option<Releases>,
    /// By which rules.
    pub mode: Mode,
}

/// Why [`Params`] were refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ParamsError {
    /// The leeway is no number from 0 on.
    #[error("the leeway is {0} percent; it must be a number from 0 on")]
    Leeway(f64),
    /// A release has no name.
    #[error("the target and the previous release must both be named, such as 4.16 and 4.15")]
    NoRelease,
    /// Both releases are the same.
    #[error("the target and the previous release are both {0}; name two releases")]
    SameRelease(String),
}

impl Params {
    /// The usual leeway, in percent: that of openshift/origin's pull requests.
    pub const LEEWAY: u32 = 30;
    /// A percentile over fewer runs says little: openshift/ci-tools shows no such row, and openshift/origin uses none.
    pub const WEAK_UNDER_RUNS: u32 = 100;
    /// A summary of tests over fewer days replaces no other (openshift/ci-tools).
    pub const LEAST_DAYS: u32 = 10;

    /// Gives itself back when the values can be used.
    pub fn check(self) -> Result<Self, ParamsError> {
        if !self.leeway_percent.is_finite() || self.leeway_percent < 0.0 {
            return Err(ParamsError::Leeway(self.leeway_percent));
        }
        match &self.releases {
            Some(both) if both.target.is_empty() || both.previous.is_empty() => Err(ParamsError::NoRelease),
            Some(both) if both.target == both.previous => Err(ParamsError::SameRelease(both.target.clone())),
            _ => Ok(self),
        }
    }
}
