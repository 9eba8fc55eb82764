//! Did disruption, alerts or failures of tests get worse between two files? The answer in a sentence, the two files, what is
//! listed, the largest changes as a figure, and the rows.

pub mod facts;
pub mod figure;
pub mod later;
pub mod links;
pub mod rows;
pub mod settings;
pub mod slots;
pub mod start;

use flakescope_core::payloads::history::link::{from_pairs, to_pairs};
use flakescope_core::payloads::history::{ComparedView, HistoryView, Query};
use flakescope_engine::{Answer, HistoryAsk};
use leptos::prelude::*;

use self::later::files_later;
use super::passed_over;
use crate::components::live::use_announce;
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::{Opened, kind};
use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// So many rows are asked for at first, and so many more each time.
const ROWS: u32 = 200;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    /// Compared by which rules, and which rows are listed.
    pub about: Memo<Query>,
    /// The newest answer; empty before the first.
    pub view: Memo<Shown>,
    /// The most rows that are asked for.
    pub limit: RwSignal<u32>,
    /// Changes the question.
    pub set: Callback<(Step, Query)>,
}

/// The answer as it came; none before the first.
#[derive(Clone, PartialEq)]
pub struct Shown(Opened<HistoryView>);

impl Shown {
    /// What is known of the two files.
    pub fn files(&self) -> Option<&HistoryView> {
        self.0.get()
    }

    /// The comparison, when both files are there.
    pub fn compared(&self) -> Option<&ComparedView> {
        self.files()?.compared.as_ref()
    }
}

/// The page.
#[component]
pub fn PayloadsHistoryPage() -> impl IntoView {
    let current = use_view();
    let question = Memo::new(move |_| from_pairs(&current.read().page.own));
    let about = Memo::new(move |_| question.read().0.clone());
    let limit = RwSignal::new(ROWS);
    let asked = Memo::new(move |_| {
        let view = current.read();
        (view.query.source.clone(), view.page.clone())
    });
    let state = use_page_answer(kind::HISTORY, move || {
        let (source, page) = &*asked.read();
        Some(page.about_history(source, HistoryAsk::Look { limit: limit.get() }))
    });
    let opened = Opened::of(state, |answer| match answer {
        Answer::PayloadsHistory(_, view) => Some(view),
        _ => None,
    });
    let view = Memo::new(move |_| Shown(opened.get()));
    let change = use_change_view();
    let set = Callback::new(move |(step, about): (Step, Query)| {
        change(step, &|view| view.page.own = to_pairs(&about));
    });
    provide_context(Page { about, view, limit, set });
    let sentence = Memo::new(move |_| sentence(view.read().compared()));
    say_changes(sentence);
    view! {
        <h1 id="page-title" class="sentence" tabindex="-1">
            {sentence}
        </h1>
        {move || passed_over(&question.read().1)}
        <StateNotice state />
        {files_later()}
    }
}

fn sentence(compared: Option<&ComparedView>) -> String {
    compared.map_or_else(
        || "Did disruption, alerts or failures of tests get worse?".to_owned(),
        |compared| compared.sentence.clone(),
    )
}

/// Says every new sentence to who cannot see it.
fn say_changes(sentence: Memo<String>) {
    let announce = use_announce();
    Effect::new(move |before: Option<String>| {
        let now = sentence.get();
        if before.is_some_and(|before| before != now) {
            announce.run(now.clone());
        }
        now
    });
}

/// What the parts of the page share.
///
/// # Panics
/// Outside the page.
pub fn use_page() -> Page {
    expect_context()
}
