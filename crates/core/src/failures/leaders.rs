//! Triage's own clustering, to compare with (kubernetes/test-infra, triage/summarize): each text joins the first cluster
//! whose key lies within a tenth of the mean length in edit distance, keys nearest by n-gram counts first, at most eight
//! compared; else it leads a new one. First within each test, then over all tests, the largest first. Used by `evaluate`
//! alone: it depends on the order of the input, and measures edit distances.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::id::{COUNTERS, counts};
use super::normalise::Normaliser;
use super::params::Profile;
use crate::model::Failure;

/// For each record its cluster; −1 for a cluster of one failure, and for what is no failure.
pub(super) fn labels(records: &[Failure]) -> Vec<i64> {
    let failures = || records.iter().enumerate().filter(|(_, record)| record.status.is_failure());
    let (_, texts) = Normaliser::learn(Profile::Triage, failures().map(|(_, record)| &*record.log));
    let mut tests: BTreeMap<&str, Clusters<'_>> = BTreeMap::new();
    for ((at, record), text) in failures().zip(&texts.texts) {
        tests.entry(&record.test).or_default().add(text, &[at]);
    }
    let mut order: Vec<Clusters<'_>> = tests.into_values().collect();
    order.sort_by_key(|test| Reverse(test.0.iter().map(|cluster| cluster.members.len()).sum::<usize>()));
    let mut all = Clusters::default();
    for mut test in order {
        test.0.sort_by_key(|cluster| Reverse(cluster.members.len()));
        test.0.iter().for_each(|cluster| all.add(cluster.key, &cluster.members));
    }
    all.labels(records.len())
}

/// Clusters in the order in which they were begun.
#[derive(Default)]
struct Clusters<'a>(Vec<Led<'a>>);

/// A cluster with the text that began it.
struct Led<'a> {
    key: &'a str,
    counts: [u64; COUNTERS],
    members: Vec<usize>,
}

impl<'a> Clusters<'a> {
    fn add(&mut self, text: &'a str, members: &[usize]) {
        let counts = counts(text);
        let equal = self.0.iter().position(|led| led.key == text);
        match equal.or_else(|| self.near(text, &counts)).and_then(|found| self.0.get_mut(found)) {
            Some(led) => led.members.extend(members),
            None => self.0.push(Led { key: text, counts, members: members.to_vec() }),
        }
    }

    fn near(&self, text: &str, own: &[u64; COUNTERS]) -> Option<usize> {
        let mut order: Vec<(u64, usize)> = self
            .0
            .iter()
            .map(|led| gap(&led.counts, own))
            .zip(0..)
            .filter(|(gap, at)| *gap <= self.limit(*at, text))
            .collect();
        order.sort_unstable();
        let mut tried =
            order.into_iter().map(|(_, at)| at).filter(|at| self.limit(*at, text) > 1).take(TRIED);
        tried.find(|at| self.0.get(*at).is_some_and(|led| is_near(led.key, text, self.limit(*at, text))))
    }

    /// A tenth of the mean length.
    fn limit(&self, at: usize, text: &str) -> u64 {
        let mean = self.0.get(at).map_or(0, |led| usize::midpoint(led.key.len(), text.len()));
        mean as u64 / 10
    }

    fn labels(&self, count: usize) -> Vec<i64> {
        let mut labels = vec![-1; count];
        let clusters =
            (0..).zip(self.0.iter().map(|led| &led.members)).filter(|(_, members)| members.len() > 1);
        for (label, member) in
            clusters.flat_map(|(label, members)| members.iter().map(move |member| (label, member)))
        {
            labels.get_mut(*member).into_iter().for_each(|own| *own = label);
        }
        labels
    }
}

/// So many keys are compared by edit distance.
const TRIED: usize = 8;

/// A quarter of the difference of the counts: one edit changes four windows.
fn gap(a: &[u64; COUNTERS], b: &[u64; COUNTERS]) -> u64 {
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).sum::<u64>() / 4
}

/// True when the edit distance (Levenshtein, Soviet Physics Doklady 10, 1966) is below the limit. Only the band that can be
/// below is computed (Ukkonen, Information and Control 64, 1985).
fn is_near(a: &str, b: &str, limit: u64) -> bool {
    let width = usize::try_from(limit).unwrap_or(usize::MAX);
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) >= width {
        return false;
    }
    let mut row: Vec<u64> = (0..).take(b.len() + 1).collect();
    for (i, byte) in (1..).zip(a) {
        row = next_row(&row, (i, *byte), b, width);
        if row.iter().all(|edits| *edits >= limit) {
            return false;
        }
    }
    row.last().is_some_and(|edits| *edits < limit)
}

fn next_row(before: &[u64], (i, byte): (usize, u8), b: &[u8], width: usize) -> Vec<u64> {
    let far = u64::MAX / 2;
    let mut row = vec![far; before.len()];
    let mut left = far;
    for j in i.saturating_sub(width)..=(i + width).min(b.len()) {
        let at = |j: usize| before.get(j).copied().unwrap_or(far);
        let change = j.checked_sub(1).map_or(far, |j| at(j) + u64::from(b.get(j) != Some(&byte)));
        left = change.min(at(j) + 1).min(left + 1);
        row.get_mut(j).into_iter().for_each(|own| *own = left);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distances() {
        for (a, b, edits) in [
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("flaw", "lawn", 2),
            ("ab", "ba", 2),
        ] {
            for limit in 1..8 {
                assert_eq!(
                    is_near(a, b, limit),
                    edits < limit && a.len().abs_diff(b.len()) < usize::try_from(limit).unwrap(),
                    "{a} {b} {limit}"
                );
            }
        }
    }

    #[test]
    fn texts_join_the_first_that_is_near() {
        let text = "the lease of the leader was lost after a while";
        let record = |log: String, test: &str| Failure {
            log: log.as_str().into(),
            test: test.to_owned(),
            ..Failure::default()
        };
        let records = [
            record(text.to_owned(), "a"),
            record(text.replace("while", "whale"), "b"),
            record("another failure, which is not like the first".to_owned(), "a"),
            record(text.to_owned(), "a"),
        ];
        assert_eq!(labels(&records), [0, 0, -1, 0]);
    }
}
