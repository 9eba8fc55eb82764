//! What is asked about two files of history: what they are about, by which rules, and which rows are listed.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::params::{DataType, Params};
use super::row::{ComparisonRow, Kind};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// What the files must be about; without it their columns tell.
    pub data_type: Option<DataType>,
    /// By which rules they are compared.
    pub params: Params,
    /// Which rows are listed.
    pub filter: HistoryFilter,
    /// The percentile of the figure; of tests there is a failure rate alone.
    pub measure: Measure,
}

impl Query {
    /// The usual percentile of the figure: the one that openshift/origin holds new runs to.
    pub const MEASURE: Measure = Measure::P99;
}

impl Default for Query {
    fn default() -> Self {
        let params = Params { leeway_percent: f64::from(Params::LEEWAY), ..Params::default() };
        Self { data_type: None, params, filter: HistoryFilter::default(), measure: Self::MEASURE }
    }
}

/// A column whose values one can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The release that the jobs ran.
    Release,
    /// The platform.
    Platform,
    /// The network.
    Network,
    /// The topology.
    Topology,
    /// The architecture.
    Architecture,
}

impl Field {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::Release, Self::Platform, Self::Network, Self::Topology, Self::Architecture];

    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Platform => "platform",
            Self::Network => "network",
            Self::Topology => "topology",
            Self::Architecture => "architecture",
        }
    }

    /// Its value in a row.
    pub fn of(self, row: &ComparisonRow) -> &str {
        match self {
            Self::Release => &row.release,
            Self::Platform => &row.platform,
            Self::Network => &row.network,
            Self::Topology => &row.topology,
            Self::Architecture => &row.architecture,
        }
    }
}

/// Which rows are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryFilter {
    /// Rows of this release; empty for all. As the next ones.
    pub release: String,
    /// Of this platform.
    pub platform: String,
    /// Of this network.
    pub network: String,
    /// Of this topology.
    pub topology: String,
    /// Of this architecture.
    pub architecture: String,
    /// Rows that became this; empty for [`HistoryFilter::USUAL`].
    pub kinds: Vec<Kind>,
    /// A part of the name or of the namespace, without regard to case; empty takes all.
    pub text: String,
}

impl HistoryFilter {
    /// What changed.
    pub const USUAL: [Kind; 4] = [Kind::Risen, Kind::Fallen, Kind::Added, Kind::Removed];

    /// The kinds that are listed.
    pub fn listed(&self) -> &[Kind] {
        if self.kinds.is_empty() { &Self::USUAL } else { &self.kinds }
    }

    /// The value that is chosen; empty for all.
    pub fn chosen(&self, field: Field) -> &str {
        match field {
            Field::Release => &self.release,
            Field::Platform => &self.platform,
            Field::Network => &self.network,
            Field::Topology => &self.topology,
            Field::Architecture => &self.architecture,
        }
    }

    /// The same with another value chosen.
    #[must_use]
    pub fn with(mut self, field: Field, value: &str) -> Self {
        let own = match field {
            Field::Release => &mut self.release,
            Field::Platform => &mut self.platform,
            Field::Network => &mut self.network,
            Field::Topology => &mut self.topology,
            Field::Architecture => &mut self.architecture,
        };
        value.clone_into(own);
        self
    }

    /// Ready to be held against many rows.
    pub(super) fn ready(&self) -> ReadyFilter<'_> {
        ReadyFilter { filter: self, text: self.text.trim().to_lowercase() }
    }
}

/// A filter whose text is folded once.
pub(super) struct ReadyFilter<'a> {
    filter: &'a HistoryFilter,
    text: String,
}

impl ReadyFilter<'_> {
    /// True for a row that is listed.
    pub(super) fn takes(&self, row: &ComparisonRow) -> bool {
        self.takes_but_for(row, None)
    }

    /// True for a row that would be listed if all values of `field` were.
    pub(super) fn takes_but_for(&self, row: &ComparisonRow, field: Option<Field>) -> bool {
        let is_chosen = |own: Field| {
            let chosen = self.filter.chosen(own);
            Some(own) == field || chosen.is_empty() || chosen == own.of(row)
        };
        let has = |name: &str| name.to_lowercase().contains(&self.text);
        self.filter.listed().contains(&row.kind)
            && Field::ALL.into_iter().all(is_chosen)
            && (self.text.is_empty() || has(&row.name) || has(&row.namespace))
    }
}
