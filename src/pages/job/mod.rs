//! One job: its status, the rules for blocking jobs, and the grid of every test and run.

pub mod answer;
pub mod criteria;
pub mod facts;
pub mod grid;
pub mod heading;
pub mod later;
mod links;

use flakescope_engine::{Answer, Request, Stage};
use leptos::prelude::*;

use self::answer::Job;
use self::grid::GridPanel;
use self::heading::Heading;
use self::later::numbers_later;
use crate::components::{StateNotice, use_page_answer};
use crate::engine_client::kind;
use crate::state::view::use_view;

pub(crate) use self::links::web;

/// The job page. The link names the board and the job.
#[component]
pub fn JobPage() -> impl IntoView {
    let current = use_view();
    let state = use_page_answer(kind::JOB, move || {
        let view = current.get();
        let (dashboard, job) = (view.page.at.dashboard, view.page.at.job);
        (!job.is_empty()).then_some(Request::FlakesJob { query: view.query, dashboard, job })
    });
    let job = Memo::new(move |before: Option<&Job>| {
        let now = state.answer.get().as_ref().and_then(Job::from_answer);
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let row = Memo::new(move |_| job.read().view().job.clone());
    let missing =
        Memo::new(move |_| missing(state.answer.get().as_deref(), current.read().page.at.job.is_empty()));
    let read = Memo::new(move |_| row.read().read);
    view! {
        <Heading job=row.into() />
        <StateNotice state />
        {move || missing.get().map(|words| view! { <p class="notice warn">{words}</p> })}
        <Show when=move || read.get() fallback=move || view! { <Waiting busy=state.busy /> }>
            {numbers_later(job)}
            <GridPanel job=job.into() />
        </Show>
    }
}

/// Keeps the place of the grid while it is being read.
#[component]
fn Waiting(
    /// Whether it is coming.
    busy: Signal<bool>,
) -> impl IntoView {
    let places = || {
        view! {
            <p class="muted">"The runs of this job are being read."</p>
            <span class="skeleton block tall" aria-hidden="true"></span>
        }
    };
    move || busy.get().then(places)
}

/// Why there is no job; none while there is one or it may still come.
fn missing(answer: Option<&Answer>, unnamed: bool) -> Option<&'static str> {
    match answer {
        _ if unnamed => Some("The link names no job. Choose one on the overview."),
        Some(Answer::FlakesJob(reading, None)) if reading.stage == Stage::Complete => {
            Some("No job of this name was read. It may have left the board. Choose another on the overview.")
        }
        Some(Answer::FlakesJob(reading, Some(view)))
            if reading.stage == Stage::Complete && !view.job.read =>
        {
            Some(
                "The runs of this job could not be read. The warnings above say why. Read anew to try again.",
            )
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_engine::Reading;

    #[test]
    fn a_job_may_still_come() {
        let answer = |stage| Answer::FlakesJob(Reading { stage, ..Reading::default() }, None);
        assert_eq!(missing(None, false), None);
        assert_eq!(missing(Some(&answer(Stage::Urgent)), false), None);
        assert!(missing(Some(&answer(Stage::Complete)), false).is_some());
        assert!(missing(None, true).is_some());
    }
}
