//! Which tests are muted, since when, why, and under which ticket? Count and age in one sentence, what is wrong with the markers,
//! how old they are and whose, and each of them.

pub mod ages;
pub mod facts;
pub mod later;
pub mod problem;
pub mod rows;
pub mod settings;
pub mod start;

use flakescope_core::flakes::{Query as Boards, Source};
use flakescope_core::muted::link::{from_pairs, to_pairs};
use flakescope_core::muted::{Asked, MutedView};
use flakescope_engine::{Answer, MutedAsk};
use leptos::prelude::*;

use self::later::{more_later, start_later};
use crate::components::passed_over::passed_over;
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{AnswerState, Opened, kind};
use crate::state::sources::Sources;
use crate::state::url::{Step, use_change_view};
use crate::state::view::{PageKeys, href, use_view};

/// So many rows are asked for at first, and so many more each time.
const ROWS: u32 = 200;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    /// What the link asks.
    pub asked: Memo<Asked>,
    /// The page's question.
    pub state: AnswerState,
    /// The newest answer; none before the first.
    pub view: Memo<Opened<MutedView>>,
    /// The most rows that are asked for.
    pub limit: RwSignal<u32>,
    /// Changes the question.
    pub set: Callback<(Step, Asked)>,
}

impl Page {
    /// The link to the same page with another question.
    pub fn link(self, change: impl FnOnce(&mut Asked)) -> String {
        let mut asked = self.asked.get();
        change(&mut asked);
        let own = to_pairs(&asked);
        href("/muted", &use_view().read().query, &PageKeys { own, ..PageKeys::default() })
    }

    /// Changes what the link asks, as a step of its own.
    pub fn change(self, change: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.get_untracked();
        change(&mut asked);
        self.set.run((Step::Push, asked));
    }
}

/// The page.
#[component]
pub fn MutedPage() -> impl IntoView {
    let current = use_view();
    let page_keys = Memo::new(move |_| current.read().page.clone());
    let source = Memo::new(move |_| current.read().query.source.clone());
    let question = Memo::new(move |_| from_pairs(&page_keys.read().own));
    let asked = Memo::new(move |_| question.read().0.clone());
    let limit = RwSignal::new(ROWS);
    // The boards matter only to what is held against them.
    let boards = Memo::new(move |_| {
        let query = &current.read().query;
        let source = query.source.clone();
        if asked.read().compares_boards {
            query.of_all_rows()
        } else {
            Boards { source, ..Boards::default() }
        }
    });
    let state = use_page_answer(kind::MUTED, move || {
        let boards = boards.get();
        page_keys.read().about_muted(boards, MutedAsk::List { limit: limit.get() })
    });
    let view = Opened::of(state, |answer| match answer {
        Answer::Muted(_, view) => Some(view),
        _ => None,
    });
    Effect::new(move |_| {
        if view.read().get().is_some() {
            Sources::remember(&source.read_untracked(), &page_keys.read_untracked().own);
        }
    });
    let change = use_change_view();
    let set = Callback::new(move |(step, asked): (Step, Asked)| {
        change(step, &|view| view.page.own = to_pairs(&asked));
    });
    provide_context(Page { asked, state, view, limit, set });
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

fn sentence(view: Option<&MutedView>) -> String {
    view.map_or_else(|| "Which tests are muted?".to_owned(), |view| view.sentence.clone())
}

/// What the parts of the page share.
///
/// # Panics
/// Outside the page.
pub fn use_page() -> Page {
    expect_context()
}
