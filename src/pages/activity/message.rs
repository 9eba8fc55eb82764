//! What the team is told: the message as each chat gets it, to be read, copied or saved before anybody sends it.

use flakescope_core::activity::page::Message;
use flakescope_core::activity::{ActivityFormat, Period};
use leptos::prelude::*;

use super::use_page;
use crate::components::CopyButton;

/// The forms of a message.
const FORMS: [(ActivityFormat, &str); 4] = [
    (ActivityFormat::Text, "Text"),
    (ActivityFormat::Markdown, "Markdown"),
    (ActivityFormat::Slack, "Slack"),
    (ActivityFormat::Feishu, "Feishu"),
];

/// Hourly, daily, or what fits the window.
const PERIODS: [(Option<Period>, &str); 3] =
    [(None, "as the span"), (Some(Period::Hourly), "hourly"), (Some(Period::Daily), "daily")];

/// The part of the page.
#[component]
pub fn MessagePart() -> impl IntoView {
    let page = use_page();
    let text = page.part(|view| view.message.clone());
    let form = move |(format, words): (ActivityFormat, &'static str)| {
        let chosen = move || page.message.get().is_some_and(|message| message.format == format);
        let choose = move |_| {
            let period = page.message.get_untracked().and_then(|message| message.period);
            page.message.set(Some(Message { format, period }).filter(|_| !chosen()));
        };
        view! {
            <button type="button" class="btn" aria-pressed=move || chosen().to_string() on:click=choose>
                {words}
            </button>
        }
    };
    view! {
        <section class="activity-message" aria-labelledby="message-title">
            <h2 id="message-title">"Tell the team"</h2>
            <p class="muted">
                "The message about this span, as each chat gets it. Nothing is sent from here: copy it, or have the command line or the proxy send it every hour or day."
            </p>
            <div class="activity-tabs" role="group" aria-label="Preview a message">
                {FORMS.into_iter().map(form).collect_view()}
                <Periods />
            </div>
            <Show when=move || !text.read().is_empty()>
                <pre class="activity-text" tabindex="0" aria-label="The message">{text}</pre>
                <div class="actions">
                    <CopyButton label="Copy the message" done="The message was copied." text=move |()| text.get_untracked() />
                </div>
            </Show>
        </section>
    }
}

/// How often it is meant to be sent.
#[component]
fn Periods() -> impl IntoView {
    let page = use_page();
    let choose = move |event| {
        let place: usize = event_target_value(&event).parse().unwrap_or_default();
        let period = PERIODS.get(place).and_then(|(period, _)| *period);
        page.message.update(|message| *message = message.map(|message| Message { period, ..message }));
    };
    let option = |(place, (_, words)): (usize, (Option<Period>, &'static str))| {
        view! { <option value=place.to_string()>{words}</option> }
    };
    view! {
        <Show when=move || page.message.get().is_some()>
            <label>
                <span>"Report"</span>
                <select class="field" on:change=choose>
                    {PERIODS.into_iter().enumerate().map(option).collect_view()}
                </select>
            </label>
        </Show>
    }
}
