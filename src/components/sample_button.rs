//! The way into the made-up sample.

use flakescope_core::flakes::Source;
use leptos::prelude::*;

use crate::state::url::{Step, use_change_view};

/// Shows the page with the sample.
#[component]
pub fn SampleButton() -> impl IntoView {
    let change = use_change_view();
    let open = move |_| {
        change(Step::Push, &|view| {
            view.query.source = Source::Sample;
            // A repository that the link names would be read instead.
            view.page.own.retain(|(key, _)| *key != "repos");
        });
    };
    view! {
        <button type="button" class="btn" on:click=open>
            "Look at the made-up sample"
        </button>
    }
}
