//! Filing an issue: what will be written is shown first. Then the code host's form opens, the text is copied, or the issue is filed
//! from here.

use std::cell::Cell;

use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::{NewIssueView, Query, TestKey};
use flakescope_engine::Request;
use leptos::html::Details;
use leptos::prelude::*;

use crate::components::CopyButton;
use crate::components::filing::{CreateIssue, form_link};

thread_local! {
    /// True when the next evidence was opened in order to file an issue.
    static WANTED: Cell<bool> = const { Cell::new(false) };
}

/// Says that the next evidence is opened in order to file an issue.
pub fn want() {
    WANTED.set(true);
}

/// The part of the evidence.
#[component]
pub fn FileIssue(
    /// What will be written.
    new_issue: NewIssueView,
    /// The test.
    key: TestKey,
    /// The question.
    query: Query,
    /// What is known of the test's issues.
    group: EffortGroup,
) -> impl IntoView {
    let NewIssueView { title, text, link } = new_issue;
    let place = NodeRef::<Details>::new();
    let wanted = WANTED.take();
    let note = (group == EffortGroup::Unknown).then(|| {
        view! { <p class="is-suspect">"Not every issue was read. Look whether there is one before you file."</p> }
    });
    let can_file = !link.is_empty() && group == EffortGroup::Untracked;
    let request =
        Callback::new(move |()| Some(Request::FileIssue { query: query.clone(), key: key.clone() }));
    let form = (!link.is_empty()).then(|| form_link(link));
    Effect::new(move |_| {
        if let Some(place) = place.get().filter(|_| wanted) {
            place.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <details class="file-issue" open=wanted node_ref=place>
            <summary class="btn">"File an issue"</summary>
            {note}
            <p>"This will be written. Nothing is sent before you press."</p>
            <p class="issue-title">{title}</p>
            <pre class="issue-text" tabindex="0" aria-label="Text of the issue">{text.clone()}</pre>
            <div class="actions">
                {form}
                <CopyButton label="Copy the text" done="The text was copied." text=move |()| text.clone() />
                {can_file.then(|| view! { <CreateIssue request /> })}
            </div>
        </details>
    }
}
