//! Who wrote an issue, who is on it, and which labels it bears.

use super::cases::Case;
use super::forms::Form;
use super::model::Issue;
use crate::dice::Dice;

/// Made-up logins.
pub(super) const LOGINS: [&str; 12] = [
    "sim-ada",
    "sim-bela",
    "sim-chidi",
    "sim-dora",
    "sim-emre",
    "sim-fumiko",
    "sim-goran",
    "sim-hana",
    "sim-ines",
    "sim-jonas",
    "sim-kofi",
    "sim-lin",
];

const PRIORITIES: [&str; 5] =
    ["critical-urgent", "important-soon", "important-soon", "important-longterm", "backlog"];

/// Draws author, labels, assignees, comments and milestone.
pub(super) fn gather(issue: &mut Issue, case: &Case, dice: &mut Dice) {
    let robot = matches!(case.form, Form::Cluster);
    issue.author = if robot { "sim-triage-robot".to_owned() } else { (*dice.pick(&LOGINS)).to_owned() };
    issue.labels = labels(case, dice);
    issue.comments = if dice.chance(0.65) { dice.between(1, 24) as u64 } else { 0 };
    if dice.chance(0.4) {
        let first = dice.below(LOGINS.len());
        let count = if dice.chance(0.2) { 2 } else { 1 };
        issue.assignees = (0..count).map(|next| LOGINS[(first + next) % LOGINS.len()].to_owned()).collect();
    }
    issue.milestone = dice.chance(0.15).then(|| ["v1.36", "v1.37"][dice.below(2)].to_owned());
}

fn labels(case: &Case, dice: &mut Dice) -> Vec<String> {
    let mut labels = Vec::new();
    if !case.failing || case.both_labels {
        labels.push("kind/flake".to_owned());
    }
    if case.failing || case.both_labels {
        labels.push("kind/failing-test".to_owned());
    }
    labels.extend(case.sig.iter().map(|sig| format!("sig/{sig}")));
    if dice.chance(0.55) {
        labels.push(format!("priority/{}", dice.pick(&PRIORITIES)));
    } else if dice.chance(0.1) {
        labels.push("priority/awaiting-more-evidence".to_owned());
    }
    let triage = if dice.chance(0.3) { "triage/accepted" } else { "needs-triage" };
    labels.push(triage.to_owned());
    if dice.chance(0.12) {
        labels.push(format!("lifecycle/{}", dice.pick(&["stale", "rotten", "frozen"])));
    }
    labels
}
