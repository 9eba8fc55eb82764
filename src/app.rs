//! The shell: contexts, frame, and which page an address shows.

use leptos::prelude::*;

use crate::components::Frame;
use crate::engine_client::provide_engine;
use crate::lazy::{Load, fetch_later, lazy, page_failed};
use crate::pages::{NotFoundPage, parts};
use crate::state::{base, location, settings, view};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    base::tidy_location();
    location::provide_location();
    view::provide_view();
    settings::provide_theme();
    provide_engine();
    fetch_later(&parts::ALL);
    view! {
        <Frame>
            <Pages />
        </Frame>
    }
}

/// Which page an address shows. A new page is one line here, and one in `scripts/post-build.mjs`.
#[component]
fn Pages() -> impl IntoView {
    let path = location::use_location().path;
    let page = |load: Load| lazy(load, || view! { <Place /> }.into_any(), page_failed);
    move || match path.get().as_str() {
        "/" => page(parts::OVERVIEW),
        "/flakes" => page(parts::FLAKES),
        "/flakes/job" => page(parts::JOB),
        "/method" => page(parts::METHOD),
        _ => NotFoundPage().into_any(),
    }
}

/// Keeps the place of a page that is being loaded.
#[component]
fn Place() -> impl IntoView {
    view! {
        <div aria-busy="true">
            <span class="skeleton block tall" aria-hidden="true"></span>
        </div>
    }
}
