//! The lists: runs, jobs, pull requests, commits and causes, one at a time. Each row of the others leads to its runs.

mod causes;
mod commits;
mod jobs;
mod pulls;
mod runs;

use flakescope_core::activity::page::{ActivityView, Listed, RowFilter};
use flakescope_core::activity::{ActivityList, Category, Counts};
use flakescope_core::model::TimeMs;
use leptos::html::Section;
use leptos::prelude::*;

use super::figures::DAYS;
use super::{Page, ROWS, use_page};
use crate::components::Chip;
use crate::components::show_more::ShowMore;
use crate::format::{count, moment, rate_of_runs};
use crate::state::url::Step;

pub(super) use runs::failure;

/// The lists.
#[component]
pub fn Lists() -> impl IntoView {
    let page = use_page();
    let list = move || page.view.read().get().map(|view| listed(view, page));
    let place = NodeRef::<Section>::new();
    // Whoever chose a bar or a cell wants to see its runs.
    let narrow = Memo::new(move |_| RowFilter { text: String::new(), ..page.asked.read().filter.clone() });
    Effect::new(move |before: Option<RowFilter>| {
        let now = narrow.get();
        let is_new = before.is_some_and(|before| before != now) && !narrowed(&now).is_empty();
        if let Some(place) = place.get_untracked().filter(|_| is_new) {
            place.scroll_into_view();
        }
        now
    });
    view! {
        <section class="activity-lists" aria-labelledby="lists-title" node_ref=place>
            <h2 id="lists-title">"Lists"</h2>
            <Tabs />
            <div class="activity-choices">
                <Search />
                {chips}
            </div>
            {list}
        </section>
    }
}

/// The word for a list.
fn words(list: ActivityList) -> &'static str {
    match list {
        ActivityList::Runs => "Runs",
        ActivityList::Jobs => "Jobs",
        ActivityList::PullRequests => "Pull requests",
        ActivityList::Commits => "Commits",
        ActivityList::Failures => "Causes",
    }
}

/// Which list is in sight.
#[component]
fn Tabs() -> impl IntoView {
    let page = use_page();
    let counts = page.part(|view| view.counts);
    let tab = move |(place, list): (usize, ActivityList)| {
        let pressed = move || (page.asked.read().list == list).to_string();
        let show = move |_| {
            page.limit.set(ROWS);
            page.change(|asked| {
                asked.list = list;
                asked.filter = asked.filter.only_text();
            });
        };
        view! {
            <button type="button" class="btn" aria-pressed=pressed on:click=show>
                {words(list)}
                " "
                <b>{move || count(counts.read().get(place).copied().unwrap_or_default())}</b>
            </button>
        }
    };
    view! {
        <div class="activity-tabs" role="group" aria-label="Which list">
            {ActivityList::ALL.into_iter().enumerate().map(tab).collect_view()}
        </div>
    }
}

#[component]
fn Search() -> impl IntoView {
    let page = use_page();
    let type_in = move |event| {
        let mut asked = page.asked.get_untracked();
        asked.filter.text = event_target_value(&event);
        page.set.run((Step::Replace, asked));
    };
    view! {
        <input
            class="field"
            type="search"
            placeholder="Part of a name in the list"
            aria-label="Part of a name in the list"
            prop:value=move || page.asked.read().filter.text.clone()
            on:input=type_in
        />
    }
}

/// Takes one thing out of a filter.
type Take = fn(&mut RowFilter);

/// What narrows the list of runs, to be taken back.
fn chips() -> AnyView {
    let page = use_page();
    let chip = move |(label, take): (String, Take)| {
        let take = Callback::new(move |()| page.change(|asked| take(&mut asked.filter)));
        view! { <Chip label title=String::new() on_remove=take /> }
    };
    let shown = move || narrowed(&page.asked.read().filter).into_iter().map(chip).collect_view();
    shown.into_any()
}

fn narrowed(filter: &RowFilter) -> Vec<(String, Take)> {
    let text = |name: &str, text: &String| (!text.is_empty()).then(|| format!("{name}: {text}"));
    let pull = |pull: Option<u64>| {
        pull.map_or_else(|| "no pull request".to_owned(), |number| format!("pull request: #{number}"))
    };
    let all: [(Option<String>, Take); 10] = [
        (text("repository", &filter.repository), |filter| filter.repository.clear()),
        (text("job", &filter.job), |filter| filter.job.clear()),
        (filter.pull.map(pull), |filter| filter.pull = None),
        (text("commit", &filter.commit), |filter| filter.commit.clear()),
        (caused(filter), |filter| (filter.category, filter.case) = (None, None)),
        (filter.status.map(|status| format!("ended: {}", status.word())), |filter| filter.status = None),
        (filter.mark.map(|mark| mark.words().to_owned()), |filter| filter.mark = None),
        (filter.hour.map(|hour| format!("started: {hour}:00 to {hour}:59")), |filter| filter.hour = None),
        (filter.weekday.and_then(|day| DAYS.get(usize::from(day))).map(|day| (*day).to_owned()), |filter| {
            filter.weekday = None;
        }),
        (filter.start.map(|start| format!("from {}", moment(start))), |filter| filter.start = None),
    ];
    all.into_iter().filter_map(|(label, take)| Some((label?, take))).collect()
}

fn caused(filter: &RowFilter) -> Option<String> {
    let category = filter.category.map(Category::word);
    match (&filter.case, category) {
        (Some(case), category) if case.is_empty() => {
            Some(format!("cause: {}", category.unwrap_or("unknown")))
        }
        (Some(case), _) => Some(format!("cause: {case}")),
        (None, category) => category.map(|word| format!("cause: {word}")),
    }
}

fn listed(view: &ActivityView, page: Page) -> AnyView {
    if view.listed.is_empty() {
        let empty = "Nothing is listed. Clear the search, take a chip away, or choose a longer span.";
        return view! { <p class="empty">{empty}</p> }.into_any();
    }
    let several = view.summary.repositories > 1;
    let table = match &view.listed {
        Listed::Runs(rows) => runs::table(rows, several, page),
        Listed::Jobs(rows) => jobs::table(rows, several, page),
        Listed::PullRequests(rows) => pulls::table(rows, page),
        Listed::Commits(rows) => commits::table(rows, page),
        Listed::Failures(rows) => causes::table(rows, several, page),
    };
    let shown = view.listed.len() as u64;
    let words = if shown < u64::from(view.matching) {
        format!("The first {} of {}.", count(shown), count(view.matching))
    } else {
        format!("{} in all.", count(shown))
    };
    view! {
        <p class="muted activity-listed">{words}</p>
        <div class="table-wrap">{table}</div>
        <ShowMore matching=view.matching limit=page.limit step=ROWS />
    }
    .into_any()
}

/// A table with these columns.
fn table_of(columns: &[&'static str], rows: Vec<AnyView>) -> AnyView {
    let head = |name: &&'static str| view! { <th scope="col">{*name}</th> };
    view! {
        <table class="table cards activity-table">
            <thead>
                <tr>{columns.iter().map(head).collect_view()}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A link to runs, with their number.
fn runs_of(number: u32, href: String) -> AnyView {
    view! { <a href=href>{count(number)}</a> }.into_any()
}

/// Failures with their share; a dash where nothing ran.
fn failures_of(counts: Counts, href: String) -> AnyView {
    let rate = counts.rate(counts.failure).map(|rate| rate_of_runs(rate, counts.runs));
    view! {
        <span>
            <a href=href>{count(counts.failure)}</a>
            <small>{rate}</small>
        </span>
    }
    .into_any()
}

/// A link out of the page; the words alone where there is no address of the web.
fn out(url: &str, words: String) -> AnyView {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return words.into_any();
    }
    view! { <a href=url.to_owned() target="_blank" rel="external noopener noreferrer">{words}</a> }.into_any()
}

fn dashed(text: &str) -> String {
    if text.is_empty() { "\u{2013}".to_owned() } else { text.to_owned() }
}

/// A moment as people read it.
fn time(time: TimeMs) -> AnyView {
    view! { <time datetime=time.to_string()>{moment(time)}</time> }.into_any()
}

/// The first signs of a commit, which tell it.
fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::activity::RunStatus;
    use flakescope_core::activity::page::Mark;

    #[test]
    fn every_part_of_a_filter_has_a_chip_that_takes_it_away() {
        let mut filter = RowFilter {
            text: "kept".into(),
            repository: "o/r".into(),
            job: "unit".into(),
            pull: Some(None),
            commit: "abc".into(),
            category: Some(Category::Case),
            case: Some(String::new()),
            status: Some(RunStatus::Failure),
            hour: Some(3),
            weekday: Some(6),
            start: Some(TimeMs(0)),
            mark: Some(Mark::Flake),
        };
        let chips = narrowed(&filter);
        let labels: Vec<&str> = chips.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels[2..5], ["no pull request", "commit: abc", "cause: case"]);
        assert_eq!(labels[8], "Sunday");
        for (_, take) in chips {
            take(&mut filter);
        }
        assert_eq!(filter, RowFilter { text: "kept".into(), ..RowFilter::default() });
    }
}
