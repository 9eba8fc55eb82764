//! What changed since a day: how many tests are new, worse, mended, better, and which. The reader chooses the day.

use flakescope_core::flakes::Query;
use flakescope_core::flakes::meeting::{Change, Changes};
use leptos::prelude::*;

use super::links;
use crate::components::VerdictTag;
use crate::format;
use crate::state::url::{Step, use_change_view};

/// The choices, in days before the newest run.
const DAYS: [u32; 4] = [1, 3, 7, 14];
/// Tests that are listed under one head.
const LISTED: usize = 30;

/// The section. Without a day it offers the choice.
#[component]
pub fn ChangesSince(
    /// What changed.
    changes: Signal<Option<Changes>>,
    /// What was asked.
    query: Signal<Query>,
) -> impl IntoView {
    let heading = move || match changes.read().as_ref() {
        Some(changes) => format!("Since {}", format::moment(changes.since)),
        None => "What changed since \u{2026}".to_owned(),
    };
    let lists = move || changes.read().as_ref().map(|changes| lists(changes, &query.read()));
    view! {
        <section class="changes" aria-labelledby="changes-title">
            <div class="section-head">
                <h2 id="changes-title">{heading}</h2>
                <div class="menu-items quick" role="group" aria-label="Compare with">
                    {DAYS.map(|days| choice(days, query)).collect_view()}
                </div>
            </div>
            {lists}
        </section>
    }
}

/// A press on the chosen day compares with none.
fn choice(days: u32, query: Signal<Query>) -> AnyView {
    let change = use_change_view();
    let press = move |_| {
        change(Step::Push, &|view| {
            let same = view.query.compare_days == Some(days);
            view.query.compare_days = (!same).then_some(days);
        });
    };
    view! {
        <button
            type="button"
            aria-pressed=move || (query.read().compare_days == Some(days)).to_string()
            on:click=press
        >
            {format!("{} ago", format::plural(days, "day"))}
        </button>
    }
    .into_any()
}

fn lists(changes: &Changes, query: &Query) -> AnyView {
    let named = [
        ("new", &changes.new),
        ("worse", &changes.worse),
        ("fixed", &changes.fixed),
        ("better", &changes.better),
        ("quiet, too few runs to say fixed", &changes.quiet),
        ("without a result since", &changes.gone),
    ];
    let lists = named.map(|(name, list)| list_of(name, list, query)).collect_view();
    let compared = format!(
        "{} compared, {} results before and {} since.{}",
        format::plural(changes.jobs_compared, "job"),
        format::count(changes.runs_before),
        format::count(changes.runs_since),
        not_compared(changes),
    );
    view! {
        {lists}
        <p class="muted">{compared}</p>
    }
    .into_any()
}

fn not_compared(changes: &Changes) -> String {
    match changes.not_compared.len() as u64 {
        0 => String::new(),
        jobs => format!(" {} could not be: nothing before that day is served.", format::plural(jobs, "job")),
    }
}

fn list_of(name: &'static str, list: &[Change], query: &Query) -> AnyView {
    let head = format!("{} {name}", format::count(list.len() as u64));
    if list.is_empty() {
        return view! { <p class="change-none">{head}</p> }.into_any();
    }
    let more = list.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| view! { <li class="muted">{format!("and {more} more")}</li> });
    view! {
        <details>
            <summary>{head}</summary>
            <ul>
                {list.iter().take(LISTED).map(|change| line(change, query)).collect_view()}
                {more}
            </ul>
        </details>
    }
    .into_any()
}

fn line(change: &Change, query: &Query) -> AnyView {
    let row = &change.row;
    let href = links::test(query, (&row.dashboard, &row.job, &row.test));
    let sure = if change.certain { "" } else { ", not certain" };
    let words = format!(
        " {}: {} of {} failed before, {} of {} since{sure}",
        row.job,
        change.failures_before,
        format::plural(change.runs_before, "run"),
        change.failures_since,
        change.runs_since,
    );
    view! {
        <li>
            <VerdictTag verdict=row.verdict stale=row.stale />
            " "
            <a href=href>{row.test.clone()}</a>
            <span class="muted">{words}</span>
        </li>
    }
    .into_any()
}
