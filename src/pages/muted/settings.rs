//! How sources are read and judged. The link has what differs from the usual.

use flakescope_core::muted::{Asked, Language, Names, Params};
use leptos::prelude::*;

use super::use_page;
use crate::components::setting::{switch_setting, text_setting};

const MARKS: &str =
    "Names of markers that mute tests here, with commas between them, such as quarantine,team.slow";
const PREFIX: &str = "A ticket must begin with one of these, with commas between them, such as DCOS,MESOS";
const LIMIT: &str = "A marker that is older than so many days is a problem";
const JIRA: &str = "Where the keys of Jira lead, such as https://jira.example.org";
const REASON: &str = "Take the ticket out of the reason where the marker names none";
const CLOSED: &str = "Asks GitHub about the tickets that are issues there: one request for each, of 60 an hour without a token";
const BOARDS: &str =
    "Which muted tests pass all the same? Reads the boards that Flaky tests shows, with their window";
const BLAME: &str = "Where a marker names no day: asks for the history of its file, one request each. Needs a token, which the menu of the issues takes";

/// The settings.
#[component]
pub fn Settings() -> impl IntoView {
    let page = use_page();
    let items = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    };
    let marks = move |text: String| {
        if let Ok(names) = Names::new(items(&text)) {
            page.change(|asked| asked.query.names = names);
        }
    };
    let params = move |change: &dyn Fn(&mut Params)| {
        page.change(|asked| {
            let mut params = asked.query.params.clone();
            change(&mut params);
            if let Ok(params) = params.check() {
                asked.query.params = params;
            }
        });
    };
    let read = move |part: fn(&Asked) -> String| move || part(&page.asked.read());
    view! {
        <details class="muted-settings">
            <summary>"How sources are read and judged"</summary>
            <fieldset>
                <legend class="vh">"How sources are read and judged"</legend>
                {text_setting("Markers of your own", MARKS, read(|asked| asked.query.names.iter().collect::<Vec<_>>().join(",")), marks)}
                {text_setting("Tickets begin with", PREFIX, read(|asked| asked.query.params.ticket_prefixes.join(",")), move |text| params(&|p| p.ticket_prefixes = items(&text)))}
                {text_setting("Limit of age in days", LIMIT, read(|asked| days(&asked.query.params)), move |text| params(&|p| p.max_age_days = text.trim().parse().ok()))}
                {text_setting("Address of Jira", JIRA, read(|asked| asked.query.params.jira.clone()), move |text| params(&|p| text.trim().clone_into(&mut p.jira)))}
                {switch_setting("Tickets in reasons", REASON, move || page.asked.read().query.params.ticket_from_reason, move |on| params(&|p| p.ticket_from_reason = on))}
                {switch_setting("Ask GitHub which tickets are closed", CLOSED, move || page.asked.read().checks_tickets, move |on| page.change(|asked| asked.checks_tickets = on))}
                {switch_setting("Ask GitHub since when lines are there", BLAME, move || page.asked.read().asks_history, move |on| page.change(|asked| asked.asks_history = on))}
                {switch_setting("Compare with the boards", BOARDS, move || page.asked.read().compares_boards, move |on| page.change(|asked| asked.compares_boards = on))}
                <Languages />
            </fieldset>
        </details>
    }
}

fn days(params: &Params) -> String {
    params.max_age_days.map(|days| days.to_string()).unwrap_or_default()
}

/// Only one language.
#[component]
fn Languages() -> impl IntoView {
    let page = use_page();
    let choose = move |event| {
        let language = Language::parse(&event_target_value(&event));
        page.change(|asked| asked.query.languages = language.into_iter().collect());
    };
    let option = move |language: Language| {
        let chosen = move || page.asked.read().query.languages == [language];
        view! { <option value=language.word() selected=chosen>{language.word()}</option> }
    };
    view! {
        <label>
            <span>"Language"</span>
            <select class="field" on:change=choose>
                <option value="">"all"</option>
                {Language::ALL.map(option).collect_view()}
            </select>
        </label>
    }
}
