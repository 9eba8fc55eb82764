//! The strip of every run: one thing to focus, arrow keys move through the runs, the words below say what is there.

use flakescope_core::flakes::RunView;
use leptos::html::Div;
use leptos::prelude::*;

use super::run_line::{HEIGHT, broken, moved, paths, run_at, step, words};
use crate::components::issue::out_link as link;

/// The strip. A press opens the run where its address is known.
#[component]
pub fn Runs(
    /// The runs, newest first.
    runs: Vec<RunView>,
) -> impl IntoView {
    let count = runs.len();
    let width = u32::try_from(count).unwrap_or(0) * step(count);
    let first_failure = runs.iter().position(|run| matches!(run.outcome, 'f' | 'F')).unwrap_or(0);
    let at = RwSignal::new(first_failure);
    let place = NodeRef::<Div>::new();
    let bars =
        paths(&runs).into_iter().map(|(class, data)| view! { <path class=class d=data /> }).collect_view();
    let hatched = broken(&runs);
    let runs = StoredValue::new(runs);
    let read = move || runs.with_value(|runs| runs.get(at.get()).cloned());
    let under = move |event: &web_sys::MouseEvent| {
        let rect = place.get_untracked()?.get_bounding_client_rect();
        run_at(f64::from(event.client_x()) - rect.left(), rect.width(), count)
    };
    let hover = move |event: web_sys::MouseEvent| {
        if let Some(index) = under(&event).filter(|index| *index != at.get_untracked()) {
            at.set(index);
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        if let Some(index) = moved(&event.key(), at.get_untracked(), count) {
            event.prevent_default();
            at.set(index);
        } else if event.key() == "Enter" {
            open(runs, at.get_untracked());
        }
    };
    view! {
        <div class="run-line-wrap">
            <div
                class="run-line"
                role="slider"
                tabindex="0"
                aria-label="Runs, newest first"
                aria-valuemin="1"
                aria-valuemax=count
                aria-valuenow=move || at.get() + 1
                aria-valuetext=move || read().map(|run| words(&run))
                node_ref=place
                style:width=format!("{width}px")
                on:mousemove=hover
                on:keydown=press
                on:click=move |event| if let Some(index) = under(&event) { open(runs, index) }
            >
                <svg width=width height=HEIGHT viewBox=format!("0 0 {width} {HEIGHT}") aria-hidden="true">
                    <path class="run-broken" d=hatched />
                    {bars}
                    <rect
                        class="run-cursor"
                        x=move || u32::try_from(at.get()).unwrap_or(0) * step(count)
                        y="0"
                        width=step(count)
                        height=HEIGHT
                    />
                </svg>
            </div>
        </div>
        <p class="run-words">{move || read().map(|run| view! { <span>{words(&run)}</span>" "{link_to(&run)} })}</p>
    }
}

fn link_to(run: &RunView) -> AnyView {
    if run.url.is_empty() { ().into_any() } else { link(&run.url, "Open the run \u{2197}") }
}

fn open(runs: StoredValue<Vec<RunView>>, index: usize) {
    let url = runs.with_value(|runs| runs.get(index).map(|run| run.url.clone())).unwrap_or_default();
    if url.starts_with("https://") {
        drop(window().open_with_url_and_target_and_features(&url, "_blank", "noopener,noreferrer"));
    }
}
