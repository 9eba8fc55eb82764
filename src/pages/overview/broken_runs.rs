//! Runs that were set aside: why they say nothing about a test, and where to look.

use flakescope_core::flakes::BrokenRun;
use leptos::prelude::*;

use crate::format;
use crate::pages::job::web;

/// Why they are not counted.
const WHY: &str = "So many tests failed at once that no single failure says anything about its test. They count for the \
    job and for no test.";

/// The broken runs of the window; nothing when there is none.
#[component]
pub fn BrokenRuns(
    /// The runs.
    runs: Signal<Vec<BrokenRun>>,
) -> impl IntoView {
    let list = |runs: Vec<BrokenRun>| {
        let heading = format!("{} set aside", format::plural(runs.len() as u64, "broken run"));
        view! {
            <section aria-labelledby="broken-title">
                <div class="section-head">
                    <h2 id="broken-title">{heading}</h2>
                </div>
                <p class="muted">{WHY}</p>
                <ul class="broken-runs">{runs.iter().map(line).collect_view()}</ul>
            </section>
        }
    };
    move || Some(runs.get()).filter(|runs| !runs.is_empty()).map(list)
}

fn line(run: &BrokenRun) -> impl IntoView + use<> {
    let when = run.started_at.map_or_else(|| format!("run {}", run.build), format::moment);
    let when = match web(&run.run_url) {
        Some(url) => view! { <a href=url.to_owned()>{when}</a> }.into_any(),
        None => when.into_any(),
    };
    let failed = format!("{} of {} failed", format::count(run.failures), format::plural(run.filled, "test"));
    view! {
        <li>
            <b>{run.job.clone()}</b>
            " "
            {when}
            ": "
            {failed}
        </li>
    }
}
