//! Pull requests, the most failures first; the runs of a repository that belong to none are a row of their own.

use flakescope_core::activity::page::RowFilter;
use flakescope_core::activity::{PullRow, RunStatus};
use leptos::prelude::*;

use super::{Page, dashed, failures_of, out, runs_of, table_of};
use crate::format::count;

/// The table.
pub(super) fn table(rows: &[PullRow], page: Page) -> AnyView {
    let rows = rows.iter().map(|pull| row(pull, page)).collect();
    table_of(&["pull request", "author", "branch", "runs", "failed", "aborted", "reruns", "commits"], rows)
}

fn row(pull: &PullRow, page: Page) -> AnyView {
    let link = |more: fn(&mut RowFilter)| {
        page.runs_link(|filter| {
            (filter.repository, filter.pull) = (pull.repository.clone(), Some(pull.number));
            more(filter);
        })
    };
    let name = match pull.number {
        Some(number) => out(&pull.url, format!("{}#{number}", pull.repository)),
        None => format!("{} without a pull request", pull.repository).into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="activity-run">
                {name}
                <small>
                    <bdi>{pull.title.clone()}</bdi>
                </small>
            </th>
            <td data-label="author">{dashed(&pull.author)}</td>
            <td data-label="branch">{dashed(&pull.branch)}</td>
            <td data-label="runs" class="num">{runs_of(pull.runs, link(|_| {}))}</td>
            <td data-label="failed" class="num">
                {failures_of(pull.counts(), link(|filter| filter.status = Some(RunStatus::Failure)))}
            </td>
            <td data-label="aborted" class="num">{count(pull.aborted)}</td>
            <td data-label="reruns" class="num">{count(pull.reruns)}</td>
            <td data-label="commits" class="num">{count(pull.commits)}</td>
        </tr>
    }
    .into_any()
}
