//! Whether anyone is on a test, on one line: the issue's number and how far the work is, or a suggestion.

use flakescope_core::flakes::issues::{EffortGroup, MatchKind};
use flakescope_core::flakes::{RowView, TestRow};
use leptos::prelude::*;

/// What the line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Nothing: it needs no issue and has none.
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
        (true, EffortGroup::NotNeeded) => Says::Nothing,
        (true, EffortGroup::Unknown) => Says::Unknown,
        (true, _) => Says::Untracked,
        (_, group) if group.effort().is_some() => Says::Tracked,
        _ if names => Says::Closed,
        _ => Says::Maybe,
    }
}

/// The line of a row.
pub fn issue_line(view: &RowView) -> AnyView {
    let first = view.row.issue.split_whitespace().next().unwrap_or_default();
    match says(&view.row, view.effort) {
        Says::Nothing => "\u{2013}".into_any(),
        Says::Unknown => unknown(),
        Says::Untracked => named("", "", "untracked", tone(view.effort)),
        Says::Tracked => named("", first, view.effort.words(), tone(view.effort)),
        Says::Closed => named("closed ", first, "", ""),
        Says::Maybe => named("maybe ", first, &format!("({})", view.row.issue_match), ""),
    }
}

/// True for a test that needs an issue and has none.
pub fn needs_issue(view: &RowView) -> bool {
    view.effort == EffortGroup::Untracked
}

fn named(before: &'static str, url: &str, after: &str, tone: &'static str) -> AnyView {
    let link = (!url.is_empty()).then(|| out_link(url, &issue_name(url)));
    view! {
        {before}
        {link}
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

/// The class that gives a step of the work its colour.
pub fn tone(effort: EffortGroup) -> &'static str {
    match effort {
        EffortGroup::Untracked | EffortGroup::AwaitingResponse => "effort is-suspect",
        EffortGroup::Triaged | EffortGroup::PrSubmitted => "effort is-recovered",
        EffortGroup::Monitoring | EffortGroup::Fixed => "effort is-passing",
        EffortGroup::Unknown | EffortGroup::NotNeeded => "effort is-stale",
    }
}

/// `#1234` for the web address of an issue.
fn issue_name(url: &str) -> String {
    format!("#{}", url.rsplit('/').next().unwrap_or(url))
}

/// A link out of the page; a dash when the address is not https.
pub fn out_link(url: &str, words: &str) -> AnyView {
    if url.starts_with("https://") {
        let (url, words) = (url.to_owned(), words.to_owned());
        view! { <a href=url target="_blank" rel="noopener noreferrer">{words}</a>" " }.into_any()
    } else {
        "\u{2013}".into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::flakes::rows::tests::row;

    #[test]
    fn what_the_line_says() {
        use EffortGroup::{NotNeeded, Triaged, Unknown, Untracked};
        let check = |issue: &str, kind: &str, effort, expect| {
            let row = TestRow { issue: issue.into(), issue_match: kind.into(), ..row("a").row };
            assert_eq!(says(&row, effort), expect, "{issue} {kind} {effort:?}");
        };
        let url = "https://github.com/kubernetes/kubernetes/issues/1234";
        check("", "", Unknown, Says::Unknown);
        check("", "", Untracked, Says::Untracked);
        check("", "", NotNeeded, Says::Nothing);
        check(url, "exact", NotNeeded, Says::Closed);
        check(url, "exact", Triaged, Says::Tracked);
        check(url, "exact", Untracked, Says::Closed);
        check(url, "job", Untracked, Says::Maybe);
        check(url, "triage", Unknown, Says::Maybe);
        assert_eq!(issue_name(url), "#1234");
    }
}
