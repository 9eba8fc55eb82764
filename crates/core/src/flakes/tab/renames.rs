//! Renamed tests: a row that starts where another stops, told by their names without `[…]` tags.

use std::collections::BTreeMap;

use super::super::Params;
use super::TestRows;
use crate::model::{Outcome, Table};

/// More rows of one name than this are variants of a test, not its history.
const LARGEST_FAMILY: usize = 16;

/// The newest and the oldest column with a result.
type Span = (usize, usize);

/// Pairs (new, old): a row that starts within [`Params::RENAME_GAP`] runs of where another stops when their names are
/// equal without `[…]` tags and no third row could be meant. Runs without any test result do not count as a gap.
pub(super) fn find(rows: &TestRows, table: &Table) -> Vec<(usize, usize)> {
    let spans: Vec<Option<Span>> = rows.all().map(span).collect();
    let families = families(rows, table, &spans);
    if families.is_empty() {
        return Vec::new();
    }
    let steps = run_numbers(rows);
    families.iter().flat_map(|family| unique_successors(family, &spans, &steps)).collect()
}

/// Tests of one name without tags that were not there all the time, in the order of their names.
fn families(rows: &TestRows, table: &Table, spans: &[Option<Span>]) -> Vec<Vec<usize>> {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (test, span) in spans.iter().enumerate() {
        if span.is_some_and(|(first, last)| first > 0 || last + 1 < rows.width()) {
            families.entry(without_tags(rows.name(test, table))).or_default().push(test);
        }
    }
    families.into_values().filter(|family| (2..=LARGEST_FAMILY).contains(&family.len())).collect()
}

/// For each column the number of columns with a test result up to it: distances that ignore empty runs.
fn run_numbers(rows: &TestRows) -> Vec<usize> {
    let mut filled = vec![false; rows.width()];
    for outcomes in rows.all() {
        filled.iter_mut().zip(outcomes).for_each(|(filled, o)| *filled |= *o != Outcome::None);
    }
    filled
        .iter()
        .scan(0, |count, filled| {
            *count += usize::from(*filled);
            Some(*count)
        })
        .collect()
}

fn span(outcomes: &[Outcome]) -> Option<Span> {
    let newest = outcomes.iter().position(|o| *o != Outcome::None)?;
    let oldest = outcomes.iter().rposition(|o| *o != Outcome::None)?;
    Some((newest, oldest))
}

/// Pairs (new, old) of a family in which the new row begins where the old one ends, each with one partner alone.
fn unique_successors(family: &[usize], spans: &[Option<Span>], steps: &[usize]) -> Vec<(usize, usize)> {
    let span = |test: usize| spans.get(test).copied().flatten();
    let follows = |new: usize, old: usize| {
        let (Some((_, starts)), Some((stops, _))) = (span(new), span(old)) else { return false };
        let step = |column: usize| steps.get(column).copied().unwrap_or(0);
        starts < stops && step(stops) - step(starts) <= Params::RENAME_GAP
    };
    let all: Vec<(usize, usize)> = family
        .iter()
        .flat_map(|new| family.iter().map(move |old| (*new, *old)))
        .filter(|(new, old)| new != old && follows(*new, *old))
        .collect();
    let alone = |pair: &&(usize, usize)| {
        all.iter().filter(|p| p.0 == pair.0 || p.1 == pair.1 || p.1 == pair.0 || p.0 == pair.1).count() == 1
    };
    all.iter().filter(alone).copied().collect()
}

/// The name without `[…]` tags, white space folded.
fn without_tags(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        plain.push(' ');
        rest = after.split_once(']').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::flakes::tab::rows::tests::check;

    #[test]
    fn a_renamed_row_is_joined() {
        check(&[("[a] t", "pf..."), ("[b]  t [Slow]", "..pfp")], &[("[a] t (was [b]  t [Slow])", "pfpfp")]);
        check(
            &[("[a] t", "pf..."), ("[b] t", "...pp"), ("u", "pp.pp")],
            &[("[a] t (was [b] t)", "pf.pp"), ("u", "pp.pp")],
        );
    }

    #[test]
    fn rows_that_only_look_renamed_are_not() {
        let apart = [("[a] t", "p...."), ("[b] t", "...pp"), ("u", "ppppp")];
        check(&apart, &apart);
        let overlap = [("[a] t", "ppp.."), ("[b] t", "..ppp")];
        check(&overlap, &overlap);
        let ambiguous = [("[a] t", "pp..."), ("[b] t", "..ppp"), ("[c] t", "..ppp")];
        check(&ambiguous, &ambiguous);
        let other = [("[a] t", "pp..."), ("[b] s", "..ppp")];
        check(&other, &other);
    }
}
