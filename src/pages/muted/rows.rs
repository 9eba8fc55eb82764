//! The markers: each with its test, its line, its reason, its ticket, its age, its owner and what is wrong with it.

use flakescope_core::muted::{Change, MutedView, Row, RowView};
use leptos::prelude::*;

use super::facts::letter;
use super::problem::{meaning, name};
use super::{ROWS, use_page};
use crate::components::show_more::ShowMore;
use crate::format::{count, plural};

/// The list.
#[component]
pub fn Rows() -> impl IntoView {
    let page = use_page();
    let list = move || match page.view.read().get() {
        Some(view) if view.rows.is_empty() => empty(view),
        Some(view) => table(view),
        None => ().into_any(),
    };
    view! {
        <section class="muted-rows" aria-labelledby="markers-title">
            <h2 id="markers-title">"Markers"</h2>
            {list}
        </section>
    }
}

fn empty(view: &MutedView) -> AnyView {
    let words = if view.totals.markers == 0 {
        "No marker was found. Look at the warnings above; a marker of your own can be named in the settings."
    } else {
        "No marker is listed. Clear the search, or switch off a problem above."
    };
    view! { <p class="empty">{words}</p> }.into_any()
}

fn listed(view: &MutedView) -> String {
    let shown = view.rows.len() as u64;
    if shown < u64::from(view.matching) {
        return format!("The first {} of {} markers.", count(shown), count(view.matching));
    }
    format!("{} of {}.", plural(shown, "marker"), count(view.totals.markers as u64))
}

fn table(view: &MutedView) -> AnyView {
    let several = view.places.len() > 1 && view.changes.is_none();
    let rows = view.rows.iter().map(|one| row(one, several)).collect_view();
    view! {
        <p class="muted">{listed(view)}</p>
        <div class="table-wrap">
            <table class="table cards muted-table">
                <thead>
                    <tr>
                        <th scope="col">"test"</th>
                        <th scope="col">"marker"</th>
                        <th scope="col">"ticket"</th>
                        <th scope="col">"since"</th>
                        <th scope="col">"owner"</th>
                        {several.then(|| view! { <th scope="col">"muted in"</th> })}
                        <th scope="col">"to mend"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <ShowMore matching=view.matching limit=use_page().limit step=ROWS />
    }
    .into_any()
}

fn row(shown: &RowView, several: bool) -> AnyView {
    let row = &shown.row;
    let test = if row.test.is_empty() { "the whole file".to_owned() } else { row.test.clone() };
    let muted_in = several.then(|| view! { <td data-label="muted in">{muted_in(&shown.muted_in)}</td> });
    let problems = row.problems.iter().map(|problem| {
        view! {
            <span class="tag is-suspect" title=meaning(*problem)>
                {name(*problem)}
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row" class="muted-test">
                {shown.change.map(change)}
                {test}
                {place(row)}
                {condition(row)}
                <p class="muted">{row.reason.clone()}</p>
            </th>
            <td data-label="marker" class="muted-marker">
                {row.marker.clone()}
            </td>
            <td data-label="ticket">{ticket(shown)}</td>
            <td data-label="since" class="nowrap">
                {since(row)}
            </td>
            <td data-label="owner">{dashed(&row.owner)}</td>
            {muted_in}
            <td data-label="to mend">
                <span class="muted-problems">{problems.collect_view()}</span>
                {passes(row)}
            </td>
        </tr>
    }
    .into_any()
}

/// Where the test passes every time.
fn passes(row: &Row) -> Option<AnyView> {
    let words = (!row.passes_on.is_empty()).then(|| format!("passes {}", row.passes_on))?;
    Some(view! { <small>{words}</small> }.into_any())
}

fn change(change: Change) -> AnyView {
    let class = match change {
        Change::MutedSince => "tag is-failing",
        Change::UnmutedSince => "tag is-passing",
        Change::Still => "tag is-stale",
    };
    view! { <span class=class>{change.words()}</span> " " }.into_any()
}

fn dashed(text: &str) -> String {
    if text.is_empty() { "\u{2013}".to_owned() } else { text.to_owned() }
}

/// The file and the line, with a link where there is one.
fn place(row: &Row) -> AnyView {
    let words = format!("{}:{}", row.file, row.line);
    if row.permalink.is_empty() {
        return view! { <small class="muted-file">{words}</small> }.into_any();
    }
    view! {
        <small class="muted-file">
            <a href=row.permalink.clone() rel="external noopener" target="_blank">
                {words}
            </a>
        </small>
    }
    .into_any()
}

/// When alone it mutes, and whether the test must fail.
fn condition(row: &Row) -> Option<AnyView> {
    let condition = (!row.condition.is_empty()).then(|| format!("only when {}", row.condition));
    let strict = (row.strict == Some(true)).then(|| "must fail (strict)".to_owned());
    let words: Vec<String> = condition.into_iter().chain(strict).collect();
    (!words.is_empty()).then(|| view! { <small class="muted-when">{words.join(", ")}</small> }.into_any())
}

fn ticket(shown: &RowView) -> AnyView {
    let text = dashed(&shown.row.ticket);
    if shown.ticket_url.is_empty() {
        return text.into_any();
    }
    view! {
        <a href=shown.ticket_url.clone() rel="external noopener" target="_blank">
            {text}
        </a>
    }
    .into_any()
}

/// The day, and how long ago it is.
fn since(row: &Row) -> AnyView {
    let age = row.age_days.map(|days| view! { <small>{plural(days, "day")}</small> });
    view! {
        <span>
            {dashed(&row.since)}
            {age}
        </span>
    }
    .into_any()
}

/// The letters of the places in which the test is muted.
fn muted_in(places: &[bool]) -> AnyView {
    let named = |muted: bool| {
        let letters = places.iter().enumerate().filter(move |(_, own)| **own == muted);
        letters.map(|(place, _)| letter(place)).collect::<Vec<_>>().join(", ")
    };
    let not = named(false);
    let title = if not.is_empty() { "muted everywhere".to_owned() } else { format!("not in {not}") };
    view! { <span title=title>{named(true)}</span> }.into_any()
}
