//! The two files: what was read from each, a button to choose another, and one to have them change places.

use flakescope_core::flakes::Source;
use flakescope_core::payloads::history::{DataType, Slot};
use flakescope_engine::FilesFor;
use leptos::prelude::*;

use super::use_page;
use crate::components::drop::FileButton;
use crate::engine_client::{Client, use_engine};
use crate::format::{count, plural};
use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// Both files.
#[component]
pub fn Slots() -> impl IntoView {
    let page = use_page();
    let engine = StoredValue::new_local(use_engine());
    let slot = move |place: usize| {
        Memo::new(move |_| {
            let shown = page.view.read();
            shown.files().and_then(|view| view.slots.get(place)).cloned().unwrap_or_default()
        })
    };
    let (current, new) = (slot(0), slot(1));
    leave_sample();
    let is_made_up = move || page.view.read().files().is_some_and(|view| view.made_up);
    let stays = move || is_made_up() || (current.read().name.is_empty() && new.read().name.is_empty());
    let problem =
        move || page.view.read().files().map(|view| view.problem.clone()).filter(|why| !why.is_empty());
    view! {
        <section class="history-slots" aria-label="The two files">
            {card("Current file", current, FilesFor::Current)}
            <button
                type="button"
                class="btn"
                disabled=stays
                title="The current file becomes the new one, and the new one the current one"
                on:click=move |_| engine.with_value(Client::swap_compared)
            >
                "Swap"
            </button>
            {card("New file", new, FilesFor::New)}
        </section>
        {move || problem().map(refused)}
    }
}

/// Files that come while the sample is shown are asked about in its place.
fn leave_sample() {
    let (busy, view, change) = (use_engine().files_busy(), use_view(), use_change_view());
    Effect::new(move |was_busy: Option<bool>| {
        let is_busy = busy.get();
        let have_come = was_busy == Some(true) && !is_busy;
        if have_come && view.read_untracked().query.source == Source::Sample {
            change(Step::Push, &|view| view.query.source = Source::Files);
        }
        is_busy
    });
}

fn card(title: &'static str, slot: Memo<Slot>, purpose: FilesFor) -> AnyView {
    let button = if purpose == FilesFor::Current { "Choose the current file" } else { "Choose the new file" };
    view! {
        <div class="history-slot">
            <h2>{title}</h2>
            {move || read_words(&slot.read())}
            <FileButton label=button class="btn" purpose />
        </div>
    }
    .into_any()
}

/// What was read from a file.
fn read_words(slot: &Slot) -> AnyView {
    if slot.name.is_empty() {
        return view! { <p class="muted">"None yet."</p> }.into_any();
    }
    let name = view! { <p class="history-file">{slot.name.clone()}</p> };
    let Some(data_type) = slot.data_type else {
        let why = slot.warnings.iter().map(|warning| warning.message.clone()).collect::<Vec<_>>().join(" ");
        return view! {
            {name}
            <p class="notice error" role="alert">
                {format!("It cannot be read: {why}. Choose another file.")}
            </p>
        }
        .into_any();
    };
    view! {
        {name}
        <p class="muted">{facts(slot.rows, data_type)}</p>
        {warnings(slot)}
    }
    .into_any()
}

/// `3,938 rows about disruptions`.
fn facts(rows: u32, data_type: DataType) -> String {
    let noun = if rows == 1 { "row" } else { "rows" };
    format!("{} {noun} about {}", count(rows), data_type.word())
}

fn warnings(slot: &Slot) -> Option<AnyView> {
    let line = |message: String| view! { <li>{message}</li> };
    let lines: Vec<_> = slot.warnings.iter().map(|warning| line(warning.message.clone())).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details>
                <summary>{plural(lines.len() as u64, "warning")}</summary>
                <ul>{lines}</ul>
            </details>
        }
        .into_any()
    })
}

fn refused(why: String) -> AnyView {
    view! {
        <section class="notice warn" role="alert">
            <h2>"These files are not compared"</h2>
            <p>{why}"."</p>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_words() {
        assert_eq!(facts(3938, DataType::Disruptions), "3,938 rows about disruptions");
        assert_eq!(facts(1, DataType::Tests), "1 row about tests");
    }
}
