//! The runs themselves: how many results each gave, and which did not end.

use flakescope_core::payloads::RunRow;
use leptos::prelude::*;

use super::evidence::run_link;
use super::use_page;
use crate::format::{count, moment};

/// The runs; nothing before the first answer.
#[component]
pub fn Runs() -> impl IntoView {
    let page = use_page();
    let lines = move || {
        let shown = page.view.read();
        shown.get().map(|view| view.report.runs.iter().map(line).collect_view())
    };
    view! {
        <section aria-labelledby="runs-title">
            <h2 id="runs-title">"Runs, in the order of the letters"</h2>
            <div class="table-wrap">
                <table class="table cards">
                    <thead>
                        <tr>
                            <th scope="col">"run"</th>
                            <th scope="col">"started"</th>
                            <th scope="col" class="num">"results"</th>
                            <th scope="col" class="num">"failures"</th>
                            <th scope="col">"incomplete"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
}

fn line(run: &RunRow) -> AnyView {
    let started = run.started.map_or_else(|| "\u{2013}".to_owned(), moment);
    let incomplete = if run.incomplete.is_empty() {
        view! { <td></td> }.into_any()
    } else {
        view! {
            <td data-label="incomplete">
                <span>
                    <span class="tag is-suspect">"incomplete"</span>
                    " "
                    {run.incomplete.clone()}
                </span>
            </td>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" class="mono">{run_link(run)}</th>
            <td class="nowrap" data-label="started">{started}</td>
            <td class="num" data-label="results">{count(run.results)}</td>
            <td class="num" data-label="failures">{count(run.failures)}</td>
            {incomplete}
        </tr>
    }
    .into_any()
}
