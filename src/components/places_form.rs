//! Places by their names, one a line: what a page reads from elsewhere.

use flakescope_core::muted::link::places;
use leptos::prelude::*;

/// A form for names of places, between commas, spaces or ends of lines.
#[component]
pub fn PlacesForm(
    /// What the field asks for.
    label: &'static str,
    /// Examples.
    example: &'static str,
    /// The word on the button.
    button: &'static str,
    /// Is given the names, where there are any.
    done: Callback<Vec<String>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let places = places(&typed.read_untracked());
        if !places.is_empty() {
            done.run(places);
        }
    };
    view! {
        <form on:submit=submit>
            <textarea
                class="field"
                rows="3"
                spellcheck="false"
                aria-label=label
                placeholder=example
                on:input=move |event| typed.set(event_target_value(&event))
            ></textarea>
            <button type="submit" class="btn primary">
                {button}
            </button>
        </form>
    }
}
