//! One row, in its place: cells once they are there, grey bars before, and below it the evidence when it is opened.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::cells::{cell, key_of};
use super::later::panel_later;
use super::table_state::{Opened, TableState};
use crate::format;

/// A row.
#[component]
pub fn Row(
    /// The table.
    table: TableState,
    /// The row's place.
    index: u32,
) -> impl IntoView {
    let row = Memo::new(move |_| table.rows.read().get(index));
    let key = move || row.get_untracked().map(|view| key_of(&view.row));
    let opened = Memo::new(move |_| matches!(&table.opened.read().1, Opened::Below(at, _) if *at == index));
    let top = move || format::px(table.geometry.read().offset(index));
    let tab = move || if table.cursor.get().unwrap_or(0) == index { "0" } else { "-1" };
    let press = move |event: web_sys::MouseEvent| {
        if !on_control(&event) && key().is_some() {
            table.toggle.run(key());
        }
    };
    let cells = move || {
        let columns = table.columns.get().into_iter();
        match row.get() {
            Some(view) => columns.map(|column| cell(column, &view, opened, table)).collect_view().into_any(),
            None => columns.map(|_| waiting()).collect_view().into_any(),
        }
    };
    view! {
        <div
            class="vt-row"
            class:open=opened
            role="row"
            data-row=index
            aria-rowindex=index + 2
            tabindex=tab
            style:top=top
            on:click=press
            on:focus=move |_| table.cursor.set(Some(index))
        >
            {cells}
        </div>
        {move || opened.get().then(|| panel_later(Some(index)))}
    }
}

/// A grey bar in place of a cell.
fn waiting() -> AnyView {
    view! {
        <div class="vt-cell" role="cell">
            <span class="skeleton" aria-hidden="true"></span>
        </div>
    }
    .into_any()
}

/// True when a link or a button was pressed, or text is being selected.
fn on_control(event: &web_sys::MouseEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let control = element.is_some_and(|element| element.closest("a, button, input").ok().flatten().is_some());
    let selecting = web_sys::window()
        .and_then(|window| window.get_selection().ok().flatten())
        .is_some_and(|selection| !selection.is_collapsed());
    control || selecting
}
