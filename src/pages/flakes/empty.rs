//! What stands in place of rows where there are none.

use flakescope_core::flakes::Filter;
use leptos::prelude::*;

use super::table_state::TableState;
use crate::state::url::{Step, use_change_view};

/// What an empty table means.
#[component]
pub fn Empty(
    /// The table.
    table: TableState,
) -> impl IntoView {
    let change = use_change_view();
    let filtered = move || table.view.read().query.filter != Filter::default();
    let clear = move |_| change(Step::Push, &|view| view.query.filter = Filter::default());
    view! {
        <div class="empty">
            <Show when=filtered fallback=|| view! { <p>"No test on these boards needs a look."</p> }>
                <p>"No test matches the filter. The numbers above count everything that was read."</p>
                <button type="button" class="btn" on:click=clear>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
}
