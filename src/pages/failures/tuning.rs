//! How failures are grouped: the radius and the smallest cluster, with what they make of it; the rules and the distance.

use flakescope_core::failures::link::to_pairs;
use flakescope_core::failures::{Distance, FailuresView, Params, Profile};
use flakescope_core::thousandths;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::use_page;
use crate::format::{count, plural};
use crate::state::url::{Step, use_change_view};

/// A slider that is being moved is heard this long after its last move.
const HEARD_AFTER_MS: u32 = 250;

/// The controls.
#[component]
pub fn Tuning() -> impl IntoView {
    let page = use_page();
    let change = use_change_view();
    let set = Callback::new(move |(step, params): (Step, Params)| {
        change(step, &|view| view.page.own = to_pairs(&params.checked()));
    });
    let preview = move || page.view.read().list().map(preview).unwrap_or_default();
    view! {
        <fieldset class="tuning">
            <legend class="vh">"How failures are grouped"</legend>
            <Radius set />
            <MinSamples set />
            <Choice
                label="Rules"
                title="What is taken out of the texts before they are compared: numbers, times, ids, and lines that most texts have"
                words=Profile::ALL.map(|profile| (profile.word(), profile_name(profile))).to_vec()
                chosen=Signal::derive(move || page.grouping.read().profile.word())
                choose=Callback::new(move |word: String| {
                    if let Some(profile) = Profile::parse(&word) {
                        set.run((Step::Push, Params { profile, ..page.grouping.get_untracked() }));
                    }
                })
            />
            <Choice
                label="Distance"
                title="cosine compares weighted words and lines; ncd compares how well two texts pack together, which is slow above a thousand texts"
                words=Distance::ALL.map(|distance| (distance.word(), distance.word())).to_vec()
                chosen=Signal::derive(move || page.grouping.read().distance.word())
                choose=Callback::new(move |word: String| {
                    if let Some(distance) = Distance::parse(&word) {
                        let usual = Params::of(page.grouping.read_untracked().profile, distance);
                        let min_samples = page.grouping.read_untracked().min_samples;
                        set.run((Step::Push, Params { min_samples, ..usual }));
                    }
                })
            />
            <output class="tuning-preview">{preview}</output>
        </fieldset>
    }
}

fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Triage => "Kubernetes triage",
        Profile::Cockpit2018 => "cockpit 2018",
        Profile::Cockpit2019 => "cockpit 2019",
    }
}

/// `31 clusters, 88 of 1,204 failures in none`.
fn preview(view: &FailuresView) -> String {
    format!(
        "{}, {} of {} in none",
        plural(view.clusters_in_all, "cluster"),
        count(view.noise),
        plural(view.failures, "failure")
    )
}

type SetParams = Callback<(Step, Params)>;

#[component]
fn Radius(set: SetParams) -> impl IntoView {
    let page = use_page();
    let waiting = StoredValue::new_local(None::<Timeout>);
    let moved = RwSignal::new(None::<f64>);
    let shown = move || thousandths::word(moved.get().unwrap_or(page.grouping.read().eps));
    let slide = move |event: web_sys::Event| {
        let hundredths: u32 = event_target_value(&event).parse().unwrap_or_default();
        let eps = f64::from(hundredths) / 100.0;
        moved.set(Some(eps));
        let hear = move || {
            moved.set(None);
            set.run((Step::Replace, Params { eps, ..page.grouping.get_untracked() }));
        };
        waiting.set_value(Some(Timeout::new(HEARD_AFTER_MS, hear)));
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a radius lies between 0 and 1"
    )]
    let place = move || ((page.grouping.read().eps * 100.0 + 0.5) as u32).to_string();
    view! {
        <label title="Two texts are the same failure when they are not farther apart than this: 0 is equal, 1 is nothing in common">
            <span>"Radius "<b>{shown}</b></span>
            <input type="range" min="1" max="99" step="1" prop:value=place on:input=slide />
        </label>
    }
}

#[component]
fn MinSamples(set: SetParams) -> impl IntoView {
    let page = use_page();
    let change = move |event: web_sys::Event| {
        if let Some(min_samples) = event_target_value(&event).parse().ok().filter(|count| *count > 0) {
            set.run((Step::Push, Params { min_samples, ..page.grouping.get_untracked() }));
        }
    };
    view! {
        <label title="So many failures within the radius make a cluster">
            <span>"At least"</span>
            <input
                class="field short"
                type="number"
                min="1"
                max="10000"
                prop:value=move || page.grouping.read().min_samples.to_string()
                on:change=change
            />
            <span>"failures"</span>
        </label>
    }
}

#[component]
fn Choice(
    label: &'static str,
    title: &'static str,
    words: Vec<(&'static str, &'static str)>,
    chosen: Signal<&'static str>,
    choose: Callback<String>,
) -> impl IntoView {
    let option = |(word, name): (&'static str, &'static str)| {
        view! { <option value=word selected=move || chosen.get() == word>{name}</option> }
    };
    view! {
        <label title=title>
            <span>{label}</span>
            <select class="field" on:change=move |event| choose.run(event_target_value(&event))>
                {words.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preview_counts() {
        let view = FailuresView { clusters_in_all: 1, noise: 88, failures: 1204, ..FailuresView::default() };
        assert_eq!(preview(&view), "1 cluster, 88 of 1,204 failures in none");
    }
}
