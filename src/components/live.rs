//! What is said to screen readers when something happens that only eyes would see.

use leptos::prelude::*;

/// The words in the context.
#[derive(Clone, Copy)]
struct Said(RwSignal<String>);

/// Puts the live region's words into the context. Call once.
pub fn provide_live() {
    provide_context(Said(RwSignal::new(String::new())));
}

/// Says something.
///
/// # Panics
/// Outside the app's shell.
pub fn use_announce() -> Callback<String> {
    let said = expect_context::<Said>().0;
    Callback::new(move |words: String| said.set(words))
}

/// The live region itself.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let said = expect_context::<Said>().0;
    view! {
        <p class="vh" role="status" aria-live="polite">
            {said}
        </p>
    }
}
