//! Logs that belong to no run that was given: what the rules find in each.

use flakescope_core::activity::page::LogCauses;
use leptos::prelude::*;

use super::lists::failure;
use super::use_page;
use crate::format::plural;

/// The logs, if there are any.
#[component]
pub fn Logs() -> impl IntoView {
    let page = use_page();
    let logs = page.part(|view| view.logs.clone());
    let row = |log: &LogCauses| {
        let causes = if log.failures.is_empty() {
            "unknown: no rule fits".into_any()
        } else {
            log.failures.iter().map(failure).collect_view().into_any()
        };
        view! {
            <tr>
                <th scope="row" class="activity-run">
                    {log.path.clone()}
                </th>
                <td data-label="why">
                    <div class="activity-why">{causes}</div>
                </td>
            </tr>
        }
    };
    let words = move || {
        format!(
            "{} without a run: no row names the job and the id in the path.",
            plural(logs.read().len() as u64, "log")
        )
    };
    view! {
        <Show when=move || !logs.read().is_empty()>
            <section class="activity-logs" aria-labelledby="logs-title">
                <h2 id="logs-title">"Logs"</h2>
                <p class="muted">{words}</p>
                <div class="table-wrap">
                    <table class="table cards activity-table">
                        <thead>
                            <tr>
                                <th scope="col">"log"</th>
                                <th scope="col">"why"</th>
                            </tr>
                        </thead>
                        <tbody>{move || logs.read().iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}
