//! Which runs are counted at all, and on which clock. The link has what differs from the usual.

use flakescope_core::activity::Query;
use flakescope_core::activity::page::ActivityView;
use flakescope_core::activity::times::{offset, zone};
use leptos::prelude::*;

use super::use_page;
use crate::components::setting::text_setting;

const CLOCK: &str = "How far the clock of hours and days is ahead of UTC, such as +08:00; times of files without a zone are taken by it";
const JENKINS: &str = "The address of the Jenkins that ran the jobs, for links to their runs, such as https://jenkins.example.org";

/// The settings.
#[component]
pub fn Settings() -> impl IntoView {
    let page = use_page();
    let clock = move |text: String| {
        let most = Query::MOST_OFFSET;
        let minutes = offset(text.trim()).filter(|minutes| (-most..=most).contains(minutes));
        page.change(|asked| asked.utc_offset_min = minutes);
    };
    let jenkins = move |text: String| {
        let address = text.trim().trim_end_matches('/');
        let is_address =
            address.is_empty() || address.starts_with("https://") || address.starts_with("http://");
        if is_address {
            page.change(|asked| address.clone_into(&mut asked.jenkins));
        }
    };
    view! {
        <details class="activity-settings">
            <summary>"Which runs are counted, and on which clock"</summary>
            <fieldset>
                <legend class="vh">"Which runs are counted, and on which clock"</legend>
                {names("Only repository", |view| view.repositories.clone(), |asked| asked.repositories.clone(), |asked, names| asked.repositories = names)}
                {names("Only job", |view| view.job_names.clone(), |asked| asked.jobs.clone(), |asked, names| asked.jobs = names)}
                {text_setting("Clock", CLOCK, move || page.asked.read().utc_offset_min.map(zone).unwrap_or_default(), clock)}
                {text_setting("Address of Jenkins", JENKINS, move || page.asked.read().jenkins.clone(), jenkins)}
            </fieldset>
        </details>
    }
}

type Asked = flakescope_core::activity::page::Asked;

/// One of the names that the runs have, or all of them.
fn names(
    label: &'static str,
    of: fn(&ActivityView) -> Vec<String>,
    chosen: fn(&Asked) -> Vec<String>,
    set: fn(&mut Asked, Vec<String>),
) -> AnyView {
    let page = use_page();
    let all = page.part(of);
    let choose = move |event| {
        let name = event_target_value(&event);
        page.change(|asked| set(asked, Some(name).filter(|name| !name.is_empty()).into_iter().collect()));
    };
    let option = move |name: String| {
        let (own, words) = (name.clone(), name.clone());
        view! { <option value=name selected=move || chosen(&page.asked.read()) == [own.clone()]>{words}</option> }
    };
    view! {
        <label>
            <span>{label}</span>
            <select class="field" on:change=choose>
                <option value="">"all"</option>
                {move || all.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}
