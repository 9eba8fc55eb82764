//! Failures that questions are asked about: from files or from boards, with what is known of their tests.

use std::collections::BTreeMap;

use super::clustering::Clustering;
use super::outcome::outcomes;
use super::predict::{Prediction, Predictor};
use super::timeline::Pieces;
use super::view::{ClusterRow, ClusterView, FailuresView, Member, PredictionView, SameAs};
use super::{Cluster, Count};
use crate::flakes::{FailedCells, TestKey, Verdict, counted};
use crate::model::Failure;

/// The most characters of a text that are shown as they were written.
const EXAMPLE_CHARS: usize = 20_000;

/// `TestGrid` keeps so many bytes of what a cell says (k8s.io/test-infra, `pkg/updater`: 70 from either end, and `...`).
const TESTGRID_BYTES: u32 = 140;

/// The failures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// The records, in the order in which they came.
    pub records: Vec<Failure>,
    /// What is known of the tests on the boards.
    verdicts: BTreeMap<TestKey, Verdict>,
    /// Failures without a text that are not among the records.
    silent: u32,
    cut_to: Option<u32>,
    known: u32,
}

impl Collection {
    /// Records from files.
    pub fn of_records(records: Vec<Failure>) -> Self {
        let known = known(&records);
        Self { records, known, ..Self::default() }
    }

    /// What failed on boards.
    pub fn of_boards(cells: FailedCells) -> Self {
        let FailedCells { failures, silent, verdicts } = cells;
        let known = known(&failures);
        Self { records: failures, verdicts, silent, cut_to: Some(TESTGRID_BYTES), known }
    }

    /// Of how many failures the outcome is known.
    pub fn known(&self) -> u32 {
        self.known
    }

    /// The ranked list.
    pub fn view(&self, found: &Clustering) -> FailuresView {
        let pieces = Pieces::of(self.failures());
        let shown = found.clusters.iter().take(FailuresView::MOST);
        FailuresView {
            sentence: sentence(found),
            params: found.params,
            failures: u32_of(found.failures),
            distinct_texts: u32_of(found.distinct_texts),
            stop_lines: u32_of(found.stop_lines),
            noise: u32_of(found.noise),
            silent: self.silent.saturating_add(u32_of(found.silent)),
            cut_to: self.cut_to,
            clusters: self.rows(found, shown, &pieces),
            clusters_in_all: u32_of(found.clusters.len()),
            timeline: pieces.timeline(),
            k_distances: Vec::new(),
            known: self.known,
            quality: None,
            of_test: Vec::new(),
        }
    }

    /// One cluster; `None` for an id that is not there.
    pub fn cluster_view(&self, found: &Clustering, id: &str) -> Option<ClusterView> {
        let cluster = found.clusters.iter().find(|cluster| cluster.id == id)?;
        let row = self.row(found, cluster)?;
        let example = self.records.get(cluster.example).map_or("", |record| &record.log);
        Some(ClusterView {
            row,
            cluster: Cluster { tests: first(&cluster.tests), jobs: first(&cluster.jobs), ..cluster.clone() },
            example: example.chars().take(EXAMPLE_CHARS).collect(),
            members: self.newest(found, cluster),
        })
    }

    /// The line of a cluster in the list.
    pub fn row(&self, found: &Clustering, cluster: &Cluster) -> Option<ClusterRow> {
        let pieces = Pieces::of(self.failures());
        self.rows(found, std::iter::once(cluster), &pieces).pop()
    }

    /// The clusters that failures of a test on a board belong to, those with most of them first.
    pub fn same_as(&self, found: &Clustering, key: &TestKey) -> Vec<SameAs> {
        let mut own: BTreeMap<i64, u32> = BTreeMap::new();
        for (record, label) in self.records.iter().zip(&found.labels) {
            if *label >= 0
                && record.test == key.test
                && record.job == key.job
                && record.context == key.dashboard
            {
                *own.entry(*label).or_default() += 1;
            }
        }
        let cluster = |(label, own): (i64, u32)| {
            let cluster = found.clusters.get(usize::try_from(label).ok()?)?;
            Some(SameAs {
                id: cluster.id.clone(),
                name: cluster.name.clone(),
                own,
                size: cluster.size,
                tests: u32_of(cluster.tests.len()),
            })
        };
        let mut all: Vec<SameAs> = own.into_iter().filter_map(cluster).collect();
        all.sort_by_key(|same| std::cmp::Reverse(same.own));
        all
    }

    /// What a model says of a text of a test.
    pub fn predict(&self, found: &Clustering, model: &Predictor, failure: Failure) -> Option<PredictionView> {
        let prediction = model.predict(&[failure]).pop()?;
        let known = found.clusters.iter().find(|cluster| cluster.id == prediction.cluster);
        let cluster = known.and_then(|cluster| self.row(found, cluster));
        Some(PredictionView {
            sentence: verdict(&prediction, cluster.as_ref()),
            comment: comment(&prediction, cluster.as_ref()),
            prediction,
            cluster: cluster.map(Box::new),
        })
    }

    fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.records.iter().filter(|record| record.status.is_failure())
    }

    fn rows<'a>(
        &self,
        found: &Clustering,
        clusters: impl Iterator<Item = &'a Cluster>,
        pieces: &Pieces,
    ) -> Vec<ClusterRow> {
        let mut rows: BTreeMap<i64, (ClusterRow, BTreeMap<&TestKey, Verdict>)> = clusters
            .map(|cluster| (i64::from(cluster.label), (row(cluster, pieces), BTreeMap::new())))
            .collect();
        for (record, label) in self.records.iter().zip(&found.labels) {
            let Some((row, verdicts)) = rows.get_mut(label) else { continue };
            pieces.count(record, &mut row.pieces);
            if let Some((key, verdict)) = self.verdicts.get_key_value(&key(record)) {
                verdicts.insert(key, *verdict);
            }
        }
        rows.into_values()
            .map(|(row, verdicts)| ClusterRow { verdicts: by_verdict(&verdicts), ..row })
            .collect()
    }

    fn newest(&self, found: &Clustering, cluster: &Cluster) -> Vec<Member> {
        let label = i64::from(cluster.label);
        let own = self.records.iter().zip(&found.labels).filter(|(_, own)| **own == label);
        let mut members: Vec<&Failure> = own.map(|(record, _)| record).collect();
        members.sort_by(|a, b| (b.date, &a.job, &a.test, &a.id).cmp(&(a.date, &b.job, &b.test, &b.id)));
        members.into_iter().take(ClusterView::MOST).map(member).collect()
    }
}

/// Most names of a list are never looked at.
fn first(counts: &[Count]) -> Vec<Count> {
    counts.iter().take(ClusterView::MOST).cloned().collect()
}

fn known(records: &[Failure]) -> u32 {
    u32_of(outcomes(records).into_iter().flatten().count())
}

fn u32_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn key(record: &Failure) -> TestKey {
    TestKey { dashboard: record.context.clone(), job: record.job.clone(), test: record.test.clone() }
}

fn member(record: &Failure) -> Member {
    Member {
        key: key(record),
        id: record.id.clone(),
        date: record.date,
        url: record.url.clone(),
        merged: record.merged,
    }
}

fn row(cluster: &Cluster, pieces: &Pieces) -> ClusterRow {
    let name = |counts: &[Count]| counts.first().map(|count| count.name.clone()).unwrap_or_default();
    let places = if cluster.jobs.is_empty() { &cluster.contexts } else { &cluster.jobs };
    ClusterRow {
        id: cluster.id.clone(),
        name: cluster.name.clone(),
        size: cluster.size,
        distinct_texts: cluster.distinct_texts,
        test: name(&cluster.tests),
        tests: u32_of(cluster.tests.len()),
        job: name(places),
        jobs: u32_of(places.len()),
        verdicts: Vec::new(),
        first_seen: cluster.first_seen,
        last_seen: cluster.last_seen,
        trend: cluster.trend,
        pieces: pieces.empty(),
        judged: cluster.judged,
        merged_share: cluster.merged_share,
        merged_low: cluster.merged_low,
        merged_high: cluster.merged_high,
        trackers: cluster.trackers.iter().map(|count| count.name.clone()).collect(),
    }
}

fn by_verdict(verdicts: &BTreeMap<&TestKey, Verdict>) -> Vec<(Verdict, u32)> {
    let mut counts: BTreeMap<Verdict, u32> = BTreeMap::new();
    for verdict in verdicts.values() {
        *counts.entry(*verdict).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn failures(count: u32) -> String {
    counted(u64::from(count), "failure", "failures")
}

fn tests(count: u32) -> String {
    counted(u64::from(count), "test", "tests")
}

/// `1,204 failures make 31 clusters of the same failure; 88 are like no other. The largest has 212 failures of 14 tests.`
fn sentence(found: &Clustering) -> String {
    if found.failures == 0 {
        return "No failure has been read yet.".to_owned();
    }
    let (all, noise) = (u32_of(found.failures), u32_of(found.noise));
    let Some(largest) = found.clusters.first() else {
        return format!("No two of {} are the same failure.", failures(all));
    };
    let clusters = counted(found.clusters.len() as u64, "cluster", "clusters");
    let alone = match noise {
        0 => String::new(),
        1 => "; 1 is like no other".to_owned(),
        _ => format!("; {} are like no other", crate::flakes::thousands(u64::from(noise))),
    };
    let size = failures(largest.size);
    let of = match largest.tests.len() {
        0 => size,
        count => format!("{size} of {}", tests(u32_of(count))),
    };
    format!("{} make {clusters} of the same failure{alone}. The largest has {of}.", failures(all))
}

/// A share in whole percent.
fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Chance and interval in words; empty when there is none.
fn chance_words(prediction: &Prediction) -> Option<String> {
    let [chance, low, high] = [prediction.chance?, prediction.low?, prediction.high?].map(percent);
    Some(format!("{chance} (95 % credible interval {low} to {high})"))
}

/// The answer in one sentence.
fn verdict(prediction: &Prediction, cluster: Option<&ClusterRow>) -> String {
    let like = match cluster {
        Some(row) if row.tests > 0 => {
            format!("It is the same failure as {} of {}", failures(row.size), tests(row.tests))
        }
        Some(row) => format!("It is the same failure as {}", failures(row.size)),
        None if prediction.cluster.is_empty() => "It is like no other failure at hand".to_owned(),
        None => "It is like failures that the model knows".to_owned(),
    };
    match chance_words(prediction) {
        Some(chance) => format!("{like}. The chance that it is a false positive is {chance}."),
        None => format!("{like}. No outcome of such failures is known, so that no chance can be given."),
    }
}

/// What to paste in the pull request. What came from a log stands in a code span, so that it cannot act there.
fn comment(prediction: &Prediction, cluster: Option<&ClusterRow>) -> String {
    let name = prediction.cluster_name.replace('`', "'");
    let known = cluster.map(|row| {
        let last = row.last_seen.map(|at| format!(", last seen {}", at.day())).unwrap_or_default();
        format!(
            "This looks like a known failure: `{name}` ({} of {}{last}).",
            failures(row.size),
            tests(row.tests)
        )
    });
    let known = known.unwrap_or_else(|| match prediction.cluster.as_str() {
        "" => "This failure is like no other that is known.".to_owned(),
        _ => format!("This looks like a known failure: `{name}`."),
    });
    let chance = chance_words(prediction).map(|chance| format!(" Chance of a false positive: {chance}."));
    format!("{known}{}", chance.unwrap_or_default())
}
