//! What stands above the rows: the answer in one sentence, and how many rows the filter leaves.

use flakescope_engine::{Answer, Stage};
use leptos::prelude::*;

use super::later::{empty_later, tools_later};
use super::table_state::TableState;
use crate::engine_client::AnswerState;
use crate::format;

/// The answer in one sentence, as the page's heading.
#[component]
pub fn Sentence(
    /// The page's question.
    state: AnswerState,
) -> impl IntoView {
    let sentence = move || match state.answer.get().as_deref() {
        Some(Answer::Flakes(_, view)) => view.sentence.clone(),
        _ if state.trouble.with(Option::is_some) => "Nothing can be shown".to_owned(),
        _ => "Reading the boards\u{2026}".to_owned(),
    };
    view! {
        <h1 id="page-title" class="sentence" tabindex="-1">
            {sentence}
        </h1>
    }
}

/// How many rows there are, in which order, and the columns.
#[component]
pub fn Toolbar(
    /// The table.
    table: TableState,
    /// The page's question.
    state: AnswerState,
) -> impl IntoView {
    let words = move || match state.answer.get().as_deref() {
        Some(Answer::Flakes(_, view)) => {
            format!("{} of {}", format::count(view.matching), format::plural(view.totals.tests, "test"))
        }
        _ => String::new(),
    };
    let order = move || match table.view.read().query.sort.column {
        Some(column) => format!("by {}", super::columns::Shown::Of(column).title()),
        None => "worst first".to_owned(),
    };
    let empty = Memo::new(move |_| match state.answer.get().as_deref() {
        Some(Answer::Flakes(reading, view)) => reading.stage == Stage::Complete && view.matching == 0,
        _ => false,
    });
    view! {
        <div class="section-head vt-tools">
            <p>
                <b>{words}</b>
                " "
                <span class="muted">{order}</span>
            </p>
            {tools_later()}
        </div>
        {move || empty.get().then(empty_later)}
    }
}
