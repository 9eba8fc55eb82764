//! The last steps of filing an issue whose text was shown: the code host's form, filled in, opens by a press; or, with a token, the
//! issue is filed from here, once.

use flakescope_engine::{Answer, Request};
use leptos::prelude::*;

use super::use_announce;
use crate::engine_client::{Client, Word, kind, use_engine};

/// Opens the form of the code host.
pub fn form_link(link: String) -> AnyView {
    view! {
        <a class="btn primary" href=link target="_blank" rel="noopener noreferrer">
            "Open the form on GitHub \u{2197}"
        </a>
    }
    .into_any()
}

/// Files it from here. Needs a token; the button is gone as soon as it was pressed.
#[component]
pub fn CreateIssue(
    /// What is asked of the engine; none where there is nothing to ask.
    request: Callback<(), Option<Request>>,
) -> impl IntoView {
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
        let Some(request) = request.run(()) else { return };
        pressed.set(true);
        said.set("The issue is being filed\u{2026}".to_owned());
        engine.with_value(|engine| engine.ask_as_shown(request, kind::FILED, take));
    };
    view! {
        <Show when=move || !token.read().is_empty() && !pressed.get()>
            <button type="button" class="btn" on:click=press>
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
