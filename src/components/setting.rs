//! One line of a form of settings.

use leptos::prelude::*;

/// A text or a number with its label; `set` is told when it was changed and left.
pub fn text_setting(
    label: &'static str,
    title: &'static str,
    value: impl Fn() -> String + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <label title=title>
            <span>{label}</span>
            <input
                class="field short"
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:change=move |event| set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// Something that is on or off.
pub fn switch_setting(
    label: &'static str,
    title: &'static str,
    value: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label title=title>
            <input
                type="checkbox"
                prop:checked=value
                on:change=move |event| set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}
