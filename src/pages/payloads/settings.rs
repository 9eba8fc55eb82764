//! By which numbers the tests are held to history.

use flakescope_core::payloads::{Params, Query};
use flakescope_core::thousandths;
use leptos::prelude::*;

use super::use_page;
use crate::components::setting::text_setting;
use crate::state::url::Step;

/// The settings. The link has what differs from the usual.
#[component]
pub fn Settings() -> impl IntoView {
    let page = use_page();
    let set = Callback::new(move |params: Params| {
        if let Ok(params) = params.checked() {
            page.set.run((Step::Push, Query { params, ..page.about.get_untracked() }));
        }
    });
    let now = move || page.about.read().params;
    let before = move || page.about.read_untracked().params;
    let alpha = move |text: String| {
        if let Some(alpha) = thousandths::parse(&text) {
            set.run(Params { alpha, ..before() });
        }
    };
    let number = move |change: fn(Params, u32) -> Params| {
        move |text: String| {
            if let Ok(number) = text.parse() {
                set.run(change(before(), number));
            }
        }
    };
    view! {
        <details class="payload-settings">
            <summary>"How tests are held to history"</summary>
            <fieldset class="tuning">
                <legend class="vh">"How tests are held to history"</legend>
                {text_setting("Significance", ALPHA, move || thousandths::word(now().alpha), alpha)}
                {text_setting("Runs in a history", CORPUS, move || now().corpus.to_string(), number(|p, corpus| Params { corpus, ..p }))}
                {text_setting("Failures always accepted", PITY, move || now().pity.to_string(), number(|p, pity| Params { pity, ..p }))}
                {text_setting(
                    "Least attempts",
                    ATTEMPTS,
                    move || now().min_attempts.to_string(),
                    number(|p, min_attempts| Params { min_attempts, ..p }),
                )}
            </fieldset>
        </details>
    }
}

const ALPHA: &str =
    "How improbable so few passes must be, if nothing has changed, before a test fails. Usual: 0.05";
const CORPUS: &str =
    "How many runs a history is taken to have when required passes are worked out. Usual: 250";
const PITY: &str = "So many failures of a test are accepted whatever history says. Usual: 2";
const ATTEMPTS: &str = "A test with fewer attempts fails. Usual: 6";
