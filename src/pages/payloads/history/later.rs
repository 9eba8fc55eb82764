//! What of the page comes right after its sentence, as a part of its own: the files, what is listed, the figure, the rows and the
//! settings.

use leptos::prelude::*;

use super::facts::Facts;
use super::figure::Changes;
use super::links::to_verdict;
use super::rows::Rows;
use super::settings::Settings;
use super::slots::Slots;
use super::start::Start;
use super::use_page;
use crate::lazy::{lazy, part, part_failed};

part!(
    /// The files and their comparison.
    pub FILES in payloads_history_more = files(|| view! { <Files /> }.into_any())
);

/// The files and their comparison; their place while they come.
pub fn files_later() -> AnyView {
    lazy(
        FILES,
        || view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any(),
        part_failed,
    )
}

#[component]
fn Files() -> impl IntoView {
    let page = use_page();
    let is_compared = Memo::new(move |_| page.view.read().compared().is_some());
    view! {
        <Slots />
        <Show when=move || is_compared.get() fallback=|| view! { <Start /> }>
            <Facts />
            <Changes />
            <Rows />
            <Settings />
        </Show>
        {to_verdict()}
    }
}
