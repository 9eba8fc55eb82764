//! What the verdict rests on: the earlier results, the job, and how many tests ended how, each a switch of the list.

use flakescope_core::payloads::{Outcome, Query, TestFilter, Totals};
use flakescope_engine::FilesFor;
use leptos::prelude::*;

use super::outcome::{name, tone};
use super::use_page;
use crate::components::drop::FileButton;
use crate::format::{count, plural};
use crate::state::url::Step;

/// The facts; nothing before the first answer.
#[component]
pub fn Facts() -> impl IntoView {
    let page = use_page();
    let history = move || page.view.read().get().map(|view| view.report.history.clone()).unwrap_or_default();
    let has_answer = Memo::new(move |_| page.view.read().get().is_some());
    view! {
        <Show when=move || has_answer.get() fallback=|| view! { <div class="payload-facts-place"></div> }>
            <div class="payload-facts">
                <p class="muted">"Before: "{history}"."</p>
                <FileButton label="Choose earlier results" class="btn quiet" purpose=FilesFor::Earlier />
                <Jobs />
            </div>
            <Switches />
        </Show>
    }
}

/// Which job is judged, where runs are of several.
#[component]
fn Jobs() -> impl IntoView {
    let page = use_page();
    let jobs = Memo::new(move |_| page.view.read().get().map(|view| view.jobs.clone()).unwrap_or_default());
    let judged = move || page.view.read().get().map(|view| view.report.job.clone()).unwrap_or_default();
    let choose = move |event| {
        let job = event_target_value(&event);
        page.set.run((Step::Push, Query { job, ..page.about.get_untracked() }));
    };
    let option = move |(job, runs): (String, u32)| {
        let words = format!("{job} ({})", plural(runs, "run"));
        let own = job.clone();
        view! { <option value=job selected=move || judged() == own>{words}</option> }
    };
    view! {
        <Show when=move || !jobs.read().is_empty()>
            <label class="payload-job">
                <span>{move || format!("The runs are of {} jobs. Judged:", jobs.read().len())}</span>
                <select class="field" on:change=choose>
                    {move || jobs.get().into_iter().map(option).collect_view()}
                </select>
            </label>
        </Show>
    }
}

/// The numbers of tests, each a switch, and the search.
#[component]
fn Switches() -> impl IntoView {
    let page = use_page();
    let switch = move |outcome: Outcome| {
        let total = move || page.view.read().get().map_or(0, |view| total(&view.report.totals, outcome));
        let pressed = move || page.about.read().filter.listed().contains(&outcome);
        let press = move |_| {
            let about = page.about.get_untracked();
            let filter = toggled(&about.filter, outcome);
            page.set.run((Step::Push, Query { filter, ..about }));
        };
        view! {
            <button
                type="button"
                class="btn"
                aria-pressed=move || pressed().to_string()
                disabled=move || total() == 0
                on:click=press
            >
                <span class=tone(outcome)>{name(outcome)}</span>
                <b>{move || count(total())}</b>
            </button>
        }
    };
    let find = move |event| {
        let text = event_target_value(&event);
        let about = page.about.get_untracked();
        let filter = TestFilter { text, ..about.filter.clone() };
        page.set.run((Step::Replace, Query { filter, ..about }));
    };
    view! {
        <div class="payload-switches" role="group" aria-label="Which tests are listed">
            {Outcome::ALL.map(switch).collect_view()}
            <input
                class="field"
                type="search"
                placeholder="Part of a name"
                aria-label="Part of the name of a test or a suite"
                prop:value=move || page.about.read().filter.text.clone()
                on:input=find
            />
        </div>
    }
}

/// The filter with or without an outcome; at least one stays.
fn toggled(filter: &TestFilter, outcome: Outcome) -> TestFilter {
    let listed = |own: &Outcome| filter.listed().contains(own);
    let verdicts: Vec<Outcome> =
        Outcome::ALL.into_iter().filter(|own| listed(own) != (*own == outcome)).collect();
    if verdicts.is_empty() {
        return filter.clone();
    }
    let verdicts = if verdicts == TestFilter::USUAL { Vec::new() } else { verdicts };
    TestFilter { verdicts, text: filter.text.clone() }
}

fn total(totals: &Totals, outcome: Outcome) -> u32 {
    match outcome {
        Outcome::Failed => totals.failed,
        Outcome::Informing => totals.informing,
        Outcome::Flaky => totals.flaky,
        Outcome::Passed => totals.passed,
        Outcome::NotRun => totals.not_run,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_add_and_take() {
        let usual = TestFilter::default();
        let without = toggled(&usual, Outcome::Flaky);
        assert_eq!(without.verdicts, [Outcome::Failed, Outcome::Informing]);
        assert_eq!(toggled(&without, Outcome::Flaky), usual);
        let last = TestFilter { verdicts: vec![Outcome::Passed], ..usual.clone() };
        assert_eq!(toggled(&last, Outcome::Passed), last, "one stays");
        let both = toggled(&last, Outcome::Failed).verdicts;
        assert_eq!(both, [Outcome::Failed, Outcome::Passed], "in the order of the report");
    }
}
