//! When an issue was written, changed and closed.

use super::cases::Case;
use super::model::Issue;
use crate::dice::Dice;

const HOUR_S: i64 = 3600;
/// A day.
pub(super) const DAY_S: i64 = 24 * HOUR_S;
/// For so long after it was closed an issue is being watched.
pub(super) const WATCH_S: i64 = 14 * DAY_S;

/// Whether an issue is open, and if not, since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Life {
    #[default]
    Open,
    ClosedAt(i64),
}

/// Draws the dates of an issue.
pub(super) fn live(issue: &mut Issue, case: &Case, now_s: i64, dice: &mut Dice) {
    match case.life {
        Life::Open => {
            issue.open = true;
            issue.created_s = now_s - hours(dice, 3, 24 * 90);
            issue.updated_s = between(issue.created_s, now_s - HOUR_S / 2, dice);
            issue.state_reason = dice.chance(0.04).then_some("reopened");
        }
        Life::ClosedAt(closed_s) => {
            issue.created_s = closed_s - hours(dice, 24 * 2, 24 * 40);
            issue.closed_s = Some(closed_s);
            issue.updated_s = between(closed_s, (closed_s + 2 * DAY_S).min(now_s), dice);
            let reasons = ["completed", "completed", "completed", "not_planned"];
            issue.state_reason = Some(*dice.pick(&reasons));
        }
    }
}

/// A moment between two.
pub(super) fn between(low: i64, high: i64, dice: &mut Dice) -> i64 {
    let span = usize::try_from(high - low).unwrap_or(0);
    low + i64::try_from(dice.below(span + 1)).unwrap_or(0)
}

fn hours(dice: &mut Dice, low: usize, high: usize) -> i64 {
    let minutes = dice.between(low * 60, high * 60);
    i64::try_from(minutes).unwrap_or(0) * 60
}
