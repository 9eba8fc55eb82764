//! Rows about the job as a whole: `<job>.Overall`, `<job>.Pod`, `kubetest2.Up` and the like.

use super::catalogue::{Plot, Suite, TabSpec};
use super::causes;
use super::play::{Played, Stage};
use super::story::Story;
use super::strikes::failed_at;
use crate::dice::Dice;
use crate::grid::{Column, FAIL, NO_RESULT, PASS, RUNNING, Row};
use crate::truth::TestTruth;

/// Chance that a run fails though every test passed.
const OUTSIDE_RATE: f64 = 0.004;

/// The job rows that follow from the tests, in shown order.
pub(crate) fn derive(
    spec: &TabSpec,
    columns: &[Column],
    story: &Story,
    stage: &Stage,
    tests: &[Played],
    dice: &mut Dice,
) -> Vec<Played> {
    let mut rows = Vec::new();
    let has_tests = spec.plot != Plot::OverallOnly;
    if has_tests {
        rows.push(overall(spec, columns.len(), story, tests, dice));
    }
    if has_tests && matches!(spec.suite, Suite::Unit | Suite::Integration | Suite::Verify) {
        rows.push(pod(spec, columns.len(), story));
    }
    if matches!(spec.suite, Suite::Cluster | Suite::Scale) {
        rows.push(setup(columns.len(), story, stage, dice));
        rows.push(together(columns.len(), story, tests));
    }
    rows
}

fn blank(name: String, columns: usize) -> Played {
    let row = Row { name: name.clone(), cells: vec![NO_RESULT; columns], ..Row::default() };
    Played { row, truth: TestTruth { name, row: "job", kind: "derived", ..TestTruth::default() } }
}

fn overall(spec: &TabSpec, columns: usize, story: &Story, tests: &[Played], dice: &mut Dice) -> Played {
    let mut overall = blank(format!("{}.Overall", spec.prow_job), columns);
    for column in 0..columns {
        let row = &mut overall.row;
        if story.running && column == 0 {
            row.mark(column, RUNNING, "R", "Build still running...".to_owned());
        } else if tests.iter().any(|test| failed_at(test, column)) {
            row.mark(column, FAIL, "F", String::new());
        } else if !story.is_live(column) || dice.chance(OUTSIDE_RATE) {
            row.mark(column, FAIL, "F", "Build failed outside of test results".to_owned());
        } else {
            row.cells[column] = PASS;
        }
    }
    overall
}

fn pod(spec: &TabSpec, columns: usize, story: &Story) -> Played {
    let mut pod = blank(format!("{}.Pod", spec.prow_job), columns);
    for column in usize::from(story.running)..columns {
        pod.row.cells[column] = PASS;
    }
    pod
}

fn setup(columns: usize, story: &Story, stage: &Stage, dice: &mut Dice) -> Played {
    let mut up = blank("kubetest2.Up".to_owned(), columns);
    for column in usize::from(story.running)..columns {
        up.row.cells[column] = PASS;
        if story.setup_failures.contains(&column) {
            stage.fail(&mut up.row, column, causes::SETUP, dice);
        }
    }
    up
}

fn together(columns: usize, story: &Story, tests: &[Played]) -> Played {
    let mut row = blank("kubetest2.Test".to_owned(), columns);
    for column in (0..columns).filter(|&column| story.is_live(column)) {
        row.row.cells[column] = PASS;
        if tests.iter().any(|test| failed_at(test, column)) {
            row.row.mark(column, FAIL, "F", "exit status 1".to_owned());
        }
    }
    row
}
