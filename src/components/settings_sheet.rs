//! The reader's own settings, on one sheet: how the page looks, the token, and where a team's own proxy and snapshot are.

use flakescope_core::flakes::Source;
use flakescope_engine::host_of;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::field_form::{Field, field_form};
use super::issues_menu::TokenPart;
use crate::engine_client::{Client, use_engine};
use crate::state::base;
use crate::state::settings::{Kept, SAFE, Theme, use_theme};
use crate::state::url::{Step, use_change_view};

/// The button and the sheet.
#[component]
pub fn SettingsSheet() -> impl IntoView {
    let sheet = NodeRef::<Dialog>::new();
    // What is inside is made when it is first wanted.
    let opened = RwSignal::new(false);
    let open = move |_| {
        opened.set(true);
        if let Some(sheet) = sheet.get_untracked().filter(|sheet| !sheet.open()) {
            drop(sheet.show_modal());
        }
    };
    view! {
        <button type="button" class="btn icon" aria-label="Settings" title="Settings" on:click=open>
            <span aria-hidden="true">"\u{2699}"</span>
        </button>
        <dialog class="sheet settings" node_ref=sheet aria-labelledby="settings-title">
            <h2 id="settings-title">"Settings"</h2>
            {move || opened.get().then(groups)}
            <form method="dialog">
                <button class="btn primary">"Close"</button>
                <a href=base::address("/about")>"What is kept in this browser"</a>
            </form>
        </dialog>
    }
}

fn groups() -> AnyView {
    view! {
        <Looks />
        <TokenPart />
        <Place
            kept=Kept::Proxy
            title="Proxy"
            words="The address of a companion (flakescope serve). Issues are asked for there while you give no token."
            example="https://proxy.example"
        />
        <Place
            kept=Kept::Snapshot
            title="Snapshot"
            words="The folder of a published snapshot. Without one the page looks beside itself."
            example="https://site.example/snapshot"
        />
    }
    .into_any()
}

/// Theme and colours.
#[component]
fn Looks() -> impl IntoView {
    let theme = use_theme();
    let safe = RwSignal::new(Kept::Palette.read() == SAFE);
    let choose = move |on: bool| {
        safe.set(on);
        Kept::Palette.write(if on { SAFE } else { "" });
        // Who draws with colours of the style sheet draws anew.
        theme.update(|_| ());
    };
    let themes = [(Theme::System, "As the system"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
    let theme_button = |(own, label)| {
        let pressed = move || (theme.get() == own).to_string();
        choice(label, pressed, move || theme.set(own))
    };
    let colours = [(false, "Usual"), (true, "Without red and green")];
    let colour_button =
        |(own, label)| choice(label, move || (safe.get() == own).to_string(), move || choose(own));
    view! {
        <section class="menu-group">
            <h3 id="settings-theme">"Theme"</h3>
            <div class="switch" role="group" aria-labelledby="settings-theme">
                {themes.map(theme_button).collect_view()}
            </div>
        </section>
        <section class="menu-group">
            <h3 id="settings-colours">"Colours"</h3>
            <p class="muted">"The second set is told apart as well by those who see no red or no green."</p>
            <div class="switch" role="group" aria-labelledby="settings-colours">
                {colours.map(colour_button).collect_view()}
            </div>
        </section>
    }
}

fn choice(
    label: &'static str,
    pressed: impl Fn() -> String + Send + Sync + 'static,
    choose: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button type="button" class="btn" aria-pressed=pressed on:click=move |_| choose()>
            {label}
        </button>
    }
    .into_any()
}

/// Turns to the older TestGrid JSON, which a proxy forwards.
fn testgrid_of(proxy: RwSignal<String>) -> AnyView {
    let change = use_change_view();
    let read = move |_| {
        let address = format!("{}/testgrid", proxy.get_untracked().trim_end_matches('/'));
        change(Step::Push, &|view| view.query.source = Source::Address(address.clone()));
    };
    view! {
        <button type="button" class="btn" on:click=read>
            "Read TestGrid through it"
        </button>
    }
    .into_any()
}

/// An address of one's own.
#[component]
fn Place(kept: Kept, title: &'static str, words: &'static str, example: &'static str) -> impl IntoView {
    let engine = StoredValue::new_local(use_engine());
    let address = RwSignal::new(kept.read());
    let refused = RwSignal::new(false);
    let set = move |text: String| {
        refused.set(!text.is_empty() && host_of(&text).is_none());
        if !refused.get_untracked() {
            kept.write(&text);
            address.set(text);
            engine.with_value(Client::take_places);
        }
    };
    let field = Field { name: title, example, kind: "url", button: "Use", ..Field::default() };
    let named = move || {
        view! {
            <p>
                <code>{address}</code>
                " "
                <button type="button" class="btn" on:click=move |_| set(String::new())>
                    {format!("Forget the {}", title.to_lowercase())}
                </button>
            </p>
            {(kept == Kept::Proxy).then(|| testgrid_of(address))}
        }
    };
    view! {
        <section class="menu-group" aria-label=title>
            <h3>{title}</h3>
            <p class="muted">{words}</p>
            <Show when=move || !address.read().is_empty() fallback=move || field_form(field, Callback::new(set))>
                {named()}
            </Show>
            <p role="alert">{move || refused.get().then_some("That is no address that can be used. Give one that begins with https://.")}</p>
        </section>
    }
}
