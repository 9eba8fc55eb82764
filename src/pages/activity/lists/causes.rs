//! Why runs failed: each cause with who was hit and since when.

use flakescope_core::activity::FailureRow;
use leptos::prelude::*;

use super::super::figures::cause;
use super::{Page, out, runs_of, table_of, time};
use crate::format::{count, moment};

/// The table.
pub(super) fn table(rows: &[FailureRow], several: bool, page: Page) -> AnyView {
    let rows = rows.iter().map(|failure| row(failure, several, page)).collect();
    table_of(&["cause", "runs", "pull requests", "who was hit", "jobs", "first", "last"], rows)
}

fn row(failure: &FailureRow, several: bool, page: Page) -> AnyView {
    let (repository, case) = (failure.repository.clone(), failure.case.clone());
    let category = failure.category;
    let runs = page.runs_link(|filter| {
        (filter.repository, filter.category, filter.case) = (repository, Some(category), Some(case));
    });
    view! {
        <tr>
            <th scope="row" class="activity-run">
                {several.then(|| view! { <small>{failure.repository.clone()}</small> })}
                {cause(failure)}
                {failure.is_new.then(|| view! { " " <span class="tag is-failing" title="It did not fail in the span before.">"new"</span> })}
                {context(&failure.context)}
            </th>
            <td data-label="runs" class="num">{runs_of(failure.runs, runs)}</td>
            <td data-label="pull requests">{pulls(failure, page)}</td>
            <td data-label="who was hit">{few(&failure.authors)}</td>
            <td data-label="jobs">{few(&failure.jobs)}</td>
            <td data-label="first" class="nowrap">{out(&failure.first_url, moment(failure.first_failure))}</td>
            <td data-label="last" class="nowrap">{time(failure.last_failure)}</td>
        </tr>
    }
    .into_any()
}

/// Lines of the first log that has any.
fn context(lines: &[String]) -> Option<AnyView> {
    let text = lines.join("\n");
    let view = || {
        view! {
            <details>
                <summary>"Lines of a log"</summary>
                <pre tabindex="0" aria-label="Lines of a log">{text}</pre>
            </details>
        }
        .into_any()
    };
    (!lines.is_empty()).then(view)
}

fn pulls(failure: &FailureRow, page: Page) -> AnyView {
    const SHOWN: usize = 5;
    let link = |number: &u64| {
        let pull = Some(Some(*number));
        let href =
            page.runs_link(|filter| (filter.repository, filter.pull) = (failure.repository.clone(), pull));
        view! { <a href=href>{format!("#{number}")}</a> " " }
    };
    let more = failure.pull_requests.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("+{more} more "));
    let other = (failure.other_runs > 0).then(|| format!("{} runs of none", count(failure.other_runs)));
    view! { <span>{failure.pull_requests.iter().take(SHOWN).map(link).collect_view()} {more} {other}</span> }
        .into_any()
}

/// The first names, and how many more there are.
fn few(names: &[String]) -> String {
    const SHOWN: usize = 4;
    let first: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => first.join(", "),
        more => format!("{}, +{more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_few() {
        let names = |count: usize| (0..count).map(|name| name.to_string()).collect::<Vec<_>>();
        assert_eq!(few(&names(2)), "0, 1");
        assert_eq!(few(&names(6)), "0, 1, 2, 3, +2 more");
    }
}
