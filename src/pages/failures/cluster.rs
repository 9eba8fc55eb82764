//! One cluster, opened: its text with what differs marked, where and when it happens, and every failure.

use flakescope_core::failures::{ClusterView, Count, Member};
use flakescope_engine::{Answer, FailuresAsk, Stage};
use leptos::prelude::*;

use super::clusters::{name, places, trend, verdicts};
use super::marked::marked_text;
use super::timeline::timeline_bars;
use super::{Page, links, use_page};
use crate::components::issue::out_link;
use crate::components::{CopyButton, StateNotice};
use crate::engine_client::{kind, use_answer};
use crate::format::{count, moment, plural, rate};
use crate::state::view::use_view;

/// The cluster. It asks by itself.
#[component]
pub fn OneCluster() -> impl IntoView {
    let page = use_page();
    let current = use_view();
    let id = Memo::new(move |_| current.read().page.cluster.clone());
    let state = use_answer(kind::CLUSTER, move || Some(page.request(FailuresAsk::Cluster { id: id.get() })));
    let all = move || page.link("");
    let content = move || match state.answer.get().as_deref() {
        Some(Answer::FailuresCluster(_, Some(view))) => opened(view, &page),
        Some(Answer::FailuresCluster(reading, None)) if reading.stage == Stage::Complete => gone(),
        _ => view! {
            <h1 id="page-title" tabindex="-1">"A cluster of failures"</h1>
            <span class="skeleton block tall" aria-label="The cluster is being read"></span>
        }
        .into_any(),
    };
    view! {
        <p>
            <a href=all>"\u{2190} All clusters"</a>
        </p>
        <StateNotice state />
        {content}
    }
}

fn gone() -> AnyView {
    view! {
        <h1 id="page-title" tabindex="-1">"This cluster is not here"</h1>
        <p class="empty">
            "None of the failures at hand make it. They may have left the window, or the link was made with other settings or other files. Look among all clusters."
        </p>
    }
    .into_any()
}

fn opened(view: &ClusterView, page: &Page) -> AnyView {
    let row = &view.row;
    let words = name(row);
    let address = move |()| window().location().href().unwrap_or_default();
    let timeline = page.view.read_untracked().list().map(|list| list.timeline.clone()).unwrap_or_default();
    view! {
        <h1 id="page-title" class="cluster-title" tabindex="-1">
            {words}
        </h1>
        <p class="cluster-facts">
            <b>{plural(row.size, "failure")}</b>
            " \u{b7} "
            {places(row)}
            {trend(row.trend)}
            " "
            {verdicts(row)}
        </p>
        {facts(view)}
        {timeline_bars(&row.pieces, &timeline)}
        <section aria-labelledby="text-title">
            <div class="section-head">
                <h2 id="text-title">"What they say"</h2>
                <CopyButton label="Copy link" done="The link was copied." text=address />
            </div>
            <p class="muted">
                {if row.distinct_texts > 1 {
                    format!(
                        "The most frequent of {}, with numbers, times and ids taken out. Marked parts differ from failure to failure.",
                        plural(row.distinct_texts, "text"),
                    )
                } else {
                    "All of them say the same, with numbers, times and ids taken out.".to_owned()
                }}
            </p>
            {marked_text(&view.cluster.representative, &view.cluster.spans)}
            <details>
                <summary>"One of them as it was written"</summary>
                <pre class="marked" tabindex="0" aria-label="One failure as it was written">{view.example.clone()}</pre>
            </details>
        </section>
        <div class="two">
            {counts("Tests", &view.cluster.tests)}
            {counts("Jobs", &view.cluster.jobs)}
            {counts("Contexts", &view.cluster.contexts)}
        </div>
        {members(view, page)}
    }
    .into_any()
}

/// When it was seen, how often it was merged anyway, and who tracks it.
fn facts(view: &ClusterView) -> AnyView {
    let cluster = &view.cluster;
    let seen = cluster.first_seen.zip(cluster.last_seen);
    let seen = seen
        .map(|(first, last)| view! { <p>{format!("Seen from {} to {}.", moment(first), moment(last))}</p> });
    let merged =
        cluster.merged_share.zip(cluster.merged_low.zip(cluster.merged_high)).map(|(share, (low, high))| {
            let words = rate(share, low, high);
            let known = plural(cluster.judged, "failure");
            let words = format!(
                "Of {known} whose outcome is known, {} were merged anyway (95 % interval {}).",
                words.rate, words.interval
            );
            view! { <p>{words}</p> }
        });
    let trackers = view.row.trackers.iter().map(|address| out_link(address, address)).collect_view();
    let trackers = (!view.row.trackers.is_empty()).then(|| view! { <p>"Known as: "{trackers}</p> });
    view! { {seen} {merged} {trackers} }.into_any()
}

/// The most names that are shown of a list.
const NAMES: usize = 12;

fn counts(title: &'static str, counts: &[Count]) -> Option<AnyView> {
    let line = |item: &Count| {
        view! {
            <tr>
                <td class="cluster-name">{item.name.clone()}</td>
                <td class="num">{count(item.count)}</td>
            </tr>
        }
    };
    let rest = counts.len().saturating_sub(NAMES);
    let rest =
        (rest > 0).then(|| view! { <p class="muted">{format!("and {} more", count(rest as u64))}</p> });
    (!counts.is_empty()).then(|| {
        view! {
            <section>
                <h2>{title}</h2>
                <div class="table-wrap">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"name"</th>
                                <th scope="col" class="num">"failures"</th>
                            </tr>
                        </thead>
                        <tbody>{counts.iter().take(NAMES).map(line).collect_view()}</tbody>
                    </table>
                </div>
                {rest}
            </section>
        }
        .into_any()
    })
}

fn members(view: &ClusterView, page: &Page) -> AnyView {
    let rest = u64::from(view.row.size).saturating_sub(view.members.len() as u64);
    let rest = (rest > 0)
        .then(|| view! { <p class="muted">{format!("{} older ones are in the files.", count(rest))}</p> });
    let all = RwSignal::new(view.members.len() <= FIRST);
    let (members, page) = (view.members.clone(), *page);
    let lines = move || {
        let shown = if all.get() { usize::MAX } else { FIRST };
        members.iter().take(shown).map(|member| member_line(member, &page)).collect_view()
    };
    let more = view.members.len().saturating_sub(FIRST);
    let more = move || {
        (!all.get()).then(|| {
            view! {
                <button type="button" class="btn quiet" on:click=move |_| all.set(true)>
                    {format!("+ {} more", count(more as u64))}
                </button>
            }
        })
    };
    view! {
        <section aria-labelledby="members-title">
            <h2 id="members-title">"Every failure, the newest first"</h2>
            <div class="table-wrap">
                <table class="table cards">
                    <thead>
                        <tr>
                            <th scope="col">"when"</th>
                            <th scope="col">"test"</th>
                            <th scope="col">"job"</th>
                            <th scope="col">"run"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            {more}
            {rest}
        </section>
    }
    .into_any()
}

/// How many failures are shown before one asks for more.
const FIRST: usize = 25;

fn member_line(member: &Member, page: &Page) -> AnyView {
    let test = if member.key.test.is_empty() { member.id.clone() } else { member.key.test.clone() };
    let link = page.on_boards().then(|| links::test(&page.query.read(), &member.key)).flatten();
    let test = match link {
        Some(href) => view! { <a href=href>{test}</a> }.into_any(),
        None => test.into_any(),
    };
    let place = if member.key.job.is_empty() { member.key.dashboard.clone() } else { member.key.job.clone() };
    view! {
        <tr>
            <td class="nowrap" data-label="when">{member.date.map_or_else(|| "\u{2013}".to_owned(), moment)}</td>
            <td class="cluster-name">{test}</td>
            <td data-label="job">{place}</td>
            <td data-label="run">{out_link(&member.url, "Log \u{2197}")}</td>
        </tr>
    }
    .into_any()
}
