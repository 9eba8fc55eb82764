//! What the page shows of failures: rows, series and sentences, ready to be drawn.

use serde::{Deserialize, Serialize};

use super::cluster::{Cluster, Trend};
use super::params::Params;
use super::predict::Prediction;
use super::quality::Quality;
use crate::flakes::{TestKey, Verdict};
use crate::model::TimeMs;

/// The ranked list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FailuresView {
    /// The answer in one sentence.
    pub sentence: String,
    /// What it depends on.
    pub params: Params,
    /// Failures and errors among the records.
    pub failures: u32,
    /// Different texts after normalising.
    pub distinct_texts: u32,
    /// Lines that were left out because too many texts have them.
    pub stop_lines: u32,
    /// Failures in no cluster.
    pub noise: u32,
    /// Failures without a text, which are like nothing.
    pub silent: u32,
    /// How many bytes of a text the source keeps, if it cuts them.
    pub cut_to: Option<u32>,
    /// The largest clusters, at most [`FailuresView::MOST`].
    pub clusters: Vec<ClusterRow>,
    /// How many clusters there are.
    pub clusters_in_all: u32,
    /// The pieces of time of the timelines.
    pub timeline: Timeline,
    /// For each of some texts the distance within which `min_samples` failures lie, ascending: see [`super::KDistances`].
    pub k_distances: Vec<f64>,
    /// Failures whose outcome is known.
    pub known: u32,
    /// How good chances are, once that was measured; empty where no outcome is known.
    pub quality: Option<Box<Quality>>,
    /// The clusters of the test whose failed runs were read; empty where failures are not those of one test's runs.
    pub of_test: Vec<SameAs>,
}

impl FailuresView {
    /// The most clusters that are listed on the page. Files have all.
    pub const MOST: usize = 200;

    /// With what takes longer to find: the distances, and how good chances are.
    #[must_use]
    pub fn with(self, k_distances: Vec<f64>, quality: Option<Quality>) -> Self {
        Self { k_distances, quality: quality.map(Box::new), ..self }
    }
}

/// The pieces of time of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The first day, as `2026-11-20`; empty when no failure has a date.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// How many days one piece has.
    pub piece_days: u32,
}

/// A cluster in the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterRow {
    /// Its id, see [`super::cluster_id`].
    pub id: String,
    /// Its most telling line.
    pub name: String,
    /// How many failures.
    pub size: u32,
    /// How many different texts they have after normalising.
    pub distinct_texts: u32,
    /// The test of most failures.
    pub test: String,
    /// How many tests.
    pub tests: u32,
    /// The job of most failures; the context where no job is known.
    pub job: String,
    /// How many jobs.
    pub jobs: u32,
    /// Its tests on the boards by verdict, worst first; empty where no verdict is known.
    pub verdicts: Vec<(Verdict, u32)>,
    /// When the first failure ended.
    pub first_seen: Option<TimeMs>,
    /// When the last failure ended.
    pub last_seen: Option<TimeMs>,
    /// Whether it grows.
    pub trend: Trend,
    /// Failures in each piece of the timeline.
    pub pieces: Vec<u32>,
    /// Failures of which it is known whether the change was merged.
    pub judged: u32,
    /// The share of those that were.
    pub merged_share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub merged_low: Option<f64>,
    /// Upper end.
    pub merged_high: Option<f64>,
    /// Issues known to be about these failures.
    pub trackers: Vec<String>,
}

/// One cluster, opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClusterView {
    /// Its line in the list.
    pub row: ClusterRow,
    /// Everything that is known of it.
    pub cluster: Cluster,
    /// The text of the record that shows it, as it was written; cut where it is very long.
    pub example: String,
    /// Its failures, the newest first, at most [`ClusterView::MOST`].
    pub members: Vec<Member>,
}

impl ClusterView {
    /// The most failures that are listed on the page. Files have all.
    pub const MOST: usize = 500;
}

/// One failure of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its test on the boards, or the name of the test alone.
    pub key: TestKey,
    /// The record's id.
    pub id: String,
    /// When it ended.
    pub date: Option<TimeMs>,
    /// Where to read more; not yet judged as an address.
    pub url: String,
    /// Whether the change was merged in spite of it.
    pub merged: Option<bool>,
}

/// The answer to "is this a flake?".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionView {
    /// The answer in one sentence.
    pub sentence: String,
    /// The sentence for the pull request.
    pub comment: String,
    /// Chance, interval and evidence.
    pub prediction: Prediction,
    /// The cluster's line in the list, when it is among the failures at hand.
    pub cluster: Option<Box<ClusterRow>>,
}

/// A cluster that failures of a test belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameAs {
    /// The cluster's id.
    pub id: String,
    /// Its most telling line.
    pub name: String,
    /// How many failures of the test are in it.
    pub own: u32,
    /// How many failures it has.
    pub size: u32,
    /// How many tests.
    pub tests: u32,
}
