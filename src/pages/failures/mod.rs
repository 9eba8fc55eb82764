//! Which failures are the same, and is this one a false positive? The ranked clusters, one cluster opened, and a box for a
//! pasted log.

pub mod ask;
pub mod cluster;
pub mod clusters;
pub mod later;
pub mod links;
pub mod marked;
pub mod model_card;
pub mod notes;
pub mod radius;
pub mod timeline;
pub mod tuning;

use flakescope_core::failures::link::from_pairs;
use flakescope_core::failures::{FailuresView, Params};
use flakescope_core::flakes::{Query, TestKey};
use flakescope_engine::{Answer, FailuresAsk, Request};
use leptos::prelude::*;

use self::clusters::Clusters;
use self::later::{cluster_later, figures_later, tools_later};
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{AnswerState, SharedAnswer, kind};
use crate::state::view::{PageKeys, href, use_view};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    /// Source, boards, window.
    pub query: Memo<Query>,
    /// What else the link says of the failures: of which runs, by which model, and how they are grouped.
    pub keys: Memo<PageKeys>,
    /// How failures are grouped.
    pub grouping: Memo<Params>,
    /// The page's question.
    pub state: AnswerState,
    /// The newest answer; empty before the first.
    pub view: Memo<Shown>,
}

impl Page {
    /// A question about the failures that the link names.
    pub fn request(&self, ask: FailuresAsk) -> Request {
        self.keys.read().about_failures(self.query.get(), ask)
    }

    /// The link to a cluster; without an id, to the list.
    pub fn link(&self, id: &str) -> String {
        let keys = PageKeys { cluster: id.to_owned(), ..self.keys.get() };
        href("/failures", &self.query.read(), &keys)
    }

    /// The test of whose failed runs the JUnit files are read, in place of what the boards say.
    pub fn runs_of(&self) -> Option<TestKey> {
        self.keys.read().test().cloned()
    }

    /// True when the failures are those of boards, so that their tests have verdicts and a place in the table.
    pub fn on_boards(&self) -> bool {
        self.runs_of().is_none() && links::on_boards(&self.query.read())
    }
}

/// The list as it came; none before the first.
#[derive(Clone, Default, PartialEq)]
pub struct Shown(SharedAnswer);

impl Shown {
    /// The list; none before the first answer.
    pub fn list(&self) -> Option<&FailuresView> {
        match self.0.get() {
            Some(Answer::Failures(_, view)) => Some(view),
            _ => None,
        }
    }
}

/// The failures page. With a cluster in the link, that cluster.
#[component]
pub fn FailuresPage() -> impl IntoView {
    let current = use_view();
    let query = Memo::new(move |_| current.read().query.of_all_rows());
    let keys = Memo::new(move |_| PageKeys { cluster: String::new(), ..current.read().page.clone() });
    let grouping = Memo::new(move |_| from_pairs(&keys.read().own).0);
    let state = use_page_answer(kind::FAILURES, move || {
        Some(keys.read().about_failures(query.get(), FailuresAsk::List))
    });
    let view = Memo::new(move |_| Shown(SharedAnswer::new(state.answer.get())));
    provide_context(Page { query, keys, grouping, state, view });
    let opened = Memo::new(move |_| !current.read().page.cluster.is_empty());
    let settled = state.has_settled();
    view! {
        <Show when=move || !opened.get() fallback=cluster_later>
            <h1 id="page-title" class="sentence" tabindex="-1">
                {move || sentence(view.read().list())}
            </h1>
            <StateNotice state />
            {tools_later()}
            <Clusters />
            {move || settled.get().then(figures_later)}
        </Show>
    }
}

fn sentence(list: Option<&FailuresView>) -> String {
    list.map_or_else(|| "Which failures are the same?".to_owned(), |list| list.sentence.clone())
}

/// What the parts of the page share.
///
/// # Panics
/// Outside the page.
pub fn use_page() -> Page {
    expect_context()
}
