//! Where the data come from, and where else they may come from.

use flakescope_core::flakes::{Query, Source};
use leptos::prelude::*;

use super::drop::{FileButton, files_for};
use super::field_form::{Field, field_form};
use super::menu::Menu;
use crate::engine_client::use_engine;
use crate::state::location::use_location;
use crate::state::url::{Step, use_change_view};

/// The menu; its button is the name of the source.
#[component]
pub fn SourceMenu(
    /// The source in words.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let path = use_location().path;
    let label = move || view! { <span>{name}</span><span aria-hidden="true">" \u{25be}"</span> };
    view! {
        <Menu label=label class="btn quiet source-name" list_class="menu-list start" close_on_press=true>
            <SourceItem label="TestGrid" note="live" source=Source::TestGrid />
            <SourceItem label="Sample" note="made up" source=Source::Sample />
            {move || view! { <FileButton label="Files\u{2026}" class="" purpose=files_for(&path.read()) /> }}
            {address_form()}
            <ReadAnew />
        </Menu>
    }
}

/// Turns to another source. From files, whose boards mean nothing elsewhere, one comes back to the release boards.
fn turn_to(query: &mut Query, source: &Source) {
    if query.source == Source::Files {
        query.dashboards = Query::default().dashboards;
    }
    query.source = source.clone();
}

#[component]
fn SourceItem(label: &'static str, note: &'static str, source: Source) -> impl IntoView {
    let change = use_change_view();
    let engine = StoredValue::new_local(use_engine());
    let press = move |_| {
        if source == Source::TestGrid {
            engine.with_value(crate::engine_client::Client::retry);
        }
        change(Step::Push, &|view| turn_to(&mut view.query, &source));
    };
    view! {
        <button type="button" on:click=press>
            {label}
            <small>{note}</small>
        </button>
    }
}

fn address_form() -> AnyView {
    let change = use_change_view();
    let field = Field {
        name: "Address of another TestGrid, or of a file with failures",
        example: "https://\u{2026}/api/v1",
        kind: "url",
        ..Field::default()
    };
    let read = move |address: String| {
        change(Step::Push, &|view| turn_to(&mut view.query, &Source::Address(address.clone())));
    };
    field_form(field, Callback::new(read))
}

#[component]
fn ReadAnew() -> impl IntoView {
    let engine = StoredValue::new_local(use_engine());
    view! {
        <button type="button" on:click=move |_| engine.with_value(crate::engine_client::Client::refresh)>
            "Read everything anew"
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_of_files_do_not_follow_to_testgrid() {
        let mut query = Query { source: Source::Files, dashboards: vec![], ..Query::default() };
        turn_to(&mut query, &Source::TestGrid);
        assert_eq!(query, Query::default());
    }
}
