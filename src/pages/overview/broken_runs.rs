//! Runs that were set aside: why they say nothing about a test, and where to look.

use flakescope_core::flakes::BrokenRun;
use leptos::prelude::*;

use crate::format;
use crate::pages::job::web;

/// The broken runs of the window; nothing when there is none.
#[component]
pub fn BrokenRuns(
    /// The runs.
    runs: Signal<Vec<BrokenRun>>,
) -> impl IntoView {
    let lines = move || runs.read().iter().map(line).collect_view();
    let heading = move || format!("{} set aside", format::plural(runs.read().len() as u64, "broken run"));
    view! {
        <Show when=move || !runs.read().is_empty()>
            <section aria-labelledby="broken-title">
                <div class="section-head">
                    <h2 id="broken-title">{heading}</h2>
                </div>
                <p class="muted">
                    "So many tests failed at once that no single failure says anything about its test. They count for the job and for no test."
                </p>
                <ul class="broken-runs">{lines}</ul>
            </section>
        </Show>
    }
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
