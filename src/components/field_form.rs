//! A field with a button, inside a menu: another board, another address, a repository, a token.

use leptos::prelude::*;

/// The field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// What is typed, for a screen reader.
    pub name: &'static str,
    /// An example.
    pub example: &'static str,
    /// `text`, `url`, `password`.
    pub kind: &'static str,
    /// What the browser takes, as a regular expression over the whole; empty takes all.
    pub pattern: &'static str,
    /// The word on the button.
    pub button: &'static str,
}

impl Default for Field {
    fn default() -> Self {
        Self { name: "", example: "", kind: "text", pattern: ".*", button: "Read" }
    }
}

/// The form. What was typed is given to `done`, without white space around it, and leaves the field; nothing is not given.
pub(super) fn field_form(field: Field, done: Callback<String>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        if !text.is_empty() {
            typed.set(String::new());
            done.run(text);
        }
    };
    view! {
        <form class="menu-form" on:submit=submit>
            <input
                class="field"
                type=field.kind
                autocomplete="off"
                spellcheck="false"
                pattern=field.pattern
                aria-label=field.name
                title=field.name
                placeholder=field.example
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button type="submit" class="btn">
                {field.button}
            </button>
        </form>
    }
    .into_any()
}
