//! The go / no-go table of the release-signal handbook with the place of the boards marked.

use flakescope_core::flakes::meeting::{BoardState, Cut, GoNoGo, SignalCell};
use leptos::prelude::*;

use crate::format::plural;

/// Go or no go, if boards of both kinds were asked for.
pub(super) fn signal_table(go: &GoNoGo) -> Option<AnyView> {
    let known = |side: &flakescope_core::flakes::meeting::Side| side.jobs > 0 || !side.missing.is_empty();
    (known(&go.blocking) && known(&go.informing)).then(|| table(go))
}

fn table(go: &GoNoGo) -> AnyView {
    let cells: Vec<SignalCell> = go.cells().collect();
    let rows = cells.chunks(BoardState::ALL.len()).rev().map(row).collect_view();
    let heads = BoardState::ALL.map(|state| view! { <th scope="col">{state.word()}</th> }).collect_view();
    let silent = go.blocking.silent + go.informing.silent;
    let silent = (silent > 0)
        .then(|| format!(" {} without a state (stale, pending) not counted.", plural(silent, "job")));
    view! {
        <section class="signal" aria-labelledby="signal-title">
            <h2 id="signal-title">
                <span class=format!("light {}", go.signal.map_or(color_of(go.cut), |signal| signal.word()))></span>
                {go.cut.words()}
            </h2>
            <p class="muted">
                {go.reason.clone()}
                {silent}
            </p>
            <table>
                <caption>"Signal by the release-signal handbook: blocking boards down, informing boards across"</caption>
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The light where the colour is not known.
fn color_of(cut: Cut) -> &'static str {
    if cut == Cut::NoGo { "red" } else { "is-stale" }
}

fn row(cells: &[SignalCell]) -> AnyView {
    let name = cells.first().map_or("", |cell| cell.blocking.word());
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells.iter().copied().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

fn cell(cell: SignalCell) -> AnyView {
    let color = cell.signal.word();
    let words = if cell.applies { format!("{color}, now") } else { color.to_owned() };
    view! {
        <td class=format!("light-cell {color}") class:here=cell.applies>
            <span class="vh">{words}</span>
        </td>
    }
    .into_any()
}
