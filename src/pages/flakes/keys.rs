//! The keys of the table: `j` and `k` move, Home and End go to the ends, Enter opens, Escape closes.

use flakescope_core::flakes::TestKey;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::table_state::TableState;
use crate::components::search::writes;

/// Room above the first row in sight for the heads, which stay at the top.
const HEAD: f64 = 40.0;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Move(u32),
    Toggle,
    Close,
}

/// The act of a key, from where the cursor is.
fn act(key: &str, cursor: Option<u32>, rows: u32) -> Option<Act> {
    let last = rows.checked_sub(1)?;
    match key {
        "j" => Some(Act::Move(cursor.map_or(0, |at| at.saturating_add(1).min(last)))),
        "k" => Some(Act::Move(cursor.map_or(0, |at| at.saturating_sub(1)))),
        "Home" => Some(Act::Move(0)),
        "End" => Some(Act::Move(last)),
        "Enter" => Some(Act::Toggle),
        "Escape" => Some(Act::Close),
        _ => None,
    }
}

/// Listens as long as the table is there.
pub fn listen(table: TableState) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| hear(table, &event));
    on_cleanup(move || handle.remove());
}

fn hear(table: TableState, event: &KeyboardEvent) {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key();
    let target = event.target();
    if held
        || event.default_prevented()
        || target.as_ref().is_some_and(|target| writes(target) || is_modal(target))
    {
        return;
    }
    let on_row = target
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|e| e.has_attribute("data-row"));
    let cursor = table.cursor.get_untracked();
    // Read before: what a `match` looks at stays locked to its end, and the arms change it.
    let rows = table.geometry.read_untracked().rows;
    match act(&event.key(), cursor, rows) {
        Some(Act::Move(index)) => {
            event.prevent_default();
            go_to(table, index);
        }
        Some(Act::Toggle) if on_row => {
            event.prevent_default();
            table.toggle.run(cursor.and_then(|index| key_of(table, index)));
        }
        Some(Act::Close) if table.view.read_untracked().page.test().is_some() => {
            table.toggle.run(None);
            if let Some(index) = cursor {
                go_to(table, index);
            }
        }
        _ => {}
    }
}

fn key_of(table: TableState, index: u32) -> Option<TestKey> {
    let view = table.rows.read_untracked().get(index)?;
    let row = &view.row;
    Some(TestKey { dashboard: row.dashboard.clone(), job: row.job.clone(), test: row.test.clone() })
}

/// Puts the cursor on a row, brings it into sight, and gives it the focus once it is drawn.
fn go_to(table: TableState, index: u32) {
    table.cursor.set(Some(index));
    let screen = table.screen.get_untracked();
    let by = table.geometry.read_untracked().scroll_to(index, screen.top + HEAD, screen.top + screen.height);
    if by != 0.0 {
        window().scroll_by_with_x_and_y(0.0, by);
        table.measure();
    }
    request_animation_frame(move || request_animation_frame(move || focus(table, index)));
}

fn focus(table: TableState, index: u32) {
    let Some(body) = table.body.try_get_untracked().flatten() else { return };
    let row = body.query_selector(&format!("[data-row=\"{index}\"]")).ok().flatten();
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let row = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(Err(error)) = row.map(|row| row.focus_with_options(&options)) {
        web_sys::console::warn_1(&error);
    }
}

/// True inside a sheet or an open menu, which have keys of their own.
fn is_modal(target: &web_sys::EventTarget) -> bool {
    let element = target.dyn_ref::<web_sys::Element>();
    element.is_some_and(|e| e.closest("dialog, .menu[open], [role=slider]").ok().flatten().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_within_the_table() {
        for (key, cursor, rows, wanted) in [
            ("j", None, 3, Some(Act::Move(0))),
            ("j", Some(0), 3, Some(Act::Move(1))),
            ("j", Some(2), 3, Some(Act::Move(2))),
            ("k", Some(0), 3, Some(Act::Move(0))),
            ("End", Some(0), 3, Some(Act::Move(2))),
            ("Home", Some(2), 3, Some(Act::Move(0))),
            ("x", Some(2), 3, None),
            ("j", None, 0, None),
        ] {
            assert_eq!(act(key, cursor, rows), wanted, "{key} {cursor:?}");
        }
    }
}
