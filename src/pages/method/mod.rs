//! The method page.

use leptos::prelude::*;

/// The method page.
#[component]
pub fn MethodPage() -> impl IntoView {
    view! { <h1>"Method"</h1> }
}
