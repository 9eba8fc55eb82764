//! Filing an issue: what will be written is shown first. Then the code host's form, filled in, opens by a press; or the
//! text is copied; or, with a token, the issue is filed from here, once.

use std::cell::Cell;

use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::{NewIssueView, Query, TestKey};
use flakescope_engine::{Answer, Request};
use leptos::html::Details;
use leptos::prelude::*;

use crate::components::{CopyButton, use_announce};
use crate::engine_client::{Client, Word, kind, use_engine};

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
                {can_file.then(|| view! { <Create key query /> })}
            </div>
        </details>
    }
}

fn form_link(link: String) -> AnyView {
    view! {
        <a class="btn primary" href=link target="_blank" rel="noopener noreferrer">
            "Open the form on GitHub \u{2197}"
        </a>
    }
    .into_any()
}

/// Files it from here. Needs a token; the button is gone as soon as it was pressed.
#[component]
fn Create(key: TestKey, query: Query) -> impl IntoView {
    let engine = StoredValue::new_local(use_engine());
    let announce = use_announce();
    let token = engine.with_value(Client::token);
    let pressed = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let take = move |word: Word| {
        let done = matches!(&word, Word::Answer(..));
        let Some(words) = outcome(word) else { return };
        announce.run(words.clone());
        said.try_set(words);
        if done {
            engine.try_with_value(Client::ask_anew);
        }
    };
    let press = move |_| {
        pressed.set(true);
        said.set("The issue is being filed\u{2026}".to_owned());
        let request = Request::FileIssue { query: query.clone(), key: key.clone() };
        engine.with_value(|engine| engine.ask_as_shown(request, kind::FILED, take));
    };
    view! {
        <Show when=move || !token.read().is_empty() && !pressed.get()>
            <button type="button" class="btn" on:click=press.clone()>
                "Create it on GitHub"
            </button>
        </Show>
        <p>{said}</p>
    }
}

/// What to say when the request is over.
fn outcome(word: Word) -> Option<String> {
    match word {
        Word::Answer(answer, true) => match *answer {
            Answer::Filed(filed) if filed.already => {
                Some(format!("Issue #{} is about this test already. Nothing was filed.", filed.number))
            }
            Answer::Filed(filed) => Some(format!("Issue #{} was filed.", filed.number)),
            _ => None,
        },
        Word::Failed(trouble) => Some(trouble.message),
        _ => None,
    }
}
