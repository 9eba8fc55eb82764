//! Which runs are counted, and their numbers: how they ended, how long they took, what was run again, and what changed.

use flakescope_core::activity::page::Mark;
use flakescope_core::activity::page::Span;
use flakescope_core::activity::times::{OfDay, moment, on_clock, zone};
use flakescope_core::activity::{Direction, Quantiles, RunStatus, Summary};
use flakescope_core::flakes::Source;
use flakescope_core::model::TimeMs;
use leptos::prelude::*;

use super::use_page;
use crate::components::shown::use_shown;
use crate::format::{clock, count, percent, rate_of_runs};
use crate::state::url::{Step, use_change_view};

/// Spans that a press chooses: hours and words.
const SPANS: [(u32, &str); 5] =
    [(1, "hour"), (24, "day"), (168, "week"), (336, "two weeks"), (720, "30 days")];

/// The facts.
#[component]
pub fn Facts() -> impl IntoView {
    let page = use_page();
    let summary = page.part(|view| view.summary.clone());
    view! {
        <Window summary />
        <Allowance />
        <dl class="activity-facts">{move || facts(&summary.read())}</dl>
    }
}

/// The span, and the choice of another.
#[component]
fn Window(summary: Memo<Summary>) -> impl IntoView {
    let page = use_page();
    let change = use_change_view();
    let others = move |_| {
        change(Step::Push, &|view| {
            view.page.own.clear();
            view.query.source = Source::TestGrid;
        });
    };
    let span = move |(hours, words): (u32, &'static str)| {
        let span = Some(Span::Last { hours });
        let pressed = move || (page.asked.read().span == span).to_string();
        view! {
            <button type="button" class="btn" aria-pressed=pressed on:click=move |_| page.change(|asked| asked.span = span)>
                {words}
            </button>
        }
    };
    view! {
        <div class="activity-window">
            <div class="activity-spans" role="group" aria-label="The last">
                <span class="muted" aria-hidden="true">"The last"</span>
                {SPANS.map(span).collect_view()}
            </div>
            {move || ends(&summary.read())}
            <button type="button" class="btn quiet" on:click=others>
                "Other runs"
            </button>
        </div>
    }
}

/// Both ends, to be changed. They stand on the clock of the page's settings.
fn ends(summary: &Summary) -> AnyView {
    let page = use_page();
    let (from, to, offset) = (summary.from, summary.to, summary.utc_offset_min);
    let set = move |text: String, is_end: bool| {
        let of_day = if is_end { OfDay::Last } else { OfDay::First };
        let Some(time) = moment(&text, offset, of_day) else { return };
        let (from, to) = if is_end { (from, time) } else { (time, to) };
        page.change(|asked| asked.span = Some(Span::Between { from, to: to.max(from) }));
    };
    let field = move |label: &'static str, time: TimeMs, is_end: bool| {
        view! {
            <label>
                <span>{label}</span>
                <input
                    class="field"
                    type="datetime-local"
                    prop:value=on_clock(time, offset)
                    on:change=move |event| set(event_target_value(&event), is_end)
                />
            </label>
        }
    };
    view! {
        <div class="activity-ends">
            {field("from", from, false)} {field("to", to, true)}
            <span class="muted">{zone(offset)}</span>
        </div>
    }
    .into_any()
}

/// How many requests the code host still answers.
#[component]
fn Allowance() -> impl IntoView {
    let reading = use_shown().reading();
    let words = move || {
        let reading = reading.read();
        let issues = &reading.as_ref()?.issues;
        let (left, all) = (issues.quota_remaining?, issues.quota_limit?);
        let until = issues.quota_resets_at.map(|at| format!(" until {}", clock(at))).unwrap_or_default();
        Some(format!("{} of {} requests to GitHub left{until}.", count(left), count(all)))
    };
    view! { <p class="muted activity-quota">{words}</p> }
}

fn facts(summary: &Summary) -> Vec<AnyView> {
    let page = use_page();
    let of = |part: u32, rate: Option<f64>| {
        let rate = rate.map(|rate| rate_of_runs(rate, summary.runs)).unwrap_or_default();
        (count(part), rate)
    };
    let ended = |status: RunStatus| page.runs_link(|filter| filter.status = Some(status));
    let marked = |mark: Mark| page.runs_link(|filter| filter.mark = Some(mark));
    let (failed, failed_rate) = of(summary.failure, summary.failure_rate);
    let (passed, passed_rate) = of(summary.success, summary.success_rate);
    let (aborted, aborted_rate) = of(summary.aborted, summary.abort_rate);
    let jobs = format!("{} jobs, {} pull requests", count(summary.jobs), count(summary.pull_requests));
    let mut facts = vec![
        fact("runs", count(summary.runs), jobs, page.runs_link(|_| {})),
        fact("passed", passed, passed_rate, ended(RunStatus::Success)),
        fact("failed", failed, failed_rate, ended(RunStatus::Failure)),
        fact("aborted", aborted, aborted_rate, ended(RunStatus::Aborted)),
        fact("reruns of the same commit", count(summary.reruns), String::new(), marked(Mark::Rerun)),
        fact(
            "runs of new commits",
            count(summary.new_commit_runs),
            "in a pull request that ran before".to_owned(),
            marked(Mark::NewCommit),
        ),
        fact(
            "flakes",
            count(summary.flakes),
            "passed and failed on one commit".to_owned(),
            marked(Mark::Flake),
        ),
        fact(
            "without a pull request",
            count(summary.without_pull_request),
            "nightly and other runs".to_owned(),
            page.runs_link(|filter| filter.pull = Some(None)),
        ),
    ];
    facts.extend(times("took", summary.duration_ms));
    facts.extend(times("waited", summary.queued_ms));
    facts.push(trend(summary));
    facts
}

/// A number with its name, and what more there is to say; a press lists its runs.
fn fact(name: &'static str, number: String, more: String, href: String) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <a href=href>
                    <b>{number}</b>
                </a>
                <small>{more}</small>
            </dd>
        </div>
    }
    .into_any()
}

fn times(name: &'static str, times: Quantiles) -> Option<AnyView> {
    let half = length(times.p50?);
    let rest = times
        .p90
        .zip(times.p99)
        .map(|(p90, p99)| format!("90 % below {}, 99 % below {}", length(p90), length(p99)));
    Some(
        view! {
            <div>
                <dt>{name}</dt>
                <dd>
                    <b>{half}</b>
                    <small>{rest}</small>
                </dd>
            </div>
        }
        .into_any(),
    )
}

/// The share of failures against the window before.
fn trend(summary: &Summary) -> AnyView {
    let trend = &summary.trend;
    let tone = match trend.direction {
        Direction::Up => "is-failing",
        Direction::Down => "is-passing",
        Direction::NoChange | Direction::Unknown => "is-stale",
    };
    let before = trend.failure_rate_before.map(|rate| {
        let points = trend.change.map(|change| change * 100.0).unwrap_or_default();
        let sign = if points < 0.0 { "\u{2212}" } else { "+" };
        format!(
            "{} of {} runs failed before; {sign}{} points",
            percent(rate, 1),
            count(trend.before.runs),
            crate::format::fixed(points.abs(), 1)
        )
    });
    view! {
        <div>
            <dt>"against the span before"</dt>
            <dd>
                <b class=format!("activity-trend {tone}")>{trend.direction.words()}</b>
                <small>{before}</small>
            </dd>
        </div>
    }
    .into_any()
}

/// A time in its two largest units: `3 h 20 min`, `2 min 5 s`, `12 s`, `0.4 s`.
pub(super) fn length(ms: u64) -> String {
    let seconds = ms / 1_000;
    match seconds {
        0 => format!("0.{} s", ms / 100),
        1..60 => format!("{seconds} s"),
        60..3_600 => pair((seconds / 60, "min"), (seconds % 60, "s")),
        3_600..86_400 => pair((seconds / 3_600, "h"), (seconds % 3_600 / 60, "min")),
        _ => pair((seconds / 86_400, "d"), (seconds % 86_400 / 3_600, "h")),
    }
}

fn pair((large, large_unit): (u64, &str), (small, small_unit): (u64, &str)) -> String {
    if small == 0 {
        format!("{large} {large_unit}")
    } else {
        format!("{large} {large_unit} {small} {small_unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        for (ms, words) in [
            (0, "0.0 s"),
            (450, "0.4 s"),
            (12_000, "12 s"),
            (120_000, "2 min"),
            (125_999, "2 min 5 s"),
            (12_000_000, "3 h 20 min"),
            (90_000_000, "1 d 1 h"),
        ] {
            assert_eq!(length(ms), words);
        }
    }
}
