//! What of the page comes right after its sentence, as a part of its own.

use leptos::prelude::*;

use super::ages::Figures;
use super::facts::Facts;
use super::rows::Rows;
use super::settings::Settings;
use super::start::Start;
use super::use_page;
use crate::lazy::{lazy, part, part_failed};

part!(
    /// The sources, what is wrong, the figures and the rows.
    pub MORE in muted_more = more(|| view! { <Found /> }.into_any())
);
part!(START in muted_more = start(|| view! { <Start /> }.into_any()));

fn place() -> AnyView {
    view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any()
}

/// What was found; its place while it comes.
pub fn more_later() -> AnyView {
    lazy(MORE, place, part_failed)
}

/// How sources come here.
pub fn start_later() -> AnyView {
    lazy(START, place, part_failed)
}

#[component]
fn Found() -> impl IntoView {
    let page = use_page();
    let is_there = Memo::new(move |_| page.view.read().get().is_some());
    let has_come = page.state.has_come();
    let waits = move || page.state.busy.get().then(place);
    view! {
        <Show when=move || is_there.get() fallback=waits>
            <Facts />
            <Figures />
            <Rows />
        </Show>
        {move || has_come.get().then(|| view! { <Settings /> })}
    }
}
