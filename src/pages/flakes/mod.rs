//! The table of flaky tests: filters, rows, and the evidence each row opens to.
//!
//! The page holds the rows near the screen alone ([`rows`]); which those are is arithmetic ([`window`]). Filter, order
//! and range go to the worker as one request.

pub mod bars;
pub mod cells;
pub mod column_menu;
pub mod columns;
pub mod empty;
pub mod evidence;
pub mod head;
pub mod keys;
pub mod later;
pub mod other_cells;
pub mod panel;
pub mod print;
pub mod row;
pub mod rows;
pub mod summary;
pub mod table;
pub mod table_state;
pub mod window;

use flakescope_core::flakes::Query;
use flakescope_engine::{Answer, Request};
use leptos::prelude::*;

use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{AnswerState, kind};

use later::{bars_later, provide_page};
use summary::{Sentence, Toolbar};
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
    provide_page(table, state);
    let has_rows = move || state.answer.with(Option::is_some) || state.trouble.with(Option::is_none);
    view! {
        <Sentence state />
        <StateNotice state />
        <Show when=has_rows>
            {bars_later()}
            <Toolbar table state />
            <Table table />
        </Show>
    }
}

/// Rows of the newest answer; after a change of the question the old ones stay until then.
fn follow_answers(table: TableState, state: AnswerState) {
    Effect::new(move |before: Option<Query>| {
        let query = table.view.read().query.clone();
        if before.is_some_and(|before| before != query) {
            table.rows.write_untracked().ask_anew();
            table.cursor.set(None);
            let above = table.screen.read_untracked().top;
            if above > 0.0 {
                window().scroll_by_with_x_and_y(0.0, -above);
            }
        }
        query
    });
    Effect::new(move |_| {
        if let Some(Answer::Flakes(reading, view)) = state.answer.get().as_deref() {
            table.rows.update(|rows| rows.take(reading, view));
        }
    });
}
