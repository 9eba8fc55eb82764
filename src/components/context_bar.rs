//! The second bar: what is filtered, where the data come from, and what can be taken away from here.

use leptos::prelude::*;

use super::chip::Chip;
use super::chips_of::{ChipOf, chips, remove};
use super::copy::CopyButton;
use super::download::{download_menu, report_menu};
use super::filter_menu::FilterMenu;
use super::shown::use_shown;
use super::source_line::SourceLine;
use crate::state::location::use_location;
use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// The second bar.
#[component]
pub fn ContextBar() -> impl IntoView {
    let path = use_location().path;
    let filtered = Memo::new(move |_| path.read().as_str() == "/flakes");
    view! {
        <section class="contextbar" aria-label="Filter and source">
            <div class="chips">
                <Chips filtered />
                <FilterMenu filtered />
            </div>
            <div class="context-row">
                <SourceLine />
                <Actions />
            </div>
        </section>
    }
}

#[component]
fn Chips(filtered: Memo<bool>) -> impl IntoView {
    let view = use_view();
    let change = use_change_view();
    let shown = Memo::new(move |_| chips(&view.read().query, filtered.get()));
    let chip = move |ChipOf { part, label, title, removable }: ChipOf| {
        let take = move |()| change(Step::Push, &|view| remove(&mut view.query, &part));
        if removable {
            view! { <Chip label title on_remove=Callback::new(take) /> }.into_any()
        } else {
            view! { <Chip label title /> }.into_any()
        }
    };
    move || shown.get().into_iter().map(chip).collect_view()
}

#[component]
fn Actions() -> impl IntoView {
    let link = |()| web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let shown = use_shown();
    view! {
        <div class="actions">
            <CopyButton label="Copy link" done="The link was copied." text=link />
            {download_menu()}
            {report_menu()}
            <button type="button" class="btn" on:click=move |_| shown.print()>
                "Print"
            </button>
        </div>
    }
}
