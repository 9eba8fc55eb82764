//! How did CI do: the sentence of the activity page where runs are at hand, and how to bring some where none are.

use flakescope_core::activity::page::link::to_pairs;
use flakescope_core::activity::page::{Asked, Span};
use flakescope_core::flakes::{Query, Source};
use flakescope_engine::{ActivityAsk, Answer};
use leptos::prelude::*;

use crate::engine_client::{Opened, kind, use_answer};
use crate::state::view::{PageKeys, href};

/// The sample is told of with its last week, as on its page.
const SAMPLE_HOURS: u32 = 168;

/// The section. Of boards alone it asks nothing.
#[component]
pub fn Activity(
    /// Source, boards, window.
    query: Signal<Query>,
) -> impl IntoView {
    let asked = Memo::new(move |_| query.read().of_all_rows());
    let keys = Memo::new(move |_| {
        let span = (query.read().source == Source::Sample).then_some(Span::Last { hours: SAMPLE_HOURS });
        PageKeys { own: to_pairs(&Asked { span, ..Asked::default() }), ..PageKeys::default() }
    });
    let state = use_answer(kind::ACTIVITY, move || {
        keys.read().about_activity(asked.get(), ActivityAsk::Look { limit: 0, message: None })
    });
    let page = move || href("/activity", &query.read(), &keys.read());
    let view = Opened::of(state, |answer| match answer {
        Answer::Activity(_, view) => Some(view),
        _ => None,
    });
    let sentence = move || {
        match view.read().get() {
        Some(view) => view.sentence.clone(),
        None if state.busy.get() => "The runs of CI are being counted.".to_owned(),
        None => "No runs of CI are at hand. Name a repository with GitHub Actions on the activity page, or drop files with runs there.".to_owned(),
    }
    };
    view! {
        <section aria-labelledby="activity-title">
            <div class="section-head">
                <h2 id="activity-title">"CI activity"</h2>
                <a href=page>"See the activity \u{2192}"</a>
            </div>
            <p class="payload-sentence">{sentence}</p>
        </section>
    }
}
