//! The table of flaky tests: filters, rows, and the evidence each row opens to.

use leptos::prelude::*;

/// The table page.
#[component]
pub fn FlakesPage() -> impl IntoView {
    view! { <h1 id="page-title" tabindex="-1">"Flakes"</h1> }
}
