//! What is known about one cluster.

use serde::{Deserialize, Serialize};

use crate::model::TimeMs;

/// How often something occurs in a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// A test, a job, a context or a tracker.
    pub name: String,
    /// How many failures have it.
    pub count: u32,
}

/// Whether a cluster grows, beside all failures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// A larger part of its failures than of all lies in the newer half of the time.
    Up,
    /// A smaller part.
    Down,
    /// No part that chance would not explain.
    NoChange,
    /// Too few failures with a date.
    #[default]
    Unknown,
}

impl Trend {
    /// The word in every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::NoChange => "no_change",
            Self::Unknown => "unknown",
        }
    }
}

/// A group of failures that are the same failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// Its label in the list of labels: 0 for the largest.
    pub label: u32,
    /// Stays the same as long as the representative does. With the triage profile it is triage's own id.
    pub id: String,
    /// Its most telling line.
    pub name: String,
    /// How many failures.
    pub size: u32,
    /// How many different texts they have after normalising.
    pub distinct_texts: u32,
    /// The most frequent text of the failures, after normalising; the first in the order of texts among equals.
    pub representative: String,
    /// The record that shows it, by its place in the input.
    pub example: usize,
    /// What all texts have in common with the representative: see [`super::common_spans`].
    pub spans: Vec<usize>,
    /// Tests, the most frequent first. So are the next three.
    pub tests: Vec<Count>,
    /// Contexts.
    pub contexts: Vec<Count>,
    /// Jobs.
    pub jobs: Vec<Count>,
    /// Issues known to be about these failures.
    pub trackers: Vec<Count>,
    /// When the first failure ended.
    pub first_seen: Option<TimeMs>,
    /// When the last failure ended.
    pub last_seen: Option<TimeMs>,
    /// Failures of each day that has any, oldest first.
    pub days: Vec<Count>,
    /// Whether it grows.
    pub trend: Trend,
    /// Failures of which it is known whether the change was merged.
    pub judged: u32,
    /// Of these, how many were merged in spite of the failure.
    pub merged: u32,
    /// Their share; empty without any.
    pub merged_share: Option<f64>,
    /// Lower end of its Wilson 95 % interval.
    pub merged_low: Option<f64>,
    /// Upper end.
    pub merged_high: Option<f64>,
}
