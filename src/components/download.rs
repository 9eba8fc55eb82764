//! The rows of the current view as a file, made in the worker from the very rows on the screen.

use flakescope_core::export::Format;
use flakescope_engine::{Answer, Request};
use leptos::prelude::*;

use super::live::use_announce;
use super::menu::Menu;
use super::save;
use crate::engine_client::{Word, use_engine};
use crate::state::view::use_view;

/// The name of a format and what it is for.
fn describe(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Csv => ("CSV", "tests, for a spreadsheet"),
        Format::Json => ("JSON", "everything, for a program"),
        Format::Markdown => ("Markdown", "for an issue or a chat"),
        Format::Org => ("Org", "for Emacs"),
        Format::Html => ("HTML", "a page of its own"),
    }
}

/// The menu. While a file is being made its button says so; all the rest goes on.
#[component]
pub fn DownloadMenu() -> impl IntoView {
    let making = RwSignal::new(false);
    let view = use_view();
    let engine = StoredValue::new_local(use_engine());
    let announce = use_announce();
    let make = move |format: Format| {
        making.set(true);
        let request = Request::FlakesExport { query: view.get_untracked().query, format };
        engine.with_value(|engine| {
            engine.ask_as_shown(request, move |word| {
                if let Some(said) = finish(word) {
                    making.try_set(false);
                    announce.run(said);
                }
            })
        });
    };
    let item = move |format: Format| {
        let (name, use_) = describe(format);
        view! {
            <button type="button" on:click=move |_| make(format)>
                {name}
                <small>{use_}</small>
            </button>
        }
    };
    view! {
        <Menu label=move || if making.get() { "Making the file\u{2026}" } else { "Download \u{25be}" }>
            {Format::ALL.map(item).collect_view()}
        </Menu>
    }
}

/// Saves the file; what to say when the request is over.
fn finish(word: Word) -> Option<String> {
    match word {
        Word::Answer(answer, true) => match *answer {
            Answer::Export(file) => {
                Some(match save::text_file(&file.file_name, &file.media_type, &file.text) {
                    Ok(()) => format!("{} was made.", file.file_name),
                    Err(_) => "The browser refused the file.".to_owned(),
                })
            }
            _ => None,
        },
        Word::Failed(trouble) => Some(trouble.message),
        _ => None,
    }
}
