//! What became of a pair of rows: each number by itself, and the row by its numbers.

use super::entry::Entry;
use super::join::Pair;
use super::measure::{Measure, Measured, Move};
use super::params::{Mode, Params};
use super::reason;
use super::row::{ComparisonRow, Kind};
use crate::model::HistoryKey;

/// The row of a pair; `None` for an empty one.
pub(super) fn judge(pair: &Pair, params: &Params) -> Option<ComparisonRow> {
    let shown = pair.new.as_ref().or(pair.old.as_ref())?;
    let measures: Vec<Measured> =
        shown.values.iter().map(|(measure, _)| measured(*measure, pair, params)).collect();
    let kind = kind(pair, &measures, params.mode);
    let weak = is_weak(pair, &measures);
    let mut row = row(&shown.key, kind, weak, measures);
    row.old_runs = pair.old.as_ref().and_then(|old| old.runs);
    row.new_runs = pair.new.as_ref().and_then(|new| new.runs);
    row.reason = reason::of(&row, pair.is_contradicted, params);
    Some(row)
}

fn row(key: &HistoryKey, kind: Kind, weak: bool, measures: Vec<Measured>) -> ComparisonRow {
    let key = key.clone();
    ComparisonRow {
        name: key.name,
        namespace: key.namespace,
        level: key.level,
        release: key.release,
        from_release: key.from_release,
        platform: key.platform,
        architecture: key.architecture,
        network: key.network,
        topology: key.topology,
        master_nodes_updated: key.master_nodes_updated,
        kind,
        weak,
        old_runs: None,
        new_runs: None,
        measures,
        reason: String::new(),
    }
}

fn measured(measure: Measure, pair: &Pair, params: &Params) -> Measured {
    let value = |entry: &Option<Entry>| entry.as_ref().and_then(|entry| entry.value(measure));
    let (old, new) = (value(&pair.old), value(&pair.new));
    let moved = old.zip(new).map_or(Move::NotCompared, |(old, new)| match params.mode {
        Mode::Repaired => repaired(old, new, params.leeway_percent),
        Mode::Compat => as_the_original(measure, old, new, params.leeway_percent),
    });
    Measured::of(measure, old, new, moved)
}

/// By more than the leeway, either way. Multiplied out, so that a rise from zero is above every leeway and a change of
/// exactly the leeway is none.
fn repaired(old: f64, new: f64, leeway: f64) -> Move {
    let is_beyond = (new - old).abs() * 100.0 > leeway * old;
    match new.total_cmp(&old) {
        std::cmp::Ordering::Greater if is_beyond => Move::Risen,
        std::cmp::Ordering::Less if is_beyond => Move::Fallen,
        _ => Move::Same,
    }
}

/// As openshift/ci-tools (jobrunhistoricaldataanalyzer/analyzer.go): P95 and P99 alone, 0 % where the old value is zero, and
/// a P99 that is lower in any way has fallen.
fn as_the_original(measure: Measure, old: f64, new: f64, leeway: f64) -> Move {
    let percent = if old == 0.0 { 0.0 } else { (new - old) / old * 100.0 };
    match measure {
        Measure::P95 | Measure::P99 if new > old && percent > leeway => Move::Risen,
        Measure::P99 if new < old => Move::Fallen,
        Measure::P95 | Measure::P99 => Move::Same,
        _ => Move::NotCompared,
    }
}

/// In the original's mode P99 alone decides: P95 only stands in its table.
fn kind(pair: &Pair, measures: &[Measured], mode: Mode) -> Kind {
    let decides = |measured: &&Measured| mode == Mode::Repaired || measured.measure == Measure::P99;
    let any = |moved: Move| measures.iter().filter(decides).any(|measured| measured.moved == moved);
    match (&pair.old, &pair.new) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        _ if any(Move::Risen) => Kind::Risen,
        _ if any(Move::Fallen) => Kind::Fallen,
        _ => Kind::Same,
    }
}

/// Few or unknown runs on either side, contradictions, or nothing that could be compared.
fn is_weak(pair: &Pair, measures: &[Measured]) -> bool {
    let few = |entry: &Entry| entry.runs.is_none_or(|runs| runs < Params::WEAK_UNDER_RUNS);
    let are_few = pair.old.iter().chain(&pair.new).any(few);
    let is_pair = pair.old.is_some() && pair.new.is_some();
    let nothing = is_pair && measures.iter().all(|measured| measured.moved == Move::NotCompared);
    are_few || nothing || pair.is_contradicted
}
