//! The frame of every page: header, second bar, page.

use leptos::prelude::*;

/// The frame of every page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! { <main id="main" class="page">{children()}</main> }
}
