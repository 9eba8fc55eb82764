//! The boards: jobs by status as one bar, and the tests behind them in numbers.

use flakescope_core::flakes::{DashboardRow, Query, Totals, Verdict};
use leptos::prelude::*;

use super::links;
use crate::charts::StripFigure;
use crate::format;

/// Every board, side by side.
#[component]
pub fn Boards(
    /// The boards.
    boards: Signal<Vec<DashboardRow>>,
    /// What was asked.
    query: Signal<Query>,
) -> impl IntoView {
    let names = Memo::new(move |_| boards.read().iter().map(|b| b.dashboard.clone()).collect::<Vec<_>>());
    let board = move |name: String| {
        let wanted = name.clone();
        let board = Memo::new(move |_| {
            boards.read().iter().find(|board| board.dashboard == wanted).cloned().unwrap_or_default()
        });
        view! { <Board name board query /> }
    };
    // Drawn anew when the boards are others, which is rare.
    move || names.get().into_iter().map(board).collect_view()
}

/// One board.
#[component]
fn Board(
    /// Its name.
    name: String,
    /// Its numbers.
    board: Memo<DashboardRow>,
    /// What was asked.
    query: Signal<Query>,
) -> impl IntoView {
    let title = format::board(&name).to_owned();
    let link = {
        let name = name.clone();
        move || links::board(&query.read(), &name)
    };
    let statuses = Signal::derive(move || board.read().statuses.clone());
    let caption = format!("Jobs of {title} by status");
    view! {
        <section class="board">
            <div class="section-head">
                <h2>
                    <a href=link title=name.clone()>
                        {title}
                    </a>
                </h2>
                <span class="muted">{move || format::plural(board.read().jobs, "job")}</span>
            </div>
            <StripFigure title=caption statuses />
            {move || tests(&board.read(), &query.read())}
        </section>
    }
}

/// The tests of a board by verdict; while its grids are being read, how far that is.
fn tests(board: &DashboardRow, query: &Query) -> AnyView {
    if board.jobs_read == 0 {
        return view! { <p class="board-tests muted">"Tests are being read."</p> }.into_any();
    }
    let Totals { tests, runs, .. } = board.tests;
    let number = |verdict: Verdict| {
        let count = format::count(board.tests.of(verdict));
        let href = links::verdict(query, &board.dashboard, verdict);
        view! {
            <li>
                <a class=crate::components::verdict::tone(verdict) href=href>
                    {format!("{count} {verdict}")}
                </a>
            </li>
        }
    };
    let missing = board.jobs.saturating_sub(board.jobs_read);
    let missing = (missing > 0).then(|| format!(" \u{b7} {} not read", format::plural(missing, "job")));
    view! {
        <ul class="board-tests">
            {[Verdict::Failing, Verdict::Flaky, Verdict::Suspect, Verdict::Recovered].map(number).collect_view()}
            <li class="muted">
                {format!("of {}, {}", format::plural(tests, "test"), format::plural(runs, "result"))}
                {missing}
            </li>
        </ul>
    }
    .into_any()
}
