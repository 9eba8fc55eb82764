//! The table: heads, and the rows that are on the screen, each in its place.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::columns::template;
use super::head::Head;
use super::later::panel_later;
use super::row::Row;
use super::table_state::{Opened, TableState};
use crate::format::px;

/// The table.
#[component]
pub fn Table(
    /// The table.
    table: TableState,
) -> impl IntoView {
    follow_screen(table);
    let template = move || template(&table.columns.read());
    let above = Memo::new(move |_| matches!(table.opened.read().1, Opened::Above(_)));
    view! {
        {move || above.get().then(|| panel_later(None))}
        <div
            class="vtable"
            class:cards=table.cards
            role="table"
            aria-label="Tests"
            aria-rowcount=move || table.geometry.read().rows + 1
            aria-colcount=move || table.columns.read().len()
            style=("--columns", template)
            style=("--row", move || px(table.geometry.read().row))
        >
            <Head table />
            <div class="vt-body" role="rowgroup" node_ref=table.body style:height=move || px(table.geometry.read().height())>
                <For each=move || table.visible.get() key=|index| *index let:index>
                    <Row table index />
                </For>
            </div>
        </div>
    }
}

/// Follows the window: scrolled, made wider or narrower, or moved by what is above the table.
fn follow_screen(table: TableState) {
    let waiting = StoredValue::new(false);
    let soon = move || {
        if waiting.try_get_value() == Some(false) {
            waiting.set_value(true);
            request_animation_frame(move || {
                if waiting.try_set_value(false).is_none() {
                    table.measure();
                }
            });
        }
    };
    let scrolled = window_event_listener(leptos::ev::scroll, move |_| soon());
    let resized = window_event_listener(leptos::ev::resize, move |_| soon());
    on_cleanup(move || {
        scrolled.remove();
        resized.remove();
    });
    Effect::new(move |_| {
        table.geometry.track();
        Timeout::new(0, soon).forget();
    });
}
