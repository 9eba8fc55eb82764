//! The made-up history of failures: equal options give equal bytes, and it holds what it promises.

use std::collections::BTreeMap;

use flakescope_sim::failures::{FailureHistory, FailureOptions};

#[test]
fn equal_options_give_equal_bytes() {
    let build = |seed| FailureHistory::build(FailureOptions { seed, count: 50, ..FailureOptions::default() });
    assert_eq!(build(3).lines(true), build(3).lines(true));
    assert_ne!(build(3).lines(true), build(4).lines(true));
    assert!(!build(3).lines(false).contains("\"cause\""));
}

#[test]
fn causes_rates_and_texts() {
    for base_rate in [0.1, 0.3, 0.6] {
        let options = FailureOptions { count: 4000, base_rate, ..FailureOptions::default() };
        let history = FailureHistory::build(options);
        let mean = history.truth.iter().map(|truth| truth.chance).sum::<f64>() / 4000.0;
        assert!((mean - base_rate).abs() < 1e-6, "{mean}");
        let merged = history.records.iter().filter(|record| record.merged == Some(true)).count();
        let known = history.records.iter().filter(|record| record.merged.is_some()).count();
        assert!((merged as f64 / known as f64 - base_rate).abs() < 0.04);
        let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
        history.truth.iter().for_each(|truth| *causes.entry(&truth.cause).or_default() += 1);
        let rarest = causes.values().min();
        assert!(causes.len() >= 14 && rarest.is_some_and(|count| *count < 20), "{causes:?}");
        // Something varies in nearly every text: short ones may be equal by chance.
        let mut texts: Vec<&str> = history.records.iter().map(|record| record.log.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert!(
            texts.len() > 3990 && texts.iter().all(|text| !text.contains("{n}") && !text.contains("{hex"))
        );
        assert!(history.records.is_sorted_by_key(|record| &record.date));
    }
}

#[test]
fn texts_can_be_long() {
    let options = FailureOptions { count: 20, size: 10_000, ..FailureOptions::default() };
    let history = FailureHistory::build(options);
    assert!(history.records.iter().all(|record| (10_000..11_000).contains(&record.log.len())));
}

#[test]
fn hard_histories_have_twins_many_names_and_cut_texts() {
    let build =
        |hard| FailureHistory::build(FailureOptions { count: 600, hard, ..FailureOptions::default() });
    let (easy, hard) = (build(false), build(true));
    let shortest =
        |history: &FailureHistory| history.records.iter().map(|record| record.log.lines().count()).min();
    assert!(shortest(&hard) < shortest(&easy), "{:?} {:?}", shortest(&hard), shortest(&easy));
    assert!(easy.records.iter().any(|record| record.log.contains("harbor")));
    assert!(!hard.records.iter().any(|record| record.log.contains("harbor")));
    let mut frames: BTreeMap<&str, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for (record, truth) in hard.records.iter().zip(&hard.truth) {
        let named = record
            .log
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .filter(|word| word.ends_with("_1"));
        named.for_each(|frame| _ = frames.entry(frame).or_default().insert(&truth.cause));
    }
    assert!(frames.values().any(|causes| causes.len() == 2), "twins share a frame: {frames:?}");
}
