//! The clusters of failures that the test's failures belong to: whether the same failure hits other tests.

use flakescope_core::failures::SameAs as Cluster;
use flakescope_core::flakes::{Query, TestKey};
use flakescope_engine::{Answer, FailuresAsk};
use leptos::prelude::*;

use crate::engine_client::{kind, use_answer};
use crate::format::plural;
use crate::state::view::{PageKeys, href};

/// Clusters that are shown: those with most failures of the test.
const SHOWN: usize = 3;

/// The line. It asks by itself, because every board must be read for it.
#[component]
pub fn SameAs(
    /// The test.
    key: TestKey,
    /// Source, boards, window.
    query: Memo<Query>,
) -> impl IntoView {
    let state = use_answer(kind::SAME_AS, move || {
        Some(PageKeys::default().about_failures(query.get(), FailuresAsk::OfTest { key: key.clone() }))
    });
    let lines = move || match state.answer.get().as_deref() {
        Some(Answer::FailuresOfTest(_, clusters)) => list(clusters, &query.read_untracked()),
        _ => ().into_any(),
    };
    view! { <div class="same-as">{lines}</div> }
}

fn list(clusters: &[Cluster], query: &Query) -> AnyView {
    let line = |cluster: &Cluster| {
        let page = PageKeys { cluster: cluster.id.clone(), ..PageKeys::default() };
        view! {
            <li>
                {format!("{} of this test are the same failure as ", plural(cluster.own, "failure"))}
                <a href=href("/failures", query, &page)>{format!("cluster \u{201c}{}\u{201d}", cluster.name)}</a>
                {format!(" ({} of {})", plural(cluster.size, "failure"), plural(cluster.tests, "test"))}
            </li>
        }
    };
    let shared: Vec<AnyView> =
        clusters.iter().filter(|cluster| cluster.tests > 1).take(SHOWN).map(|c| line(c).into_any()).collect();
    if shared.is_empty() { ().into_any() } else { view! { <ul>{shared}</ul> }.into_any() }
}
