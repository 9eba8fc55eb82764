//! Which sources were read, what is wrong with their markers (each a switch of the list), and how the list is narrowed.

use flakescope_core::muted::{Asked, Order, PlaceView, Problem};
use leptos::prelude::*;

use super::problem::{meaning, name};
use super::use_page;
use crate::components::Chip;
use crate::format::{count, plural};
use crate::state::url::{Step, use_change_view};
use flakescope_core::flakes::Source;

/// The facts.
#[component]
pub fn Facts() -> impl IntoView {
    let page = use_page();
    let change = use_change_view();
    let others = move |_| {
        change(Step::Push, &|view| {
            view.page.own.retain(|(key, _)| !["repos", "change"].contains(key));
            view.query.source = Source::TestGrid;
        });
    };
    view! {
        <div class="muted-places">
            {places}
            <Compares />
            <button type="button" class="btn quiet" on:click=others>
                "Other sources"
            </button>
        </div>
        {compared}
        <Problems />
        <div class="muted-choices">
            <input
                class="field"
                type="search"
                placeholder="Part of a file, test, reason, ticket or owner"
                aria-label="Part of a file, test, reason, ticket or owner"
                prop:value=move || page.asked.read().filter.text.clone()
                on:input=move |event| {
                    let mut asked = page.asked.get_untracked();
                    asked.filter.text = event_target_value(&event);
                    page.set.run((Step::Replace, asked));
                }
            />
            <Markers />
            <Orders />
            {chips}
        </div>
    }
}

/// On which tests of which boards it was judged whether muted tests pass.
fn compared() -> Option<AnyView> {
    let words = use_page().view.read().get().map(|view| view.compared.clone())?;
    (!words.is_empty()).then(|| view! { <p class="muted muted-compared">{words}</p> }.into_any())
}

/// The letter of a place among several.
pub fn letter(place: usize) -> String {
    char::from_u32('A' as u32 + u32::try_from(place).unwrap_or_default()).unwrap_or('?').to_string()
}

fn places() -> AnyView {
    let page = use_page();
    let line = |(index, place): (usize, &PlaceView), several: bool| {
        let letter = several.then(|| view! { <b class="muted-letter">{letter(index)}</b> });
        let read = format!(": {} read, {}", plural(place.files, "file"), plural(place.markers, "marker"));
        view! {
            <p class="muted">
                {letter}
                <span class="muted-place">{place.name.clone()}</span>
                {read}
            </p>
        }
    };
    let all = move || {
        let shown = page.view.read();
        let view = shown.get()?;
        let several = view.places.len() > 1;
        Some(view.places.iter().enumerate().map(|place| line(place, several)).collect_view())
    };
    all.into_any()
}

/// Asks what changed from the first of two places to the second.
#[component]
fn Compares() -> impl IntoView {
    let page = use_page();
    let two = Memo::new(move |_| page.view.read().get().is_some_and(|view| view.places.len() == 2));
    view! {
        <Show when=move || two.get()>
            <button
                type="button"
                class="btn"
                aria-pressed=move || page.asked.read().compares.to_string()
                on:click=move |_| page.change(|asked| asked.compares = !asked.compares)
            >
                "What changed from A to B"
            </button>
        </Show>
    }
}

/// What is wrong, each a switch.
#[component]
fn Problems() -> impl IntoView {
    let page = use_page();
    let counts = Memo::new(move |_| {
        page.view.read().get().map(|view| view.totals.problems.clone()).unwrap_or_default()
    });
    let switch = move |(problem, number): (Problem, usize)| {
        let pressed = move || page.asked.read().query.problems.contains(&problem).to_string();
        view! {
            <button
                type="button"
                class="btn"
                title=meaning(problem)
                aria-pressed=pressed
                on:click=move |_| page.change(|asked| toggle(asked, problem))
            >
                {name(problem)}
                " "
                <b>{count(number as u64)}</b>
            </button>
        }
    };
    view! {
        <Show
            when=move || !counts.read().is_empty()
            fallback=|| view! { <p class="muted">"Every marker says what it should."</p> }
        >
            <div class="muted-switches" role="group" aria-label="Only markers with these problems">
                {move || counts.get().into_iter().map(switch).collect_view()}
            </div>
        </Show>
    }
}

/// With or without a problem; in the order of all problems.
fn toggle(asked: &mut Asked, problem: Problem) {
    let problems = &asked.query.problems;
    let listed = |own: &Problem| problems.contains(own) != (*own == problem);
    asked.query.problems = Problem::ALL.into_iter().filter(listed).collect();
}

/// Only one kind of marker.
#[component]
fn Markers() -> impl IntoView {
    let page = use_page();
    let markers =
        Memo::new(move |_| page.view.read().get().map(|view| view.markers.clone()).unwrap_or_default());
    let only = move || page.asked.read().query.only.first().cloned().unwrap_or_default();
    let choose = move |event| {
        let name = event_target_value(&event);
        page.change(|asked| {
            asked.query.only = Some(name).filter(|name| !name.is_empty()).into_iter().collect();
        });
    };
    let option = move |(marker, number): (String, u32)| {
        let words = format!("{marker} ({})", count(number));
        let own = marker.clone();
        view! { <option value=marker selected=move || only() == own>{words}</option> }
    };
    view! {
        <label>
            <span>"Marker"</span>
            <select class="field" on:change=choose>
                <option value="">"all"</option>
                {move || markers.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn Orders() -> impl IntoView {
    let page = use_page();
    let choose = move |event| {
        let order = Order::parse(&event_target_value(&event)).unwrap_or_default();
        page.change(|asked| asked.order = order);
    };
    let option = move |order: Order| {
        let chosen = move || page.asked.read().order == order;
        view! { <option value=order.word() selected=chosen>{order.words()}</option> }
    };
    view! {
        <label>
            <span>"Order"</span>
            <select class="field" on:change=choose>
                {Order::ALL.map(option).collect_view()}
            </select>
        </label>
    }
}

/// What was chosen in the figures, to be taken back.
fn chips() -> AnyView {
    let page = use_page();
    let owner = move || {
        let owner = page.asked.read().filter.owner.clone()?;
        let label = if owner.is_empty() { "owner: nobody".to_owned() } else { format!("owner: {owner}") };
        let take = Callback::new(move |()| page.change(|asked| asked.filter.owner = None));
        Some(view! { <Chip label title=String::new() on_remove=take /> })
    };
    let age = move || {
        let age = page.asked.read().filter.age?;
        let take = Callback::new(move |()| page.change(|asked| asked.filter.age = None));
        Some(view! { <Chip label=format!("muted: {}", age.words()) title=String::new() on_remove=take /> })
    };
    view! { {owner} {age} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_added_and_taken() {
        let mut asked = Asked::default();
        toggle(&mut asked, Problem::NoDate);
        toggle(&mut asked, Problem::NoTicket);
        assert_eq!(asked.query.problems, [Problem::NoTicket, Problem::NoDate]);
        toggle(&mut asked, Problem::NoTicket);
        assert_eq!(asked.query.problems, [Problem::NoDate]);
    }

    #[test]
    fn places_have_letters() {
        assert_eq!([letter(0), letter(5)], ["A", "F"]);
    }
}
