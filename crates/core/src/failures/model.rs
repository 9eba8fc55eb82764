//! What is learned from failures of which the outcome is known: clusters with their texts, shares of false positives, and
//! how to weigh them. A model is a JSON file.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Cluster;
use super::clustering::{Grouping, Groups};
use super::describe::describe;
use super::effects::Effects;
use super::outcome::outcomes;
use super::params::Params;
use super::quality::Quality;
use super::rates::{Rates, Tally};
use super::stacking::{HINTS, Hints, Weights};
use super::texts::Texts;
use crate::export::write_json;
use crate::model::Failure;

/// The version of the file. A reader refuses what is newer.
const VERSION: u32 = 1;

/// At most so many texts of a cluster are kept to know it again: those of most failures.
const TEXTS_KEPT: usize = 60;

/// Blocks of time in which training checks itself.
const BLOCKS: usize = 6;

/// The name of noise among the clusters: failures like no others may have a share of their own.
const NOISE: &str = "";

/// Why a file is no model.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It is not the JSON of a model.
    #[error("this is no model file: {0}")]
    Broken(#[from] serde_json::Error),
    /// It is from a newer release.
    #[error(
        "the model is of version {0}, and this release reads up to {VERSION}: train it anew, or take a newer release"
    )]
    Newer(u32),
}

/// A cluster as a model knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct KnownCluster {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) size: u32,
    pub(super) texts: Vec<String>,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    version: u32,
    pub(super) params: Params,
    pub(super) stop_lines: Vec<String>,
    pub(super) clusters: Vec<KnownCluster>,
    pub(super) shares: Shares,
    pub(super) weights: Weights,
    /// How good its chances were on failures that came after those it had learned from.
    pub quality: Quality,
}

/// Shares of false positives of everything that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shares {
    pub(super) all: Tally,
    pub(super) clusters: Rates,
    pub(super) tests: Rates,
    pub(super) contexts: Rates,
    pub(super) effects: Effects,
}

impl Shares {
    fn learn<'a>(known: impl Iterator<Item = &'a Known<'a>>) -> Self {
        let mut shares = Self::default();
        let mut examples = Vec::new();
        for known in known {
            examples.push((names(&known.cluster, known.record), known.hit));
            shares.all.add(known.hit);
            shares.clusters.add(&known.cluster, known.hit);
            shares.tests.add(&known.record.test, known.hit);
            shares.contexts.add(&known.record.context, known.hit);
        }
        let base = shares.all.share();
        for rates in [&mut shares.clusters, &mut shares.tests, &mut shares.contexts] {
            rates.settle(base);
        }
        shares.effects = Effects::learn(&examples);
        shares
    }

    /// How far each thing that is known of a failure moves the log odds of a false positive.
    pub(super) fn hints(&self, cluster: &str, record: &Failure) -> Hints {
        self.effects.hints(names(cluster, record))
    }
}

fn names<'a>(cluster: &'a str, record: &'a Failure) -> [&'a str; HINTS] {
    [cluster, &record.test, &record.context]
}

/// A failure of which the outcome is known.
struct Known<'a> {
    record: &'a Failure,
    cluster: String,
    hit: bool,
}

/// Learns from the failures among the records whose outcome is known.
pub fn train(records: &[Failure], params: &Params, grouping: &dyn Grouping) -> Model {
    let texts = Texts::of(records, params);
    Model::learn(records, &texts, &Groups::of(&texts, params, grouping))
}

/// Goes through blocks of time. Each is judged by the shares of those before it, weighed as these taught; then it teaches.
fn check(judged: &[Known<'_>]) -> (Weights, Quality) {
    let size = judged.len().div_ceil(BLOCKS).max(1);
    let mut examples: Vec<(f64, Hints, bool)> = Vec::new();
    let mut predictions = Vec::new();
    for start in (size..judged.len()).step_by(size) {
        let shares = Shares::learn(judged.iter().take(start));
        let base = shares.effects.base();
        let weights = Weights::fit(&examples);
        let block = judged.iter().skip(start).take(size);
        let new = block.map(|known| (base, shares.hints(&known.cluster, known.record), known.hit));
        let seen = examples.len();
        examples.extend(new);
        predictions.extend(
            examples.iter().skip(seen).map(|(base, hints, hit)| (weights.chance(*base, hints), *hit)),
        );
    }
    (Weights::fit(&examples), Quality::of(&predictions))
}

/// The clusters with the texts by which they are known again.
fn known_clusters(
    texts: &Texts,
    clusters: Vec<Cluster>,
    rank: impl Fn(usize) -> Option<usize>,
) -> Vec<KnownCluster> {
    let mut known: Vec<KnownCluster> = clusters
        .into_iter()
        .map(|c| KnownCluster { id: c.id, name: c.name, size: c.size, texts: Vec::new() })
        .collect();
    let distinct = &texts.distinct;
    let mut order: Vec<usize> = (0..distinct.texts.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(distinct.weights.get(*place)));
    for place in order {
        let cluster = rank(place).and_then(|rank| known.get_mut(rank));
        if let (Some(cluster), Some(text)) =
            (cluster.filter(|c| c.texts.len() < TEXTS_KEPT), distinct.texts.get(place))
        {
            cluster.texts.push(text.clone());
        }
    }
    known
}

/// The failures whose outcome is known, in time, so that nothing is judged by what came after it; equal times by the record
/// alone, not by its place.
fn judged<'a>(
    records: &'a [Failure],
    texts: &Texts,
    rank: impl Fn(usize) -> Option<usize>,
) -> Vec<Known<'a>> {
    let outcomes = outcomes(records);
    let mut judged: Vec<Known<'_>> = Vec::new();
    for (at, place) in texts.members.iter().zip(&texts.distinct.places) {
        if let (Some(record), Some(Some(hit))) = (records.get(*at), outcomes.get(*at)) {
            let cluster = rank(*place).map_or_else(|| NOISE.to_owned(), |rank| rank.to_string());
            judged.push(Known { record, cluster, hit: *hit });
        }
    }
    judged.sort_by(|a, b| {
        (a.record.date, &a.record.id, &a.record.test).cmp(&(b.record.date, &b.record.id, &b.record.test))
    });
    judged
}

impl Model {
    /// Learns from groups that were found.
    pub fn learn(records: &[Failure], texts: &Texts, groups: &Groups) -> Self {
        let (clusters, ranks) = describe(records, texts, groups);
        let rank = |place: usize| {
            groups.get(place).and_then(|group| ranks.get(group as usize)).map(|rank| *rank as usize)
        };
        let judged = judged(records, texts, rank);
        let (weights, quality) = check(&judged);
        Self {
            version: VERSION,
            params: groups.params,
            stop_lines: texts.normaliser.stop_lines(),
            clusters: known_clusters(texts, clusters, rank),
            shares: Shares::learn(judged.iter()),
            weights,
            quality,
        }
    }

    /// The file.
    pub fn write(&self) -> String {
        write_json(self)
    }

    /// Reads the file.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_slice(bytes)?;
        if version > VERSION {
            return Err(ModelError::Newer(version));
        }
        Ok(serde_json::from_slice(bytes)?)
    }

    /// How many clusters it knows.
    pub fn clusters(&self) -> usize {
        self.clusters.len()
    }

    /// The failures whose outcome it knew, and how many of them were false positives.
    pub fn known(&self) -> (u32, u32) {
        (self.shares.all.known, self.shares.all.hits)
    }
}
