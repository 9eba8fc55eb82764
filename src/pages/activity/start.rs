//! How runs come here: repositories on GitHub Actions, files, or the sample.

use flakescope_core::activity::page::link::to_pairs;
use flakescope_core::activity::page::{Asked, Span};
use flakescope_core::flakes::Source;
use flakescope_engine::FilesFor;
use leptos::prelude::*;

use super::use_page;
use crate::components::drop::FileButton;
use crate::components::places_form::PlacesForm;
use crate::state::url::{Step, use_change_view};

/// The sample is shown with its last week, so that there is a week before to compare with.
const SAMPLE_HOURS: u32 = 168;

/// What the page says before it has runs.
#[component]
pub fn Start() -> impl IntoView {
    let change = use_change_view();
    let sample = move |_| {
        let asked = Asked { span: Some(Span::Last { hours: SAMPLE_HOURS }), ..Asked::default() };
        change(Step::Push, &|view| {
            view.query.source = Source::Sample;
            view.page.own = to_pairs(&asked);
        });
    };
    view! {
        <h1 id="page-title" tabindex="-1">
            "How did CI do?"
        </h1>
        <p class="lead">
            "Runs, jobs and pull requests of a span of time: what failed and why, what was run again without a change, which jobs flake, and what changed against the span before. With a message for the team, and issues about failed cases, ready to be filed."
        </p>
        <div class="activity-start">
            <Repositories />
            <section>
                <h2>"From files"</h2>
                <p>
                    "Rows of ci_data as CSV or JSON, saved lists of runs of GitHub Actions, prowjobs.js or the page of a Prow job\u{2019}s history. Logs beside them (job-id.log, or as Jenkins keeps them) tell the causes. Nothing is uploaded."
                </p>
                <div class="actions">
                    <FileButton label="Choose files" class="btn primary" purpose=FilesFor::Activity />
                    <FileButton label="Choose a folder" class="btn" purpose=FilesFor::Activity folder=true />
                    <button type="button" class="btn" on:click=sample>
                        "Look at the made-up sample"
                    </button>
                </div>
            </section>
        </div>
    }
}

/// Repositories by their names.
#[component]
fn Repositories() -> impl IntoView {
    let page = use_page();
    let read = Callback::new(move |places| page.change(|asked| asked.places = places));
    view! {
        <section>
            <h2>"From GitHub Actions or Prow"</h2>
            <p>
                {format!(
                    "Public repositories on GitHub Actions (owner/name) or jobs of Prow (gs://bucket/logs/job, or the address of its history), one a line, at most {}. The last day is read, and the day before to compare. GitHub is asked once for each hundred runs, and once for each run that failed: without a token it answers 60 an hour. What came is kept.",
                    Asked::MOST_PLACES,
                )}
            </p>
            <PlacesForm label="Repositories or jobs, one a line" example="kubernetes-sigs/kind\ngs://kubernetes-ci-logs/logs/ci-kubernetes-unit" button="Read their runs" done=read />
        </section>
    }
}
