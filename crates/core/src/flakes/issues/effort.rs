//! How far the work on an issue is, and the rule that says so.

use crate::flakes::issues::Effort;
use crate::flakes::sentence::counted;
use crate::model::{Issue, TimeMs};

/// Days for which a closed issue is being watched (kubernetes/sig-release `release-signal/README.md`: observe about two
/// weeks before an issue is resolved).
pub const MONITORING_DAYS: u32 = 14;

/// A step of the work with the rule that decided it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffortFound {
    /// The step.
    pub effort: Effort,
    /// What decided, such as `label triage/accepted`.
    pub rule: String,
}

/// What decides beside the issue itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct EffortFacts<'a> {
    /// Its status on the project board; empty if it is on none or none was read.
    pub(super) board_status: &'a str,
    /// An open pull request that says it fixes the issue.
    pub(super) pull_request: Option<u64>,
    /// The caller's clock.
    pub(super) now: TimeMs,
}

/// Decides by the first rule that applies: the board's status, closed, an open pull request that closes the issue,
/// `triage/accepted`, assigned and commented; else it awaits a response.
pub(super) fn decide(issue: &Issue, facts: EffortFacts<'_>) -> EffortFound {
    let (effort, rule) = by_board(facts.board_status)
        .or_else(|| by_closing(issue, facts.now))
        .or_else(|| by_pull_request(facts.pull_request))
        .or_else(|| by_triage(issue))
        .unwrap_or_else(|| (Effort::AwaitingResponse, "open, and nobody has taken it".to_owned()));
    EffortFound { effort, rule }
}

/// Boards name their columns as they like, so a status is read by its words. Words that tell how bad the test is
/// (`FAILING`, `FLAKY`, `CRITICAL`) say nothing of the work, so that other rules decide.
fn by_board(status: &str) -> Option<(Effort, String)> {
    const WORDS: [(&str, Effort); 11] = [
        (" new ", Effort::AwaitingResponse),
        (" investigat", Effort::Triaged),
        (" in flight ", Effort::Triaged),
        (" in progress ", Effort::Triaged),
        (" triaged ", Effort::Triaged),
        (" review", Effort::PrSubmitted),
        (" observing ", Effort::Monitoring),
        (" monitoring ", Effort::Monitoring),
        (" resolved ", Effort::Fixed),
        (" passing ", Effort::Fixed),
        (" done ", Effort::Fixed),
    ];
    let words = status.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    let spaced = format!(" {words} ");
    let (_, effort) = WORDS.iter().find(|(word, _)| spaced.contains(word))?;
    Some((*effort, format!("status {status:?} on the project board")))
}

fn by_closing(issue: &Issue, now: TimeMs) -> Option<(Effort, String)> {
    if issue.open {
        return None;
    }
    let Some(closed_at) = issue.closed_at else { return Some((Effort::Fixed, "closed".to_owned())) };
    let recent = closed_at >= now.minus_days(MONITORING_DAYS);
    let effort = if recent { Effort::Monitoring } else { Effort::Fixed };
    let reason = if issue.state_reason == "not_planned" { " as not planned" } else { "" };
    Some((effort, format!("closed{reason} on {}", closed_at.day())))
}

fn by_pull_request(number: Option<u64>) -> Option<(Effort, String)> {
    number.map(|number| (Effort::PrSubmitted, format!("open pull request #{number} says that it fixes it")))
}

fn by_triage(issue: &Issue) -> Option<(Effort, String)> {
    if issue.has_label("triage/accepted") {
        return Some((Effort::Triaged, "label triage/accepted".to_owned()));
    }
    let taken = !issue.assignees.is_empty() && issue.comments > 0;
    let comments = counted(u64::from(issue.comments), "comment", "comments");
    taken.then(|| (Effort::Triaged, format!("assigned to {}, {comments}", issue.assignees.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-20T12:00:00Z";

    fn check(
        change: impl FnOnce(&mut Issue),
        board: &str,
        pull_request: Option<u64>,
        expect: (Effort, &str),
    ) {
        let mut issue = Issue { open: true, ..Issue::default() };
        change(&mut issue);
        let facts = EffortFacts { board_status: board, pull_request, now: TimeMs::parse(NOW).unwrap() };
        let found = decide(&issue, facts);
        assert_eq!((found.effort, found.rule.as_str()), expect);
    }

    fn closed(issue: &mut Issue, at: &str) {
        issue.open = false;
        issue.closed_at = TimeMs::parse(at);
    }

    #[test]
    fn the_first_rule_that_applies_decides() {
        use Effort::{AwaitingResponse, Fixed, Monitoring, PrSubmitted, Triaged};
        let accepted = |issue: &mut Issue| issue.labels.push("Triage/Accepted".to_owned());
        let taken = |issue: &mut Issue| {
            issue.assignees = vec!["ada".to_owned(), "bob".to_owned()];
            issue.comments = 1;
        };
        check(|_| (), "", None, (AwaitingResponse, "open, and nobody has taken it"));
        check(
            |i| i.assignees.push("ada".into()),
            "",
            None,
            (AwaitingResponse, "open, and nobody has taken it"),
        );
        check(taken, "", None, (Triaged, "assigned to ada, bob, 1 comment"));
        check(accepted, "", None, (Triaged, "label triage/accepted"));
        check(accepted, "", Some(9), (PrSubmitted, "open pull request #9 says that it fixes it"));
        check(|i| closed(i, "2026-11-06T12:00:00Z"), "", Some(9), (Monitoring, "closed on 2026-11-06"));
        check(|i| closed(i, "2026-11-06T11:59:59Z"), "", None, (Fixed, "closed on 2026-11-06"));
        check(accepted, "NEW", None, (AwaitingResponse, "status \"NEW\" on the project board"));
        check(
            |_| (),
            "Observing (observe test failure)",
            None,
            (Monitoring, "status \"Observing (observe test failure)\" on the project board"),
        );
        check(accepted, "FLAKY", None, (Triaged, "label triage/accepted"));
        check(|_| (), "Untriaged", None, (AwaitingResponse, "open, and nobody has taken it"));
        check(taken, "UNRESOLVED/renewed", None, (Triaged, "assigned to ada, bob, 1 comment"));
        check(
            |_| (),
            "\u{1f440} In-progress",
            None,
            (Triaged, "status \"\u{1f440} In-progress\" on the project board"),
        );
        check(
            |i| closed(i, "2026-11-19T00:00:00Z"),
            "Under investigation",
            None,
            (Triaged, "status \"Under investigation\" on the project board"),
        );
    }

    #[test]
    fn closed_without_a_date_and_as_not_planned() {
        check(|i| i.open = false, "", None, (Effort::Fixed, "closed"));
        let not_planned = |i: &mut Issue| {
            closed(i, "2026-11-19T00:00:00Z");
            i.state_reason = "not_planned".to_owned();
        };
        check(not_planned, "", None, (Effort::Monitoring, "closed as not planned on 2026-11-19"));
    }
}
