//! The job page.

use leptos::prelude::*;

/// The job page.
#[component]
pub fn JobPage() -> impl IntoView {
    view! { <h1>"Job"</h1> }
}
