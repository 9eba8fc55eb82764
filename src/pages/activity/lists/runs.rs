//! Runs, the newest first, each with what failed in it and the lines of its log around that.

use flakescope_core::activity::{FailedCase, RunRow, RunStatus};
use leptos::prelude::*;

use super::super::facts::length;
use super::{Page, dashed, out, short, table_of, time};

/// The table.
pub(super) fn table(rows: &[RunRow], several: bool, page: Page) -> AnyView {
    let rows = rows.iter().map(|run| row(run, several, page)).collect();
    table_of(&["run", "ended", "started", "took", "pull request", "commit", "why"], rows)
}

fn row(run: &RunRow, several: bool, page: Page) -> AnyView {
    let (repository, number) = (run.repository.clone(), run.number);
    let pull = page.runs_link(|filter| (filter.repository, filter.pull) = (repository.clone(), Some(number)));
    let commit = run.commit.clone();
    let commit_href =
        page.runs_link(|filter| (filter.repository, filter.commit) = (repository.clone(), commit));
    let pull_words = run.number.map_or_else(|| "none".to_owned(), |number| format!("#{number}"));
    view! {
        <tr>
            <th scope="row" class="activity-run">
                {several.then(|| view! { <small>{run.repository.clone()}</small> })}
                {run.job.clone()}
                " "
                {out(&run.url, id(run))}
                {marks(run)}
            </th>
            <td data-label="ended">{ended(run.status)}</td>
            <td data-label="started" class="nowrap">
                {time(run.started_at)}
            </td>
            <td data-label="took" class="nowrap">
                {run.duration_ms.map_or_else(|| dashed(""), length)}
            </td>
            <td data-label="pull request">
                <span>
                    <a href=pull>{pull_words}</a>
                    <small>{run.author.clone()}</small>
                </span>
            </td>
            <td data-label="commit">
                <a class="mono" href=commit_href>
                    {dashed(&short(&run.commit))}
                </a>
            </td>
            <td data-label="why">{why(run)}</td>
        </tr>
    }
    .into_any()
}

/// `#12`, and which attempt when it is not the first.
fn id(run: &RunRow) -> String {
    if run.attempt > 1 { format!("#{} attempt {}", run.id, run.attempt) } else { format!("#{}", run.id) }
}

fn ended(status: RunStatus) -> AnyView {
    let class = match status {
        RunStatus::Success => "tag is-passing",
        RunStatus::Failure => "tag is-failing",
        RunStatus::Aborted => "tag is-stale",
    };
    let words = match status {
        RunStatus::Success => "passed",
        RunStatus::Failure => "failed",
        RunStatus::Aborted => "aborted",
    };
    view! { <span class=class>{words}</span> }.into_any()
}

fn marks(run: &RunRow) -> Vec<AnyView> {
    let marks = [
        (run.rerun, "rerun", "The job ran this commit before."),
        (run.new_commit, "new commit", "The first run of a new commit of its pull request."),
        (run.flake, "flake", "The job both passed and failed on this commit."),
    ];
    let mark =
        |(_, words, title)| view! { " " <span class="tag is-stale" title=title>{words}</span> }.into_any();
    marks.into_iter().filter(|(on, ..)| *on).map(mark).collect()
}

/// What failed; with the lines around it where a log told.
fn why(run: &RunRow) -> AnyView {
    if run.failures.is_empty() {
        let words = if run.status == RunStatus::Failure { "unknown" } else { "\u{2013}" };
        return words.into_any();
    }
    let failures = run.failures.iter().map(failure).collect_view();
    view! { <div class="activity-why">{failures}</div> }.into_any()
}

/// One cause.
pub(in crate::pages::activity) fn failure(failure: &FailedCase) -> AnyView {
    let head = view! {
        <b>{failure.category.word()}</b>
        " "
        {failure.case.clone()}
    };
    if failure.context.is_empty() {
        return view! { <p>{head}</p> }.into_any();
    }
    let lines = failure.context.join("\n");
    view! {
        <details>
            <summary>{head}</summary>
            <pre tabindex="0" aria-label="Lines of the log">
                {lines}
            </pre>
        </details>
    }
    .into_any()
}
