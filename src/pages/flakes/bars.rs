//! The bars above the rows.

use flakescope_core::flakes::{Bar, Filter, FlakesView};
use flakescope_engine::Answer;
use leptos::prelude::*;

use super::table_state::TableState;
use crate::charts::BarFigure;
use crate::components::{bars_switch, use_efforts_shown};
use crate::engine_client::AnswerState;
use crate::format;
use crate::state::view::{PageKeys, href};

/// Keeps the place of the bars.
pub fn place() -> AnyView {
    view! { <div class="bars-pair" aria-busy="true"></div> }.into_any()
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
