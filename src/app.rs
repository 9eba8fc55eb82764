//! The shell: contexts, frame, and which page an address shows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::components::Frame;
use crate::engine_client::provide_engine;
use crate::first_view;
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
    wait_for_page();
    provide_engine();
    first_view::then(|| fetch_later(&parts::ALL));
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

/// The first view waits for the part of the page, whether it can be loaded or not.
fn wait_for_page() {
    let part = page_of(&location::use_location().path.read_untracked());
    let page = first_view::wait_for();
    spawn_local(async move {
        if let Some(load) = part {
            drop(load().await);
        }
        drop(page);
    });
}

/// Which page an address shows.
#[component]
fn Pages() -> impl IntoView {
    let path = location::use_location().path;
    let page = |load: Load| lazy(load, || view! { <Place /> }.into_any(), page_failed);
    move || page_of(&path.read()).map_or_else(|| NotFoundPage().into_any(), page)
}

/// The part that draws an address; none where there is no such page. A new page is one line here, and one in
/// `scripts/post-build.mjs`.
fn page_of(path: &str) -> Option<Load> {
    Some(match path {
        "/" => parts::OVERVIEW,
        "/flakes" => parts::FLAKES,
        "/flakes/job" => parts::JOB,
        "/failures" => parts::FAILURES,
        "/payloads" => parts::PAYLOADS,
        "/payloads/history" => parts::PAYLOADS_HISTORY,
        "/muted" => parts::MUTED,
        "/activity" => parts::ACTIVITY,
        "/about" => parts::ABOUT,
        "/method" => parts::METHOD,
        _ => return None,
    })
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
