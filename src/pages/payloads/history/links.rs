//! The way between the two pages about payloads.

use leptos::prelude::*;

use crate::state::view::{PageKeys, href, use_view};

/// From the runs of a payload to history.
pub fn to_history() -> AnyView {
    link(
        "/payloads/history",
        "Did disruption, alerts or failures of tests get worse? Compare two files of history",
    )
}

/// From history to the runs of a payload.
pub fn to_verdict() -> AnyView {
    link("/payloads", "Did the runs of a payload get worse? Judge them")
}

fn link(path: &'static str, words: &'static str) -> AnyView {
    let view = use_view();
    view! {
        <p>
            <a href=move || href(path, &view.read().query, &PageKeys::default())>{words}</a>
        </p>
    }
    .into_any()
}
