//! The chance that one failure is a false positive, with what speaks for it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::model::Model;
use super::neighbours::{Lookup, Packer, Space};
use super::normalise::Normaliser;
use super::params::Distance;
use super::rates::{Rates, Tally};
use crate::model::Failure;
use crate::stats::{beta_interval_95, round6};

/// One thing that speaks for the chance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// `cluster`, `test`, `context` or `all`.
    pub kind: String,
    /// Which one.
    pub name: String,
    /// How many of its failures were false positives.
    pub false_positives: u32,
    /// Of how many whose outcome is known.
    pub known: u32,
}

/// The answer for one failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The record's id.
    pub id: String,
    /// The cluster's id; empty when it is like none.
    pub cluster: String,
    /// The cluster's name in words.
    pub cluster_name: String,
    /// The chance of a false positive; empty when no outcome was known in training.
    pub chance: Option<f64>,
    /// Lower end of the 95 % credible interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// What the model can tell at all.
    pub note: String,
}

/// A model made ready to answer.
pub struct Predictor {
    model: Rc<Model>,
    normaliser: Normaliser,
    /// The cluster of each kept text, and its place there.
    kept: Vec<(usize, usize)>,
    nearest: Nearest,
}

enum Nearest {
    Cosine(Box<(Space, Lookup)>),
    /// The packed length of each kept text.
    Ncd(Vec<u64>),
}

impl Predictor {
    /// Makes the model ready: takes as long as reading its texts.
    pub fn new(model: Rc<Model>) -> Self {
        let clusters = model.clusters.iter().enumerate();
        let kept: Vec<(usize, usize)> =
            clusters.flat_map(|(at, cluster)| (0..cluster.texts.len()).map(move |text| (at, text))).collect();
        let text = |place: &(usize, usize)| text_of(&model, *place);
        let nearest = match model.params.distance {
            Distance::Cosine => {
                let texts: Vec<String> = kept.iter().map(|place| text(place).to_owned()).collect();
                let space = Space::learn(&texts);
                let lookup = Lookup::new(space.vectors(), model.params.eps);
                Nearest::Cosine(Box::new((space, lookup)))
            }
            Distance::Ncd => {
                let mut packer = Packer::new();
                Nearest::Ncd(kept.iter().map(|place| packer.length(text(place).as_bytes())).collect())
            }
        };
        let normaliser = Normaliser::learned(model.params.profile, model.stop_lines.clone());
        Self { model, normaliser, kept, nearest }
    }

    /// The model.
    pub fn model(&self) -> &Rc<Model> {
        &self.model
    }

    /// Answers for each record that is a failure, in order.
    pub fn predict(&self, records: &[Failure]) -> Vec<Prediction> {
        let failures: Vec<&Failure> = records.iter().filter(|record| record.status.is_failure()).collect();
        let texts = self.normaliser.normalise(failures.iter().map(|failure| &*failure.log));
        failures.iter().zip(texts).map(|(failure, text)| self.one(failure, &text)).collect()
    }

    fn one(&self, failure: &Failure, text: &str) -> Prediction {
        let cluster = self.cluster_of(text);
        let key = cluster.map_or_else(String::new, |cluster| cluster.to_string());
        let known = cluster.and_then(|cluster| self.model.clusters.get(cluster));
        let (id, name) = known.map_or(("", ""), |known| (&known.id, &known.name));
        let [chance, low, high] = self.chance(&key, failure);
        let shares = &self.model.shares;
        let evidence = [
            evidence(
                "cluster",
                if known.is_some() { name } else { "like no other failure" },
                shares.clusters.tally(&key),
            ),
            evidence("test", &failure.test, shares.tests.tally(&failure.test)),
            evidence("context", &failure.context, shares.contexts.tally(&failure.context)),
            evidence("all", "all failures", shares.all),
        ];
        Prediction {
            id: failure.id.clone(),
            cluster: id.to_owned(),
            cluster_name: name.to_owned(),
            chance,
            low,
            high,
            evidence: evidence.into_iter().flatten().collect(),
            note: self.model.quality.sentence.clone(),
        }
    }

    /// The cluster of the nearest text within the radius.
    fn cluster_of(&self, text: &str) -> Option<usize> {
        let nearest = match &self.nearest {
            Nearest::Cosine(both) => {
                let (space, lookup) = &**both;
                let nearest = lookup.nearest(space.vectors(), &space.vector(text)).map(|(at, _)| at);
                nearest.and_then(|nearest| space.owners().iter().position(|owner| *owner == nearest))
            }
            Nearest::Ncd(lengths) => {
                let mut packer = Packer::new();
                let own = (text, packer.length(text.as_bytes()));
                let others =
                    self.kept.iter().map(|place| text_of(&self.model, *place)).zip(lengths.iter().copied());
                let measured = others.enumerate().map(|(at, other)| (at, packer.distance(own, other)));
                measured
                    .filter(|(_, d)| *d <= self.model.params.eps)
                    .min_by(|a, b| a.1.total_cmp(&b.1))
                    .map(|(at, _)| at)
            }
        };
        self.kept.get(nearest?).map(|(cluster, _)| *cluster)
    }

    /// Chance and interval. Where training found no signal it is the base rate with the interval of that.
    fn chance(&self, cluster: &str, failure: &Failure) -> [Option<f64>; 3] {
        let shares = &self.model.shares;
        if shares.all.known == 0 {
            return [None; 3];
        }
        let base = shares.all.share();
        let (chance, worth) = if self.model.quality.has_signal {
            let chance = self.model.weights.chance(shares.effects.base(), &shares.hints(cluster, failure));
            (chance, worth(&shares.clusters, cluster))
        } else {
            (base, f64::from(shares.all.known) + 1.0)
        };
        let interval = beta_interval_95(chance * worth, (1.0 - chance) * worth);
        // A Beta that leans on one end may have its mean outside its middle 95 %.
        [chance, interval.low.min(chance), interval.high.max(chance)].map(|value| Some(round6(value)))
    }
}

/// A text that a model kept: its cluster, and its place there.
fn text_of(model: &Model, (cluster, text): (usize, usize)) -> &str {
    model.clusters.get(cluster).and_then(|cluster| cluster.texts.get(text)).map_or("", String::as_str)
}

/// `None` where nothing is known.
fn evidence(kind: &str, name: &str, tally: Tally) -> Option<Evidence> {
    let Tally { hits: false_positives, known } = tally;
    (known > 0).then(|| Evidence { kind: kind.to_owned(), name: name.to_owned(), false_positives, known })
}

/// The interval is that of a Beta distribution around the chance, worth as many failures as the cluster's share is: those
/// known, and those that the share of all stands for.
fn worth(clusters: &Rates, cluster: &str) -> f64 {
    f64::from(clusters.tally(cluster).known) + clusters.strength.clamp(1.0, 64.0)
}

/// Predictions as JSON lines.
pub fn write_predictions(predictions: &[Prediction]) -> String {
    let lines = predictions.iter().filter_map(|prediction| serde_json::to_string(prediction).ok());
    lines.map(|line| line + "\n").collect()
}
