//! What failures are the same: the sentence of the failures page and its largest clusters.

use flakescope_core::failures::{ClusterRow, FailuresView};
use flakescope_core::flakes::Query;
use flakescope_engine::{Answer, FailuresAsk};
use leptos::prelude::*;

use crate::engine_client::{kind, use_answer};
use crate::format::{count, plural};
use crate::state::view::{PageKeys, href};

/// How many clusters are shown.
const SHOWN: usize = 3;

/// The section. It asks by itself when the tests are known: every board must be read for it.
#[component]
pub fn SameFailures(
    /// Source, boards, window.
    query: Signal<Query>,
) -> impl IntoView {
    let asked = Memo::new(move |_| query.read().of_all_rows());
    let state = use_answer(kind::FAILURES, move || {
        Some(PageKeys::default().about_failures(asked.get(), FailuresAsk::List))
    });
    let all = move || href("/failures", &query.read(), &PageKeys::default());
    let content = move || match state.answer.get().as_deref() {
        Some(Answer::Failures(_, view)) => content(view, &query.read_untracked()),
        _ if state.busy.get() => view! { <p class="muted">"The failures are being grouped."</p> }.into_any(),
        _ => view! { <p class="muted">"The failures could not be grouped."</p> }.into_any(),
    };
    view! {
        <section class="same-failures" aria-labelledby="failures-title">
            <div class="section-head">
                <h2 id="failures-title">"The same failure in many tests"</h2>
                <a href=all>"See all clusters \u{2192}"</a>
            </div>
            {content}
        </section>
    }
}

fn content(view: &FailuresView, query: &Query) -> AnyView {
    let line = |row: &ClusterRow| {
        let page = PageKeys { cluster: row.id.clone(), ..PageKeys::default() };
        view! {
            <li>
                <b>{count(row.size)}</b>
                <a class="mono" href=href("/failures", query, &page)>{row.name.clone()}</a>
                <span class="muted">{format!("{}, {}", plural(row.tests, "test"), plural(row.jobs, "job"))}</span>
            </li>
        }
    };
    let largest = view.clusters.iter().filter(|row| row.tests > 1).take(SHOWN).map(line).collect_view();
    view! {
        <p>{view.sentence.clone()}</p>
        <ul>{largest}</ul>
    }
    .into_any()
}
