//! The rules a job must keep to block a release, as a checklist with the figures that decide.

use flakescope_core::flakes::{Criterion, CriterionState};
use leptos::prelude::*;

/// The checklist; nothing when no rule was judged.
#[component]
pub fn Criteria(
    /// The rules.
    criteria: Signal<Vec<Criterion>>,
) -> impl IntoView {
    let list = |criteria: Vec<Criterion>| {
        let items = criteria.into_iter().map(item).collect_view();
        view! {
            <section aria-labelledby="criteria-title">
                <h2 id="criteria-title">"Criteria for a blocking job"</h2>
                <ul class="criteria">{items}</ul>
            </section>
        }
    };
    move || Some(criteria.get()).filter(|criteria| !criteria.is_empty()).map(list)
}

fn item(Criterion { rule, state, figure }: Criterion) -> impl IntoView {
    let (class, mark, word) = match state {
        CriterionState::Met => ("is-passing", "\u{2713}", "met"),
        CriterionState::NotMet => ("is-failing", "\u{2715}", "not met"),
        CriterionState::Unknown => ("is-unknown", "?", "unknown"),
    };
    view! {
        <li class=class>
            <span class="mark" aria-hidden="true">
                {mark}
            </span>
            <span>
                <b>{rule}</b>
                <span class="vh">{format!(": {word}.")}</span>
                <small>{figure}</small>
            </span>
        </li>
    }
}
