//! Why a row is of its kind, in words.

use super::measure::{Measured, Move};
use super::params::{Mode, Params};
use super::row::{ComparisonRow, Kind};

/// The sentences about a row.
pub(super) fn of(row: &ComparisonRow, is_contradicted: bool, params: &Params) -> String {
    let mut sentences = match row.kind {
        Kind::Added => vec!["Only in the new file.".to_owned()],
        Kind::Removed => vec!["Only in the current file.".to_owned()],
        Kind::Risen | Kind::Fallen => moves(row, params),
        Kind::Same => vec![same(row, params)],
    };
    sentences.extend(left_out(row, params));
    sentences.extend(runs(row));
    if is_contradicted {
        sentences.push("A file has rows with this key that differ; the last was taken.".to_owned());
    }
    sentences.join(" ")
}

/// What rose and what fell.
fn moves(row: &ComparisonRow, params: &Params) -> Vec<String> {
    let of = |moved: Move, word: &str| {
        let found: Vec<String> = row.measures.iter().filter(|m| m.moved == moved).map(change).collect();
        (!found.is_empty()).then(|| format!("{word}: {}.", found.join(", ")))
    };
    let leeway = format!("Leeway: {} %.", params.leeway_percent);
    [of(Move::Risen, "Up"), of(Move::Fallen, "Down"), Some(leeway)].into_iter().flatten().collect()
}

/// `P99 1 s to 4 s (+300.0 %)`; from zero without a percentage.
fn change(measured: &Measured) -> String {
    let side =
        |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| measured.measure.shown(value));
    let percent =
        measured.percent.map_or_else(|| "from zero".to_owned(), |percent| format!("{percent:+.1} %"));
    format!("{} {} to {} ({percent})", measured.measure.name(), side(measured.old), side(measured.new))
}

fn same(row: &ComparisonRow, params: &Params) -> String {
    let is_any = |moved: fn(&Measured) -> bool| row.measures.iter().any(moved);
    if !is_any(|m| m.moved != Move::NotCompared) {
        return "Nothing could be compared.".to_owned();
    }
    let changed = row.measures.iter().any(|m| m.difference.is_some_and(|difference| difference != 0.0));
    match (changed, params.mode) {
        (false, _) => "Nothing changed.".to_owned(),
        (true, Mode::Repaired) => format!("No change beyond {} %.", params.leeway_percent),
        (true, Mode::Compat) => format!("P99 did not rise beyond {} % nor fall.", params.leeway_percent),
    }
}

/// Numbers that are known on one side alone.
fn left_out(row: &ComparisonRow, params: &Params) -> Option<String> {
    let is_pair = !matches!(row.kind, Kind::Added | Kind::Removed);
    let unknown = |m: &&Measured| m.old.is_none() || m.new.is_none();
    let names: Vec<&str> = row.measures.iter().filter(unknown).map(|m| m.measure.name()).collect();
    let is_partial = names.len() < row.measures.len();
    (is_pair && params.mode == Mode::Repaired && is_partial && !names.is_empty())
        .then(|| format!("Not known on both sides: {}.", names.join(", ")))
}

/// Few runs, or an unknown number of them.
fn runs(row: &ComparisonRow) -> Option<String> {
    let sides =
        [(row.old_runs, row.kind != Kind::Added, "before"), (row.new_runs, row.kind != Kind::Removed, "now")];
    let is_few = |runs: Option<u32>| runs.is_none_or(|runs| runs < Params::WEAK_UNDER_RUNS);
    let words =
        |runs: Option<u32>| runs.map_or_else(|| "an unknown number of".to_owned(), |runs| runs.to_string());
    let few = sides.into_iter().filter(|(runs, is_there, _)| *is_there && is_few(*runs));
    let few: Vec<String> = few.map(|(runs, _, when)| format!("{} runs {when}", words(runs))).collect();
    (!few.is_empty())
        .then(|| format!("Weak: {}; under {} they say little.", few.join(", "), Params::WEAK_UNDER_RUNS))
}
