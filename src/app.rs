//! The shell: contexts, frame, and which page an address shows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::components::Frame;
use crate::engine_client::provide_engine;
use crate::lazy::{Load, fetch_later, lazy, page_failed};
use crate::pages::{NotFoundPage, parts};
use crate::state::{base, location, settings, view};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    base::tidy_location();
    use_all_sheets();
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

/// The style sheets of the other pages were kept back by their medium (`scripts/post-build.mjs`).
fn use_all_sheets() {
    let Ok(later) = document().query_selector_all("link[media=print]") else { return };
    for place in 0..later.length() {
        if let Some(sheet) = later.get(place).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
            drop(sheet.remove_attribute("media"));
        }
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
        "/failures" => page(parts::FAILURES),
        "/payloads" => page(parts::PAYLOADS),
        "/payloads/history" => page(parts::PAYLOADS_HISTORY),
        "/muted" => page(parts::MUTED),
        "/activity" => page(parts::ACTIVITY),
        "/about" => page(parts::ABOUT),
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
