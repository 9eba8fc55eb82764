//! How the default radius was chosen: agreement with the causes of made-up histories 101 to 104, easy and hard, which no
//! test uses.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a program for the developers")]

use flakescope_core::failures::{Distance, Params, Profile, cluster};
use flakescope_core::formats::failures::read_file;
use flakescope_core::stats::agreement;
use flakescope_dbscan::Linfa;
use flakescope_sim::failures::{FailureHistory, FailureOptions};

fn main() {
    for (hard, size) in [(false, 0), (false, 3000), (true, 0), (true, 3000)] {
        for eps in [0.2, 0.25, 0.3, 0.35, 0.4, 0.45] {
            let sum: f64 = (101..105).map(|seed| adjusted_rand(seed, size, hard, eps)).sum();
            let kind = if hard { "hard" } else { "easy" };
            println!(
                "{kind} texts of {size} bytes and more, radius {eps}: adjusted Rand index {:.3}",
                sum / 4.0
            );
        }
    }
}

fn adjusted_rand(seed: u64, size: usize, hard: bool, eps: f64) -> f64 {
    let history =
        FailureHistory::build(FailureOptions { seed, count: 600, size, hard, ..FailureOptions::default() });
    let records = read_file("world.jsonl", history.lines(true).as_bytes()).unwrap().failures;
    let params = Params { eps, ..Params::of(Profile::Triage, Distance::Cosine) };
    let labels = cluster(&records, &params, &Linfa).labels;
    let mut causes: Vec<&str> = records.iter().map(|record| record.cause.as_str()).collect();
    causes.sort_unstable();
    causes.dedup();
    let cause = |name: &str| u32::try_from(causes.binary_search(&name).unwrap()).unwrap();
    // What is in no cluster is a group of its own.
    let group = |(at, label): (u32, &i64)| u32::try_from(*label).unwrap_or(1_000_000 + at);
    let groups = (0..).zip(&labels).map(group);
    agreement(&records.iter().map(|record| cause(&record.cause)).zip(groups).collect::<Vec<_>>())
        .adjusted_rand
}
