//! What a row opens to, below it, or above the table where the row is not among those that were read first.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::evidence::Evidence;
use super::table_state::{Opened, TableState};
use crate::format;

/// What a row opens to. Its height moves the rows below.
#[component]
pub fn Panel(
    /// The table.
    table: TableState,
    /// The row's place.
    index: u32,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let top = move || {
        let geometry = table.geometry.get();
        format::px(geometry.offset(index) + geometry.row)
    };
    follow_height(place, table.panel_height);
    // Another test may open in the same place.
    let evidence = move || match table.opened.get().1 {
        Opened::Below(_, key) => Some(view! { <Evidence key toggle=table.toggle /> }),
        _ => None,
    };
    view! {
        <div class="vt-panel" role="row" style:top=top>
            <div role="cell" aria-colspan=move || table.columns.read().len() node_ref=place>
                {evidence}
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

/// The evidence above the table.
#[component]
pub fn Above(
    /// The table.
    table: TableState,
) -> impl IntoView {
    let evidence = move || match table.opened.get().1 {
        Opened::Above(key) => Some(view! { <Evidence key toggle=table.toggle /> }),
        _ => None,
    };
    view! {
        <section class="vt-panel above" aria-label="Evidence">
            {evidence}
        </section>
    }
}
