//! The second bar: what is filtered, where the data come from, and what can be taken away from here.

use flakescope_core::flakes::Source;
use flakescope_core::formats::failures::names_failures;
use leptos::prelude::*;

use super::chip::Chip;
use super::chips_of::{ChipOf, chips, remove};
use super::copy::CopyButton;
use super::download::{
    activity_menu, download_menu, failures_menu, history_menu, muted_menu, payload_menu, report_menu,
};
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
    let view = use_view();
    let filtered = Memo::new(move |_| path.read().as_str() == "/flakes");
    // Neither boards nor a window choose among failures from files.
    let is_file = move || match &view.read().query.source {
        Source::Files => true,
        Source::Address(address) => names_failures(address),
        _ => false,
    };
    // What stands in place of the boards.
    let instead = Memo::new(move |_| match path.read().as_str() {
        "/failures" if is_file() => "Failures from files",
        "/payloads" => "Runs of a payload",
        "/payloads/history" => "Two files of history",
        "/muted" => "Sources with tests",
        "/activity" => "Runs of CI",
        _ => "",
    });
    view! {
        <section class="contextbar" aria-label="Filter and source">
            <div class="chips">
                <Show
                    when=move || instead.read().is_empty()
                    fallback=move || view! { <span class="muted">{move || instead.get()}</span> }
                >
                    <Chips filtered />
                    <FilterMenu filtered />
                </Show>
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
    let path = use_location().path;
    let menus = move || match path.read().as_str() {
        "/failures" => failures_menu(),
        "/payloads" => payload_menu(),
        "/payloads/history" => history_menu(),
        "/muted" => muted_menu(),
        "/activity" => activity_menu(),
        _ => view! { {download_menu()} {report_menu()} }.into_any(),
    };
    view! {
        <div class="actions">
            <CopyButton label="Copy link" done="The link was copied." text=link />
            {menus}
            <button type="button" class="btn" on:click=move |_| shown.print()>
                "Print"
            </button>
        </div>
    }
}
