//! Reads and groups made-up failures: 5,000 of 10 kB, 100,000 short ones, and how the time grows with their number.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use flakescope_core::failures::{Clustering, Params, cluster};
use flakescope_core::formats::failures::read_file;
use flakescope_dbscan::Linfa;
use flakescope_sim::failures::{FailureHistory, FailureOptions};

/// A file of failures as JSON lines.
fn file(count: usize, size: usize) -> String {
    let options = FailureOptions { seed: 7, count, size, ..FailureOptions::default() };
    FailureHistory::build(options).lines(false)
}

fn read_and_group(file: &str) -> Clustering {
    let records = read_file("failures.jsonl", file.as_bytes()).expect("a good file").failures;
    cluster(&records, &Params::default(), &Linfa)
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("failures");
    group.sample_size(10);
    for (name, count, size) in [("cluster_5000_10kb", 5000, 10_000), ("cluster_100000_short", 100_000, 0)] {
        let file = file(count, size);
        group.throughput(Throughput::Bytes(file.len() as u64));
        group.bench_function(name, |b| b.iter(|| read_and_group(black_box(&file))));
    }
    for count in [2500, 5000, 10_000] {
        let file = file(count, 3000);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("growth_3kb", count), |b| {
            b.iter(|| read_and_group(black_box(&file)));
        });
    }
    group.finish();
}

criterion_group!(failures, benches);
criterion_main!(failures);
