//! What stands above the rows: the answer in one sentence, its bars, and how many rows the filter leaves.

use std::sync::Arc;

use flakescope_core::flakes::{Bar, Filter, FlakesView};
use flakescope_engine::{Answer, Stage};
use leptos::prelude::*;

use super::column_menu::ColumnMenu;
use super::table_state::TableState;
use crate::charts::BarFigure;
use crate::components::{bars_switch, quick_efforts, use_efforts_shown};
use crate::engine_client::AnswerState;
use crate::format;
use crate::state::url::{Step, use_change_view};
use crate::state::view::{PageKeys, href};

/// The newest table view.
fn flakes(answer: Option<&Arc<Answer>>) -> Option<FlakesView> {
    match answer.map(AsRef::as_ref) {
        Some(Answer::Flakes(_, view)) => Some(FlakesView { rows: Vec::new(), ..(**view).clone() }),
        _ => None,
    }
}

/// The answer in one sentence, as the page's heading.
#[component]
pub fn Sentence(
    /// The table.
    table: TableState,
    /// The page's question.
    state: AnswerState,
) -> impl IntoView {
    let _ = table;
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

/// Tests per job and per SIG, of the rows that the filter leaves. A bar is a link to its rows alone.
#[component]
pub fn Bars(
    /// The table.
    table: TableState,
    /// The page's question.
    state: AnswerState,
) -> impl IntoView {
    let bars = move |of: fn(&FlakesView) -> &Vec<Bar>| {
        Signal::derive(move || match state.answer.get().as_deref() {
            Some(Answer::Flakes(_, view)) => of(view).clone(),
            _ => Vec::new(),
        })
    };
    let link = move |narrow: fn(&mut Filter, String)| {
        Callback::new(move |name: String| {
            let mut query = table.view.read().query.clone();
            narrow(&mut query.filter, name);
            href("/flakes", &query, &PageKeys::default())
        })
    };
    let to_sig = |filter: &mut Filter, name: String| filter.sigs = vec![format::sig_key(&name)];
    let efforts = use_efforts_shown(false);
    view! {
        <div class="bars-pair">
            {bars_switch(efforts)}
            <BarFigure
                id="per-job"
                title="Per job"
                kind="job"
                most=6
                efforts
                bars=bars(|view| &view.per_job)
                href=link(|filter, name| filter.jobs = vec![name])
            />
            <BarFigure id="per-sig" title="Per SIG" kind="SIG" most=6 efforts bars=bars(|view| &view.per_sig) href=link(to_sig) />
        </div>
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
    let view = Memo::new(move |_| state.answer.with(|answer| flakes(answer.as_ref())));
    let words = move || match view.read().as_ref() {
        Some(view) => {
            format!("{} of {}", format::count(view.matching), format::plural(view.totals.tests, "test"))
        }
        None => String::new(),
    };
    let order = move || match table.view.read().query.sort.column {
        Some(column) => format!("by {}", super::columns::Shown::Of(column).title()),
        None => "worst first".to_owned(),
    };
    let complete = move || match state.answer.get().as_deref() {
        Some(Answer::Flakes(reading, _)) => reading.stage == Stage::Complete,
        _ => false,
    };
    let empty = move || view.read().as_ref().is_some_and(|view| view.matching == 0) && complete();
    view! {
        <div class="section-head vt-tools">
            <p>
                <b>{words}</b>
                " "
                <span class="muted">{order}</span>
            </p>
            {quick_efforts()}
            <ColumnMenu table />
        </div>
        <Show when=empty>
            <Empty table />
        </Show>
    }
}

/// What an empty table means.
#[component]
fn Empty(table: TableState) -> impl IntoView {
    let change = use_change_view();
    let filtered = move || table.view.read().query.filter != Filter::default();
    let clear = move |_| change(Step::Push, &|view| view.query.filter = Filter::default());
    view! {
        <div class="empty">
            <Show when=filtered fallback=|| view! { <p>"No test on these boards needs a look."</p> }>
                <p>"No test matches the filter. The numbers above count everything that was read."</p>
                <button type="button" class="btn" on:click=clear>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
}
