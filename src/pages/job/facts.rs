//! The job in numbers.

use flakescope_core::flakes::{JobRow, JobView, Outage, Verdict};
use flakescope_core::payloads::RunsFrom;
use leptos::prelude::*;

use super::answer::Job;
use super::links::web;
use crate::components::RateInterval;
use crate::components::verdict::tone;
use crate::format;
use crate::state::view::{PageKeys, href, use_view};

/// Failed runs, newest green, tests by verdict, outages.
#[component]
pub fn Facts(
    /// The job.
    job: Signal<Job>,
) -> impl IntoView {
    let current = use_view();
    let newest = move || {
        let (shown, current) = (job.get(), current.read());
        let row = &shown.view().job;
        let own = vec![("newest", RunsFrom::RUNS.to_string())];
        href("/payloads", &current.query, &PageKeys { own, ..PageKeys::at_job(&row.dashboard, &row.job) })
    };
    view! {
        <section aria-labelledby="facts-title">
            <h2 id="facts-title">"In numbers"</h2>
            {move || facts(job.get().view())}
            <p>
                <a href=newest>"Judge its newest runs"</a>
                <span class="muted">" against the runs before them, test by test"</span>
            </p>
        </section>
    }
}

fn facts(view: &JobView) -> impl IntoView + use<> {
    let job = &view.job;
    let interval = job.run_failure_rate_low.zip(job.run_failure_rate_high);
    let runs = format!("{} of {}", format::count(job.failed_runs), format::plural(job.runs, "run"));
    let passed = job.columns_passed.map(|passed| {
        let words = format!("{} of {}", passed.passed, passed.columns);
        view! { <dt>"newest columns without a failure"</dt> <dd>{words}</dd> }
    });
    let outages = job.outages.iter().map(outage).collect_view();
    view! {
        <dl class="job-facts">
            <dt>"failed runs in the window"</dt>
            <dd>
                {runs}
                <RateInterval rate=job.run_failure_rate interval runs=job.runs />
            </dd>
            {passed}
            <dt>"newest green run"</dt>
            <dd>{newest_green(view)}</dd>
            <dt>"tests"</dt>
            <dd class="chips">{tests(job)}</dd>
            <dt>"broken runs set aside"</dt>
            <dd>{format::count(job.broken_runs)}</dd>
            {outages}
        </dl>
    }
}

fn newest_green(view: &JobView) -> AnyView {
    let job = &view.job;
    if job.newest_green.is_empty() {
        return "none in the served runs".into_any();
    }
    let words = job.newest_green_at.map_or_else(|| format!("run {}", job.newest_green), format::moment);
    let url = view.columns.iter().find(|column| column.build == job.newest_green).map(|column| &column.url);
    match url.and_then(|url| web(url)) {
        Some(url) => view! { <a href=url.to_owned()>{words}</a> }.into_any(),
        None => words.into_any(),
    }
}

fn tests(job: &JobRow) -> impl IntoView + use<> {
    let tests = job.tests;
    let tag = |verdict: Verdict| {
        view! { <span class=tone(verdict)>{format!("{} {verdict}", format::count(tests.of(verdict)))}</span> }
    };
    Verdict::ALL.into_iter().filter(|verdict| tests.of(*verdict) > 0).map(tag).collect_view()
}

/// A time in which many tests failed together.
fn outage(outage: &Outage) -> impl IntoView + use<> {
    let from = outage.from.map_or_else(|| format!("run {}", outage.from_build), format::moment);
    let to = match (outage.open, outage.to) {
        (true, _) => "now".to_owned(),
        (false, Some(to)) => format::moment(to),
        (false, None) => format!("run {}", outage.to_build),
    };
    let what = format!(
        "{} failed through {}",
        format::plural(outage.tests, "test"),
        format::plural(outage.runs, "run")
    );
    view! {
        <dt>"outage"</dt>
        <dd>{format!("from {from} to {to}: {what}")}</dd>
    }
}
