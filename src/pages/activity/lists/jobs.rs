//! Jobs, the most failures first.

use flakescope_core::activity::page::RowFilter;
use flakescope_core::activity::{JobRow, Quantiles, RunStatus};
use leptos::prelude::*;

use super::super::facts::length;
use super::{Page, dashed, failures_of, runs_of, table_of};
use crate::format::count;

/// The table.
pub(super) fn table(rows: &[JobRow], several: bool, page: Page) -> AnyView {
    let rows = rows.iter().map(|job| row(job, several, page)).collect();
    table_of(
        &[
            "job",
            "runs",
            "failed",
            "aborted",
            "reruns",
            "flaky commits",
            "half took",
            "90 % took",
            "half waited",
            "failed in",
        ],
        rows,
    )
}

fn row(job: &JobRow, several: bool, page: Page) -> AnyView {
    let link = |more: fn(&mut RowFilter)| {
        page.runs_link(|filter| {
            (filter.repository, filter.job) = (job.repository.clone(), job.job.clone());
            more(filter);
        })
    };
    let Quantiles { p50, p90, .. } = job.duration_ms;
    let long = |time: Option<u64>| time.map_or_else(|| dashed(""), length);
    view! {
        <tr>
            <th scope="row" class="activity-run">
                {several.then(|| view! { <small>{job.repository.clone()}</small> })}
                {job.job.clone()}
            </th>
            <td data-label="runs" class="num">{runs_of(job.runs, link(|_| {}))}</td>
            <td data-label="failed" class="num">
                {failures_of(job.counts(), link(|filter| filter.status = Some(RunStatus::Failure)))}
            </td>
            <td data-label="aborted" class="num">{count(job.aborted)}</td>
            <td data-label="reruns" class="num">{count(job.reruns)}</td>
            <td data-label="flaky commits" class="num">{count(job.flaky_commits)}</td>
            <td data-label="half took" class="num nowrap">{long(p50)}</td>
            <td data-label="90 % took" class="num nowrap">{long(p90)}</td>
            <td data-label="half waited" class="num nowrap">{long(job.queued_ms.p50)}</td>
            <td data-label="failed in">{failed_in(job, page)}</td>
        </tr>
    }
    .into_any()
}

/// The pull requests in which it failed most often.
fn failed_in(job: &JobRow, page: Page) -> AnyView {
    const SHOWN: usize = 3;
    let link = |(number, times): &(u64, u32)| {
        let pull = Some(Some(*number));
        let href = page.runs_link(|filter| {
            (filter.repository, filter.job, filter.pull) = (job.repository.clone(), job.job.clone(), pull);
        });
        view! {
            <a href=href>{format!("#{number}")}</a>
            {format!(" \u{d7}{times} ")}
        }
    };
    let more = job.failed_pull_requests.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("+{more} more"));
    view! { <span>{job.failed_pull_requests.iter().take(SHOWN).map(link).collect_view()} {more}</span> }
        .into_any()
}
