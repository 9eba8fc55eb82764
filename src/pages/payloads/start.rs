//! How runs come here: files, the sample, the newest runs of a job, or addresses.

use flakescope_core::payloads::link::addresses;
use flakescope_core::payloads::{Query, RunsFrom};
use flakescope_engine::FilesFor;
use leptos::prelude::*;

use super::use_page;
use crate::components::drop::FileButton;
use crate::components::sample_button::SampleButton;
use crate::state::url::Step;

/// What the page says before it has runs.
#[component]
pub fn Start() -> impl IntoView {
    view! {
        <h1 id="page-title" tabindex="-1">
            "Did the runs of a payload get worse?"
        </h1>
        <p class="lead">
            "Several runs of one job on one payload, held against how its tests did before. Each test must pass as often as its history demands; the page says which do not, and how sure that is."
        </p>
        <div class="payload-start">
            <section>
                <h2>"From files"</h2>
                <p>
                    "Drop the JUnit files of the runs anywhere on this page: one archive or one folder for each run, or single files. A table of earlier results (.csv) may be among them."
                </p>
                <div class="actions">
                    <FileButton label="Choose files" class="btn primary" purpose=FilesFor::Payload />
                    <FileButton label="Choose a folder" class="btn" purpose=FilesFor::Payload folder=true />
                    <SampleButton />
                </div>
            </section>
            <Addresses />
            <Newest />
        </div>
    }
}

/// Runs by the addresses of their pages.
#[component]
fn Addresses() -> impl IntoView {
    let page = use_page();
    let typed = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let addresses = addresses(&typed.read_untracked());
        if !addresses.is_empty() {
            let from = RunsFrom::Listed { addresses };
            page.set.run((Step::Push, Query { from, ..page.about.get_untracked() }));
        }
    };
    view! {
        <section>
            <h2>"From the bucket of the runs"</h2>
            <p>"The addresses of runs, one a line: of their pages in Prow, or bucket/logs/job/build."</p>
            <form on:submit=submit>
                <textarea
                    class="field"
                    rows="4"
                    spellcheck="false"
                    aria-label="Addresses of runs, one a line"
                    placeholder="https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/\u{2026}/1790000000000000000"
                    on:input=move |event| typed.set(event_target_value(&event))
                ></textarea>
                <button type="submit" class="btn">
                    "Judge these runs"
                </button>
            </form>
        </section>
    }
}

/// The newest runs of a tab.
#[component]
fn Newest() -> impl IntoView {
    let page = use_page();
    let typed = RwSignal::new((String::new(), String::new()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (dashboard, job) = typed.get_untracked();
        let (dashboard, job) = (dashboard.trim().to_owned(), job.trim().to_owned());
        if !dashboard.is_empty() && !job.is_empty() {
            let from = RunsFrom::Newest { runs: RunsFrom::RUNS };
            page.set.run((Step::Push, Query { from, dashboard, job, ..page.about.get_untracked() }));
        }
    };
    view! {
        <section>
            <h2>"The newest runs of a job"</h2>
            <p>
                {format!(
                    "The newest {} finished runs of a TestGrid tab, held against the runs before them. Every job's page has a link for it too.",
                    RunsFrom::RUNS,
                )}
            </p>
            <form on:submit=submit>
                <input
                    class="field"
                    aria-label="Board"
                    placeholder="Board, such as sig-release-master-blocking"
                    on:input=move |event| typed.update(|typed| typed.0 = event_target_value(&event))
                />
                <input
                    class="field"
                    aria-label="Job"
                    placeholder="Job, the name of the tab"
                    on:input=move |event| typed.update(|typed| typed.1 = event_target_value(&event))
                />
                <button type="submit" class="btn">
                    "Judge the newest runs"
                </button>
            </form>
        </section>
    }
}
