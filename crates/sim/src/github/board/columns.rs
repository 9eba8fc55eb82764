//! Which items a board has, and in which column each one stands.

use super::super::model::Issue;
use super::super::truth::IssueTruth;
use super::{Content, Item, STATUSES};
use crate::clock;
use crate::dice::Dice;

/// Drafts and hidden items for a board of a hundred issues.
const DRAFTS: usize = 9;
const HIDDEN: usize = 6;

/// Issues with one of the two labels, and the pull requests that are open.
pub(super) fn of_issues(issues: &[Issue], truths: &mut [IssueTruth], dice: &mut Dice) -> Vec<Item> {
    let mut items = Vec::new();
    for (issue, truth) in issues.iter().zip(truths) {
        let listed = matches!(truth.kind, "flake" | "failing_test");
        if !(listed && dice.chance(0.93) || issue.pull.is_some() && issue.open && dice.chance(0.3)) {
            continue;
        }
        let status = if listed { status(issue, truth, dice) } else { Some("INVESTIGATING") };
        let status = status.map(str::to_owned);
        truth.board_status = listed.then(|| status.clone()).flatten();
        items.push(item(issue, truth, status, dice));
    }
    items
}

fn item(issue: &Issue, truth: &IssueTruth, status: Option<String>, dice: &mut Dice) -> Item {
    let track = truth.tracks.first();
    let board = track.and_then(|track| track.dashboard.strip_prefix("sig-release-"));
    let link = track.map(|track| format!("https://testgrid.k8s.io/{}#{}", track.dashboard, track.tab));
    Item {
        content: Content::Issue(issue.number),
        status,
        testgrid_board: board.map(str::to_owned).filter(|_| dice.chance(0.8)),
        testgrid_url: link.filter(|_| dice.chance(0.5)),
        date: dice.chance(0.3).then(|| clock::rfc3339(issue.created_s)[..10].to_owned()),
    }
}

/// A status that fits how far the work is; a few have none, or one that is new.
fn status(issue: &Issue, truth: &IssueTruth, dice: &mut Dice) -> Option<&'static str> {
    let urgent = issue.has_label("priority/critical-urgent");
    match dice.below(30) {
        0 => return None,
        1 => return Some(STATUSES[8]),
        _ => {}
    }
    Some(match truth.effort {
        Some("fixed") => *dice.pick(&["RESOLVED", "RESOLVED", "PASSING"]),
        Some("monitoring") => "OBSERVING",
        Some("triaged" | "pr_submitted") => "INVESTIGATING",
        _ if urgent => "CRITICAL",
        _ if dice.chance(0.4) => "NEW",
        _ if truth.kind == "failing_test" => "FAILING",
        _ => "FLAKY",
    })
}

/// Drafts, and items that may not be seen.
pub(super) fn add_others(items: &mut Vec<Item>, dice: &mut Dice) {
    let blank = |content, status: Option<&str>| Item {
        content,
        status: status.map(str::to_owned),
        testgrid_board: None,
        testgrid_url: None,
        date: None,
    };
    for number in 1..=DRAFTS {
        let title = format!("[Flaking Test] noted at the meeting, no issue yet ({number})");
        let body = ["", "<b>to be filed</b>", "Seen once.\r\nWait for a second time."][number % 3].to_owned();
        items.push(blank(Content::Draft { title, body }, Some(STATUSES[dice.below(5)])));
    }
    for number in 0..HIDDEN {
        let content = if number % 2 == 0 { Content::Hidden } else { Content::Redacted };
        items.push(blank(content, [None, Some("NEW"), Some("RESOLVED")][number % 3]));
    }
}
