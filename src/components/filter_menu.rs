//! The menu behind "+ filter": every choice with the number of tests that need a look.

use flakescope_core::flakes::{Filter, Level, Query, Source, Verdict};
use leptos::prelude::*;

use super::chips_of::{takes_all, toggle};
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
    let name = RwSignal::new(String::new());
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let board = name.get_untracked().trim().to_owned();
        if !board.is_empty() {
            change(Step::Push, &|view| {
                if !view.query.dashboards.contains(&board) {
                    view.query.dashboards.push(board.clone());
                }
            });
            name.set(String::new());
        }
    };
    let release = || Query::RELEASE_BOARDS.map(release_board).into_iter().collect();
    let from_grid = move || use_view().read().query.source != Source::Files;
    view! {
        {move || from_grid().then(|| group("Boards", release()))}
        <form class="menu-form" on:submit=add>
            <input
                class="field"
                aria-label="Name of another board"
                placeholder="another board, by name"
                prop:value=name
                on:input=move |event| name.set(event_target_value(&event))
            />
            <button type="submit" class="btn">
                "Add"
            </button>
        </form>
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
}
