//! Is anyone on the test? The issues that were found, how each was found, and how far the work is. Titles and texts of
//! issues are strangers' words: they are shown as text alone.

use flakescope_core::flakes::issues::{Effort, EffortGroup, MatchKind, Standing, Tracked};
use flakescope_core::flakes::{IssueView, Query, TestView, Verdict};
use flakescope_engine::{IssueReading, IssueState, Reading};
use leptos::prelude::*;

use crate::components::issue::{out_link as link, tone};

use super::super::cells::{key_of, label_that_differs};
use super::file_issue::FileIssue;

/// The issues found for a test, best first.
pub(super) fn issues(test: &TestView, reading: &Reading, query: &Query) -> AnyView {
    let group = group(test, &reading.issues);
    let items = test.issues.iter().map(|found| issue(found, test)).collect_view();
    view! {
        <section class="issues">
            <h2>"Is anyone on it?"</h2>
            <p>{answer(group, test, &reading.issues)}</p>
            <ul>{items}</ul>
            {file_issue(test, reading, query, group)}
        </section>
    }
    .into_any()
}

/// The way to file one, where nobody is known to be on the test. Made-up tests are nobody's.
fn file_issue(test: &TestView, reading: &Reading, query: &Query, group: EffortGroup) -> Option<AnyView> {
    let open = [EffortGroup::Untracked, EffortGroup::Unknown].contains(&group);
    let mut new_issue = test.new_issue.clone();
    if reading.made_up {
        new_issue.link.clear();
    }
    let (key, query) = (key_of(&test.row), query.clone());
    (open && test.row.verdict != Verdict::Passing)
        .then(|| view! { <FileIssue new_issue key query group /> }.into_any())
}

/// Where the work on the test is.
fn group(test: &TestView, reading: &IssueReading) -> EffortGroup {
    let effort = Effort::parse(&test.row.effort);
    let tracked = match (effort, reading.state) {
        (Some(_), _) => Tracked::Tracked,
        (None, IssueState::Complete) => Tracked::Untracked,
        _ => Tracked::Unknown,
    };
    EffortGroup::of(tracked, effort)
}

/// The answer in a sentence or two.
fn answer(group: EffortGroup, test: &TestView, reading: &IssueReading) -> String {
    let suggestions = test.issues.iter().filter(|found| !found.counts).count();
    let maybe = if suggestions == 0 { String::new() } else { " See what was found beside.".to_owned() };
    match (group, reading.state) {
        (EffortGroup::AwaitingResponse, _) => "An issue tracks it, and nobody has answered.".to_owned(),
        (EffortGroup::Untracked, _) => format!("No issue tracks it.{maybe}"),
        (EffortGroup::Unknown, IssueState::Off) => "Not known: no issues are read.".to_owned(),
        (EffortGroup::Unknown, IssueState::Reading) => "The issues are being read.".to_owned(),
        (EffortGroup::Unknown, _) => format!("Not known. {} An issue may be missing here.", reading.trouble),
        (group, _) => format!("An issue tracks it: {}.", group.words()),
    }
}

fn issue(found: &IssueView, test: &TestView) -> AnyView {
    let differs = label_that_differs(test.row.priority, found.labelled);
    let label = differs.map(|label| {
        let ours = Some(test.row.priority.words()).filter(|words| !words.is_empty()).unwrap_or("no priority");
        let words = format!("It is labelled {}; by the handbook it is {ours}.", label.word());
        view! { <p class="is-suspect">{words}</p> }
    });
    let group = EffortGroup::of(Tracked::Tracked, Some(found.effort));
    view! {
        <li>
            <p>
                {link(&found.url, &format!("#{}", found.number))}
                <bdi class="issue-title">{found.title.clone()}</bdi>
            </p>
            <p class="muted">
                <b class=tone(group)>{group.words()}</b>
                {format!(" ({}). {}. Found by ", found.effort_rule, standing(found.standing))}
                <span title=meaning(found.kind)>{kind(found.kind)}</span>
                {format!(": {}.", found.evidence)}
            </p>
            {label}
        </li>
    }
    .into_any()
}

fn kind(kind: MatchKind) -> &'static str {
    match kind {
        MatchKind::Exact => "exact name",
        MatchKind::Normalised => "normalised name",
        MatchKind::Job => "job and SIG, a suggestion",
        MatchKind::Triage => "failure text, a suggestion",
    }
}

/// What a kind of match means.
pub(crate) fn meaning(kind: MatchKind) -> &'static str {
    match kind {
        MatchKind::Exact => "The issue names the test letter by letter.",
        MatchKind::Normalised => {
            "The names are equal without tags in brackets and with white space folded, and no other test has such a name."
        }
        MatchKind::Job => "The issue names the job and the SIG, but not the test. A suggestion.",
        MatchKind::Triage => {
            "The issue is about a failure cluster whose text the newest failure shows. A suggestion."
        }
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "Open",
        Standing::ClosedSince => "Closed after the newest failure",
        Standing::ReopenCandidate => "Closed, and failing again: file anew and name the old one",
        Standing::Old => "Closed long before the newest failure",
    }
}
