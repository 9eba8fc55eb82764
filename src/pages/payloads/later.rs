//! What of the page comes right after its list, as a part of its own: how runs come here, the runs, the figure, the settings,
//! and the evidence of a test.

use leptos::prelude::*;

use super::evidence::Evidence;
use super::facts::Facts;
use super::power::Power;
use super::runs::Runs;
use super::settings::Settings;
use super::start::Start;
use crate::lazy::{lazy, part, part_failed, silent};

part!(
    /// The runs, and what the verdict can see.
    pub MORE in payloads_more = more(|| view! { <Runs /> <Power /> <Settings /> }.into_any())
);
part!(FACTS in payloads_more = facts(|| view! { <Facts /> }.into_any()));
part!(START in payloads_more = start(|| view! { <Start /> }.into_any()));
part!(EVIDENCE in payloads_more = evidence(|| view! { <Evidence /> }.into_any()));

/// What stands below the tests.
pub fn more_later() -> AnyView {
    lazy(MORE, || ().into_any(), silent)
}

/// What the verdict rests on.
pub fn facts_later() -> AnyView {
    lazy(FACTS, || view! { <div class="payload-facts-place"></div> }.into_any(), part_failed)
}

/// How runs come here.
pub fn start_later() -> AnyView {
    lazy(
        START,
        || view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any(),
        part_failed,
    )
}

/// What stands behind the verdict on the test in the context.
pub fn evidence_later() -> AnyView {
    lazy(
        EVIDENCE,
        || view! { <span class="skeleton block" aria-hidden="true"></span> }.into_any(),
        part_failed,
    )
}
