//! The issue of a row: its number and how far the work is, a suggestion, or the way to file one.

use flakescope_core::flakes::issues::{EffortGroup, MatchKind};
use flakescope_core::flakes::{RowView, TestRow, Verdict};
use leptos::prelude::*;

use super::cells::{key_of, link, text};
use super::table_state::TableState;

/// What the cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Nothing: the test passes.
    Nothing,
    /// It is not known whether somebody is on it.
    Unknown,
    /// An issue tracks it.
    Tracked,
    /// The only issue that names it was closed, and it failed again.
    Closed,
    /// An issue may be about it.
    Maybe,
    /// There is none.
    Untracked,
}

fn says(row: &TestRow, effort: EffortGroup) -> Says {
    let names = [MatchKind::Exact, MatchKind::Normalised].iter().any(|kind| kind.word() == row.issue_match);
    match (row.issue.is_empty(), effort) {
        _ if row.verdict == Verdict::Passing => Says::Nothing,
        (true, EffortGroup::Unknown) => Says::Unknown,
        (true, _) => Says::Untracked,
        (_, EffortGroup::Untracked | EffortGroup::Unknown) if names => Says::Closed,
        (_, EffortGroup::Untracked | EffortGroup::Unknown) => Says::Maybe,
        _ => Says::Tracked,
    }
}

/// The cell. "File an issue" opens the evidence, where the issue is shown before it is filed.
pub(super) fn issue_cell(view: &RowView, table: TableState) -> AnyView {
    let row = &view.row;
    let says = says(row, view.effort);
    let first = row.issue.split_whitespace().next().unwrap_or_default();
    let issue = match says {
        Says::Nothing => text("\u{2013}"),
        Says::Unknown => unknown(),
        Says::Untracked => ().into_any(),
        Says::Tracked => named("", first, view.effort.words(), tone(view.effort)),
        Says::Closed => named("closed ", first, "", ""),
        Says::Maybe => named("maybe ", first, &format!("({})", row.issue_match), ""),
    };
    let can_file = view.effort == EffortGroup::Untracked && says != Says::Nothing;
    view! {
        <span class="issue-line">{issue}</span>
        {can_file.then(|| file_button(row, table))}
    }
    .into_any()
}

fn named(before: &'static str, url: &str, after: &str, tone: &'static str) -> AnyView {
    view! {
        {before}
        {link(url, &issue_name(url))}
        <span class=tone>{after.to_owned()}</span>
    }
    .into_any()
}

fn unknown() -> AnyView {
    view! {
        <span title="Not every issue was read, or none were asked for. Somebody may be on it.">
            "?"
            <span class="vh">" not known"</span>
        </span>
    }
    .into_any()
}

fn file_button(row: &TestRow, table: TableState) -> AnyView {
    let key = key_of(row);
    view! {
        <button type="button" class="vt-file" on:click=move |_| table.toggle.run(Some(key.clone()))>
            "File an issue"
        </button>
    }
    .into_any()
}

/// The class that gives a step of the work its colour.
pub(super) fn tone(effort: EffortGroup) -> &'static str {
    match effort {
        EffortGroup::Untracked | EffortGroup::AwaitingResponse => "effort is-suspect",
        EffortGroup::Triaged | EffortGroup::PrSubmitted => "effort is-recovered",
        EffortGroup::Monitoring | EffortGroup::Fixed => "effort is-passing",
        EffortGroup::Unknown => "effort is-stale",
    }
}

/// `#1234` for the web address of an issue.
pub(super) fn issue_name(url: &str) -> String {
    format!("#{}", url.rsplit('/').next().unwrap_or(url))
}

#[cfg(test)]
mod tests {
    use super::super::rows::tests::row;
    use super::*;

    #[test]
    fn what_the_cell_says() {
        use EffortGroup::{Triaged, Unknown, Untracked};
        let check = |issue: &str, kind: &str, effort, expect| {
            let row = TestRow { issue: issue.into(), issue_match: kind.into(), ..row("a").row };
            assert_eq!(says(&row, effort), expect, "{issue} {kind} {effort:?}");
        };
        let url = "https://github.com/kubernetes/kubernetes/issues/1234";
        check("", "", Unknown, Says::Unknown);
        check("", "", Untracked, Says::Untracked);
        check(url, "exact", Triaged, Says::Tracked);
        check(url, "exact", Untracked, Says::Closed);
        check(url, "job", Untracked, Says::Maybe);
        check(url, "triage", Unknown, Says::Maybe);
        assert_eq!(issue_name(url), "#1234");
    }
}
