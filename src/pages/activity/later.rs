//! What of the page comes right after its sentence, as a part of its own.

use leptos::prelude::*;

use super::drafts::Drafts;
use super::facts::Facts;
use super::figures::Figures;
use super::heat::Heat;
use super::lists::Lists;
use super::logs::Logs;
use super::message::MessagePart;
use super::rules::RulesPart;
use super::settings::Settings;
use super::start::Start;
use super::use_page;
use crate::lazy::{lazy, part, part_failed};

part!(
    /// The numbers, the figures and the lists.
    pub MORE in activity_more = activity_more(|| view! { <Found /> }.into_any())
);
part!(START in activity_more = activity_start(|| view! { <Start /> }.into_any()));

fn place() -> AnyView {
    view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any()
}

/// What was found; its place while it comes.
pub fn more_later() -> AnyView {
    lazy(MORE, place, part_failed)
}

/// How runs come here.
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
            <Heat />
            <Lists />
            <Logs />
            <Drafts />
            <MessagePart />
        </Show>
        {move || has_come.get().then(|| view! { <Settings /> <RulesPart /> })}
    }
}
