//! The evidence about one test: why this verdict, every run, what the failures said, where else it runs.

pub mod facts;
pub mod file_issue;
pub(crate) mod issues;
pub mod muted_under;
pub mod run_line;
pub mod runs;
pub mod same_as;

use flakescope_core::flakes::{Query, TestKey, TestView};
use flakescope_engine::{Answer, Reading, Request};
use leptos::prelude::*;

use crate::components::issue::out_link as link;
use crate::components::{CopyButton, StateNotice, TestName, VerdictTag};
use crate::engine_client::{kind, use_answer};
use crate::pages::failures::links;
use crate::state::view::{PageKeys, href, use_view};

use facts::{Elsewhere, Messages, facts};
use issues::issues;
use muted_under::MutedUnder;
use runs::Runs;
use same_as::SameAs;

/// The panel. It asks by itself.
#[component]
pub fn Evidence(
    /// The test.
    key: TestKey,
    /// Closes the panel.
    toggle: Callback<Option<TestKey>>,
) -> impl IntoView {
    let view = use_view();
    let (asked, same, muted) = (key.clone(), key.clone(), key.clone());
    let query = Memo::new(move |_| view.read().query.of_all_rows());
    let state =
        use_answer(kind::TEST, move || Some(Request::FlakesTest { query: query.get(), key: asked.clone() }));
    let content = move || {
        match state.answer.get().as_deref() {
        Some(Answer::FlakesTest(reading, Some(test))) => panel(test, reading, &query.get()),
        Some(Answer::FlakesTest(..)) => view! {
            <p class="empty">
                "This test was not read. It may have been renamed, or its job is not on these boards. Close this and search for it."
            </p>
        }
        .into_any(),
        _ => view! { <div class="skeleton block vt-panel-wait" aria-label="Reading the evidence"></div> }.into_any(),
    }
    };
    view! {
        <div class="evidence">
            <header class="evidence-head">
                <TestName name=key.test.clone() />
                <CopyButton
                    label="Copy name"
                    done="The test's name was copied."
                    class="btn quiet"
                    text=move |()| key.test.clone()
                />
                <button type="button" class="btn quiet" on:click=move |_| toggle.run(None)>
                    "Close"
                </button>
            </header>
            <StateNotice state />
            {content}
            <MutedUnder key=muted query />
            <SameAs key=same query />
        </div>
    }
}

fn panel(test: &TestView, reading: &Reading, query: &Query) -> AnyView {
    let row = &test.row;
    let why = test.why.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect_view();
    let grid = href("/flakes/job", query, &PageKeys::at_test(&row.dashboard, &row.job, &row.test));
    let key = TestKey { dashboard: row.dashboard.clone(), job: row.job.clone(), test: row.test.clone() };
    let whole = links::runs_of(query, &key).filter(|_| !row.run_url.is_empty());
    view! {
        <div class="evidence-why">
            <VerdictTag verdict=row.verdict stale=row.stale />
            <ul>{why}</ul>
        </div>
        <Runs runs=test.runs.clone() />
        {issues(test, reading, query)}
        <div class="evidence-columns">
            {facts(test)}
            <Messages messages=test.messages.clone() />
            <Elsewhere elsewhere=test.elsewhere.clone() query=query.clone() />
        </div>
        <p class="evidence-links">
            <a href=grid>"Grid of "{row.job.clone()}</a>
            {whole.map(|href| view! { <a href=href>"Whole texts of its failed runs"</a> })}
            {link(&row.testgrid_url, "TestGrid \u{2197}")}
            {link(&row.run_url, "Newest failed run \u{2197}")}
            {link(&test.triage_url, "Triage \u{2197}")}
        </p>
    }
    .into_any()
}
