//! Triage's own clustering, written plainly, as an oracle: each text joins the first cluster whose key lies within a tenth
//! of the mean length in edit distance, keys nearest by n-gram counts first, at most eight compared; else it leads a new one
//! (kubernetes/test-infra, triage/summarize).

use std::collections::BTreeMap;

use flakescope_core::failures::Profile;
use flakescope_core::failures::normalise::Normaliser;
use flakescope_core::model::Failure;

/// Labels of the failures: within each test first, then over all tests. A cluster of one failure is noise.
pub(crate) fn labels(records: &[Failure]) -> Vec<i64> {
    let (_, texts) = Normaliser::learn(Profile::Triage, records.iter().map(|record| &*record.log));
    let mut tests: BTreeMap<&str, Clusters> = BTreeMap::new();
    for (at, (record, text)) in records.iter().zip(&texts.texts).enumerate() {
        tests.entry(&record.test).or_default().add(text, &[at]);
    }
    let mut order: Vec<Clusters> = tests.into_values().collect();
    order.sort_by_key(|test| std::cmp::Reverse(test.0.iter().map(|c| c.members.len()).sum::<usize>()));
    let mut all = Clusters::default();
    for mut test in order {
        test.0.sort_by_key(|cluster| std::cmp::Reverse(cluster.members.len()));
        for cluster in &test.0 {
            all.add(&cluster.key, &cluster.members);
        }
    }
    let mut labels = vec![-1; records.len()];
    for (label, cluster) in (0..).zip(&all.0) {
        for member in cluster.members.iter().filter(|_| cluster.members.len() > 1) {
            labels[*member] = label;
        }
    }
    labels
}

#[derive(Default)]
struct Clusters(Vec<Led>);

struct Led {
    key: String,
    counts: [i64; 64],
    members: Vec<usize>,
}

impl Clusters {
    fn add(&mut self, text: &str, members: &[usize]) {
        let counts = counts(text);
        let found = self.0.iter().position(|c| c.key == text).or_else(|| self.find(text, &counts));
        match found {
            Some(found) => self.0[found].members.extend(members),
            None => self.0.push(Led { key: text.to_owned(), counts, members: members.to_vec() }),
        }
    }

    fn find(&self, text: &str, own: &[i64; 64]) -> Option<usize> {
        let mut near: Vec<(i64, usize)> =
            self.0.iter().enumerate().map(|(at, c)| (gap(&c.counts, own), at)).collect();
        near.sort_unstable();
        let limit =
            |at: usize| i64::try_from(usize::midpoint(self.0[at].key.len(), text.len()) / 10).unwrap();
        let tried = near.into_iter().filter(|(gap, at)| *gap <= limit(*at) && limit(*at) > 1).take(8);
        tried.map(|(_, at)| at).find(|at| edits(&self.0[*at].key, text, limit(*at)) < limit(*at))
    }
}

fn counts(text: &str) -> [i64; 64] {
    let mut counts = [0; 64];
    for window in text.as_bytes().windows(4) {
        let hash = window.iter().fold(0_usize, |sum, byte| sum * 31 + usize::from(*byte));
        counts[(hash ^ (hash >> 6)) % 64] += 1;
    }
    counts
}

fn gap(a: &[i64; 64], b: &[i64; 64]) -> i64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<i64>() / 4
}

/// The edit distance, or something not below the limit.
fn edits(a: &str, b: &str, limit: i64) -> i64 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let width = usize::try_from(limit).unwrap();
    if a.len().abs_diff(b.len()) > width {
        return limit;
    }
    let far = i64::MAX / 2;
    let mut before: Vec<i64> = (0..).take(b.len() + 1).collect();
    for i in 1..=a.len() {
        let mut row = vec![far; b.len() + 1];
        let (from, to) = (i.saturating_sub(width), (i + width).min(b.len()));
        for j in from..=to {
            row[j] = if j == 0 {
                i64::try_from(i).unwrap()
            } else {
                let change = before[j - 1] + i64::from(a[i - 1] != b[j - 1]);
                change.min(before[j] + 1).min(row[j - 1] + 1)
            };
        }
        before = row;
    }
    before[b.len()]
}
