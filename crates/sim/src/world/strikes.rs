//! What hits tests from outside once they are played: broken runs, infrastructure noise, failing subtests.

use std::collections::BTreeMap;

use super::causes::{self, Cause};
use super::play::{Played, Stage, moment};
use super::story::{BrokenRun, Story};
use crate::dice::Dice;
use crate::grid::{Column, FAIL, NO_RESULT, Outcome, PASS, outcome};
use crate::truth::BrokenRunTruth;

/// Cells of a million that infrastructure noise fails.
const NOISE_PER_MILLION: usize = 2;
/// Chance that a tab sees one more such failure, so that small worlds have some too.
const NOISE_TAB_RATE: f64 = 0.02;

/// Makes a share of the passing tests fail in one run.
pub(crate) fn break_run(
    run: &BrokenRun,
    columns: &[Column],
    played: &mut [Played],
    stage: &Stage,
    dice: &mut Dice,
) -> BrokenRunTruth {
    let filled = played.iter().filter(|test| test.row.cells[run.column] != NO_RESULT).count();
    let mut hit: Vec<usize> =
        (0..played.len()).filter(|&test| played[test].row.cells[run.column] == PASS).collect();
    dice.shuffle(&mut hit);
    hit.truncate((filled * run.share_percent).div_ceil(100));
    for &test in &hit {
        stage.fail(&mut played[test].row, run.column, run.cause, dice);
        played[test].truth.broken_run_columns.push(run.column);
    }
    let at = moment(columns, run.column);
    BrokenRunTruth { at, cause: run.cause.name, failed_tests: hit.len(), filled_tests: filled }
}

/// Flips inside broken runs are not visible as flips.
pub(crate) fn hide_flips(played: &mut [Played], story: &Story) {
    for truth in played.iter_mut().map(|test| &mut test.truth) {
        truth.flip_columns.retain(|&column| !story.is_broken_run(column));
        truth.visible_flips = truth.flip_columns.len();
    }
}

/// Fails a few cells, of any test, for no reason of the test.
pub(crate) fn make_noise(played: &mut [Played], columns: usize, stage: &Stage, dice: &mut Dice) {
    let cells = played.len() * columns;
    let (whole, rest) = (cells * NOISE_PER_MILLION / 1_000_000, cells * NOISE_PER_MILLION % 1_000_000);
    let more = usize::from(dice.below(1_000_000) < rest) + usize::from(dice.chance(NOISE_TAB_RATE));
    for _ in 0..whole + more {
        let (test, column) = (dice.below(played.len()), dice.below(columns));
        let cause = *dice.pick(causes::NOISE);
        strike(&mut played[test], column, cause, stage, dice);
    }
}

fn strike(test: &mut Played, column: usize, cause: Cause, stage: &Stage, dice: &mut Dice) {
    if test.row.cells[column] == PASS {
        stage.fail(&mut test.row, column, cause, dice);
        test.truth.noise_columns.push(column);
    }
}

/// A parent fails in every run in which one of its subtests failed.
pub(crate) fn settle_families(played: &mut [Played]) {
    for (parent, children) in families(played) {
        let failed = |column: usize| children.iter().any(|&child| failed_at(&played[child], column));
        let columns: Vec<usize> = (0..played[parent].row.cells.len())
            .filter(|&column| played[parent].row.cells[column] == PASS && failed(column))
            .collect();
        played[parent].truth.children =
            children.iter().map(|&child| played[child].row.name.clone()).collect();
        for &column in &columns {
            played[parent].row.mark(column, FAIL, "F", "Failed".to_owned());
        }
        played[parent].truth.child_columns = columns;
    }
}

fn families(played: &[Played]) -> BTreeMap<usize, Vec<usize>> {
    let by_name: BTreeMap<&str, usize> =
        played.iter().enumerate().map(|(index, test)| (test.row.name.as_str(), index)).collect();
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, test) in played.iter().enumerate() {
        let parent = test.truth.parent.as_deref().and_then(|name| by_name.get(name));
        if let Some(&parent) = parent {
            families.entry(parent).or_default().push(index);
        }
    }
    families
}

/// Whether a test failed in a run.
pub(crate) fn failed_at(test: &Played, column: usize) -> bool {
    outcome(test.row.cells[column]) == Outcome::Fail
}
