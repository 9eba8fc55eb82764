//! Where the test is muted in the sources that were read: by which marker, since when, under which ticket.

use flakescope_core::flakes::{Query, TestKey};
use flakescope_core::muted::MutedAt;
use flakescope_engine::Answer;
use leptos::prelude::*;

use crate::components::StateNotice;
use crate::components::issue::out_link;
use crate::engine_client::{Opened, kind, use_answer};
use crate::state::sources::Sources;
use crate::state::view::{PageKeys, href, use_view};

/// Places that are shown: the surest.
const SHOWN: usize = 5;

/// The lines. They ask only where sources were read, or the link names some: the parsers are heavy.
#[component]
pub fn MutedUnder(
    /// The test.
    key: TestKey,
    /// Source, boards, window.
    query: Memo<Query>,
) -> impl IntoView {
    let sources = use_view().with_untracked(Sources::of);
    let Some(sources) = sources else { return nothing_read(&query.read_untracked()) };
    let state = use_answer(kind::MUTED_OF_TEST, move || sources.about(&key.test));
    let places = Opened::of(state, |answer| match answer {
        Answer::MutedOfTest(places) => Some(places),
        _ => None,
    });
    let lines = move || places.read().get().map(|places| list(places));
    let waits = move || {
        let waits = state.busy.get() && places.read().get().is_none();
        waits.then(|| view! { <p class="muted">"Looking into the sources\u{2026}"</p> })
    };
    view! {
        <div class="same-as muted-under">
            <StateNotice state />
            {waits}
            {lines}
        </div>
    }
    .into_any()
}

/// A quiet way to the page that reads sources.
fn nothing_read(query: &Query) -> AnyView {
    let page = href("/muted", query, &PageKeys::default());
    view! {
        <p class="muted">
            "Whether it is muted in its source is not known here. "
            <a href=page>"Read the sources"</a>
        </p>
    }
    .into_any()
}

fn list(places: &[MutedAt]) -> AnyView {
    if places.is_empty() {
        return view! { <p class="muted">"No marker in the sources that were read mutes a test of this name."</p> }
            .into_any();
    }
    let rest = places.len().saturating_sub(SHOWN);
    let more = (rest > 0).then(|| view! { <li>{format!("and {rest} more")}</li> });
    view! {
        <ul>
            {places.iter().take(SHOWN).map(line).collect_view()}
            {more}
        </ul>
    }
    .into_any()
}

/// `Muted in o/r@main, a.py line 3, since 2024-03-01, under DCOS-1: why`.
fn line(at: &MutedAt) -> AnyView {
    let row = &at.row;
    let since = (!row.since.is_empty()).then(|| format!(", since {}", row.since));
    let ticket = (!row.ticket.is_empty()).then(|| view! { ", under " {linked(&at.ticket_url, &row.ticket)} });
    let condition = at.condition().map(|condition| format!(", {condition}"));
    let reason = (!row.reason.is_empty()).then(|| format!(": {}", row.reason));
    view! {
        <li>
            {at.lead()}
            " "
            {at.repository()}
            ", "
            {linked(&row.permalink, &at.place())}
            {since}
            {ticket}
            {condition}
            {reason}
        </li>
    }
    .into_any()
}

/// A link out where there is one, else the words.
fn linked(url: &str, words: &str) -> AnyView {
    if url.is_empty() { words.to_owned().into_any() } else { out_link(url, words) }
}
