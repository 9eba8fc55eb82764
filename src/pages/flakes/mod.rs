//! The table of flaky tests: filters, rows, and the evidence each row opens to.
//!
//! The page holds the rows near the screen alone ([`rows`]); which those are is arithmetic ([`window`]). Filter, order
//! and range go to the worker as one request.

pub mod cells;
pub mod column_menu;
pub mod columns;
pub mod evidence;
pub mod head;
pub mod keys;
pub mod row;
pub mod rows;
pub mod summary;
pub mod table;
pub mod table_state;
pub mod window;

use flakescope_engine::{Answer, Request};
use leptos::prelude::*;

use crate::components::shown::use_shown;
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{AnswerState, kind};

use summary::{Bars, Sentence, Toolbar};
use table::Table;
use table_state::TableState;

/// The table page.
#[component]
pub fn FlakesPage() -> impl IntoView {
    let table = TableState::of_page();
    let state = use_page_answer(kind::FLAKES, move || {
        let query = table.view.read().query.clone();
        Some(Request::Flakes { query, rows: window::blocks(&table.visible.read()) })
    });
    follow_answers(table, state);
    print_all(table);
    let has_rows = move || state.answer.with(Option::is_some) || state.trouble.with(Option::is_none);
    view! {
        <Sentence table state />
        <StateNotice state />
        <Show when=has_rows>
            <Bars table state />
            <Toolbar table state />
            <Table table />
        </Show>
    }
}

/// Rows of the newest answer; after a change of the question the old ones stay until then.
fn follow_answers(table: TableState, state: AnswerState) {
    let query = Memo::new(move |_| table.view.read().query.clone());
    Effect::new(move |before: Option<()>| {
        query.track();
        if before.is_some() {
            table.rows.write_untracked().ask_anew();
            table.cursor.set(None);
            let above = table.screen.read_untracked().top;
            if above > 0.0 {
                window().scroll_by_with_x_and_y(0.0, -above);
            }
        }
    });
    Effect::new(move |_| {
        if let Some(Answer::Flakes(reading, view)) = state.answer.get().as_deref() {
            table.rows.update(|rows| rows.take(reading, view));
        }
    });
}

/// Printing draws every row first.
fn print_all(table: TableState) {
    use_shown().print_with(Callback::new(move |()| table.printing.set(true)));
    Effect::new(move |_| {
        let wanted = table.visible.get();
        let drawn = wanted.clone().all(|index| table.rows.read().get(index).is_some());
        if table.printing.get() && drawn {
            request_animation_frame(move || {
                request_animation_frame(move || {
                    drop(window().print());
                    table.printing.set(false);
                });
            });
        }
    });
}
