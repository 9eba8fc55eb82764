//! Runs over time by how they ended, the jobs and pull requests with most failures, and why runs failed. Each bar lists its runs.

use flakescope_core::activity::page::ActivityView;
use flakescope_core::activity::times::on_clock;
use flakescope_core::activity::{Bucket, Counts, FailureRow};
use leptos::prelude::*;

use super::use_page;
use crate::charts::Ink;
use crate::charts::bars::Series;
use crate::charts::stack_figure::{Stack, StackFigure, Stacked};

const ENDED: [Series; 3] = [
    Series { name: "passed", ink: Ink::Passing, hollow: false },
    Series { name: "failed", ink: Ink::Failing, hollow: false },
    Series { name: "aborted", ink: Ink::Stale, hollow: true },
];
const FAILED: [Series; 2] = [
    Series { name: "failed", ink: Ink::Failing, hollow: false },
    Series { name: "aborted", ink: Ink::Stale, hollow: true },
];
const CAUSED: [Series; 1] = [Series { name: "runs", ink: Ink::Suspect, hollow: false }];
/// The days of the week, in the order of [`Summary::weekdays`](flakescope_core::activity::Summary::weekdays).
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS: [Series; 2] = [
    Series { name: "not failed", ink: Ink::Passing, hollow: false },
    Series { name: "failed", ink: Ink::Failing, hollow: false },
];

const fn bars(series: &'static [Series], kind: &'static str) -> Stacked {
    Stacked { series, kind, unit: "number of runs", things: "runs", upright: false }
}

/// The figures.
#[component]
pub fn Figures() -> impl IntoView {
    view! {
        <OverTime />
        <div class="activity-figures">
            <Jobs />
            <Pulls />
            <Causes />
            <Weekdays />
        </div>
    }
}

/// A figure that draws a part of the answer.
fn stacks(of: fn(&ActivityView) -> Vec<Stack>) -> Memo<Vec<Stack>> {
    use_page().part(of)
}

#[component]
fn OverTime() -> impl IntoView {
    let page = use_page();
    let href = Callback::new(move |place: usize| {
        let bucket = page.view.read().get().and_then(|view| view.summary.over_time.get(place).copied());
        page.runs_link(|filter| filter.start = bucket.map(|bucket| bucket.start))
    });
    let stacked = Stacked { upright: true, ..bars(&ENDED, "stretch of time") };
    view! { <StackFigure id="over-time" title=named("Runs over time") stacked stacks=stacks(over_time) href /> }
}

fn named(title: &'static str) -> Signal<String> {
    Signal::stored(title.to_owned())
}

fn over_time(view: &ActivityView) -> Vec<Stack> {
    let buckets = &view.summary.over_time;
    let hourly =
        matches!(buckets.as_slice(), [first, second, ..] if second.start.0 - first.start.0 < 86_400_000);
    let stack = |bucket: &Bucket| {
        let name = stretch(bucket, view.summary.utc_offset_min, hourly);
        (name, vec![bucket.success, bucket.failure, bucket.aborted])
    };
    buckets.iter().map(stack).collect()
}

/// `11-20 14:00` for an hour, `11-20` for a day.
fn stretch(bucket: &Bucket, utc_offset_min: i32, hourly: bool) -> String {
    let text = on_clock(bucket.start, utc_offset_min);
    let (day, hour) = (text.get(5..10).unwrap_or_default(), text.get(11..16).unwrap_or_default());
    if hourly { format!("{day} {hour}") } else { day.to_owned() }
}

#[component]
fn Jobs() -> impl IntoView {
    let page = use_page();
    let href = Callback::new(move |place: usize| {
        let job = page
            .view
            .read()
            .get()
            .and_then(|view| view.jobs.get(place).map(|job| (job.repository.clone(), job.job.clone())));
        page.runs_link(|filter| (filter.repository, filter.job) = job.unwrap_or_default())
    });
    view! { <StackFigure id="jobs" title=named("Jobs by failures") stacked=bars(&FAILED, "job") stacks=stacks(jobs) href /> }
}

fn failed(counts: Counts) -> Vec<u32> {
    vec![counts.failure, counts.aborted]
}

fn jobs(view: &ActivityView) -> Vec<Stack> {
    let name = |repository: &str, job: &str| format!("{}{job}", of_repository(view, repository, " "));
    view.jobs.iter().map(|row| (name(&row.repository, &row.job), failed(row.counts()))).collect()
}

#[component]
fn Pulls() -> impl IntoView {
    let page = use_page();
    let href = Callback::new(move |place: usize| {
        let pull =
            page.view.read().get().and_then(|view| {
                view.pull_requests.get(place).map(|row| (row.repository.clone(), row.number))
            });
        page.runs_link(|filter| {
            if let Some((repository, number)) = pull {
                (filter.repository, filter.pull) = (repository, Some(number));
            }
        })
    });
    view! { <StackFigure id="pulls" title=named("Pull requests by failures") stacked=bars(&FAILED, "pull request") stacks=stacks(pulls) href /> }
}

fn pulls(view: &ActivityView) -> Vec<Stack> {
    let name = |repository: &str, number: Option<u64>, title: &str| match number {
        Some(number) => format!("{}#{number} {title}", of_repository(view, repository, "")),
        None => format!("{}without one", of_repository(view, repository, " ")),
    };
    let rows = view.pull_requests.iter();
    rows.map(|row| (name(&row.repository, row.number, &row.title), failed(row.counts()))).collect()
}

#[component]
fn Causes() -> impl IntoView {
    let page = use_page();
    let href = Callback::new(move |place: usize| {
        let cause = page.view.read().get().and_then(|view| view.failures.get(place).cloned());
        page.runs_link(|filter| {
            if let Some(FailureRow { repository, category, case, .. }) = cause {
                (filter.repository, filter.category, filter.case) = (repository, Some(category), Some(case));
            }
        })
    });
    view! { <StackFigure id="causes" title=named("Why runs failed") stacked=bars(&CAUSED, "cause") stacks=stacks(causes) href /> }
}

fn causes(view: &ActivityView) -> Vec<Stack> {
    let name = |row: &FailureRow| format!("{}{}", of_repository(view, &row.repository, " "), cause(row));
    view.failures.iter().map(|row| (name(row), vec![row.runs])).collect()
}

/// Where there are several repositories, the name of one without its owner, which most of them share, and a sign after it.
fn of_repository(view: &ActivityView, repository: &str, sign: &str) -> String {
    if view.summary.repositories < 2 {
        return String::new();
    }
    format!("{}{sign}", repository.rsplit('/').next().unwrap_or(repository))
}

/// `case: FAIL: lock_test.go:655: suite.TestA`; what nothing explains is said to be so.
pub(super) fn cause(row: &FailureRow) -> String {
    let case = if row.case.is_empty() { "no known cause" } else { row.case.as_str() };
    format!("{}: {case}", row.category.word())
}

#[component]
fn Weekdays() -> impl IntoView {
    let page = use_page();
    let href = Callback::new(move |place| page.runs_link(|filter| filter.weekday = u8::try_from(place).ok()));
    view! { <StackFigure id="weekdays" title=named("Runs by day of the week") stacked=bars(&WEEKDAYS, "day") stacks=stacks(weekdays) href /> }
}

fn weekdays(view: &ActivityView) -> Vec<Stack> {
    let days = DAYS.iter().zip(&view.summary.weekdays);
    days.map(|(name, day)| ((*name).to_owned(), vec![day.runs - day.failure.min(day.runs), day.failure]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::model::TimeMs;

    #[test]
    fn stretches_have_the_name_of_their_clock() {
        let bucket = Bucket { start: TimeMs::parse("2026-11-20T23:00:00Z").unwrap(), ..Bucket::default() };
        assert_eq!(stretch(&bucket, 0, true), "11-20 23:00");
        assert_eq!(stretch(&bucket, 480, true), "11-21 07:00");
        assert_eq!(stretch(&bucket, 0, false), "11-20");
    }
}
