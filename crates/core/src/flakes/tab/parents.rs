//! A test and its subtests: a failure of row `P` in a run in which a row `P/…` failed belongs to the child.

use rustc_hash::FxHashMap;

use super::TestRows;
use crate::model::{Outcome, Table};

/// Takes the failures of parents away where a child failed as well: the parent has no result there.
pub(super) fn give_failures_to_children(rows: &mut TestRows, table: &Table) {
    let taken: Vec<(usize, Vec<bool>)> = families(rows, table)
        .into_iter()
        .filter(|(_, child)| rows.outcomes(*child).iter().any(|o| o.is_non_pass()))
        .map(|(parent, child)| (parent, rows.outcomes(child).iter().map(|o| o.is_non_pass()).collect()))
        .collect();
    for (parent, failed) in taken {
        let parent = rows.outcomes_mut(parent).iter_mut().zip(failed);
        parent.filter(|(o, failed)| *failed && o.is_non_pass()).for_each(|(o, _)| *o = Outcome::None);
    }
}

/// Pairs (parent, child): each test with every row whose name is its own up to a `/`.
fn families(rows: &TestRows, table: &Table) -> Vec<(usize, usize)> {
    let name = |test: usize| rows.name(test, table);
    let places: FxHashMap<&str, usize> = (0..rows.len()).map(|test| (name(test), test)).collect();
    let parents = |child: usize| {
        let name = name(child);
        name.match_indices('/').filter_map(|(at, _)| places.get(name.get(..at)?).copied())
    };
    (0..rows.len()).flat_map(|child| parents(child).map(move |parent| (parent, child))).collect()
}

#[cfg(test)]
mod tests {
    use crate::flakes::tab::rows::tests::check;

    #[test]
    fn a_parents_failure_belongs_to_the_child() {
        check(
            &[("P", "ffFp"), ("P/a", "fppp"), ("P/a/b", "ppFp")],
            &[("P", ".f.p"), ("P/a", "fppp"), ("P/a/b", "ppFp")],
        );
        check(&[("P/a", "f"), ("Px", "f")], &[("P/a", "f"), ("Px", "f")]);
    }
}
