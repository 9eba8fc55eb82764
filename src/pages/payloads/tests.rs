//! The tests: what failed first, each with its reason in words and a letter for each run.

use flakescope_core::payloads::VerdictView;
use leptos::prelude::*;

use super::outcome::listed;
use super::row::row;
use super::{ROWS, use_page};
use crate::components::show_more::ShowMore;

/// The list; a place for it while it comes.
#[component]
pub fn Tests() -> impl IntoView {
    let page = use_page();
    let list = move || {
        let shown = page.view.read();
        match shown.get() {
            Some(view) if view.report.tests.is_empty() => empty(view),
            Some(view) => table(view),
            None if page.state.busy.get() => {
                view! { <span class="skeleton block tall" aria-hidden="true"></span> }.into_any()
            }
            None => ().into_any(),
        }
    };
    view! {
        <section class="payload-tests" aria-labelledby="tests-title">
            <h2 id="tests-title">"Tests, the failed ones first"</h2>
            {list}
        </section>
    }
}

fn empty(view: &VerdictView) -> AnyView {
    let words = if view.report.totals.ran() == 0 {
        "No test ran in any run. Look at the warnings, or choose other files."
    } else {
        "No test is listed. Switch on another kind of verdict above, or clear the search."
    };
    view! { <p class="empty">{words}</p> }.into_any()
}

fn table(view: &VerdictView) -> AnyView {
    let rows = view.report.tests.iter().map(row).collect_view();
    view! {
        <p class="muted">{listed(view)}</p>
        <div class="table-wrap">
            <table class="table cards payload-table">
                <thead>
                    <tr>
                        <th scope="col">"test"</th>
                        <th scope="col">"verdict"</th>
                        <th scope="col">"runs"</th>
                        <th scope="col" class="num">"passed"</th>
                        <th scope="col" class="num">"before"</th>
                        <th scope="col" class="num" title=Q_TIP>
                            "q"
                        </th>
                    </tr>
                </thead>
                {rows}
            </table>
        </div>
        <ShowMore matching=view.matching limit=use_page().limit step=ROWS />
    }
    .into_any()
}

/// What the column says.
pub const Q_TIP: &str = "The share of wrong findings to expect when this test and all less probable ones are taken as worse. It changes no verdict.";
