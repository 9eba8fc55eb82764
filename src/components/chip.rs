//! A filter that is set, with a button that takes it away.

use leptos::prelude::*;

/// A chip. Without `on_remove` it has no button: what it says cannot be taken away.
#[component]
pub fn Chip(
    /// What is set, in few words.
    #[prop(into)]
    label: String,
    /// The whole of it, where the label is shortened.
    #[prop(into, optional)]
    title: String,
    /// Takes it away.
    #[prop(into, optional)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let remove = on_remove.map(|remove| {
        let name = format!("Remove {label}");
        view! {
            <button type="button" aria-label=name on:click=move |_| remove.run(())>
                <span aria-hidden="true">"\u{2715}"</span>
            </button>
        }
    });
    view! {
        <span class="chip" title=title>
            <span>{label}</span>
            {remove}
        </span>
    }
}
