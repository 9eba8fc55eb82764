//! What stands in a cell.

use flakescope_core::export::Value;
use flakescope_core::flakes::{Column, RowView, TestKey, TestRow, Trend, Verdict};
use leptos::prelude::*;

use super::columns::Shown;
use super::table_state::TableState;
use crate::components::{CopyButton, HistoryStrip, RateInterval, TestName, VerdictTag};
use crate::format;

/// The cell of a column.
pub fn cell(column: Shown, view: &RowView, opened: Memo<Option<TestKey>>, table: TableState) -> AnyView {
    let row = &view.row;
    let content = match column {
        Shown::Strip => view! { <HistoryStrip runs=view.strip.clone() /> }.into_any(),
        Shown::Of(Column::Test) => test(row, opened, table),
        Shown::Of(Column::Job) => text(&row.job),
        Shown::Of(Column::Verdict) => view! { <VerdictTag verdict=row.verdict stale=row.stale /> }.into_any(),
        Shown::Of(Column::FailureRate) => rate(row),
        Shown::Of(Column::Trend) => trend(row.trend),
        Shown::Of(Column::Issue) => issues(&row.issue),
        Shown::Of(Column::TestgridUrl) => link(&row.testgrid_url, "TestGrid"),
        Shown::Of(Column::RunUrl) => link(&row.run_url, "newest failed run"),
        Shown::Of(column) => value(column.value(row), row.runs),
    };
    view! {
        <div class=format!("vt-cell col-{}", column.name()) role="cell" data-label=column.title()>
            {content}
        </div>
    }
    .into_any()
}

fn test(row: &TestRow, opened: Memo<Option<TestKey>>, table: TableState) -> AnyView {
    let key = TestKey { dashboard: row.dashboard.clone(), job: row.job.clone(), test: row.test.clone() };
    let name = row.test.clone();
    let copied = row.test.clone();
    let sign = move || if opened.read().is_some() { "\u{25be}" } else { "\u{25b8}" };
    view! {
        <button
            type="button"
            class="vt-toggle"
            aria-label=format!("Evidence for {name}")
            aria-expanded=move || opened.read().is_some().to_string()
            on:click=move |_| table.toggle.run(Some(key.clone()))
        >
            <span aria-hidden="true">{sign}</span>
        </button>
        <TestName name short=true />
        <CopyButton
            label="Copy"
            name="Copy the test's name"
            done="The test's name was copied."
            class="vt-copy"
            text=move |()| copied.clone()
        />
    }
    .into_any()
}

fn text(text: &str) -> AnyView {
    view! { <span class="vt-text" title=text.to_owned()>{text.to_owned()}</span> }.into_any()
}

/// Runs of a breakage are not independent of each other: no interval for `failing` and `recovered`.
fn rate(row: &TestRow) -> AnyView {
    let drawn = !matches!(row.verdict, Verdict::Failing | Verdict::Recovered);
    let interval = row.failure_rate_low.zip(row.failure_rate_high).filter(|_| drawn);
    view! { <RateInterval rate=row.failure_rate interval runs=row.runs /> }.into_any()
}

fn trend(trend: Trend) -> AnyView {
    let (words, title) = match trend {
        Trend::Up => ("\u{2191} worse", "Fails significantly more often than before"),
        Trend::Down => ("\u{2193} better", "Fails significantly less often than before"),
        Trend::NoChange => ("\u{2192} same", "No significant difference"),
        Trend::Unknown => ("\u{2013}", "Fewer than ten results on a side"),
    };
    view! { <span title=title>{words}</span> }.into_any()
}

fn issues(issues: &str) -> AnyView {
    let links: Vec<AnyView> = issues.split_whitespace().map(|url| link(url, &issue_name(url))).collect();
    if links.is_empty() { text("\u{2013}") } else { links.into_any() }
}

/// `#1234` for the web address of an issue.
fn issue_name(url: &str) -> String {
    format!("#{}", url.rsplit('/').next().unwrap_or(url))
}

/// A link out of the page; text alone when the address is not https.
pub fn link(url: &str, words: &str) -> AnyView {
    if url.starts_with("https://") {
        let (url, words) = (url.to_owned(), words.to_owned());
        view! { <a href=url target="_blank" rel="noopener noreferrer">{words}</a>" " }.into_any()
    } else {
        text("\u{2013}")
    }
}

fn value(value: Value<'_>, runs: u32) -> AnyView {
    match value {
        Value::Count(count) => view! { <span class="num">{format::count(count)}</span> }.into_any(),
        Value::Rate(Some(rate)) => {
            view! { <span class="num">{format::rate_of_runs(rate, runs)}</span> }.into_any()
        }
        Value::Time(Some(time)) => {
            view! { <span class="nowrap" title=format::moment(time)>{format::day(time)}</span> }.into_any()
        }
        Value::Text("") | Value::Rate(None) | Value::Time(None) => text("\u{2013}"),
        Value::Text(words) => text(words),
        Value::Flag(flag) => text(if flag { "yes" } else { "no" }),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn issues_are_named_by_their_number() {
        assert_eq!(super::issue_name("https://github.com/kubernetes/kubernetes/issues/1234"), "#1234");
    }
}
