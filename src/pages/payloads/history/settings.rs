//! By which rules the files are compared: the leeway, the releases, and whether the original's defects are kept.

use flakescope_core::payloads::history::link::{parse_leeway, whole};
use flakescope_core::payloads::history::{Mode, Params, Query, Releases};
use leptos::prelude::*;

use super::use_page;
use crate::components::setting::{switch_setting, text_setting};
use crate::state::url::Step;

/// The settings. The link has what differs from the usual.
#[component]
pub fn Settings() -> impl IntoView {
    let page = use_page();
    let set = Callback::new(move |params: Params| {
        if let Ok(params) = params.check() {
            page.set.run((Step::Push, Query { params, ..page.about.get_untracked() }));
        }
    });
    let before = move || page.about.get_untracked().params;
    let leeway = move |text: String| {
        if let Some(leeway_percent) = parse_leeway(text.trim()) {
            set.run(Params { leeway_percent, ..before() });
        }
    };
    let compat = move |on: bool| {
        let mode = if on { Mode::Compat } else { Mode::Repaired };
        set.run(Params { mode, ..before() });
    };
    view! {
        <details class="history-settings">
            <summary>"How the files are compared"</summary>
            <fieldset>
                <legend class="vh">"How the files are compared"</legend>
                {text_setting("Leeway in percent", LEEWAY, move || whole(page.about.read().params.leeway_percent).to_string(), leeway)}
                {releases(set)}
                {switch_setting(COMPAT_LABEL, COMPAT, move || page.about.read().params.mode == Mode::Compat, compat)}
            </fieldset>
        </details>
    }
}

const LEEWAY: &str = "So many percent more or less are no change. Usual: 30";
const COMPAT_LABEL: &str = "By the rules of the original, with its defects";
const COMPAT: &str = "As openshift/ci-tools compares: P99 alone decides, a rise from zero is none, a fall has no leeway, and a missing row counts twice";
const RELEASES: &str =
    "Name both, such as 4.16 and 4.15, or neither: then they are the two newest of the new file";

/// The two releases, which count once both are named.
fn releases(set: Callback<Params>) -> AnyView {
    let page = use_page();
    let typed = RwSignal::new(Releases::default());
    Effect::new(move |_| {
        if let Some(releases) = page.about.read().params.releases.clone() {
            typed.set(releases);
        }
    });
    let change = move |change: fn(&mut Releases, String)| {
        move |text: String| {
            typed.update(|typed| change(typed, text.trim().to_owned()));
            let named = typed.get_untracked();
            let releases = (named != Releases::default()).then_some(named);
            set.run(Params { releases, ..page.about.get_untracked().params });
        }
    };
    view! {
        {text_setting("Release", RELEASES, move || typed.read().target.clone(), change(|r, text| r.target = text))}
        {text_setting("The one before", RELEASES, move || typed.read().previous.clone(), change(|r, text| r.previous = text))}
    }
    .into_any()
}
