//! Labels beside a DBSCAN that is written plainly and measures every pair; order and repetition of the input; and the
//! numbers of the originals.
#![expect(clippy::print_stdout, reason = "a skipped test says why")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::time::Instant;

use flakescope_core::failures::neighbours::{Neighbours, all_pairs};
use flakescope_core::failures::normalise::Normaliser;
use flakescope_core::failures::{Clustering, Distance, Grouping, Params, Profile, cluster, evaluate};
use flakescope_core::formats::failures::read_file;
use flakescope_core::model::Failure;
use flakescope_dbscan::Linfa;
use flakescope_sim::dice::Dice;
use flakescope_sim::failures::{FailureHistory, FailureOptions};

/// DBSCAN by the book: over single failures, not over weighted texts.
struct ByTheBook;

impl Grouping for ByTheBook {
    fn labels(&self, neighbours: &Neighbours, weights: &[u32], min_samples: u32) -> Vec<Option<u32>> {
        let weight = |at: usize| neighbours.of(at).iter().map(|other| weights[*other as usize]).sum::<u32>();
        let is_core: Vec<bool> = (0..neighbours.len()).map(|at| weight(at) >= min_samples).collect();
        let mut labels = vec![None; neighbours.len()];
        let mut next = 0;
        for start in 0..neighbours.len() {
            if labels[start].is_some() || !is_core[start] {
                continue;
            }
            labels[start] = Some(next);
            let mut queue = VecDeque::from([start]);
            while let Some(at) = queue.pop_front() {
                for other in neighbours.of(at).iter().map(|other| *other as usize) {
                    if labels[other].is_none() {
                        labels[other] = Some(next);
                        if is_core[other] {
                            queue.push_back(other);
                        }
                    }
                }
            }
            next += 1;
        }
        labels
    }
}

/// The labels of a plain DBSCAN over all pairs of distinct texts, by first appearance in the input. What says nothing is
/// noise.
fn plain(records: &[Failure], params: &Params) -> Vec<i64> {
    let (_, texts) = Normaliser::learn(params.profile, records.iter().map(|record| &*record.log));
    let mut weights: BTreeMap<String, u32> = BTreeMap::new();
    let says: Vec<bool> = records.iter().map(|record| !record.log.trim().is_empty()).collect();
    for (text, _) in texts.texts.iter().zip(&says).filter(|(_, says)| **says) {
        *weights.entry(text.clone()).or_default() += 1;
    }
    let distinct: Vec<String> = weights.keys().cloned().collect();
    let weights: Vec<u32> = weights.values().copied().collect();
    let groups = ByTheBook.labels(&all_pairs(&distinct, params), &weights, params.min_samples);
    let group = |text: &String| groups[distinct.binary_search(text).ok()?];
    let label = |(text, says): (&String, &bool)| group(text).filter(|_| *says).map_or(-1, i64::from);
    numbered(&texts.texts.iter().zip(&says).map(label).collect::<Vec<_>>())
}

/// Labels renumbered by first appearance, so that partitions can be compared.
fn numbered(labels: &[i64]) -> Vec<i64> {
    let mut numbers = BTreeMap::new();
    let number = |label: &i64| {
        let next = i64::try_from(numbers.len()).unwrap();
        if *label < 0 { -1 } else { *numbers.entry(*label).or_insert(next) }
    };
    labels.iter().map(number).collect()
}

/// Short texts out of few words, so that they are near each other in many ways.
fn random_records(seed: u64) -> Vec<Failure> {
    let mut dice = Dice::new(seed, "texts");
    let words = ["disk", "pod", "lost", "full", "timeout", "ready", "panic", "node", "retry", "open"];
    let (count, variety) = (dice.between(5, 80), dice.between(3, 10));
    let text = |dice: &mut Dice| {
        let lines = (0..dice.between(0, 4)).map(|_| {
            let words: Vec<&str> = (0..dice.between(1, 5)).map(|_| words[dice.below(variety)]).collect();
            words.join(" ")
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    (0..count).map(|_| Failure { log: text(&mut dice).into(), ..Failure::default() }).collect()
}

fn random_params(seed: u64) -> Params {
    let mut dice = Dice::new(seed, "params");
    let min_samples = u32::try_from(dice.between(1, 6)).unwrap();
    Params { eps: dice.fraction(0.05, 0.9), min_samples, ..Params::default() }
}

#[test]
fn labels_equal_those_of_a_plain_dbscan() {
    let mut clusters = 0;
    for seed in 0..200 {
        let (records, params) = (random_records(seed), random_params(seed));
        let found = cluster(&records, &params, &Linfa);
        assert_eq!(numbered(&found.labels), plain(&records, &params), "seed {seed} {params:?}");
        clusters += found.clusters.len();
    }
    println!("200 random sets: equal labels, {clusters} clusters in all");
}

#[test]
fn order_and_repetition_change_nothing() {
    for seed in 0..40 {
        let (records, params) = (random_records(seed), random_params(seed));
        let found = cluster(&records, &params, &Linfa);
        let mut order: Vec<usize> = (0..records.len()).collect();
        Dice::new(seed, "order").shuffle(&mut order);
        let shuffled: Vec<Failure> = order.iter().map(|at| records[*at].clone()).collect();
        let again = cluster(&shuffled, &params, &Linfa);
        let back: Vec<i64> = order.iter().map(|at| found.labels[*at]).collect();
        assert_eq!(again.labels, back, "seed {seed}");
        let ids =
            |found: &Clustering| found.clusters.iter().map(|c| (c.id.clone(), c.size)).collect::<Vec<_>>();
        assert_eq!(ids(&again), ids(&found));
        // Every record twice, and twice as many for a core: the same partition.
        let twice: Vec<Failure> = records.iter().flat_map(|r| [r.clone(), r.clone()]).collect();
        let doubled = cluster(&twice, &Params { min_samples: params.min_samples * 2, ..params }, &Linfa);
        let every_second: Vec<i64> = doubled.labels.iter().copied().step_by(2).collect();
        assert_eq!(numbered(&every_second), numbered(&found.labels), "seed {seed}");
    }
}

fn capture(path: &str) -> Option<Vec<Failure>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let Ok(bytes) = std::fs::read(folder.join(path)) else {
        println!("SKIPPED: the captures are not beside the checkout (../shared/data/{path})");
        return None;
    };
    Some(read_file(path, &bytes).unwrap().failures)
}

const COCKPIT: &str = "flake-analysis/test-example.jsonl.gz";

/// The original: C zlib, distances measured in both orders, min(3, n/10) neighbours.
#[test]
fn the_numbers_of_cockpits_learning() {
    let Some(records) = capture(COCKPIT) else { return };
    let even: Vec<Failure> = records.iter().step_by(2).cloned().collect();
    for (profile, stop_lines, clusters, noise, original) in [
        (Profile::Cockpit2019, 84, 6, 57, "6 clusters of 3, 8, 3, 4, 19, 5 and 58 noise"),
        (Profile::Cockpit2018, 61, 10, 42, "11 clusters and 43 noise"),
    ] {
        let params = Params::of(profile, Distance::Ncd);
        let found = cluster(&even, &params, &Linfa);
        let sizes: Vec<u32> = found.clusters.iter().map(|c| c.size).collect();
        println!(
            "{}: {} stop lines, {} clusters of {sizes:?} and {} noise; the original, with C zlib: {original}",
            profile.word(),
            found.stop_lines,
            found.clusters.len(),
            found.noise
        );
        assert_eq!((found.stop_lines, found.clusters.len(), found.noise), (stop_lines, clusters, noise));
        assert_eq!(numbered(&found.labels), plain(&even, &params));
    }
}

#[test]
fn the_cockpit_sample_carries_no_signal() {
    let Some(records) = capture(COCKPIT) else { return };
    for params in [Params::default(), Params::of(Profile::Cockpit2019, Distance::Ncd)] {
        let quality = evaluate(&records, &params, 5, &Linfa).quality;
        println!("{} {}: {}", params.distance.word(), params.profile.word(), quality.sentence);
        assert!(!quality.has_signal && quality.sentence.contains("no signal"));
    }
}

#[test]
fn real_failures_by_the_default() {
    let Some(records) = capture(COCKPIT) else { return };
    let found = cluster(&records, &Params::default(), &Linfa);
    println!(
        "{} clusters, {} noise, {} distinct texts",
        found.clusters.len(),
        found.noise,
        found.distinct_texts
    );
    assert_eq!(numbered(&found.labels), plain(&records, &Params::default()));
    let Some(records) = capture("k8s-e2e-junit-sonobuoy/k8s-2021-4-failures-junit_01.xml") else { return };
    let found = cluster(&records, &Params { min_samples: 1, ..Params::default() }, &Linfa);
    let sizes: Vec<u32> = found.clusters.iter().map(|c| c.size).collect();
    // Two of the four are equal but for the time.
    assert_eq!((sizes.as_slice(), found.distinct_texts), (&[2, 1, 1][..], 3));
}

/// The same clusters when a tenth of the records is left out, and the same labels as a plain DBSCAN.
#[test]
fn pulsars_failures_are_stable() {
    let Some(records) = capture("pulsar-flakes/pulsar-failures-2021-2024.jsonl") else { return };
    let params = Params::default();
    let start = Instant::now();
    let whole = cluster(&records, &params, &Linfa);
    let took = start.elapsed();
    assert_eq!(numbered(&whole.labels), plain(&records, &params));
    let mut kept: Vec<(u32, u32)> = Vec::new();
    for part in 0..10 {
        let rest: Vec<usize> = (0..records.len()).filter(|at| at % 10 != part).collect();
        let some: Vec<Failure> = rest.iter().map(|at| records[*at].clone()).collect();
        let labels = cluster(&some, &params, &Linfa).labels;
        let group =
            |label: i64, at: usize| u32::try_from(label).unwrap_or(1_000_000 + u32::try_from(at).unwrap());
        kept.extend(rest.iter().zip(&labels).map(|(at, label)| {
            let offset = u32::try_from(part).unwrap() * 10_000_000;
            (offset + group(whole.labels[*at], *at), offset + group(*label, *at))
        }));
    }
    let agreement = flakescope_core::stats::agreement(&kept);
    println!(
        "{} records, {} distinct, {} clusters, {} noise in {took:?}; a tenth left out: {agreement:?}",
        whole.failures,
        whole.distinct_texts,
        whole.clusters.len(),
        whole.noise
    );
    assert!(agreement.adjusted_rand > 0.95);
}

/// A made-up history, to have one of these tests without captures.
#[test]
fn a_history_equals_a_plain_dbscan() {
    let history = FailureHistory::build(FailureOptions { seed: 5, count: 500, ..FailureOptions::default() });
    let records = read_file("world.jsonl", history.lines(false).as_bytes()).unwrap().failures;
    for params in [Params::default(), Params { eps: 0.2, min_samples: 5, ..Params::default() }] {
        assert_eq!(numbered(&cluster(&records, &params, &Linfa).labels), plain(&records, &params));
    }
}

/// One log of 50 MB among others: cut as triage does, and said.
#[test]
fn a_huge_log_is_cut() {
    let lines = (0..).map(|n: u32| format!("line {n} of a loop that never ends\n"));
    let mut size = 0;
    let huge: String = lines
        .take_while(|line| {
            size += line.len();
            size < 50 << 20
        })
        .collect();
    let records = read_file("build-log.txt", huge.as_bytes()).unwrap().failures;
    let found = cluster(&records, &Params { min_samples: 1, ..Params::default() }, &Linfa);
    assert_eq!(found.clusters.len(), 1);
    assert!(found.clusters[0].representative.len() < 10_100);
    assert!(found.warnings[0].message.contains("longer than 10000 bytes"), "{:?}", found.warnings);
}
