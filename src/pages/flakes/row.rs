//! One row, in its place: cells once they are there, grey bars before, and below it the evidence when it is opened.

use flakescope_core::flakes::TestKey;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::cells::cell;
use super::evidence::Evidence;
use super::table_state::{Opened, TableState};

/// A row.
#[component]
pub fn Row(
    /// The table.
    table: TableState,
    /// The row's place.
    index: u32,
) -> impl IntoView {
    let row = Memo::new(move |_| table.rows.read().get(index));
    let key = move || {
        row.get_untracked().map(|view| TestKey {
            dashboard: view.row.dashboard.clone(),
            job: view.row.job.clone(),
            test: view.row.test.clone(),
        })
    };
    let opened = Memo::new(move |_| match table.opened.get() {
        Opened::Below(at, key) if at == index => Some(key),
        _ => None,
    });
    let top = move || format!("{}px", table.geometry.read().offset(index));
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
            class:open=move || opened.read().is_some()
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
        {move || opened.get().map(|key| view! { <Panel table index key /> })}
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

/// What a row opens to. Its height moves the rows below.
#[component]
fn Panel(table: TableState, index: u32, key: TestKey) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let top = move || {
        let geometry = table.geometry.get();
        format!("{}px", geometry.offset(index) + geometry.row)
    };
    follow_height(place, table.panel_height);
    view! {
        <div class="vt-panel" role="row" style:top=top>
            <div role="cell" aria-colspan=move || table.columns.read().len() node_ref=place>
                <Evidence key toggle=table.toggle />
            </div>
        </div>
    }
}

/// Writes the height of `place` into `height` whenever it changes.
fn follow_height(place: NodeRef<Div>, height: RwSignal<f64>) {
    let watched = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let seen = element.clone();
        let changed = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || {
            let now = seen.get_bounding_client_rect().height();
            if height.try_get_untracked().is_some_and(|old| (old - now).abs() > 0.5) {
                height.set(now);
            }
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            watched.set_value(Some((observer, changed)));
        }
    });
    on_cleanup(move || {
        let _ = watched.try_with_value(|watched| {
            if let Some((observer, _)) = watched {
                observer.disconnect();
            }
        });
    });
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
