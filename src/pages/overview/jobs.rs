//! The jobs, worst first.

use flakescope_core::flakes::{CriterionState, JobRow, Query};
use leptos::prelude::*;

use super::links;
use crate::charts::tone;
use crate::components::RateInterval;
use crate::format;

/// The jobs, worst first.
#[component]
pub fn Jobs(
    /// The jobs.
    jobs: Signal<Vec<JobRow>>,
    /// What was asked.
    query: Signal<Query>,
) -> impl IntoView {
    let lines = move || jobs.read().iter().map(|job| line(job, &query.read())).collect_view();
    let head = |name: &'static str| view! { <th scope="col">{name}</th> };
    let heads = [
        "job",
        "status",
        "newest columns passed",
        "newest green",
        "failed runs",
        "criteria",
        "tests to look at",
    ];
    view! {
        <section aria-labelledby="jobs-title">
            <div class="section-head">
                <h2 id="jobs-title">"Jobs, worst first"</h2>
            </div>
            <div class="table-wrap">
                <table class="table cards">
                    <thead>
                        <tr>{heads.map(head).collect_view()}</tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
}

fn line(job: &JobRow, query: &Query) -> impl IntoView + use<> {
    let href = links::grid(query, &job.dashboard, &job.job);
    let class = format!("tag {}", tone(job.status));
    let passed = job.columns_passed.map(|passed| format!("{} of {}", passed.passed, passed.columns));
    let interval = job.run_failure_rate_low.zip(job.run_failure_rate_high);
    let rate = job.read.then(|| view! { <RateInterval rate=job.run_failure_rate interval runs=job.runs /> });
    view! {
        <tr>
            <td>
                <a href=href>{job.job.clone()}</a>
                <span class="job-link">{format::board(&job.dashboard).to_owned()}</span>
            </td>
            <td data-label="status">
                <span class=class>{job.status.word()}</span>
            </td>
            <td data-label="columns passed">{or_dash(passed)}</td>
            <td class="nowrap" data-label="newest green">
                {or_dash(job.newest_green_at.map(format::day))}
            </td>
            <td data-label="failed runs">{rate.map_or_else(|| "\u{2013}".into_any(), IntoAny::into_any)}</td>
            <td data-label="criteria">{or_dash(criteria(job))}</td>
            <td data-label="to look at">{or_dash(to_look_at(job))}</td>
        </tr>
    }
}

fn or_dash(words: Option<String>) -> String {
    words.unwrap_or_else(|| "\u{2013}".to_owned())
}

/// `3 met, 1 not met`; none when no criterion could be judged.
fn criteria(job: &JobRow) -> Option<String> {
    let count = |state| job.criteria.iter().filter(|criterion| criterion.state == state).count();
    if count(CriterionState::Unknown) == job.criteria.len() {
        return None;
    }
    let parts = [
        (count(CriterionState::Met), "met"),
        (count(CriterionState::NotMet), "not met"),
        (count(CriterionState::Unknown), "unknown"),
    ];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    Some(words.join(", "))
}

/// `1 failing, 3 flaky`; none when its grid was not read or nothing is to be looked at.
fn to_look_at(job: &JobRow) -> Option<String> {
    let parts = [(job.tests.failing, "failing"), (job.tests.flaky, "flaky"), (job.tests.suspect, "suspect")];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    (job.read && !words.is_empty()).then(|| words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::flakes::{Criterion, Totals};

    #[test]
    fn a_job_in_words() {
        let criterion = |state| Criterion { rule: String::new(), state, figure: String::new() };
        let criteria_list =
            [CriterionState::Met, CriterionState::NotMet, CriterionState::Met].map(criterion).to_vec();
        let tests = Totals { failing: 1, suspect: 12, ..Totals::default() };
        let job = JobRow { criteria: criteria_list, tests, read: true, ..JobRow::default() };
        assert_eq!(criteria(&job).as_deref(), Some("2 met, 1 not met"));
        assert_eq!(to_look_at(&job).as_deref(), Some("1 failing, 12 suspect"));
        assert_eq!(to_look_at(&JobRow { read: false, ..job }), None);
        assert_eq!(criteria(&JobRow::default()), None);
    }
}
