//! The heads of the columns: a press sorts.

use flakescope_core::flakes::Column;
use leptos::prelude::*;

use super::columns::{Shown, aria_sort, next_sort};
use super::table_state::TableState;
use crate::components::use_announce;
use crate::state::url::{Step, use_change_view};

/// The row of heads.
#[component]
pub fn Head(
    /// The table.
    table: TableState,
) -> impl IntoView {
    let head = move |shown: Shown| match shown {
        Shown::Strip => view! {
            <div class="vt-cell" role="columnheader" title=shown.meaning()>
                <span class="vt-title">{shown.title()}</span>
            </div>
        }
        .into_any(),
        Shown::Of(column) => view! { <SortHead table column /> }.into_any(),
    };
    view! {
        <div class="vt-head" role="rowgroup">
            <div class="vt-row" role="row" aria-rowindex="1">
                {move || table.columns.get().into_iter().map(head).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn SortHead(table: TableState, column: Column) -> impl IntoView {
    let change = use_change_view();
    let announce = use_announce();
    let shown = Shown::Of(column);
    let sort = move || table.view.read().query.sort;
    let press = move |_| {
        let next = next_sort(table.view.read_untracked().query.sort, column);
        change(Step::Push, &|view| view.query.sort = next);
        announce.run(match next.column {
            Some(_) => format!("Sorted by {}, {}.", shown.title(), aria_sort(next, column)),
            None => "Sorted worst first.".to_owned(),
        });
    };
    let sign = move || match aria_sort(sort(), column) {
        "descending" => "\u{2193}",
        "ascending" => "\u{2191}",
        _ => "",
    };
    view! {
        <div class="vt-cell" role="columnheader" aria-sort=move || aria_sort(sort(), column)>
            <button type="button" class="vt-sort" title=shown.meaning() on:click=press>
                {shown.title()}
                <span aria-hidden="true">{sign}</span>
            </button>
        </div>
    }
}
