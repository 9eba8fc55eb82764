//! The first bar: the name, the pages, search, help and theme.

use leptos::prelude::*;

use super::frame::focus;
use super::later::{search_later, tools_later};
use crate::state::base;
use crate::state::location::use_location;
use crate::state::settings::{Theme, use_theme};
use crate::state::view::{PageKeys, href, use_view};

/// The pages that exist: path and name.
const PAGES: [(&str, &str); 7] = [
    ("/", "Overview"),
    ("/flakes", "Flakes"),
    ("/failures", "Failures"),
    ("/payloads", "Payloads"),
    ("/muted", "Muted"),
    ("/activity", "Activity"),
    ("/method", "Method"),
];

/// The first bar.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <header class="topbar">
            <a class="skip" href="#main" rel="external" on:click=move |event| skip(&event)>
                "Skip to the page"
            </a>
            <a class="brand" href=base::address("/")>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path fill="none" stroke="currentColor" stroke-width="2.5" d="M12 2 22 12 12 22 2 12Z M12 8v8M8 12h8" />
                </svg>
                "Flakescope"
            </a>
            <nav class="topnav" aria-label="Pages">
                {PAGES.map(|(path, name)| view! { <PageLink path name /> }).collect_view()}
            </nav>
            {search_later()}
            <div class="topbar-tools">
                {tools_later()}
                <ThemeButton />
            </div>
        </header>
    }
}

/// With a `<base>` element, a link to `#main` would leave the page.
fn skip(event: &web_sys::MouseEvent) {
    event.prevent_default();
    focus("main");
}

/// A link to a page that takes the question with it.
#[component]
fn PageLink(path: &'static str, name: &'static str) -> impl IntoView {
    let view = use_view();
    let here = use_location().path;
    let current = move || {
        let here = here.get();
        let below = path != "/" && here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        (here == path || below).then_some("page")
    };
    view! {
        <a href=move || href(path, &view.read().query, &PageKeys::default()) aria-current=current>
            {name}
        </a>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let theme = use_theme();
    let sign = move || match theme.get() {
        Theme::System => "\u{25d0}",
        Theme::Light => "\u{2600}",
        Theme::Dark => "\u{263e}",
    };
    let label = move || format!("Theme: {}. Change it", theme.get().word());
    view! {
        <button
            type="button"
            class="btn icon"
            aria-label=label
            title=label
            on:click=move |_| theme.update(|theme| *theme = theme.next())
        >
            <span aria-hidden="true">{sign}</span>
        </button>
    }
}
