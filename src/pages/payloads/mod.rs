//! Did the runs of a payload get worse? The verdict in one sentence, the tests that need a look, what stands behind each, and
//! how runs come here.

pub mod evidence;
pub mod facts;
pub mod history;
pub mod later;
pub mod outcome;
pub mod power;
pub mod row;
pub mod runs;
pub mod settings;
pub mod start;
pub mod tests;

use flakescope_core::flakes::{Query as Boards, Source};
use flakescope_core::payloads::link::{from_pairs, to_pairs};
use flakescope_core::payloads::{Query, RunsFrom, VerdictView};
use flakescope_engine::{Answer, PayloadsAsk};
use leptos::prelude::*;

use self::later::{facts_later, more_later, start_later};
use self::tests::Tests;
use crate::components::passed_over::passed_over;
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{AnswerState, Opened, kind};
use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// So many tests are asked for at first, and so many more each time.
const ROWS: u32 = 200;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    /// Which runs, judged how, and which tests are listed.
    pub about: Memo<Query>,
    /// The page's question.
    pub state: AnswerState,
    /// The newest answer; empty before the first.
    pub view: Memo<Opened<VerdictView>>,
    /// The most tests that are asked for.
    pub limit: RwSignal<u32>,
    /// Changes the question.
    pub set: Callback<(Step, Query)>,
}

/// The page.
#[component]
pub fn PayloadsPage() -> impl IntoView {
    let current = use_view();
    let asked = Memo::new(move |_| {
        let view = current.read();
        let boards = Boards { dashboards: Vec::new(), ..view.query.of_all_rows() };
        (boards, view.page.clone())
    });
    let question = Memo::new(move |_| {
        let (_, page) = &*asked.read();
        from_pairs(&page.own, (&page.at.dashboard, &page.at.job))
    });
    let about = Memo::new(move |_| question.read().0.clone());
    let limit = RwSignal::new(ROWS);
    let state = use_page_answer(kind::PAYLOADS, move || {
        let (boards, page) = asked.get();
        page.about_payloads(boards, PayloadsAsk::Verdict { limit: limit.get() })
    });
    let view = Opened::of(state, |answer| match answer {
        Answer::Payloads(_, view) => Some(view),
        _ => None,
    });
    let change = use_change_view();
    let set = Callback::new(move |(step, about): (Step, Query)| {
        change(step, &|view| {
            view.page.own = to_pairs(&about);
            (view.page.at.dashboard, view.page.at.job) = (about.dashboard.clone(), about.job.clone());
        });
    });
    provide_context(Page { about, state, view, limit, set });
    let has_come = state.has_come();
    let named = Memo::new(move |_| {
        let source = &current.read().query.source;
        about.read().from != RunsFrom::Given || matches!(source, Source::Sample | Source::Files)
    });
    view! {
        <Show when=move || named.get() fallback=start_later>
            <h1 id="page-title" class="sentence" tabindex="-1">
                {move || sentence(view.read().get())}
            </h1>
            {move || passed_over(&question.read().1)}
            <StateNotice state />
            {facts_later()}
            <Tests />
            {move || has_come.get().then(more_later)}
        </Show>
        {history::links::to_history()}
    }
}

fn sentence(view: Option<&VerdictView>) -> String {
    view.map_or_else(
        || "Did the runs of this payload get worse?".to_owned(),
        |view| view.report.sentence.clone(),
    )
}

/// What the parts of the page share.
///
/// # Panics
/// Outside the page.
pub fn use_page() -> Page {
    expect_context()
}
