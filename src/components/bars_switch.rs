//! Bars by verdict, or by the work on the tests: a switch that the link remembers.

use leptos::prelude::*;

use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// The words in the link and on the buttons.
const WAYS: [(&str, &str); 2] = [("verdict", "By verdict"), ("effort", "By effort")];

/// True when bars are to show the work on the tests; `usual` where the link says nothing.
pub fn use_efforts_shown(usual: bool) -> Signal<bool> {
    let view = use_view();
    Memo::new(move |_| match view.read().page.shown_as.as_str() {
        "effort" => true,
        "verdict" => false,
        _ => usual,
    })
    .into()
}

/// The switch.
pub fn bars_switch(efforts: Signal<bool>) -> AnyView {
    let change = use_change_view();
    let button = |(word, label): (&'static str, &'static str)| {
        let pressed = move || (efforts.get() == (word == "effort")).to_string();
        let press = move |_| change(Step::Push, &|view| word.clone_into(&mut view.page.shown_as));
        view! {
            <button type="button" class="btn" aria-pressed=pressed on:click=press>
                {label}
            </button>
        }
    };
    view! {
        <div class="switch" role="group" aria-label="What bars show">
            {WAYS.map(button).collect_view()}
        </div>
    }
    .into_any()
}
