//! The numbers of one test, what its failures said, and where else it runs.

use flakescope_core::flakes::{self, MessageCount, Query, TestView, Verdict};
use leptos::prelude::*;

use crate::components::{RateInterval, VerdictTag};
use crate::format::{self, day, plural};
use crate::state::view::{PageKeys, href};

/// Messages that are shown.
const MESSAGES: usize = 8;
/// Other jobs that are shown: those that need a look come first.
const PLACES: usize = 10;

/// The numbers, each with what it means.
pub fn facts(test: &TestView) -> AnyView {
    let row = &test.row;
    let drawn = !matches!(row.verdict, Verdict::Failing | Verdict::Recovered);
    let interval = row.failure_rate_low.zip(row.failure_rate_high).filter(|_| drawn);
    let runs = plural(row.runs, "run");
    let flaky = match row.flaky_cells {
        0 => String::new(),
        cells => format!(", {} failed and passed", format::count(cells)),
    };
    let failed = format!("{} failed{flaky}", format::count(row.failures));
    let renamed = (!row.renamed_from.is_empty())
        .then(|| view! { <dt>"renamed from"</dt><dd>{row.renamed_from.clone()}</dd> });
    let seen = test.runs_to_see.map(|runs| {
        view! {
            <dt>"to see it once"</dt>
            <dd>{format!("{} (19 times in 20)", plural(runs, "run"))}</dd>
        }
    });
    let priority = (!row.priority.words().is_empty())
        .then(|| view! { <dt>"priority"</dt><dd>{row.priority.words()}</dd> });
    view! {
        <section aria-label="Numbers">
            <dl class="facts">
                <dt>"failure rate"</dt>
                <dd>
                    <RateInterval rate=row.failure_rate interval runs=row.runs />
                </dd>
                <dt>"runs in the window"</dt>
                <dd>{runs}": "{failed}</dd>
                {seen}
                <dt>"since"</dt>
                <dd>{since(test)}</dd>
                {priority}
                {renamed}
            </dl>
        </section>
    }
    .into_any()
}

/// `12 Nov 2026 (between 10 Nov 2026 and 13 Nov 2026)`, or that nothing is known.
fn since(test: &TestView) -> String {
    let row = &test.row;
    match (row.since, row.since_low, row.since_high) {
        (None, _, _) => "no moment stands out in the served runs".to_owned(),
        (Some(since), Some(low), Some(high)) if low != high => {
            format!("{} (99 %: {} to {})", day(since), day(low), day(high))
        }
        (Some(since), ..) => day(since),
    }
}

/// What the failures said, most frequent first.
#[component]
pub fn Messages(
    /// The messages.
    messages: Vec<MessageCount>,
) -> impl IntoView {
    let title = plural(messages.len() as u64, "message");
    let more = messages.len().saturating_sub(MESSAGES);
    let more =
        (more > 0).then(|| view! { <p class="muted">{format!("and {}", plural(more as u64, "other"))}</p> });
    let item = |message: MessageCount| {
        view! {
            <li>
                <b>{format!("{}\u{d7} ", format::count(message.count))}</b>
                <span class="mono">{message.text}</span>
            </li>
        }
    };
    view! {
        <section>
            <h2>{title}</h2>
            <ul class="messages">{messages.into_iter().take(MESSAGES).map(item).collect_view()}</ul>
            {more}
        </section>
    }
}

/// The same test in other jobs.
#[component]
pub fn Elsewhere(
    /// The places.
    elsewhere: Vec<flakes::Elsewhere>,
    /// The question.
    query: Query,
) -> impl IntoView {
    let item = move |place: flakes::Elsewhere| {
        let key = &place.key;
        let to = href("/flakes", &query, &PageKeys::at_test(&key.dashboard, &key.job, &key.test));
        let rate = place.failure_rate.map(|rate| format::rate_of_runs(rate, place.runs)).unwrap_or_default();
        view! {
            <li>
                <VerdictTag verdict=place.verdict />
                " "
                <a href=to>{key.job.clone()}</a>
                {format!(" {rate} of {}", plural(place.runs, "run"))}
            </li>
        }
    };
    let more = elsewhere.len().saturating_sub(PLACES);
    let more = (more > 0)
        .then(|| view! { <p class="muted">{format!("and {}", plural(more as u64, "other job"))}</p> });
    (!elsewhere.is_empty()).then(|| {
        view! {
            <section>
                <h2>"The same test elsewhere"</h2>
                <ul class="elsewhere">{elsewhere.into_iter().take(PLACES).map(item).collect_view()}</ul>
                {more}
            </section>
        }
    })
}
