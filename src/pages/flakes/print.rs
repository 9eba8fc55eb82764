//! Printing: the page holds the rows near the screen alone, and paper wants more of them.

use leptos::prelude::*;

use super::table_state::TableState;
use crate::components::shown::use_shown;

/// Printing draws every row first.
pub fn print_all(table: TableState) {
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
