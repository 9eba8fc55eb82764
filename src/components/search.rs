//! The search box: a regular expression over test, job and message. `/` focuses it.

use flakescope_engine::TroubleKind;
use gloo_timers::callback::Timeout;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::shown::use_shown;
use crate::state::location::use_location;
use crate::state::url::{Step, use_change_view};
use crate::state::view::{PageKeys, View, href, use_view};

/// Typing settles for this long before it is asked for.
const DEBOUNCE_MS: u32 = 150;

/// The search box. On the table page it filters while one types; on others Enter opens the table with it.
#[component]
pub fn SearchBox() -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let view = use_view();
    let typed = RwSignal::new(view.get_untracked().query.filter.text);
    let submit = use_submit(typed);
    follow_link(typed, input);
    focus_on_slash(input);
    let timer = StoredValue::new_local(None::<Timeout>);
    let on_input = move |event| {
        typed.set(event_target_value(&event));
        timer.set_value(Some(Timeout::new(DEBOUNCE_MS, move || submit.run(false))));
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        timer.set_value(None);
        submit.run(true);
    };
    let complaint = use_complaint();
    view! {
        <form class="search-box" role="search" on:submit=on_submit>
            <input
                class="field"
                type="search"
                node_ref=input
                placeholder="Search tests, jobs, messages"
                aria-label="Search: a regular expression over test, job and message"
                aria-keyshortcuts="/"
                aria-invalid=move || (!complaint.read().is_empty()).then_some("true")
                aria-describedby="search-note"
                autocomplete="off"
                spellcheck="false"
                prop:value=typed
                on:input=on_input
            />
            <kbd aria-hidden="true">"/"</kbd>
            <p id="search-note" class="field-note" role="status">
                {complaint}
            </p>
        </form>
    }
}

/// Puts the text into the link: at once on the table page; on another page only when the user says so (`true`).
fn use_submit(typed: RwSignal<String>) -> Callback<bool> {
    let view = use_view();
    let change = use_change_view();
    let location = use_location();
    Callback::new(move |said: bool| {
        let text = typed.get_untracked();
        if location.path.get_untracked() == "/flakes" {
            if view.read_untracked().query.filter.text != text {
                change(Step::Replace, &|view| view.query.filter.text.clone_from(&text));
            }
        } else if said {
            let View { mut query, .. } = view.get_untracked();
            query.filter.text = text;
            location.go(&href("/flakes", &query, &PageKeys::default()), Step::Push);
        }
    })
}

/// The box follows the link (the back button, a removed chip), but not while one types in it.
fn follow_link(typed: RwSignal<String>, input: NodeRef<Input>) {
    let view = use_view();
    let linked = Memo::new(move |_| view.read().query.filter.text.clone());
    Effect::new(move |_| {
        let text = linked.get();
        let focused = document().active_element();
        let typing = input.get_untracked().is_some_and(|input| focused.as_ref() == Some(input.as_ref()));
        if !typing {
            typed.set(text);
        }
    });
}

fn focus_on_slash(input: NodeRef<Input>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let writing = event.target().is_some_and(|target| writes(&target));
        if event.key() == "/" && !writing && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            event.prevent_default();
            if let Some(input) = input.get_untracked() {
                input.select();
                drop(input.focus());
            }
        }
    });
    on_cleanup(move || handle.remove());
}

/// True for places where keys write text or choose.
pub fn writes(target: &web_sys::EventTarget) -> bool {
    let element = target.dyn_ref::<web_sys::Element>();
    element.is_some_and(|e| ["INPUT", "TEXTAREA", "SELECT"].contains(&e.tag_name().as_str()))
}

/// What is wrong with the search; empty when nothing is.
fn use_complaint() -> Memo<String> {
    let shown = use_shown();
    Memo::new(move |_| {
        let trouble = shown.state().get().and_then(|state| state.trouble.try_get()).flatten();
        trouble.filter(|t| t.kind == TroubleKind::BadQuery).map(|t| t.message).unwrap_or_default()
    })
}
