//! The grid with its filter, its switch to a table, its legend, and the reading of the marked cell.

use leptos::prelude::*;

use super::canvas::GridCanvas;
use super::geometry::Spot;
use super::sheet::Sheet;
use crate::format::plural;
use crate::pages::job::answer::Job;
use crate::pages::job::later::table_later;
use crate::pages::job::links::{open_web, web};
use crate::state::view::{href, use_view};

/// The grid of a job.
#[component]
pub fn GridPanel(
    /// The job.
    job: Signal<Job>,
) -> impl IntoView {
    let current = use_view();
    let filter = RwSignal::new(String::new());
    let sheet = Memo::new(move |_| Sheet::new(job.get(), &filter.read()));
    let cursor = RwSignal::new(None::<Spot>);
    // A link may name a test: its newest cell is marked.
    Effect::new(move |_| {
        let test = current.with(|view| view.page.at.test.clone());
        if cursor.get_untracked().is_none() && !test.is_empty() {
            cursor.set(sheet.read().find(&test).map(|row| Spot { row, column: 0 }));
        }
    });
    let as_table = Memo::new(move |_| current.with(|view| view.page.shown_as == "table"));
    let open = Callback::new(move |spot: Spot| {
        open_web(sheet.read_untracked().columns().get(spot.column).map_or("", |column| &column.url));
    });
    view! {
        <section class="job-grid" aria-labelledby="grid-title">
            <GridHead sheet filter cursor as_table />
            <Show when=move || as_table.get() fallback=move || view! { <GridCanvas sheet cursor open /> }>
                {table_later(sheet)}
            </Show>
            <Reading sheet cursor />
            <Legend />
        </section>
    }
}

/// Heading, filter and switch.
#[component]
fn GridHead(
    /// What is shown.
    sheet: Memo<Sheet>,
    /// The words that names must hold.
    filter: RwSignal<String>,
    /// The marked cell.
    cursor: RwSignal<Option<Spot>>,
    /// Whether the table is shown.
    as_table: Memo<bool>,
) -> impl IntoView {
    let current = use_view();
    let other = move || {
        let mut view = current.get();
        view.page.shown_as = if as_table.get() { String::new() } else { "table".to_owned() };
        href("/flakes/job", &view.query, &view.page)
    };
    let typed = move |event| {
        cursor.set(None);
        filter.set(event_target_value(&event));
    };
    let count = move || {
        let sheet = sheet.read();
        let (shown, all) = (sheet.rows() - sheet.leading, sheet.tests());
        let tests = plural(all as u64, "test");
        if shown == all { tests } else { format!("{shown} of {tests}") }
    };
    view! {
        <div class="section-head">
            <h2 id="grid-title">"Every run"</h2>
            <span class="muted" role="status">
                {count}
            </span>
            <input class="field" type="search" placeholder="Filter tests" aria-label="Filter tests by name" on:input=typed />
            <a class="btn" href=other>
                {move || if as_table.get() { "Show as grid" } else { "Show as table" }}
            </a>
        </div>
    }
}

/// All that the marked cell says, aloud for screen readers, with the way to its run.
#[component]
fn Reading(
    /// What is shown.
    sheet: Memo<Sheet>,
    /// The marked cell.
    cursor: RwSignal<Option<Spot>>,
) -> impl IntoView {
    let reading = move || match cursor.get() {
        Some(spot) => sheet.read().reading(spot),
        None => "Press a cell, or an arrow key in the grid, to read it here.".to_owned(),
    };
    let run = move || {
        let sheet = sheet.read();
        let column = sheet.columns().get(cursor.get()?.column)?;
        let url = web(&column.url)?.to_owned();
        Some(view! {
            <a class="nowrap" href=url>
                "Open the run \u{2197}"
            </a>
        })
    };
    view! {
        <div class="grid-reading">
            <p role="status" aria-live="polite">
                {reading}
            </p>
            {run}
        </div>
    }
}

/// What the marks mean.
#[component]
fn Legend() -> impl IntoView {
    let marks = [
        ("cell pass", "passed"),
        ("cell fail", "failed"),
        ("cell flaky", "failed and passed"),
        ("cell skip", "skipped"),
        ("cell broken", "broken run, set aside"),
        ("cell window", "end of the window"),
    ];
    let item = |(class, words): (&'static str, &'static str)| {
        view! {
            <li>
                <span class=class></span>
                {words}
            </li>
        }
    };
    view! { <ul class="figure-key">{marks.map(item).collect_view()}</ul> }
}
