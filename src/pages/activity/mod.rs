//! How did CI do: runs, jobs, pull requests, what fails and why, and who must be told? The sentence first, then the numbers, the
//! figures, the lists with their runs, a message for the team, and issues about failed cases.

pub mod drafts;
pub mod facts;
pub mod figures;
pub mod heat;
pub mod later;
pub mod lists;
pub mod logs;
pub mod message;
pub mod rules;
pub mod settings;
pub mod start;

use flakescope_core::activity::page::link::{from_pairs, to_pairs};
use flakescope_core::activity::page::{ActivityView, Asked, Message, RowFilter};
use flakescope_core::activity::{ActivityList, Query};
use flakescope_core::flakes::{Query as Boards, Source};
use flakescope_engine::{ActivityAsk, Answer};
use leptos::prelude::*;

use self::later::{more_later, start_later};
use crate::components::passed_over::passed_over;
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{AnswerState, Opened, kind};
use crate::state::rules::kept_rules;
use crate::state::url::{Step, use_change_view};
use crate::state::view::{PageKeys, href, use_view};

/// So many rows are asked for at first, and so many more each time.
const ROWS: u32 = 25;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    /// What the link asks.
    pub asked: Memo<Asked>,
    /// The page's question.
    pub state: AnswerState,
    /// The newest answer; none before the first.
    pub view: Memo<Opened<ActivityView>>,
    /// The most rows that are asked for.
    pub limit: RwSignal<u32>,
    /// The message that is previewed.
    pub message: RwSignal<Option<Message>>,
    /// The reader's own rules about causes; empty for those of the page.
    pub rules: RwSignal<String>,
    /// Changes the question.
    pub set: Callback<(Step, Asked)>,
}

impl Page {
    /// The link to the same page with another question.
    pub fn link(self, change: impl FnOnce(&mut Asked)) -> String {
        let mut asked = self.asked.get();
        change(&mut asked);
        let own = to_pairs(&asked);
        href("/activity", &use_view().read().query, &PageKeys { own, ..PageKeys::default() })
    }

    /// The link to the runs of one thing.
    pub fn runs_link(self, change: impl FnOnce(&mut RowFilter)) -> String {
        self.link(|asked| {
            asked.list = ActivityList::Runs;
            asked.filter = RowFilter::default();
            change(&mut asked.filter);
        })
    }

    /// Changes what the link asks, as a step of its own.
    pub fn change(self, change: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.get_untracked();
        change(&mut asked);
        self.set.run((Step::Push, asked));
    }

    /// A part of the newest answer.
    pub fn part<T: PartialEq + Default + Send + Sync + 'static>(self, of: fn(&ActivityView) -> T) -> Memo<T> {
        Memo::new(move |_| self.view.read().get().map(of).unwrap_or_default())
    }
}

/// The page.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let current = use_view();
    let page_keys = Memo::new(move |_| current.read().page.clone());
    let source = Memo::new(move |_| current.read().query.source.clone());
    let question = Memo::new(move |_| from_pairs(&page_keys.read().own));
    let asked = Memo::new(move |_| question.read().0.clone());
    let (limit, message, rules) = (RwSignal::new(ROWS), RwSignal::new(None), RwSignal::new(kept_rules()));
    let state = use_page_answer(kind::ACTIVITY, move || {
        rules.track();
        let boards = Boards { source: source.get(), ..Boards::default() };
        let ask = ActivityAsk::Look { limit: limit.get(), message: message.get() };
        page_keys.read().about_activity(boards, ask)
    });
    let view = Opened::of(state, |answer| match answer {
        Answer::Activity(_, view) => Some(view),
        _ => None,
    });
    let change = use_change_view();
    let set = Callback::new(move |(step, asked): (Step, Asked)| {
        change(step, &|view| view.page.own = to_pairs(&asked));
    });
    provide_context(Page { asked, state, view, limit, message, rules, set });
    let named = Memo::new(move |_| {
        !asked.read().places.is_empty() || matches!(&*source.read(), Source::Sample | Source::Files)
    });
    view! {
        <Show when=move || named.get() fallback=start_later>
            <h1 id="page-title" class="sentence" tabindex="-1">
                {move || sentence(view.read().get())}
            </h1>
            {move || passed_over(&question.read().1)}
            <StateNotice state />
            {more_later()}
        </Show>
    }
}

fn sentence(view: Option<&ActivityView>) -> String {
    view.map_or_else(|| "How did CI do?".to_owned(), |view| view.sentence.clone())
}

/// What the parts of the page share.
///
/// # Panics
/// Outside the page.
pub fn use_page() -> Page {
    expect_context()
}

/// The window of the answer, for its clock.
pub fn window_of(view: &ActivityView) -> Query {
    let summary = &view.summary;
    Query { utc_offset_min: summary.utc_offset_min, ..Query::span(summary.from, summary.to) }
}
