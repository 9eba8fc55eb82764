//! Plays the tests of a tab, run by run, and writes down why each cell is what it is.

use super::actor::{Actor, Nature, Show};
use super::causes::{self, Cause};
use super::story::Story;
use crate::dice::Dice;
use crate::grid::{Column, FAIL, FLAKY, NO_RESULT, PASS, PASS_WITH_SKIPS, Row};
use crate::truth::{Moment, TestTruth};

/// Chance that a single cell is missing for no reason.
const GAP_RATE: f64 = 0.003;
/// Chance that a member fails when its group does.
const TOGETHER: f64 = 0.9;

/// A row, and the truth about it.
#[derive(Clone, Debug)]
pub(crate) struct Played {
    pub(crate) row: Row,
    pub(crate) truth: TestTruth,
}

/// The stage: runs, incidents, and the moments at which groups fail.
pub(crate) struct Stage<'a> {
    columns: &'a [Column],
    story: &'a Story,
    group_fails: Vec<bool>,
}

impl<'a> Stage<'a> {
    /// Draws when the group of a tab fails: `actors` says how often.
    pub(crate) fn new(columns: &'a [Column], story: &'a Story, actors: &[Actor], dice: &mut Dice) -> Self {
        let rate = actors.iter().find(|actor| actor.group.is_some()).map_or(0.0, |actor| actor.failure_rate);
        let group_fails = columns.iter().map(|_| dice.chance(rate / TOGETHER)).collect();
        Self { columns, story, group_fails }
    }

    /// Plays one test over every run.
    pub(crate) fn play(&self, actor: &Actor, dice: &mut Dice) -> Played {
        let row = Row {
            name: actor.name.clone(),
            cells: vec![NO_RESULT; self.columns.len()],
            issues: actor.issue.iter().cloned().collect(),
            ..Row::default()
        };
        let mut played = Played { row, truth: truth_of(actor, self.columns) };
        for column in actor.exists.0..self.columns.len().min(actor.exists.1 + 1) {
            self.play_cell(actor, column, &mut played, dice);
        }
        played.truth.visible_flips = played.truth.flip_columns.len();
        played
    }

    fn play_cell(&self, actor: &Actor, column: usize, played: &mut Played, dice: &mut Dice) {
        let absent = actor.run_share < 1.0 && !dice.chance(actor.run_share);
        if !self.story.is_live(column) || absent || dice.chance(GAP_RATE) {
            return;
        }
        if actor.nature == Nature::Skipped {
            played.row.mark(
                column,
                PASS_WITH_SKIPS,
                "S",
                "skipping: not supported by this provider".to_owned(),
            );
        } else if self.story.in_outage(column) {
            played.truth.outage_columns.push(column);
            self.fail(&mut played.row, column, self.outage_cause(), dice);
        } else if actor.broken.is_some_and(|(newest, oldest)| (newest..=oldest).contains(&column)) {
            played.truth.visible_breaks += 1;
            self.fail(&mut played.row, column, actor.cause, dice);
        } else if self.flakes(actor, column, dice) {
            played.truth.flip_columns.push(column);
            self.flake(actor, column, &mut played.row, dice);
        } else {
            played.row.cells[column] = PASS;
        }
    }

    fn flakes(&self, actor: &Actor, column: usize, dice: &mut Dice) -> bool {
        if actor.failure_rate <= 0.0 || actor.flaky_since.is_some_and(|since| column > since) {
            return false;
        }
        match actor.group {
            Some(_) => self.group_fails[column] && dice.chance(TOGETHER),
            None => dice.chance(actor.failure_rate),
        }
    }

    fn flake(&self, actor: &Actor, column: usize, row: &mut Row, dice: &mut Dice) {
        let cause = if actor.nature == Nature::Broken { causes::FLAKES[0] } else { actor.cause };
        match actor.show {
            Show::Failure => self.fail(row, column, cause, dice),
            Show::Retry => {
                let failure = cause.message(self.columns[column].started_at_ms, dice);
                row.mark(column, FLAKY, "1/2", format!("1/2 runs passed: {failure}"));
            }
        }
    }

    pub(crate) fn fail(&self, row: &mut Row, column: usize, cause: Cause, dice: &mut Dice) {
        let message = cause.message(self.columns[column].started_at_ms, dice);
        row.mark(column, FAIL, "F", message);
    }

    fn outage_cause(&self) -> Cause {
        self.story.outage.map_or(causes::OUTAGES[0], |outage| outage.cause)
    }
}

/// A column as the truth names it.
pub(crate) fn moment(columns: &[Column], column: usize) -> Moment {
    let run = &columns[column];
    Moment { column, build: run.build.clone(), started_at: crate::clock::rfc3339_ms(run.started_at_ms) }
}

fn truth_of(actor: &Actor, columns: &[Column]) -> TestTruth {
    let at = |column: usize| (column < columns.len()).then(|| moment(columns, column));
    let (newest, oldest) = actor.broken.unzip();
    TestTruth {
        name: actor.name.clone(),
        row: "test",
        kind: kind(actor.nature),
        non_deterministic: actor.failure_rate > 0.0,
        broken_now: actor.nature == Nature::Broken,
        failure_rate: actor.failure_rate,
        flaky_since: actor.flaky_since.and_then(at),
        broken_since: oldest.and_then(at),
        fixed_at: newest.and_then(|newest| newest.checked_sub(1)).and_then(at),
        cause: matches!(actor.nature, Nature::Flaky | Nature::Broken | Nature::Recovered)
            .then_some(actor.cause.name),
        renamed_from: actor.renamed_from.clone(),
        renamed_to: actor.renamed_to.clone(),
        parent: actor.parent.clone(),
        fails_together: actor.group,
        ..TestTruth::default()
    }
}

fn kind(nature: Nature) -> &'static str {
    match nature {
        Nature::AlwaysPassing => "always_passing",
        Nature::Skipped => "skipped",
        Nature::Flaky => "flaky",
        Nature::Broken => "broken",
        Nature::Recovered => "recovered",
    }
}
