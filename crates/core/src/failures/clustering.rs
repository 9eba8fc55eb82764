//! Groups failures.

use serde::{Deserialize, Serialize};

use super::cluster::Cluster;
use super::describe::describe;
use super::distinct::{Distinct, distinct};
use super::neighbours::{Neighbours, Packer, Space, grouped};
use super::normalise::{CUT_BYTES, Normalised, Normaliser};
use super::params::{Distance, Params};
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
    /// Failures and errors among the records.
    pub failures: usize,
    /// Different texts after normalising.
    pub distinct_texts: usize,
    /// Lines that were left out because too many texts have them.
    pub stop_lines: usize,
    /// Failures in no cluster.
    pub noise: usize,
    /// The clusters, the largest first.
    pub clusters: Vec<Cluster>,
    /// For each record of the input its cluster; −1 for noise and for what is no failure.
    pub labels: Vec<i64>,
    /// What the reader must know.
    pub warnings: Vec<Warning>,
}

/// Failures made ready: who they are, their distinct texts, and what was done to them.
pub(super) struct Prepared {
    /// Places in the input.
    pub(super) members: Vec<usize>,
    pub(super) distinct: Distinct,
    pub(super) normaliser: Normaliser,
    cut: usize,
}

pub(super) fn prepare(records: &[Failure], params: &Params) -> Prepared {
    let members: Vec<usize> = records
        .iter()
        .enumerate()
        .filter(|(_, record)| record.status.is_failure())
        .map(|(at, _)| at)
        .collect();
    let logs = members.iter().filter_map(|at| records.get(*at)).map(|record| &*record.log);
    let (normaliser, Normalised { texts, cut }) = Normaliser::learn(params.profile, logs);
    Prepared { members, distinct: distinct(texts), normaliser, cut }
}

/// Groups the failures among the records. Equal input gives an equal answer, and the order of the records changes nothing
/// but the order of the labels.
pub fn cluster(records: &[Failure], params: &Params, grouping: &dyn Grouping) -> Clustering {
    let params = params.checked();
    let prepared = prepare(records, &params);
    let Distinct { texts, weights, .. } = &prepared.distinct;
    let groups = grouped(texts, weights, &params, grouping);
    let (clusters, ranks) = describe(records, &prepared, &groups);
    let mut labels = vec![-1; records.len()];
    let mut noise = 0;
    for (at, place) in prepared.members.iter().zip(&prepared.distinct.places) {
        let group = groups.get(*place).copied().flatten();
        let rank = group.and_then(|group| ranks.get(group as usize)).map_or(-1, |rank| i64::from(*rank));
        noise += usize::from(rank < 0);
        labels.get_mut(*at).into_iter().for_each(|label| *label = rank);
    }
    Clustering {
        params,
        failures: prepared.members.len(),
        distinct_texts: texts.len(),
        stop_lines: prepared.normaliser.stop_lines().len(),
        noise,
        clusters,
        labels,
        warnings: warnings(&prepared),
    }
}

fn warnings(prepared: &Prepared) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if prepared.cut > 0 {
        let message = format!(
            "{} logs are longer than {CUT_BYTES} bytes after normalising; their first and last {} bytes are compared, as triage does",
            prepared.cut,
            CUT_BYTES / 2
        );
        warnings.push(Warning::new("logs", message));
    }
    if prepared.members.is_empty() {
        warnings.push(Warning::new(
            "records",
            "no failure is among them: a record fails when its status is failure or error",
        ));
    }
    warnings
}

/// For each distinct text the distance within which `min_samples` failures lie, its own among them, in ascending order:
/// where the curve bends is a good radius. A text that has fewer in all gives none. At most `sample` texts are measured,
/// evenly over their order, because every pair is.
pub fn k_distances(records: &[Failure], params: &Params, sample: usize) -> Vec<f64> {
    let params = params.checked();
    let Distinct { texts, weights, .. } = prepare(records, &params).distinct;
    let step = texts.len().div_ceil(sample.max(1)).max(1);
    let measured: Vec<usize> = (0..texts.len()).step_by(step).collect();
    let space = (params.distance == Distance::Cosine).then(|| Space::learn(&texts));
    let mut packer = Packer::new();
    let sized: Vec<(&str, u64)> = match space {
        Some(_) => Vec::new(),
        None => texts.iter().map(|text| (text.as_str(), packer.length(text.as_bytes()))).collect(),
    };
    let mut between = |a: usize, b: usize| match &space {
        Some(_) if a == b => 0.0,
        Some(space) => space.distance(a, b),
        None => sized.get(a).zip(sized.get(b)).map_or(1.0, |(a, b)| packer.distance(*a, *b)),
    };
    let mut found = Vec::new();
    for own in &measured {
        let mut near: Vec<(f64, u32)> = measured
            .iter()
            .map(|other| (between(*own, *other), weights.get(*other).copied().unwrap_or(1)))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut around = 0;
        let reached = near.iter().find(|(_, weight)| {
            around += weight;
            around >= params.min_samples
        });
        found.extend(reached.map(|(distance, _)| distance.max(0.0)));
    }
    found.sort_by(f64::total_cmp);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FailureStatus;

    fn failure(log: &str) -> Failure {
        Failure { status: FailureStatus::Failure, log: log.into(), ..Failure::default() }
    }

    #[test]
    fn distances_to_the_failures_around() {
        let logs = ["disk is full", "disk is full", "disk is full", "the lease was lost"];
        let records: Vec<Failure> = logs.into_iter().map(failure).collect();
        for distance in [Distance::Cosine, Distance::Ncd] {
            let found = |min_samples| {
                k_distances(&records, &Params { distance, min_samples, ..Params::default() }, 100)
            };
            assert_eq!(found(1), [0.0, 0.0]);
            let [near, far] = found(3)[..] else { panic!("{:?}", found(3)) };
            assert!(near == 0.0 && far > 0.5, "{distance:?}: {near} {far}");
            assert_eq!(found(5), [0.0; 0]);
        }
    }
}
