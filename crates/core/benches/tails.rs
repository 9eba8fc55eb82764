//! Fisher's exact test and the binomial distribution, beside statrs, whose one-sided values are right where they are
//! numbers. Both must agree first, and how many times as fast ours is stands before the figures of each size.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use flakescope_core::stats::{binomial_at_most, fisher_one_sided};
use statrs::distribution::{Binomial, DiscreteCDF};
use statrs::stats_tests::Alternative;
use statrs::stats_tests::fisher::fishers_exact;

/// Passes and failures in one group, then in the other: a payload of 10 runs, a trend, and longer and longer histories.
const TABLES: [[u64; 4]; 6] = [
    [232, 18, 6, 4],
    [20, 40, 9, 52],
    [400, 12, 380, 40],
    [1000, 10, 900, 60],
    [5000, 20, 4800, 90],
    [20_000, 50, 18_000, 90],
];

/// Both one-sided probabilities.
fn ours(table: [u64; 4]) -> (f64, f64) {
    let [passes, failures, others, missed] = table.map(|n| u32::try_from(n).expect("a small table"));
    let p = fisher_one_sided((passes, others), (passes + failures, others + missed)).expect("a table");
    (p.more, p.fewer)
}

fn rival(table: &[u64; 4]) -> (f64, f64) {
    let p = |side| fishers_exact(table, side).expect("a table");
    (p(Alternative::Greater), p(Alternative::Less))
}

fn fisher(criterion: &mut Criterion) {
    for table in TABLES {
        let name = format!("fisher {table:?}");
        let mut group = criterion.benchmark_group(&name);
        let (own, other) = (ours(table), rival(&table));
        let agree = |own: f64, other: f64| (own / other - 1.0).abs() < 1e-6;
        assert!(agree(own.0, other.0) && agree(own.1, other.1), "{table:?}: {own:?} {other:?}");
        print_ratio(&name, || ours(black_box(table)), || rival(black_box(&table)));
        group.bench_function("own", |b| b.iter(|| ours(black_box(table))));
        group.bench_function("statrs", |b| b.iter(|| rival(black_box(&table))));
        group.finish();
    }
}

/// Hits, trials and rate: a payload of 10 runs, and longer and longer histories, at the mean and far from it.
const SIZES: [(u32, u32, f64); 8] = [
    (6, 10, 0.9),
    (35, 50, 0.7),
    (170, 200, 0.9),
    (450, 1000, 0.5),
    (9_990, 20_000, 0.5),
    (120, 200_000, 0.001),
    (99_000, 200_000, 0.5),
    (99_900, 200_000, 0.5),
];

fn binomial(criterion: &mut Criterion) {
    for (k, n, p) in SIZES {
        // Each number is hidden for itself: one that is read while its neighbours are still written would be waited for.
        let own = || binomial_at_most(black_box(k), black_box(n), black_box(p));
        let rival = || {
            let of = Binomial::new(black_box(p), u64::from(black_box(n)));
            of.map(|binomial| binomial.cdf(u64::from(black_box(k))))
        };
        let (ours, other) = (own().expect("fits"), rival().expect("fits"));
        assert!((ours / other - 1.0).abs() < 1e-6, "{k} {n} {p}: {ours} {other}");
        let name = format!("binomial {k} of {n} at {p}");
        print_ratio(&name, own, rival);
        let mut group = criterion.benchmark_group(name);
        group.bench_function("own", |b| b.iter(own));
        group.bench_function("statrs", |b| b.iter(rival));
        group.finish();
    }
}

/// The best of many rounds on either side: whatever else the machine does makes them slower, never faster. It can take a part of
/// a second.
fn print_ratio<A, B>(name: &str, own: impl Fn() -> A, other: impl Fn() -> B) {
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(1) {
        ours = ours.min(round(&own));
        theirs = theirs.min(round(&other));
    }
    println!("{name}: {:.1} times as fast as statrs", theirs.as_secs_f64() / ours.as_secs_f64());
}

fn round<T>(work: &impl Fn() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..100 {
        black_box(work());
    }
    start.elapsed()
}

criterion_group!(tails, fisher, binomial);
criterion_main!(tails);
