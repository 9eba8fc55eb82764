//! Groups failures.

use serde::{Deserialize, Serialize};

use super::cluster::Cluster;
use super::describe::describe;
use super::neighbours::{Neighbours, Search};
use super::normalise::CUT_BYTES;
use super::params::Params;
use super::step::{Budget, Step};
use super::texts::Texts;
use crate::flakes::counted;
use crate::model::Failure;
use crate::warning::Warning;

/// DBSCAN (Ester et al., KDD 1996) over texts in a fixed order.
pub trait Grouping {
    /// A number for each text, `None` for noise. A text is a core when its neighbours, itself among them, weigh at least
    /// `min_samples`; cores that are neighbours share a number; any other text with a core among its neighbours gets
    /// the smallest number among those. Numbers count up in the order of the first core of each group.
    fn labels(&self, neighbours: &Neighbours, weights: &[u32], min_samples: u32) -> Vec<Option<u32>>;
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clustering {
    /// What it depends on.
    pub params: Params,
    /// Failures and errors among the records that have a text.
    pub failures: usize,
    /// Those that have none: they are in no cluster.
    pub silent: usize,
    /// Different texts after normalising.
    pub distinct_texts: usize,
    /// Lines that were left out because too many texts have them.
    pub stop_lines: usize,
    /// Failures in no cluster.
    pub noise: usize,
    /// The clusters, the largest first.
    pub clusters: Vec<Cluster>,
    /// For each record of the input its cluster; −1 for noise, for what has no text and for what is no failure.
    pub labels: Vec<i64>,
    /// What the reader must know.
    pub warnings: Vec<Warning>,
}

/// The group of each distinct text, before anything is said about it.
pub struct Groups {
    pub(super) params: Params,
    of: Vec<Option<u32>>,
}

impl Groups {
    /// All at once.
    pub fn of(texts: &Texts, params: &Params, grouping: &dyn Grouping) -> Self {
        let mut finding = FindGroups::new(texts, params);
        while !finding.advance(texts, Budget::endless()) {}
        finding.end(texts, grouping)
    }

    /// The group of the text at a place.
    pub(super) fn get(&self, place: usize) -> Option<u32> {
        self.of.get(place).copied().flatten()
    }

    /// How many groups there are.
    pub(super) fn count(&self) -> usize {
        self.of.iter().flatten().max().map_or(0, |last| *last as usize + 1)
    }
}

/// The way to the groups, in steps for a page that must stay awake. The texts must be the same each time.
pub struct FindGroups {
    params: Params,
    search: Search,
}

impl FindGroups {
    /// Nothing is measured yet.
    pub fn new(texts: &Texts, params: &Params) -> Self {
        let params = params.checked();
        Self { params, search: Search::new(texts, &params) }
    }

    /// What is done next, with counts.
    pub fn step(&self, texts: &Texts) -> Step {
        let (done, total) = self.search.progress(texts);
        Step::new("Grouping the failures", done, total)
    }

    /// Goes on for as long as the budget lasts; true at the end.
    pub fn advance(&mut self, texts: &Texts, budget: Budget) -> bool {
        self.search.advance(texts, budget)
    }

    /// The groups, once [`Self::advance`] has come to its end.
    pub fn end(self, texts: &Texts, grouping: &dyn Grouping) -> Groups {
        let of = self.search.end(texts, self.params.min_samples, grouping);
        Groups { params: self.params, of }
    }
}

/// Groups the failures among the records. Equal input gives an equal answer, and the order of the records changes nothing
/// but the order of the labels.
pub fn cluster(records: &[Failure], params: &Params, grouping: &dyn Grouping) -> Clustering {
    let texts = Texts::of(records, params);
    Clustering::of(records, &texts, &Groups::of(&texts, params, grouping))
}

impl Clustering {
    /// Says what the groups are.
    pub fn of(records: &[Failure], texts: &Texts, groups: &Groups) -> Self {
        let (clusters, ranks) = describe(records, texts, groups);
        let mut labels = vec![-1; records.len()];
        let mut noise = 0;
        for (at, place) in texts.members.iter().zip(&texts.distinct.places) {
            let rank = groups.get(*place).and_then(|group| ranks.get(group as usize));
            let label = rank.map_or(-1, |rank| i64::from(*rank));
            noise += usize::from(label < 0);
            labels.get_mut(*at).into_iter().for_each(|own| *own = label);
        }
        Self {
            params: groups.params,
            failures: texts.members.len(),
            silent: texts.silent,
            distinct_texts: texts.distinct.texts.len(),
            stop_lines: texts.normaliser.stop_lines().len(),
            noise,
            clusters,
            labels,
            warnings: warnings(texts),
        }
    }
}

fn warnings(texts: &Texts) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if texts.cut > 0 {
        let message = format!(
            "{} logs are longer than {CUT_BYTES} bytes after normalising; their first and last {} bytes are compared, as triage does",
            texts.cut,
            CUT_BYTES / 2
        );
        warnings.push(Warning::new("logs", message));
    }
    if texts.silent > 0 {
        let message = format!(
            "{} without a text left out: nothing tells what they are",
            counted(texts.silent as u64, "failure is", "failures are")
        );
        warnings.push(Warning::new("records", message));
    }
    if texts.members.is_empty() && texts.silent == 0 {
        warnings.push(Warning::new(
            "records",
            "no failure is among them: a record fails when its status is failure or error",
        ));
    }
    warnings
}
