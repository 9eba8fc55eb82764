//! What stands in a cell of the usual columns; the others are in [`super::other_cells`].

use std::sync::Arc;

use flakescope_core::flakes::{Column, Level, Priority, RowView, TestKey, TestRow, Verdict};
use flakescope_core::model::TimeMs;
use leptos::prelude::*;

use super::columns::Shown;
use super::evidence::file_issue;
use super::later::{cell_later, copy_later};
use super::table_state::TableState;
use crate::components::issue::{issue_line, needs_issue};
use crate::components::{HistoryStrip, RateInterval, TestName, VerdictTag};
use crate::format;

/// The cell of a column.
pub fn cell(column: Shown, view: &Arc<RowView>, opened: Memo<bool>, table: TableState) -> AnyView {
    let row = &view.row;
    let content = match column {
        Shown::Strip => view! { <HistoryStrip runs=view.strip.clone() /> }.into_any(),
        Shown::Of(Column::Test) => test(row, opened, table),
        Shown::Of(Column::Job) => text(&row.job),
        Shown::Of(Column::Verdict) => view! { <VerdictTag verdict=row.verdict stale=row.stale /> }.into_any(),
        Shown::Of(Column::FailureRate) => rate(row),
        Shown::Of(Column::Since) => time(row.since),
        Shown::Of(Column::Issue) => issue(view, table),
        Shown::Of(Column::Priority) => priority(view),
        Shown::Of(column) => cell_later(column, view),
    };
    view! {
        <div class=format!("vt-cell col-{}", column.name()) role="cell" data-label=column.title()>
            {content}
        </div>
    }
    .into_any()
}

fn test(row: &TestRow, opened: Memo<bool>, table: TableState) -> AnyView {
    let key = key_of(row);
    let name = row.test.clone();
    let copied = row.test.clone();
    let sign = move || if opened.get() { "\u{25be}" } else { "\u{25b8}" };
    view! {
        <button
            type="button"
            class="vt-toggle"
            aria-label=format!("Evidence for {name}")
            aria-expanded=move || opened.get().to_string()
            on:click=move |_| table.toggle.run(Some(key.clone()))
        >
            <span aria-hidden="true">{sign}</span>
        </button>
        <TestName name short=true />
        {copy_later(copied)}
    }
    .into_any()
}

/// Names the test of a row.
pub(super) fn key_of(row: &TestRow) -> TestKey {
    TestKey { dashboard: row.dashboard.clone(), job: row.job.clone(), test: row.test.clone() }
}

pub(super) fn text(text: &str) -> AnyView {
    view! { <span class="vt-text" title=text.to_owned()>{text.to_owned()}</span> }.into_any()
}

/// A day, with the moment as its tip.
pub(super) fn time(time: Option<TimeMs>) -> AnyView {
    let Some(time) = time else { return text("\u{2013}") };
    view! { <span class="nowrap" title=format::moment(time)>{format::day(time)}</span> }.into_any()
}

/// Runs of a breakage are not independent of each other: no interval for `failing` and `recovered`.
fn rate(row: &TestRow) -> AnyView {
    let drawn = !matches!(row.verdict, Verdict::Failing | Verdict::Recovered);
    let interval = row.failure_rate_low.zip(row.failure_rate_high).filter(|_| drawn);
    view! { <RateInterval rate=row.failure_rate interval runs=row.runs /> }.into_any()
}

/// The issue, or the way to file one: that opens the evidence, where the issue is shown before it is filed.
fn issue(view: &RowView, table: TableState) -> AnyView {
    let key = key_of(&view.row);
    let press = move |_| {
        file_issue::want();
        table.toggle.run(Some(key.clone()));
    };
    let button = needs_issue(view).then(|| {
        view! {
            <button type="button" class="vt-file" on:click=press>
                "File an issue"
            </button>
        }
    });
    view! {
        <span class="issue-line">{issue_line(view)}</span>
        {button}
    }
    .into_any()
}

fn priority(view: &RowView) -> AnyView {
    let ours = view.row.priority;
    let words = if ours == Priority::None { "\u{2013}" } else { ours.words() };
    match label_that_differs(ours, view.labelled) {
        Some(label) => view! {
            <span title=LABELLED>
                {words}
                <small class="vt-label is-suspect">{format!("labelled {}", label.word())}</small>
            </span>
        }
        .into_any(),
        None => text(words),
    }
}

/// What a label that differs means.
const LABELLED: &str =
    "The issue bears another priority label than the handbook gives by the rate and the board.";

/// The priority label of the issue, if it says something else than we do.
pub(super) fn label_that_differs(ours: Priority, label: Option<Level>) -> Option<Level> {
    label.filter(|label| !ours.agrees(*label))
}
