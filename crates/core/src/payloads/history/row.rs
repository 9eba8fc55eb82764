//! The answer: one row for each key, and totals.

use serde::{Deserialize, Serialize};

use super::measure::Measured;
use super::params::{DataType, Mode};
use super::releases::Releases;
use crate::warning::Warning;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number rose by more than the leeway.
    Risen,
    /// A number fell by more than the leeway, and none rose.
    Fallen,
    /// In the new file alone.
    Added,
    /// In the current file alone.
    Removed,
    /// In both, without a change beyond the leeway.
    Same,
}

impl Kind {
    /// Every kind, the worst first.
    pub const ALL: [Self; 5] = [Self::Risen, Self::Fallen, Self::Added, Self::Removed, Self::Same];

    /// The word in files and links.
    pub fn word(self) -> &'static str {
        match self {
            Self::Risen => "risen",
            Self::Fallen => "fallen",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Same => "same",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// The backend, the alert or the test.
    pub name: String,
    /// The namespace of an alert.
    pub namespace: String,
    /// The level of an alert.
    pub level: String,
    /// The release that the jobs ran.
    pub release: String,
    /// The release that they upgraded from; empty without an upgrade.
    pub from_release: String,
    /// The platform; may be empty.
    pub platform: String,
    /// The architecture.
    pub architecture: String,
    /// The network.
    pub network: String,
    /// The topology.
    pub topology: String,
    /// `Y` where the runs updated the master nodes; empty where that is not known.
    pub master_nodes_updated: String,
    /// What became of it.
    pub kind: Kind,
    /// Little can be said: few runs, rows that contradict one another, or nothing to compare.
    pub weak: bool,
    /// Runs behind the current file's numbers.
    pub old_runs: Option<u32>,
    /// Runs behind the new file's numbers.
    pub new_runs: Option<u32>,
    /// The numbers: four percentiles, or a failure rate.
    pub measures: Vec<Measured>,
    /// Why it is of its kind, in words.
    pub reason: String,
}

impl ComparisonRow {
    /// What tells a row from all others, in the order of the fields.
    pub fn key(&self) -> [&str; 10] {
        [
            &self.name,
            &self.namespace,
            &self.level,
            &self.release,
            &self.from_release,
            &self.platform,
            &self.architecture,
            &self.network,
            &self.topology,
            &self.master_nodes_updated,
        ]
    }
}

/// How many rows became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows that are listed.
    pub rows: usize,
    /// Rows that rose.
    pub risen: usize,
    /// Rows that fell.
    pub fallen: usize,
    /// Rows of the new file alone.
    pub added: usize,
    /// Rows of the current file alone. As the original counts, in its mode: once for each of the two releases.
    pub removed: usize,
    /// Rows without a change.
    pub same: usize,
    /// Rows of which little can be said.
    pub weak: usize,
    /// Rows that rose and are not weak.
    pub risen_firmly: usize,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryReport {
    /// What the files are about.
    pub data_type: DataType,
    /// By which rules they were compared.
    pub mode: Mode,
    /// So many percent were no change.
    pub leeway_percent: f64,
    /// The releases that were compared.
    pub releases: Releases,
    /// How many rows became what.
    pub totals: Totals,
    /// The rows: what rose first, weak ones after the others, the largest difference first, then by name.
    pub rows: Vec<ComparisonRow>,
    /// What could not be read, and what was decided on the way.
    pub warnings: Vec<Warning>,
}

impl Totals {
    pub(super) fn of(rows: &[ComparisonRow], mode: Mode) -> Self {
        let count = |kind: Kind| rows.iter().filter(|row| row.kind == kind).count();
        // The original looks for what is missing once a release, over all releases each time.
        let removed = count(Kind::Removed) * if mode == Mode::Compat { 2 } else { 1 };
        Self {
            rows: rows.len(),
            risen: count(Kind::Risen),
            fallen: count(Kind::Fallen),
            added: count(Kind::Added),
            removed,
            same: count(Kind::Same),
            weak: rows.iter().filter(|row| row.weak).count(),
            risen_firmly: rows.iter().filter(|row| row.kind == Kind::Risen && !row.weak).count(),
        }
    }
}
