//! How good grouping and chances are on the data at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::clustering::{Grouping, cluster};
use super::leaders;
use super::model::train;
use super::outcome::outcomes;
use super::params::{Distance, Params, Profile};
use super::predict::Predictor;
use super::quality::Quality;
use crate::export::{Cell, Document, Part, Sheet, Value, write_json, write_markdown};
use crate::model::Failure;
use crate::stats::{agreement, round6};
use crate::warning::Warning;

/// How well one method finds the known causes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// The rules, the distance, the radius; `None` for triage's own clustering, which has nothing to choose.
    pub params: Option<Params>,
    /// How many clusters it makes.
    pub clusters: usize,
    /// How many failures it leaves alone.
    pub noise: usize,
    /// Adjusted Rand index. Here and below each failure of the noise is a group of its own.
    pub adjusted_rand: f64,
    /// Homogeneity.
    pub homogeneity: f64,
    /// Completeness.
    pub completeness: f64,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Each method beside the causes; empty when no record names its cause.
    pub methods: Vec<Method>,
    /// Chances of failures that came after those that were learned from.
    pub quality: Quality,
    /// What the reader must know.
    pub warnings: Vec<Warning>,
}

/// More distinct failures than these are not compared by compression, which needs every pair.
const NCD_MOST: usize = 1500;

/// More failures than these are not compared by edit distance.
const LEADERS_MOST: usize = 5000;

/// Judges the failures in `folds` blocks of time, each by what came before it, and compares all methods with the causes
/// where they are named.
pub fn evaluate(records: &[Failure], params: &Params, folds: usize, grouping: &dyn Grouping) -> Evaluation {
    let predictions = held_out(records, params, folds.max(2), grouping);
    let mut evaluation = Evaluation { quality: Quality::of(&predictions), ..Evaluation::default() };
    if records.iter().any(|record| !record.cause.is_empty()) {
        compare(records, params, grouping, &mut evaluation);
    }
    evaluation
}

/// Chance and outcome of every failure after the first block, in time.
fn held_out(records: &[Failure], params: &Params, folds: usize, grouping: &dyn Grouping) -> Vec<(f64, bool)> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|at| records.get(*at).map(|record| (record.date, &record.id)));
    let outcomes = outcomes(records);
    let size = records.len().div_ceil(folds).max(1);
    let mut all = Vec::new();
    for start in (size..records.len()).step_by(size) {
        let copies = |from: usize, count: usize| -> Vec<Failure> {
            order.iter().skip(from).take(count).filter_map(|at| records.get(*at)).cloned().collect()
        };
        let model = train(&copies(0, start), params, grouping);
        let later =
            order.iter().skip(start).take(size).filter_map(|at| records.get(*at).zip(outcomes.get(*at)));
        let hits = later.filter(|(record, _)| record.status.is_failure()).map(|(_, hit)| *hit);
        let chances = Predictor::new(Rc::new(model)).predict(&copies(start, size));
        all.extend(chances.iter().zip(hits).filter_map(|(prediction, hit)| Some((prediction.chance?, hit?))));
    }
    all
}

fn compare(records: &[Failure], params: &Params, grouping: &dyn Grouping, into: &mut Evaluation) {
    let mut tried = vec![params.checked()];
    for profile in Profile::ALL {
        for distance in Distance::ALL {
            let other = Params { min_samples: params.min_samples, ..Params::of(profile, distance) };
            if (other.profile, other.distance) != (params.profile, params.distance) {
                tried.push(other);
            }
        }
    }
    let failures = records.iter().filter(|record| record.status.is_failure()).count();
    for params in tried {
        if params.distance == Distance::Ncd && failures > NCD_MOST {
            let message = format!(
                "{} with {} is left out: {failures} failures are more than {NCD_MOST}, and every pair must be packed",
                params.distance.word(),
                params.profile.word()
            );
            into.warnings.push(Warning::new("methods", message));
        } else {
            let labels = cluster(records, &params, grouping).labels;
            into.methods.push(judge(records, &labels, Some(params)));
        }
    }
    if failures <= LEADERS_MOST {
        into.methods.push(judge(records, &leaders::labels(records), None));
    } else {
        let message =
            format!("triage's own clustering is left out: {failures} failures are more than {LEADERS_MOST}");
        into.warnings.push(Warning::new("methods", message));
    }
}

/// Judges labels by the causes.
fn judge(records: &[Failure], labels: &[i64], params: Option<Params>) -> Method {
    let clusters =
        labels.iter().filter_map(|label| u32::try_from(*label).ok()).max().map_or(0, |last| last + 1);
    let mut noise = 0;
    let mut causes: BTreeMap<&str, u32> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (record, label) in records.iter().zip(labels) {
        if !record.status.is_failure() || record.cause.is_empty() {
            continue;
        }
        let next = u32::try_from(causes.len()).unwrap_or(u32::MAX);
        let cause = *causes.entry(&record.cause).or_insert(next);
        let group = u32::try_from(*label).unwrap_or_else(|_| {
            noise += 1;
            clusters + noise
        });
        pairs.push((cause, group));
    }
    let agreement = agreement(&pairs);
    Method {
        params,
        clusters: labels.iter().filter(|label| **label >= 0).collect::<BTreeSet<_>>().len(),
        noise: noise as usize,
        adjusted_rand: round6(agreement.adjusted_rand),
        homogeneity: round6(agreement.homogeneity),
        completeness: round6(agreement.completeness),
    }
}

impl Evaluation {
    /// With everything.
    pub fn json(&self) -> String {
        write_json(self)
    }

    /// For reading.
    pub fn markdown(&self) -> String {
        let [figures, reliability, methods] = [self.figures(), self.reliability(), self.table()];
        let mut document = Document::new("How good are clusters and chances?");
        document.heading("Chances");
        document.line(vec![Part::text(&self.quality.sentence)]);
        document.table(sheet(&FIGURES, &figures));
        if !reliability.is_empty() {
            document.heading("Reliability");
            document.table(sheet(&["failures", "chance", "came_true"], &reliability));
        }
        if !methods.is_empty() {
            document.heading("Clusters beside the known causes");
            document.table(sheet(&METHODS, &methods));
        }
        crate::export::warnings(&mut document, &self.warnings);
        write_markdown(&document)
    }

    fn figures(&self) -> Vec<Vec<String>> {
        let quality = &self.quality;
        let area = [quality.auc, quality.auc_low, quality.auc_high];
        let rest = [quality.brier, quality.brier_of_base_rate, quality.ece].map(Some);
        let measures = std::iter::once(Some(quality.base_rate)).chain(area).chain(rest).map(measure);
        vec![std::iter::once(quality.held_out.to_string()).chain(measures).collect()]
    }

    fn reliability(&self) -> Vec<Vec<String>> {
        let bins = self.quality.reliability.iter();
        bins.map(|bin| vec![bin.count.to_string(), measure(Some(bin.chance)), measure(Some(bin.share))])
            .collect()
    }

    fn table(&self) -> Vec<Vec<String>> {
        let row = |method: &Method| {
            let of = |word: fn(&Params) -> &'static str, other| {
                method.params.as_ref().map_or(other, word).to_owned()
            };
            let words = [of(|p| p.profile.word(), "triage"), of(|p| p.distance.word(), "edits, by leaders")];
            let eps = method.params.map_or_else(String::new, |params| params.eps.to_string());
            let counts = [method.clusters, method.noise].map(|count| count.to_string());
            let measures =
                [method.adjusted_rand, method.homogeneity, method.completeness].map(|m| measure(Some(m)));
            words.into_iter().chain([eps]).chain(counts).chain(measures).collect()
        };
        self.methods.iter().map(row).collect()
    }
}

const FIGURES: [&str; 8] =
    ["held_out", "base_rate", "auc", "auc_low", "auc_high", "brier", "brier_of_base_rate", "ece"];

const METHODS: [&str; 8] =
    ["profile", "distance", "eps", "clusters", "noise", "adjusted_rand", "homogeneity", "completeness"];

/// With four decimals; empty if unknown.
fn measure(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.4}"))
}

fn sheet<'a>(columns: &[&'static str], rows: &'a [Vec<String>]) -> Sheet<'a> {
    let row = |row: &'a Vec<String>| row.iter().map(|text| Cell::from(Value::Text(text))).collect();
    Sheet { columns: columns.to_vec(), rows: rows.iter().map(row).collect() }
}
