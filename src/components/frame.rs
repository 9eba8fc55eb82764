//! The frame of every page: two bars, the page, the foot; and what happens when one page gives way to another.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::later::{context_bar_later, drop_zone_later};
use super::live::{LiveRegion, provide_live};
use super::shown::provide_shown;
use super::top_bar::TopBar;
use crate::state::base;
use crate::state::location::use_location;

/// The frame.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    provide_live();
    provide_shown();
    follow_pages();
    let path = use_location().path;
    let asks = Memo::new(move |_| !matches!(path.read().as_str(), "/method" | "/about"));
    view! {
        <TopBar />
        {move || asks.get().then(context_bar_later)}
        <main id="main" class="page" tabindex="-1">
            {drop_zone_later()}
            {children()}
        </main>
        <footer class="foot">
            "Nothing is uploaded: all work is done in this browser. Numbers are defined on the "
            <a href=base::address("/method")>"method page"</a> ". "
            <a href=base::address("/about")>"About"</a>
        </footer>
        <LiveRegion />
    }
}

/// On a new page the title changes and its heading gets the focus; not on the first one, where the browser begins.
fn follow_pages() {
    let path = use_location().path;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        document().set_title(title(&path));
        if before.is_some_and(|before| before != path) {
            // Once the new page is in place.
            request_animation_frame(|| request_animation_frame(|| focus("page-title")));
        }
        path
    });
}

/// Gives an element the focus.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(Err(error)) = element.map(|element| element.focus()) {
        web_sys::console::warn_1(&error);
    }
}

fn title(path: &str) -> &'static str {
    match path {
        "/" => "Overview \u{b7} Flakescope",
        "/flakes" => "Flakes \u{b7} Flakescope",
        "/failures" => "Failures \u{b7} Flakescope",
        "/payloads" => "Payloads \u{b7} Flakescope",
        "/payloads/history" => "History of disruption, alerts and tests \u{b7} Flakescope",
        "/activity" => "CI activity \u{b7} Flakescope",
        "/muted" => "Muted tests \u{b7} Flakescope",
        "/flakes/job" => "Job \u{b7} Flakescope",
        "/about" => "About \u{b7} Flakescope",
        "/method" => "Method \u{b7} Flakescope",
        _ => "Not found \u{b7} Flakescope",
    }
}
