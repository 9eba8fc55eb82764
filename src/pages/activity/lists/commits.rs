//! Commits, those that were first run last on top.

use flakescope_core::activity::page::RowFilter;
use flakescope_core::activity::{CommitRow, RunStatus};
use leptos::prelude::*;

use super::{Page, failures_of, runs_of, short, table_of, time};
use crate::format::count;

/// The table.
pub(super) fn table(rows: &[CommitRow], page: Page) -> AnyView {
    let rows = rows.iter().map(|commit| row(commit, page)).collect();
    table_of(
        &["commit", "pull request", "first run", "runs", "failed", "aborted", "reruns", "flaky jobs"],
        rows,
    )
}

fn row(commit: &CommitRow, page: Page) -> AnyView {
    let link = |more: fn(&mut RowFilter)| {
        page.runs_link(|filter| {
            (filter.repository, filter.commit) = (commit.repository.clone(), commit.commit.clone());
            more(filter);
        })
    };
    let (repository, number) = (commit.repository.clone(), commit.number);
    let pull = page.runs_link(|filter| (filter.repository, filter.pull) = (repository, Some(number)));
    let pull_words = commit.number.map_or_else(|| "none".to_owned(), |number| format!("#{number}"));
    view! {
        <tr>
            <th scope="row" class="activity-run">
                <span class="mono" title=commit.commit.clone()>
                    {short(&commit.commit)}
                </span>
                <small>{commit.repository.clone()}</small>
            </th>
            <td data-label="pull request">
                <a href=pull>{pull_words}</a>
            </td>
            <td data-label="first run" class="nowrap">{time(commit.first_run)}</td>
            <td data-label="runs" class="num">{runs_of(commit.runs, link(|_| {}))}</td>
            <td data-label="failed" class="num">
                {failures_of(commit.counts(), link(|filter| filter.status = Some(RunStatus::Failure)))}
            </td>
            <td data-label="aborted" class="num">{count(commit.aborted)}</td>
            <td data-label="reruns" class="num">{count(commit.reruns)}</td>
            <td data-label="flaky jobs" class="num">{count(commit.flaky_jobs)}</td>
        </tr>
    }
    .into_any()
}
