//! The job's name, its status and the ways to where its data come from.

use flakescope_core::flakes::JobRow;
use flakescope_core::model::TabStatus;
use leptos::prelude::*;

use super::links::{prow, web};
use crate::charts::tone;
use crate::format;
use crate::pages::overview::links;
use crate::state::view::use_view;

/// The head of the page.
#[component]
pub fn Heading(
    /// The job in numbers.
    job: Signal<JobRow>,
) -> impl IntoView {
    let current = use_view();
    let at = Memo::new(move |_| current.with(|view| view.page.at.clone()));
    let status = move || {
        let status = job.read().status;
        let class = format!("tag {}", tone(status));
        (status != TabStatus::Unknown).then(|| view! { <span class=class>{status.word()}</span> })
    };
    // A link without words is one that nobody finds.
    let name = move || match at.read().dashboard.as_str() {
        "" => "All boards".to_owned(),
        board => format::board(board).to_owned(),
    };
    let board = move || links::board(&current.read().query, &at.read().dashboard);
    let tests = move || links::job(&current.read().query, &at.read().job);
    let outside = move || {
        let job = job.read();
        let testgrid = web(&job.testgrid_url).map(|url| (url.to_owned(), "TestGrid \u{2197}"));
        let prow = prow(&job.prow_job).map(|url| (url, "Prow \u{2197}"));
        let link = |(href, name): (String, &'static str)| view! { <a href=href>{name}</a> };
        [testgrid, prow].into_iter().flatten().map(link).collect_view()
    };
    view! {
        <header class="job-head">
            <p>
                <a href=board>{name}</a>
            </p>
            <h1 id="page-title" tabindex="-1">
                {move || if at.read().job.is_empty() { "No job is named".to_owned() } else { at.read().job.clone() }}
                " "
                {status}
            </h1>
            <p class="job-links">
                <a href=tests>"Its tests in the table"</a>
                {outside}
            </p>
        </header>
    }
}
