//! A button that puts a text on the clipboard and says so in its own place.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::live::use_announce;
use super::save;

/// How long "Copied" stands on the button.
const SAID_MS: u32 = 2_000;

/// A button that copies. Where the browser does not allow it, the text is shown to be copied by hand.
#[component]
pub fn CopyButton(
    /// The words on the button.
    label: &'static str,
    /// What the button does, where its words are too few.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What is said when it is done.
    done: &'static str,
    /// Class of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// The text.
    #[prop(into)]
    text: Callback<(), String>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let by_hand = RwSignal::new(String::new());
    let announce = use_announce();
    let press = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        let text = text.run(());
        spawn_local(async move {
            if save::to_clipboard(&text).await {
                copied.set(true);
                announce.run(done.to_owned());
                Timeout::new(SAID_MS, move || {
                    copied.try_set(false);
                })
                .forget();
            } else {
                by_hand.set(text);
            }
        });
    };
    view! {
        <button type="button" class=class aria-label=name on:click=press>
            {move || if copied.get() { "Copied" } else { label }}
        </button>
        <Show when=move || !by_hand.read().is_empty()>
            <input
                class="field"
                readonly=true
                aria-label="The browser does not let the page copy. Copy this text by hand."
                prop:value=by_hand
                on:focus=move |event| select_all(&event)
            />
        </Show>
    }
}

fn select_all(event: &web_sys::FocusEvent) {
    event_target::<web_sys::HtmlInputElement>(event).select();
}
