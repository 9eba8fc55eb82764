//! What an address shows that no page has.

use leptos::prelude::*;

use crate::state::base;

/// Says that there is no such page, and where to go.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <section class="notice notice--plain" aria-labelledby="page-title">
            <h1 id="page-title" tabindex="-1">"There is no such page"</h1>
            <p>"The address names nothing in Flakescope. It may be mistyped, or from another version."</p>
            <p class="notice__actions">
                <a class="button" href=base::address("/")>"Open the overview"</a>
                <a class="button" href=base::address("/flakes")>"Open the flakes"</a>
            </p>
        </section>
    }
}
