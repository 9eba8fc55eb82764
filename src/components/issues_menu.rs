//! Whose issues say whether anyone is on a test, how many were read, what may still be asked; and the choice of another
//! repository, a project board and a token. The token stays in memory, goes to the worker, and from there to the code
//! host alone.

use flakescope_core::flakes::{IssueSource, ProjectBoard};
use flakescope_core::model::Repository;
use flakescope_engine::{IssueReading, IssueState};
use leptos::prelude::*;

use super::field_form::{Field, field_form};
use super::menu::Menu;
use super::shown::use_shown;
use crate::engine_client::{Client, use_engine};
use crate::format::{clock, count, plural};
use crate::state::location::use_location;
use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// What a token changes, and what happens to it.
const TOKEN_WORDS: &str = "A token raises 60 requests an hour to 5,000. It also lets you read a project board and file \
    issues from here. For reading, a token without any permission is enough. It stays in this page\u{2019}s memory and goes \
    to api.github.com alone.";

/// The menu; its button says how far the issues are.
#[component]
pub fn IssuesMenu() -> impl IntoView {
    let reading = use_shown().reading();
    let path = use_location().path;
    // There GitHub is read for its own sake, and no issues beside boards.
    let apart = Memo::new(move |_| matches!(path.read().as_str(), "/muted" | "/activity"));
    let issues = Memo::new(move |_| reading.read().as_ref().map(|reading| (*reading.issues).clone()));
    let missing = move || issues.read().as_ref().is_some_and(|issues| issues.state == IssueState::Incomplete);
    let label = move || {
        view! {
            <span class:is-suspect=missing>
                {move || if apart.get() { Some("GitHub".to_owned()) } else { issues.read().as_ref().map(label) }}
            </span>
            <span aria-hidden="true">" \u{25be}"</span>
        }
    };
    view! {
        <Show when=move || apart.get() || issues.read().is_some()>
            <Menu label=label class="btn quiet issues-name" list_class="menu-list menu-long issues-menu" close_on_press=false>
                <Show when=move || !apart.get()>
                    <p>{move || issues.read().as_ref().map(explain)}</p>
                </Show>
                <p class="muted">{move || issues.read().as_ref().and_then(quota)}</p>
                <Show when=missing>
                    <RetryButton />
                </Show>
                <Show when=move || !apart.get()>{repository_part()}</Show>
                <TokenPart />
            </Menu>
        </Show>
    }
}

/// `kubernetes/kubernetes · 214 issues · 21 of 60 requests left until 10:42 UTC`, or that some are missing.
fn label(issues: &IssueReading) -> String {
    let source = issues.source.clone();
    let parts = match issues.state {
        IssueState::Off => vec!["Issues: off".to_owned()],
        IssueState::Reading => vec![source, "reading the issues".to_owned()],
        IssueState::Complete => {
            let quota = quota(issues).filter(|_| runs_low(issues));
            [source, plural(issues.issues, "issue")].into_iter().chain(quota).collect()
        }
        IssueState::Incomplete => {
            let again = issues.retry_at.map(|at| format!("try again at {}", clock(at)));
            ["Issues incomplete".to_owned()].into_iter().chain(again).collect()
        }
    };
    parts.join(" \u{b7} ")
}

/// True when less than half of what may be asked is left. Until then there is nothing to say on the line.
fn runs_low(issues: &IssueReading) -> bool {
    let low = |(left, all): (u32, u32)| left * 2 < all;
    issues.quota_remaining.zip(issues.quota_limit).is_some_and(low)
}

fn quota(issues: &IssueReading) -> Option<String> {
    let until = issues.quota_resets_at.map(|at| format!(" until {}", clock(at))).unwrap_or_default();
    let (left, all) = (issues.quota_remaining?, issues.quota_limit?);
    Some(format!("{} of {} requests left{until}", count(left), count(all)))
}

/// What that means, and what to do.
fn explain(issues: &IssueReading) -> String {
    match issues.state {
        IssueState::Off => "No issues are read. Whether anyone is on a test is not known. Name a repository.".to_owned(),
        IssueState::Reading => "The issues are being read. Until then it is not known whether anyone is on a test.".to_owned(),
        IssueState::Complete => "Every open issue about flaky and failing tests was read, and those closed in the last four weeks. A test without one is untracked.".to_owned(),
        IssueState::Incomplete => {
            let again = issues.retry_at.map(|at| format!(" Try again at {}.", clock(at))).unwrap_or_default();
            format!(
                "{}{again} {} of {} came and are kept. A test without an issue may have one.",
                issues.trouble,
                plural(issues.issues, "issue"),
                issues.source
            )
        }
    }
}

#[component]
fn RetryButton() -> impl IntoView {
    let engine = StoredValue::new_local(use_engine());
    view! {
        <button type="button" class="btn" on:click=move |_| engine.with_value(Client::retry)>
            "Read the issues again"
        </button>
    }
}

/// The repository, the usual one, or none.
fn repository_part() -> AnyView {
    let change = use_change_view();
    let view = use_view();
    let set = move |issues: IssueSource| {
        change(Step::Push, &|view| view.query.issues = issues.clone());
    };
    let button = move |words: &'static str, issues: IssueSource| {
        let wanted = issues.clone();
        let pressed = move || (view.read().query.issues == wanted).to_string();
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| set(issues.clone())>
                {words}
            </button>
        }
        .into_any()
    };
    let field = Field {
        name: "Another repository: owner/name",
        example: "kubernetes/kubernetes",
        pattern: "[A-Za-z0-9._\\-]+/[A-Za-z0-9._\\-]+",
        ..Field::default()
    };
    let read = move |name: String| {
        if let Some(repository) = Repository::parse(&name) {
            set(IssueSource::Of(repository));
        }
    };
    view! {
        <section class="menu-group" aria-label="Repository">
            <h3>"Repository"</h3>
            <div class="menu-items">
                {button("The usual one", IssueSource::Usual)} {button("None", IssueSource::Off)}
            </div>
            {field_form(field, Callback::new(read))}
        </section>
    }
    .into_any()
}

/// The token, and what needs one.
#[component]
pub(super) fn TokenPart() -> impl IntoView {
    let engine = StoredValue::new_local(use_engine());
    let token = engine.with_value(Client::token);
    let has_token = Memo::new(move |_| !token.read().is_empty());
    let keep = RwSignal::new(false);
    let set = move |text: String| {
        engine.with_value(|engine| engine.set_token(&text, keep.get_untracked()));
    };
    let field =
        Field { name: "GitHub token", example: "token", kind: "password", button: "Use", ..Field::default() };
    let ask = move || {
        view! {
            {field_form(field, Callback::new(set))}
            <label>
                <span>"Keep it for this tab"</span>
                <input type="checkbox" on:change=move |event| keep.set(event_target_checked(&event)) />
            </label>
        }
    };
    let forget = move || {
        view! {
            <p>"A token is in use."</p>
            <button type="button" class="btn" on:click=move |_| set(String::new())>
                "Forget the token"
            </button>
            {board_part()}
        }
    };
    view! {
        <section class="menu-group" aria-label="Token">
            <h3>"Token"</h3>
            <p class="muted">{TOKEN_WORDS}</p>
            <Show when=move || has_token.get() fallback=ask>
                {forget()}
            </Show>
        </section>
    }
}

/// The project board.
fn board_part() -> AnyView {
    let change = use_change_view();
    let view = use_view();
    let set = move |board: Option<ProjectBoard>| {
        change(Step::Push, &|view| view.query.project_board.clone_from(&board));
    };
    let field = Field {
        name: "Project board: organisation/number",
        example: "kubernetes/68",
        pattern: "[A-Za-z0-9\\-]+/[0-9]+",
        ..Field::default()
    };
    let board = move || view.read().query.project_board.as_ref().map(ToString::to_string);
    let named = move || {
        board().map(|name| {
            view! {
                <button type="button" aria-pressed="true" on:click=move |_| set(None)>
                    {format!("Board {name}")}
                </button>
            }
        })
    };
    view! {
        <div class="menu-items">{named}</div>
        {field_form(field, Callback::new(move |name: String| {
            if let Some(board) = ProjectBoard::parse(&name) {
                set(Some(board));
            }
        }))}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::model::TimeMs;

    fn issues(state: IssueState) -> IssueReading {
        IssueReading {
            source: "kubernetes/kubernetes".into(),
            state,
            issues: 214,
            quota_limit: Some(60),
            quota_remaining: Some(21),
            quota_resets_at: TimeMs::parse("2026-11-20T10:42:00Z"),
            retry_at: TimeMs::parse("2026-11-20T10:42:00Z"),
            trouble: "GitHub's hourly allowance is used up.".into(),
            read_at: None,
        }
    }

    #[test]
    fn how_far_the_issues_are() {
        let check = |state, expect| assert_eq!(label(&issues(state)), expect);
        check(IssueState::Off, "Issues: off");
        check(
            IssueState::Complete,
            "kubernetes/kubernetes \u{b7} 214 issues \u{b7} 21 of 60 requests left until 10:42 UTC",
        );
        check(IssueState::Incomplete, "Issues incomplete \u{b7} try again at 10:42 UTC");
        assert!(
            explain(&issues(IssueState::Incomplete)).contains("used up. Try again at 10:42 UTC. 214 issues")
        );
    }
}
