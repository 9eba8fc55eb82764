//! What all served runs say of one test: since when its rate is another one, and where it is heading.

use super::super::Params;
use super::Columns;
use super::test_stats::Since;
use crate::model::Outcome;
use crate::stats::{FisherP, LogTables, change_point, fisher_one_sided};

/// Results of a test that count, (column, outcome), newest first.
pub(super) type Results = [(usize, Outcome)];

/// The counted results among the outcomes of all served runs.
pub(super) fn results(outcomes: &[Outcome], columns: &Columns) -> Vec<(usize, Outcome)> {
    let mut results = Vec::with_capacity(outcomes.len());
    let counted = outcomes.iter().copied().zip(&columns.counted).enumerate();
    results.extend(counted.filter(|(_, (o, counts))| **counts && o.is_result()).map(|(n, (o, _))| (n, o)));
    results
}

/// The results in the first `columns` columns.
pub(super) fn before(results: &Results, columns: usize) -> &Results {
    results.split_at(results.partition_point(|(column, _)| *column < columns)).0
}

/// The change point, when a change is likely enough to be named.
pub(super) fn since(results: &Results, tables: &LogTables) -> Option<Since> {
    let change =
        change_point(tables, &non_passes(results), Params::CHANGE_INTERVAL, Params::CHANGE_PROBABILITY)?;
    let column = |place: usize| results.iter().rev().nth(place).map_or(0, |(column, _)| *column);
    Some(Since { at: column(change.at), ends: Some((column(change.low), column(change.high))) })
}

/// How probable it is that the rate changed at all; `None` for a test that never failed.
pub(super) fn change_probability(outcomes: &[Outcome], columns: &Columns) -> Option<f64> {
    let hits = non_passes(&results(outcomes, columns));
    let change = change_point(&LogTables::new(hits.len()), &hits, Params::CHANGE_INTERVAL, 0.0);
    change.filter(|_| outcomes.iter().any(|o| o.is_non_pass())).map(|change| change.probability)
}

/// True for each result that is no pass, oldest first.
fn non_passes(results: &Results) -> Vec<bool> {
    results.iter().rev().map(|(_, o)| o.is_non_pass()).collect()
}

/// A test that never failed belongs to the family of the trends as well: it shows no difference.
pub(super) fn clean_trend_p(outcomes: &[Outcome], columns: &Columns) -> Option<FisherP> {
    let counted = || outcomes.iter().zip(&columns.counted);
    let is_enough = |skip: usize, take: usize| {
        let mut results = counted().skip(skip).take(take).filter(|(o, counts)| **counts && o.is_result());
        results.nth(Params::TREND_RESULTS as usize - 1).is_some()
    };
    let half = newer_half(outcomes);
    (is_enough(0, half) && is_enough(half, outcomes.len())).then_some(FisherP { more: 1.0, fewer: 1.0 })
}

/// How many of the served columns are the newer half.
fn newer_half(outcomes: &[Outcome]) -> usize {
    outcomes.len().div_ceil(2)
}

/// The newer half of the served columns against the older half; `results` are those of `outcomes`.
pub(super) fn trend_p(results: &Results, outcomes: &[Outcome]) -> Option<FisherP> {
    let newer = before(results, newer_half(outcomes));
    let older = results.get(newer.len()..).unwrap_or_default();
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    let hits = |half: &Results| count(half.iter().filter(|(_, o)| o.is_non_pass()).count());
    let trials = (count(newer.len()), count(older.len()));
    if trials.0.min(trials.1) < Params::TREND_RESULTS {
        return None;
    }
    fisher_one_sided((hits(newer), hits(older)), trials)
}
