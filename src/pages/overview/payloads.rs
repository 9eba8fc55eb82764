//! Did a payload get worse: the sentence of the payloads page where runs are at hand, and how to bring some where none are.

use flakescope_core::flakes::Query;
use flakescope_engine::{Answer, PayloadsAsk};
use leptos::prelude::*;

use crate::engine_client::{Opened, kind, use_answer};
use crate::state::view::{PageKeys, href};

/// The section. Of boards alone it asks nothing.
#[component]
pub fn Payload(
    /// Source, boards, window.
    query: Signal<Query>,
) -> impl IntoView {
    let asked = Memo::new(move |_| query.read().of_all_rows());
    let state = use_answer(kind::PAYLOADS, move || {
        PageKeys::default().about_payloads(asked.get(), PayloadsAsk::Verdict { limit: 1 })
    });
    let page = move || href("/payloads", &query.read(), &PageKeys::default());
    let view = Opened::of(state, |answer| match answer {
        Answer::Payloads(_, view) => Some(view),
        _ => None,
    });
    let sentence = move || {
        match view.read().get() {
        Some(view) => view.report.sentence.clone(),
        None if state.busy.get() => "The runs of a payload are being judged.".to_owned(),
        None => "No runs of a payload are at hand. Drop their JUnit files on the payloads page, or judge the newest runs of a job on its page.".to_owned(),
    }
    };
    view! {
        <section aria-labelledby="payload-title">
            <div class="section-head">
                <h2 id="payload-title">"The payload"</h2>
                <a href=page>"See the payload \u{2192}"</a>
            </div>
            <p class="payload-sentence">{sentence}</p>
        </section>
    }
}
