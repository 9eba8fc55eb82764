//! The go / no-go table with the place of the boards marked.

use leptos::prelude::*;

use super::go_no_go::{Standing, State, signal, standing};
use crate::format::plural;
use flakescope_core::flakes::DashboardRow;

/// Go or no go, if both kinds of boards were read.
#[component]
pub fn SignalTable(
    /// The boards.
    #[prop(into)]
    boards: Signal<Vec<DashboardRow>>,
) -> impl IntoView {
    let standing = Memo::new(move |_| standing(&boards.read()));
    move || standing.get().map(table)
}

fn table(standing: Standing) -> impl IntoView {
    let signal_now = signal(standing.blocking, standing.informing);
    let rows = State::ALL.into_iter().rev().map(|blocking| {
        let cells = State::ALL.map(|informing| cell(standing, blocking, informing)).collect_view();
        view! {
            <tr>
                <th scope="row">{blocking.word()}</th>
                {cells}
            </tr>
        }
    });
    let silent = (standing.silent > 0).then(|| {
        let jobs = plural(standing.silent, "job");
        format!(" {jobs} without a state (stale, pending) not counted.")
    });
    view! {
        <section class="signal" aria-labelledby="signal-title">
            <h2 id="signal-title">
                <span class=format!("light {}", signal_now.color())></span>
                {signal_now.word()}
            </h2>
            <p class="muted">
                {signal_now.reason()}
                {silent}
            </p>
            <table>
                <caption>"Signal by the release-signal handbook: blocking boards down, informing boards across"</caption>
                <thead>
                    <tr>
                        <td></td>
                        {State::ALL.map(|state| view! { <th scope="col">{state.word()}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}

fn cell(standing: Standing, blocking: State, informing: State) -> impl IntoView {
    let here = (standing.blocking, standing.informing) == (blocking, informing);
    let color = signal(blocking, informing).color();
    let words = if here { format!("{color}, now") } else { color.to_owned() };
    view! {
        <td class=format!("light-cell {color}") class:here=here>
            <span class="vh">{words}</span>
        </td>
    }
}
