//! The menu of columns: every column of the contract can be shown.

use leptos::prelude::*;

use super::columns::{Shown, all};
use super::table_state::TableState;
use crate::components::Menu;
use crate::state::url::{Step, use_change_view};

/// The columns after one was shown or hidden; the last one stays.
fn toggled(shown: &[Shown], column: Shown) -> Vec<Shown> {
    let wanted = |other: &Shown| (*other == column) != shown.contains(other);
    let next: Vec<Shown> = all().into_iter().filter(wanted).collect();
    if next.is_empty() { shown.to_vec() } else { next }
}

/// The menu.
#[component]
pub fn ColumnMenu(
    /// The table.
    table: TableState,
) -> impl IntoView {
    let change = use_change_view();
    let item = move |column: Shown| {
        let press = move |_| {
            let next = toggled(&table.columns.get_untracked(), column);
            change(Step::Push, &|view| {
                view.page.columns = next.iter().map(|column| column.name().to_owned()).collect();
            });
        };
        let pressed = move || table.columns.read().contains(&column).to_string();
        view! {
            <button type="button" aria-pressed=pressed title=column.meaning() on:click=press>
                {column.title()}
            </button>
        }
    };
    let usual = move |_| change(Step::Push, &|view| view.page.columns.clear());
    view! {
        <Menu label=|| "Columns \u{25be}" list_class="menu-list menu-long" close_on_press=false>
            <div class="menu-items">{all().into_iter().map(item).collect_view()}</div>
            <button type="button" on:click=usual>
                "The usual columns"
            </button>
        </Menu>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::flakes::Column;

    #[test]
    fn the_order_is_that_of_the_list_and_one_stays() {
        let test = Shown::Of(Column::Test);
        let runs = Shown::Of(Column::Runs);
        assert_eq!(toggled(&[test], runs), [test, runs]);
        assert_eq!(toggled(&[test, runs], test), [runs]);
        assert_eq!(toggled(&[runs], runs), [runs]);
    }
}
