//! What of the page comes right after its rows, as a part of its own: the bars, the tools above the table, the evidence,
//! the keys and the printing. Their room is kept free, so that nothing moves.

use std::sync::Arc;

use flakescope_core::flakes::{Column, RowView};
use leptos::prelude::*;

use super::bars::Bars;
use super::column_menu::ColumnMenu;
use super::empty::Empty;
use super::other_cells::other;
use super::panel::{Above, Panel};
use super::print::print_all;
use super::table_state::TableState;
use super::{bars, keys};
use crate::components::{CopyButton, quick_efforts};
use crate::engine_client::AnswerState;
use crate::lazy::{lazy, lazy_with, part, part_failed, silent};

/// The page, in the context of its parts.
#[derive(Clone, Copy)]
struct Page {
    table: TableState,
    state: AnswerState,
}

/// Puts the page into the context. Call once.
pub fn provide_page(table: TableState, state: AnswerState) {
    provide_context(Page { table, state });
}

fn table() -> TableState {
    expect_context::<Page>().table
}

part!(
    /// Tests per job and per SIG.
    pub BARS in flakes_more = bars_part(|| {
        let Page { table, state } = expect_context();
        view! { <Bars table state /> }.into_any()
    })
);
part!(
    TOOLS in flakes_more = tools(|| {
        keys::listen(table());
        print_all(table());
        view! {
            {quick_efforts()}
            <ColumnMenu table=table() />
        }
        .into_any()
    })
);
part!(EMPTY in flakes_more = empty(|| view! { <Empty table=table() /> }.into_any()));
part!(
    PANEL in flakes_more = panel(|| match expect_context() {
        Opens(Some(index)) => view! { <Panel table=table() index /> }.into_any(),
        Opens(None) => view! { <Above table=table() /> }.into_any(),
    })
);
part!(
    CELL in flakes_more = cell(|| {
        let Cell(column, view) = expect_context();
        other(column, &view.row)
    })
);
part!(
    COPY in flakes_more = copy(|| {
        let Name(name) = expect_context();
        view! {
            <CopyButton
                label="Copy"
                name="Copy the test's name"
                done="The test's name was copied."
                class="vt-copy"
                text=move |()| name.clone()
            />
        }
        .into_any()
    })
);
/// The place of the row that is opened; none where it is not known.
#[derive(Clone, Copy)]
struct Opens(Option<u32>);

/// A column that is not among the usual ones, and a row.
#[derive(Clone)]
struct Cell(Column, Arc<RowView>);

/// The name to copy.
#[derive(Clone)]
struct Name(String);

/// Tests per job and per SIG.
pub fn bars_later() -> AnyView {
    lazy(BARS, bars::place, part_failed)
}

/// The quickest ways to the tests that somebody must take, and the menu of columns; and what is not seen: the keys, and
/// what printing does.
pub fn tools_later() -> AnyView {
    let place = || {
        view! {
            <div class="menu-items quick"></div>
            <span class="btn">"Columns \u{25be}"</span>
        }
        .into_any()
    };
    lazy(TOOLS, place, silent)
}

/// What an empty table means.
pub fn empty_later() -> AnyView {
    lazy(EMPTY, || ().into_any(), part_failed)
}

/// What a row opens to; without a row, what stands above the table.
pub fn panel_later(index: Option<u32>) -> AnyView {
    lazy_with(Opens(index), PANEL, || ().into_any(), part_failed)
}

/// What stands in a column that is not among the usual ones.
pub fn cell_later(column: Column, view: &Arc<RowView>) -> AnyView {
    lazy_with(Cell(column, Arc::clone(view)), CELL, || ().into_any(), silent)
}

/// The button that copies a test's name.
pub fn copy_later(name: String) -> AnyView {
    lazy_with(Name(name), COPY, || view! { <span class="vt-copy">"Copy"</span> }.into_any(), silent)
}
