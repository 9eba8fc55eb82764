//! Muted tests stand in the sources, which no board names: where to ask for them.

use flakescope_core::flakes::{Query, Source};
use leptos::prelude::*;

use crate::state::view::{PageKeys, href};

/// The section. It reads nothing: the parsers are heavy, and whoever opens the overview has not asked for them.
#[component]
pub fn Muted(
    /// Source, boards, window.
    query: Signal<Query>,
) -> impl IntoView {
    let page = move || href("/muted", &query.read(), &PageKeys::default());
    let sentence = move || match query.read().source {
        Source::Sample => {
            "A muted test runs and protects nothing, so no board shows it. The made-up sample has some: since when, why, under which ticket."
        }
        _ => {
            "A muted test runs and protects nothing, so no board shows it. Name a repository on the page of muted tests, and it lists them: since when, why, under which ticket."
        }
    };
    view! {
        <section aria-labelledby="muted-title">
            <div class="section-head">
                <h2 id="muted-title">"Muted tests"</h2>
                <a href=page>"See the muted tests \u{2192}"</a>
            </div>
            <p class="payload-sentence">{sentence}</p>
        </section>
    }
}
