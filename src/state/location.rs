//! The address of the page as signals, and going from one page to another without loading: the history API, and nothing
//! that is not needed. (A router crate was a tenth of the page's download for four fixed paths.)

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent, Url, console};

use super::base;

/// The address in the context.
#[derive(Clone, Copy, Debug)]
pub struct Location {
    /// The path within the site, beginning with a slash.
    pub path: RwSignal<String>,
    /// The query string without `?`.
    pub search: RwSignal<String>,
}

/// Whether the back button returns to what was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A step that the reader made: the back button undoes it.
    Push,
    /// A change that goes on, such as typing: it replaces what was.
    Replace,
}

/// Follows the address: links of the site, back and forward. Call once.
pub fn provide_location() {
    let here = Location { path: RwSignal::new(String::new()), search: RwSignal::new(String::new()) };
    here.read();
    provide_context(here);
    let back = window_event_listener(ev::popstate, move |_| here.read());
    let press = window_event_listener(ev::click, move |event| here.follow(&event));
    on_cleanup(move || {
        back.remove();
        press.remove();
    });
}

/// The address.
///
/// # Panics
/// Outside the app's shell.
pub fn use_location() -> Location {
    expect_context()
}

impl Location {
    /// Goes to a full path of the site, such as `href` makes it.
    pub fn go(self, to: &str, step: Step) {
        let Ok(history) = window().history() else { return };
        let moved = match step {
            Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(to)),
            Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(to)),
        };
        match moved {
            Ok(()) => self.read(),
            Err(error) => console::error_1(&error),
        }
    }

    /// Takes the address over from the browser; what is the same tells nobody.
    fn read(self) {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        let path = base::within(&path, &base::path()).unwrap_or(&path).to_owned();
        let search = location.search().unwrap_or_default().trim_start_matches('?').to_owned();
        set_changed(self.search, search);
        set_changed(self.path, path);
    }

    /// Goes where a link of the site leads, unless the reader or the link wants it otherwise.
    fn follow(self, event: &MouseEvent) {
        let held = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || held {
            return;
        }
        let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = link.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let elsewhere =
            !link.target().is_empty() || link.has_attribute("download") || link.rel() == "external";
        let Some((to, hash)) = in_site(&link.href()).filter(|_| !elsewhere) else { return };
        let here = to == format!("{}{}", base::address(&self.path.get_untracked()), search_of(self));
        if here && !hash.is_empty() {
            return; // a place on this page: the browser knows how
        }
        event.prevent_default();
        if !here {
            self.go(&format!("{to}{hash}"), Step::Push);
            window().scroll_to_with_x_and_y(0.0, 0.0);
            show_place(hash);
        }
    }
}

fn set_changed(signal: RwSignal<String>, value: String) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}

fn search_of(here: Location) -> String {
    match here.search.get_untracked() {
        search if search.is_empty() => search,
        search => format!("?{search}"),
    }
}

/// Scrolls to the element that a link names, once its page is drawn.
fn show_place(hash: String) {
    if !hash.is_empty() {
        request_animation_frame(move || {
            if let Some(place) = document().get_element_by_id(hash.trim_start_matches('#')) {
                place.scroll_into_view();
            }
        });
    }
}

/// Path with query, and hash, of an address of this site; none for any other.
fn in_site(address: &str) -> Option<(String, String)> {
    let url = Url::new(address).ok()?;
    let own = url.origin() == window().location().origin().ok()?;
    (own && base::within(&url.pathname(), &base::path()).is_some())
        .then(|| (format!("{}{}", url.pathname(), url.search()), url.hash()))
}
