//! How far the work on an issue is, by what the list of issues shows.

use std::collections::BTreeSet;

use super::life::WATCH_S;
use super::model::Issue;
use super::truth::IssueTruth;

/// The step of the work; `submitted` = an open pull request says that it fixes the issue.
pub(super) fn of(issue: &Issue, submitted: bool, now_s: i64) -> &'static str {
    let talked_about = !issue.assignees.is_empty() && issue.comments > 0;
    match issue.closed_s {
        Some(closed_s) if now_s - closed_s <= WATCH_S => "monitoring",
        Some(_) => "fixed",
        None if submitted => "pr_submitted",
        None if issue.has_label("triage/accepted") || talked_about => "triaged",
        None => "awaiting_response",
    }
}

/// Fills in the step of every issue, and leaves pull requests without.
pub(super) fn settle(issues: &[Issue], truths: &mut [IssueTruth], now_s: i64) {
    let open_pulls = truths.iter().filter(|truth| truth.open && truth.kind == "pull_request");
    let submitted: BTreeSet<u64> = open_pulls.flat_map(|truth| truth.fixes.iter().copied()).collect();
    for (issue, truth) in issues.iter().zip(truths) {
        truth.effort = issue.pull.is_none().then(|| of(issue, submitted.contains(&issue.number), now_s));
    }
}
