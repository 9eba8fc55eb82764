//! The menu behind "+ filter": every choice with the number of tests that need a look.

use flakescope_core::flakes::issues::EffortGroup;
use flakescope_core::flakes::{Facets, Filter, Level, Query, Source, Verdict};
use leptos::prelude::*;

use super::chips_of::{effort_words, takes_all, toggle};
use super::field_form::{Field, field_form};
use super::menu::Menu;
use super::shown::use_shown;
use crate::format;
use crate::state::url::{Step, use_change_view};
use crate::state::view::use_view;

/// The windows that are offered, in days.
const WINDOWS: [u32; 5] = [1, 3, 7, 14, 30];

/// The menu; `filtered` adds the choices of the table's filter.
#[component]
pub fn FilterMenu(
    /// True on the table page.
    #[prop(into)]
    filtered: Signal<bool>,
) -> impl IntoView {
    view! {
        <Menu label=|| "+ filter" class="chip add" list_class="menu-list start menu-long" close_on_press=false>
            <Boards />
            <Windows />
            <Show when=move || filtered.get()>
                <Verdicts />
                <Priorities />
                {efforts_group()}
                <Sigs />
                <Jobs />
            </Show>
        </Menu>
    }
}

/// One choice: pressed while it is set.
fn choice(
    label: String,
    count: Option<u32>,
    is_set: impl Fn(&Query) -> bool + Send + Sync + 'static,
    press: impl Fn(&mut Query) + 'static,
) -> AnyView {
    boxed_choice(label, count, Box::new(is_set), Box::new(press))
}

/// Boxed, so that the view is made once and not for every kind of choice.
fn boxed_choice(
    label: String,
    count: Option<u32>,
    is_set: Box<dyn Fn(&Query) -> bool + Send + Sync>,
    press: Box<dyn Fn(&mut Query)>,
) -> AnyView {
    let view = use_view();
    let change = use_change_view();
    let pressed = Memo::new(move |_| is_set(&view.read().query));
    let count = count.map(|count| view! { <small>{format::count(count)}</small> });
    view! {
        <button
            type="button"
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| change(Step::Push, &|view| press(&mut view.query))
        >
            <span>{label}</span>
            {count}
        </button>
    }
    .into_any()
}

fn group(title: &'static str, items: Vec<AnyView>) -> AnyView {
    (!items.is_empty())
        .then(|| {
            view! {
                <section class="menu-group" aria-label=title>
                    <h3>{title}</h3>
                    <div class="menu-items">{items}</div>
                </section>
            }
        })
        .into_any()
}

/// The boards that are read, and a field for another one.
#[component]
fn Boards() -> impl IntoView {
    let change = use_change_view();
    let field = Field {
        name: "Name of another board",
        example: "another board, by name",
        button: "Add",
        ..Field::default()
    };
    let add = move |board: String| {
        change(Step::Push, &|view| {
            if !view.query.dashboards.contains(&board) {
                view.query.dashboards.push(board.clone());
            }
        });
    };
    let release = || Query::RELEASE_BOARDS.map(release_board).into_iter().collect();
    let from_grid = move || use_view().read().query.source != Source::Files;
    view! {
        {move || from_grid().then(|| group("Boards", release()))}
        {field_form(field, Callback::new(add))}
    }
}

fn release_board(name: &'static str) -> AnyView {
    let is_set = move |query: &Query| query.dashboards.iter().any(|board| board == name);
    choice(format::board(name).to_owned(), None, is_set, move |query| {
        let without_it = query.dashboards.len() > 1 || !is_set(query);
        if without_it {
            toggle(&mut query.dashboards, &name.to_owned(), &Query::RELEASE_BOARDS.map(str::to_owned));
        }
    })
}

/// How far back, and whether broken runs count.
#[component]
fn Windows() -> impl IntoView {
    let windows = WINDOWS.map(|days| {
        choice(
            format::plural(days, "day"),
            None,
            move |query| query.params.window_days == days,
            move |query| query.params.window_days = days,
        )
    });
    let broken = choice(
        "Keep broken runs".to_owned(),
        None,
        |query| query.params.keep_broken_runs,
        |query| query.params.keep_broken_runs = !query.params.keep_broken_runs,
    );
    view! {
        {group("Window", windows.into_iter().collect())}
        {group("Broken runs", vec![broken])}
    }
}

#[component]
fn Verdicts() -> impl IntoView {
    let facets = use_shown().facets();
    let item = |(verdict, count): (Verdict, u32)| {
        choice(
            verdict.word().to_owned(),
            Some(count),
            move |query| takes_all(&query.filter) || query.filter.verdicts.contains(&verdict),
            move |query| press_verdict(&mut query.filter, verdict),
        )
    };
    move || group("Verdict", facets.get().verdicts.into_iter().map(item).collect())
}

/// Nothing chosen is the usual choice again: a table of no verdict would always be empty.
fn press_verdict(filter: &mut Filter, verdict: Verdict) {
    if takes_all(filter) {
        filter.verdicts = Verdict::ALL.to_vec();
    }
    toggle(&mut filter.verdicts, &verdict, &Verdict::ALL);
    if filter.verdicts.is_empty() {
        *filter = Filter { verdicts: Filter::DEFAULT_VERDICTS.to_vec(), ..filter.clone() };
    }
}

#[component]
fn Priorities() -> impl IntoView {
    let facets = use_shown().facets();
    let item = |(level, count): (Level, u32)| {
        choice(
            level.word().to_owned(),
            Some(count),
            move |query| query.filter.priorities.contains(&level),
            move |query| toggle(&mut query.filter.priorities, &level, &Level::ALL),
        )
    };
    move || group("Priority", facets.get().priorities.into_iter().map(item).collect())
}

fn efforts_group() -> AnyView {
    let facets = use_shown().facets();
    let all =
        || [&EffortGroup::NOBODY[..], &EffortGroup::TRACKED].into_iter().chain(EffortGroup::ALL.chunks(1));
    (move || group("Is anyone on it?", all().map(|groups| effort_choice(groups, &facets.read())).collect()))
        .into_any()
}

/// The quickest ways to the tests that somebody must take.
pub(crate) fn quick_efforts() -> AnyView {
    let facets = use_shown().facets();
    let items = move || {
        let known = |group: &EffortGroup| !matches!(group, EffortGroup::Unknown | EffortGroup::NotNeeded);
        let known = facets.read().efforts.iter().any(|(group, count)| known(group) && *count > 0);
        let ways = [&EffortGroup::NOBODY[..], &EffortGroup::ALL[..1], &EffortGroup::TRACKED];
        known.then(|| ways.map(|groups| effort_choice(groups, &facets.read())).collect_view())
    };
    view! { <div class="menu-items quick" role="group" aria-label="Is anyone on it?">{items}</div> }
        .into_any()
}

/// One or more groups that are set, and taken away, together.
fn effort_choice(groups: &'static [EffortGroup], facets: &Facets) -> AnyView {
    let counted = facets.efforts.iter().filter(|(group, _)| groups.contains(group));
    choice(
        effort_words(groups).to_owned(),
        Some(counted.map(|(_, count)| count).sum()),
        |query| groups.iter().all(|group| query.filter.efforts.contains(group)),
        |query| press_efforts(&mut query.filter.efforts, groups),
    )
}

fn press_efforts(efforts: &mut Vec<EffortGroup>, groups: &[EffortGroup]) {
    let is_set = groups.iter().all(|group| efforts.contains(group));
    efforts.retain(|group| !groups.contains(group));
    if !is_set {
        efforts.extend_from_slice(groups);
    }
    efforts.sort_unstable();
}

#[component]
fn Sigs() -> impl IntoView {
    let facets = use_shown().facets();
    let item = |(name, count): (String, u32)| {
        let key = format::sig_key(&name);
        let pressed = key.clone();
        choice(
            format::sig(&name).to_owned(),
            Some(count),
            move |query| query.filter.sigs.iter().any(|sig| format::sig(sig) == format::sig(&pressed)),
            move |query| toggle(&mut query.filter.sigs, &key, &[]),
        )
    };
    move || group("SIG", facets.get().sigs.into_iter().map(item).collect())
}

#[component]
fn Jobs() -> impl IntoView {
    let facets = use_shown().facets();
    let item = |(name, count): (String, u32)| {
        let pressed = name.clone();
        choice(
            name.clone(),
            Some(count),
            move |query| query.filter.jobs.contains(&pressed),
            move |query| toggle(&mut query.filter.jobs, &name, &[]),
        )
    };
    move || group("Job", facets.get().jobs.into_iter().map(item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_verdict_gives_the_usual_ones() {
        let mut filter = Filter { verdicts: vec![Verdict::Flaky], ..Filter::default() };
        press_verdict(&mut filter, Verdict::Flaky);
        assert_eq!(filter, Filter::default());
        filter.verdicts.clear(); // every verdict
        press_verdict(&mut filter, Verdict::Passing);
        assert_eq!(filter, Filter::default());
    }

    #[test]
    fn groups_of_efforts_come_and_go_together() {
        let mut efforts = vec![EffortGroup::Untracked];
        press_efforts(&mut efforts, &EffortGroup::NOBODY);
        assert_eq!(efforts, EffortGroup::NOBODY);
        press_efforts(&mut efforts, &EffortGroup::NOBODY);
        assert_eq!(efforts, []);
    }
}
