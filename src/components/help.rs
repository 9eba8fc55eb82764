//! The keys, on one sheet. `?` opens it.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::search::writes;

const KEYS: [(&str, &str); 8] = [
    ("/", "search"),
    ("j, k", "next and previous row"),
    ("Home, End", "first and last row"),
    ("Enter", "open the row, or close it"),
    ("Esc", "close what is open"),
    ("\u{2190} \u{2191} \u{2192} \u{2193}", "move through the runs of a row, or the cells of a job's grid"),
    ("Tab", "go through links and buttons"),
    ("?", "this list"),
];

/// The button and the sheet.
#[component]
pub fn Help() -> impl IntoView {
    let sheet = NodeRef::<Dialog>::new();
    let open = move || {
        if let Some(sheet) = sheet.get_untracked().filter(|sheet| !sheet.open()) {
            drop(sheet.show_modal());
        }
    };
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "?" && !event.target().is_some_and(|target| writes(&target)) {
            open();
        }
    });
    on_cleanup(move || handle.remove());
    let rows = KEYS.map(|(key, what)| view! { <dt><kbd>{key}</kbd></dt><dd>{what}</dd> });
    view! {
        <button type="button" class="btn icon" aria-label="Keys" title="Keys (?)" on:click=move |_| open()>
            "?"
        </button>
        <dialog class="sheet" node_ref=sheet aria-labelledby="help-title">
            <h2 id="help-title">"Keys"</h2>
            <dl>{rows.collect_view()}</dl>
            <form method="dialog">
                <button class="btn primary">"Close"</button>
            </form>
        </dialog>
    }
}
