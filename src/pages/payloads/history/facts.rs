//! How many rows became what, each number a switch of the list; the values of columns to choose from; the search.

use flakescope_core::payloads::history::{
    ComparedView, Facet, Field, HistoryFilter, Kind, Params, Query, Totals,
};
use leptos::prelude::*;

use super::use_page;
use crate::format::count;
use crate::state::url::Step;

/// The switches and choices.
#[component]
pub fn Facts() -> impl IntoView {
    let page = use_page();
    let set = Callback::new(move |(step, filter): (Step, HistoryFilter)| {
        page.set.run((step, Query { filter, ..page.about.get_untracked() }));
    });
    let weak = move || page.view.read().compared().map(weak_words).unwrap_or_default();
    let find = move |event| {
        let text = event_target_value(&event);
        let filter = HistoryFilter { text, ..page.about.get_untracked().filter };
        set.run((Step::Replace, filter));
    };
    view! {
        <div class="history-switches" role="group" aria-label="Which rows are listed">
            {Kind::ALL.map(|kind| switch(kind, set)).collect_view()}
            <span class="muted">{weak}</span>
        </div>
        <div class="history-choices">
            {(0..Field::ALL.len()).map(|place| choice(place, set)).collect_view()}
            <input
                class="field"
                type="search"
                placeholder="Part of a name"
                aria-label="Part of a name or a namespace"
                prop:value=move || page.about.read().filter.text.clone()
                on:input=find
            />
        </div>
    }
}

type SetFilter = Callback<(Step, HistoryFilter)>;

fn switch(kind: Kind, set: SetFilter) -> AnyView {
    let page = use_page();
    let total =
        move || page.view.read().compared().map_or(0, |compared| total(&compared.report.totals, kind));
    let pressed = move || page.about.read().filter.listed().contains(&kind);
    let press = move |_| set.run((Step::Push, toggled(&page.about.get_untracked().filter, kind)));
    view! {
        <button
            type="button"
            class="btn"
            aria-pressed=move || pressed().to_string()
            disabled=move || total() == 0
            on:click=press
        >
            <span class=tone(kind)>{name(kind)}</span>
            <b>{move || count(total() as u64)}</b>
        </button>
    }
    .into_any()
}

/// A column to choose a value of; nothing where all rows have the same.
fn choice(place: usize, set: SetFilter) -> AnyView {
    let page = use_page();
    let facet = Memo::new(move |_| {
        let shown = page.view.read();
        shown.compared().and_then(|compared| compared.facets.get(place)).cloned()
    });
    let is_choice = Memo::new(move |_| {
        let filter = &page.about.read().filter;
        facet
            .read()
            .as_ref()
            .is_some_and(|facet| facet.values.len() > 1 || !filter.chosen(facet.field).is_empty())
    });
    let label = move || facet.read().as_ref().map(|facet| facet.field.name()).unwrap_or_default();
    let choose = move |event| {
        let Some(field) = facet.read_untracked().as_ref().map(|facet| facet.field) else { return };
        let filter = page.about.get_untracked().filter.with(field, &event_target_value(&event));
        set.run((Step::Push, filter));
    };
    let options = move || facet.read().as_ref().map(options);
    view! {
        <Show when=move || is_choice.get()>
            <label>
                <span>{label}</span>
                <select class="field" on:change=choose>
                    {options}
                </select>
            </label>
        </Show>
    }
    .into_any()
}

fn options(facet: &Facet) -> AnyView {
    let page = use_page();
    let field = facet.field;
    let all = std::iter::once((String::new(), "all".to_owned()));
    let values =
        facet.values.iter().map(|(value, rows)| (value.clone(), format!("{value} ({})", count(*rows))));
    let option = |(value, words): (String, String)| {
        let own = value.clone();
        let is_chosen = move || page.about.read().filter.chosen(field) == own;
        view! { <option value=value selected=is_chosen>{words}</option> }
    };
    all.chain(values).map(option).collect_view().into_any()
}

fn weak_words(compared: &ComparedView) -> String {
    match compared.report.totals.weak {
        0 => String::new(),
        weak => format!(
            "{} of all rows are weak: mostly fewer than {} runs.",
            count(weak as u64),
            Params::WEAK_UNDER_RUNS
        ),
    }
}

/// The filter with or without a kind; at least one stays.
fn toggled(filter: &HistoryFilter, kind: Kind) -> HistoryFilter {
    let listed = |own: &Kind| filter.listed().contains(own);
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|own| listed(own) != (*own == kind)).collect();
    if kinds.is_empty() {
        return filter.clone();
    }
    let kinds = if kinds == HistoryFilter::USUAL { Vec::new() } else { kinds };
    HistoryFilter { kinds, ..filter.clone() }
}

fn total(totals: &Totals, kind: Kind) -> usize {
    match kind {
        Kind::Risen => totals.risen,
        Kind::Fallen => totals.fallen,
        Kind::Added => totals.added,
        Kind::Removed => totals.removed,
        Kind::Same => totals.same,
    }
}

/// What a kind is called.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Same => "unchanged",
        other => other.word(),
    }
}

/// The class that sets the tone of a kind.
pub fn tone(kind: Kind) -> &'static str {
    match kind {
        Kind::Risen => "tag is-failing",
        Kind::Fallen => "tag is-passing",
        Kind::Added => "tag is-recovered",
        Kind::Removed | Kind::Same => "tag is-stale",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_add_and_take() {
        let usual = HistoryFilter::default();
        let with = toggled(&usual, Kind::Same);
        assert_eq!(with.kinds, Kind::ALL);
        assert_eq!(toggled(&with, Kind::Same), usual);
        let last = HistoryFilter { kinds: vec![Kind::Risen], ..usual };
        assert_eq!(toggled(&last, Kind::Risen), last, "one stays");
        assert_eq!(toggled(&last, Kind::Fallen).kinds, [Kind::Risen, Kind::Fallen]);
    }
}
