//! A button that asks for more rows than are given at first.

use leptos::prelude::*;

/// The button; nothing when all rows are there.
#[component]
pub fn ShowMore(
    /// How many rows there are.
    matching: u32,
    /// How many were asked for.
    limit: RwSignal<u32>,
    /// How many more each time.
    step: u32,
) -> impl IntoView {
    let more = move || matching > limit.get();
    view! {
        <Show when=more>
            <button type="button" class="btn" on:click=move |_| limit.update(|limit| *limit += step)>
                "Show more"
            </button>
        </Show>
    }
}
