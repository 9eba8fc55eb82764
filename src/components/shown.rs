//! What the page shows, told to the frame: its answer's source and age, its progress, its filter choices.

use flakescope_core::flakes::Facets;
use flakescope_engine::{Answer, Reading, Request};
use leptos::prelude::*;

use crate::engine_client::kind::Kind;
use crate::engine_client::{AnswerState, use_answer};

/// The state of the page that is open, in the context.
#[derive(Clone, Copy)]
pub struct Shown {
    state: RwSignal<Option<AnswerState>>,
    facets: RwSignal<Facets>,
    print: RwSignal<Option<Callback<()>>>,
}

/// Puts an empty state into the context. Call once.
pub fn provide_shown() {
    provide_context(Shown {
        state: RwSignal::new(None),
        facets: RwSignal::new(Facets::default()),
        print: RwSignal::new(None),
    });
}

/// What the open page shows.
///
/// # Panics
/// Outside the app's shell.
pub fn use_shown() -> Shown {
    expect_context()
}

/// Asks like [`use_answer`], and has the frame show where the answer comes from and how far it is. For the one main
/// question of a page.
pub fn use_page_answer(
    kind: Kind,
    request: impl Fn() -> Option<Request> + Send + Sync + 'static,
) -> AnswerState {
    let shown = use_shown();
    let state = use_answer(kind, request);
    shown.state.set(Some(state));
    Effect::new(move |_| {
        if let Some(Answer::Flakes(_, view)) = state.answer.get().as_deref() {
            shown.facets.set(view.facets.clone());
        }
    });
    on_cleanup(move || {
        // The next page may have taken the place already.
        shown.state.update(|now| {
            if now.is_some_and(|now| now.answer == state.answer) {
                *now = None;
            }
        });
    });
    state
}

impl Shown {
    /// Has the page print itself, because not all of it is drawn. Until the page is left.
    pub fn print_with(self, print: Callback<()>) {
        self.print.set(Some(print));
        on_cleanup(move || self.print.set(None));
    }

    /// Prints the page.
    pub fn print(self) {
        match self.print.get_untracked() {
            Some(print) => print.run(()),
            None => drop(window().print()),
        }
    }

    /// The state of the page's question.
    pub fn state(self) -> Signal<Option<AnswerState>> {
        self.state.into()
    }

    /// What stands behind the answer.
    pub fn reading(self) -> Memo<Option<Reading>> {
        Memo::new(move |_| {
            let state = self.state.get()?;
            state.answer.try_get()?.as_deref().and_then(reading_of).cloned()
        })
    }

    /// The choices of the filter menus, as far as they are known.
    pub fn facets(self) -> Signal<Facets> {
        self.facets.into()
    }
}

/// What stands behind an answer.
pub fn reading_of(answer: &Answer) -> Option<&Reading> {
    match answer {
        Answer::Overview(reading, _)
        | Answer::Flakes(reading, _)
        | Answer::FlakesTest(reading, _)
        | Answer::FlakesJob(reading, _)
        | Answer::Failures(reading, _)
        | Answer::FailuresCluster(reading, _)
        | Answer::FailuresOfTest(reading, _)
        | Answer::Payloads(reading, _)
        | Answer::PayloadsHistory(reading, _)
        | Answer::Muted(reading, _)
        | Answer::Activity(reading, _) => Some(reading),
        Answer::Export(_) | Answer::Filed(_) | Answer::FailuresPredict(_) | Answer::MutedOfTest(_) => None,
    }
}
