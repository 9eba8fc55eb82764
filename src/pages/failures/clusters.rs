//! The ranked list of clusters.

use flakescope_core::failures::{ClusterRow, FailuresView, Timeline, Trend};
use leptos::prelude::*;

use super::timeline::timeline_bars;
use super::{Page, use_page};
use crate::components::{RateInterval, VerdictTag};
use crate::format::{count, day, plural};

/// The list; places for it while it comes.
#[component]
pub fn Clusters() -> impl IntoView {
    let page = use_page();
    let list = move || {
        let shown = page.view.read();
        match shown.list() {
            Some(view) if view.clusters.is_empty() => empty(view),
            Some(view) => table(view, page),
            None if page.state.busy.get() => view! {
                <span class="skeleton block tall" aria-hidden="true"></span>
            }
            .into_any(),
            None => ().into_any(),
        }
    };
    view! {
        <section class="clusters" aria-labelledby="clusters-title">
            <h2 id="clusters-title">"Clusters, the largest first"</h2>
            {list}
        </section>
    }
}

fn empty(view: &FailuresView) -> AnyView {
    let words = if view.failures == 0 {
        "No failure with a text was found. Choose a longer window, or open failures from files."
    } else {
        "No two failures are alike enough. Take a larger radius, or let fewer failures make a cluster."
    };
    view! { <p class="empty">{words}</p> }.into_any()
}

fn table(view: &FailuresView, page: Page) -> AnyView {
    let largest = view.clusters.first().map_or(1, |row| row.size).max(1);
    let judged = view.clusters.iter().any(|row| row.judged > 0);
    let on_boards = page.on_boards();
    let line = |row: &ClusterRow| line(row, largest, &view.timeline, (judged, on_boards), page.link(&row.id));
    let lines = view.clusters.iter().map(line).collect_view();
    let rest = view.clusters_in_all.saturating_sub(u32::try_from(view.clusters.len()).unwrap_or(u32::MAX));
    let rest = (rest > 0).then(|| {
        view! { <p class="muted">{format!("{} smaller ones are in the files.", count(rest))}</p> }
    });
    let days = match view.timeline.first_day.as_str() {
        "" => "when".to_owned(),
        first => format!("{first} to {}", view.timeline.last_day),
    };
    view! {
        <div class="table-wrap">
            <table class="table cards cluster-table">
                <thead>
                    <tr>
                        <th scope="col" class="num">"failures"</th>
                        <th scope="col">"what they say"</th>
                        <th scope="col">{days}</th>
                        {on_boards.then(|| view! { <th scope="col">"tests by verdict"</th> })}
                        {judged.then(|| view! { <th scope="col">"merged anyway"</th> })}
                        <th scope="col">"last seen"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {rest}
    }
    .into_any()
}

fn line(
    row: &ClusterRow,
    largest: u32,
    timeline: &Timeline,
    (judged, on_boards): (bool, bool),
    href: String,
) -> AnyView {
    let interval = row.merged_low.zip(row.merged_high);
    let merged = (row.merged_share, row.judged);
    let width = format!("{}%", f64::from(row.size) * 100.0 / f64::from(largest));
    view! {
        <tr>
            <td class="num size" data-label="failures">
                <b>{count(row.size)}</b>
                <span class="size-bar" aria-hidden="true" style:width=width></span>
            </td>
            <td class="cluster-name">
                <a href=href>{name(row)}</a>
                <span class="muted">{places(row)}</span>
            </td>
            <td data-label="when">
                {timeline_bars(&row.pieces, timeline)}
            </td>
            {on_boards.then(|| view! { <td data-label="tests">{verdicts(row)}</td> })}
            {judged.then(|| view! { <td data-label="merged anyway">{merged_view(merged, interval)}</td> })}
            <td class="nowrap" data-label="last seen">
                {row.last_seen.map_or_else(|| "\u{2013}".to_owned(), day)}
                <span class="trend">{trend(row.trend)}</span>
            </td>
        </tr>
    }
    .into_any()
}

/// A share of few failures says little: its interval stands beside it.
fn merged_view((share, judged): (Option<f64>, u32), interval: Option<(f64, f64)>) -> AnyView {
    match share {
        None => "not known".into_any(),
        share => view! { <RateInterval rate=share interval runs=judged unit="failure" /> }.into_any(),
    }
}

/// Its words; a cluster of failures that say nothing telling has none.
pub fn name(row: &ClusterRow) -> String {
    if row.name.is_empty() { "(no telling line)".to_owned() } else { row.name.clone() }
}

/// `6 tests, most of all [sig-node] … · 3 jobs`.
pub fn places(row: &ClusterRow) -> String {
    let tests = match row.tests {
        0 => None,
        1 => Some(row.test.clone()),
        count => Some(format!("{}, most of all {}", plural(count, "test"), row.test)),
    };
    let jobs = match row.jobs {
        0 => None,
        1 => Some(row.job.clone()),
        count => Some(plural(count, "job")),
    };
    tests.into_iter().chain(jobs).collect::<Vec<_>>().join(" \u{b7} ")
}

/// How many of its tests have which verdict.
pub fn verdicts(row: &ClusterRow) -> AnyView {
    let tag = |&(verdict, tests): &(_, u32)| {
        view! {
            <span class="counted-tag">
                {count(tests)}" "<VerdictTag verdict stale=false />
            </span>
        }
    };
    row.verdicts.iter().map(tag).collect_view().into_any()
}

/// A word for what grows or shrinks.
pub fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Up => " growing",
        Trend::Down => " shrinking",
        Trend::NoChange | Trend::Unknown => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_cluster_is() {
        let row = |tests, jobs| ClusterRow {
            test: "t".into(),
            job: "j".into(),
            tests,
            jobs,
            ..ClusterRow::default()
        };
        assert_eq!(places(&row(1, 1)), "t \u{b7} j");
        assert_eq!(places(&row(6, 3)), "6 tests, most of all t \u{b7} 3 jobs");
        assert_eq!(places(&row(0, 0)), "");
        assert_eq!(name(&row(0, 0)), "(no telling line)");
    }
}
