//! The largest changes of one number, before and now.

use flakescope_core::payloads::history::link::percentile;
use flakescope_core::payloads::history::{Change, ComparedView, Measure, Move, Query};
use leptos::prelude::*;

use super::use_page;
use crate::charts::dumbbell::{Dumbbells, Pair, draw, number};
use crate::charts::{Figure, Ink};
use crate::state::url::Step;

/// The figure with the choice of its percentile; no picture where nothing changed.
#[component]
pub fn Changes() -> impl IntoView {
    let page = use_page();
    let measure = Memo::new(move |_| page.view.read().compared().map_or(Query::MEASURE, |own| own.measure));
    let changes =
        Memo::new(move |_| page.view.read().compared().map(|own| own.changes.clone()).unwrap_or_default());
    let drawn = Callback::new(move |(width, caption): (u32, String)| {
        draw(&figure(&changes.read(), measure.get(), caption), width)
    });
    let title = Signal::derive(move || title(measure.get(), changes.read().len()));
    let nothing = move || view! { <p class="empty">{format!("No listed row has another {} than before.", measure.get().name())}</p> };
    view! {
        <Show when=move || measure.get() != Measure::FailureRate>
            <Percentiles />
        </Show>
        <Show when=move || !changes.read().is_empty() fallback=nothing>
            <Figure
                id="changes"
                title
                description=Signal::derive(move || describe(&changes.read(), measure.get()))
                draw=drawn
                links=Signal::derive(Vec::new)
                table=move || table(&changes.read(), measure.get())
            />
        </Show>
    }
}

/// Which percentile is drawn.
#[component]
fn Percentiles() -> impl IntoView {
    let page = use_page();
    let choose = move |event| {
        if let Some(measure) = percentile(&event_target_value(&event)) {
            page.set.run((Step::Push, Query { measure, ..page.about.get_untracked() }));
        }
    };
    let option = move |measure: Measure| {
        let selected = move || page.about.read().measure == measure;
        view! { <option value=measure.name() selected=selected>{measure.name()}</option> }
    };
    view! {
        <label class="history-percentile">
            <span>"Percentile of the figure"</span>
            <select class="field" on:change=choose>
                {Measure::PERCENTILES.map(option).collect_view()}
            </select>
        </label>
    }
}

fn title(measure: Measure, changes: usize) -> String {
    let which = match changes {
        ComparedView::MOST_CHANGES => format!("The {changes} largest changes"),
        _ => "The largest changes".to_owned(),
    };
    format!("{which} of {}, before and now", words(measure))
}

fn words(measure: Measure) -> &'static str {
    match measure {
        Measure::FailureRate => "the failure rate",
        other => other.name(),
    }
}

fn unit(measure: Measure) -> &'static str {
    if measure == Measure::FailureRate { "percent" } else { "seconds" }
}

/// In the unit of the figure.
pub fn in_unit(measure: Measure, value: f64) -> f64 {
    if measure == Measure::FailureRate { value * 100.0 } else { value }
}

fn figure(changes: &[Change], measure: Measure, caption: String) -> Dumbbells {
    let pair = |change: &Change| {
        let [old, new] = [change.old, change.new].map(|value| in_unit(measure, value));
        Pair { name: named(change), old, new, meaning: meaning(change.moved) }
    };
    Dumbbells { pairs: changes.iter().map(pair).collect(), unit: unit(measure), caption }
}

fn named(change: &Change) -> String {
    if change.weak { format!("{} (weak)", change.name) } else { change.name.clone() }
}

fn meaning(moved: Move) -> (&'static str, Ink) {
    match moved {
        Move::Risen => ("now, risen", Ink::Failing),
        Move::Fallen => ("now, fallen", Ink::Passing),
        Move::Same | Move::NotCompared => ("now, within the leeway", Ink::Stale),
    }
}

fn describe(changes: &[Change], measure: Measure) -> String {
    let side = |value: f64| number(in_unit(measure, value));
    let line = |change: &Change| {
        format!("{} from {} to {} {}", named(change), side(change.old), side(change.new), unit(measure))
    };
    let first: Vec<String> = changes.iter().take(3).map(line).collect();
    format!(
        "Two dots for each of {} names, before and now, the largest change first: {}.",
        changes.len(),
        first.join("; ")
    )
}

fn table(changes: &[Change], measure: Measure) -> AnyView {
    let value = move |value: f64| number(in_unit(measure, value));
    let line = |change: &Change| {
        view! {
            <tr>
                <th scope="row">{named(change)}</th>
                <td class="num">{value(change.old)}</td>
                <td class="num">{value(change.new)}</td>
                <td>{meaning(change.moved).0.trim_start_matches("now, ")}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"name"</th>
                        <th scope="col" class="num">{format!("before, {}", unit(measure))}</th>
                        <th scope="col" class="num">{format!("now, {}", unit(measure))}</th>
                        <th scope="col">"change"</th>
                    </tr>
                </thead>
                <tbody>{changes.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(name: &str, old: f64, new: f64, moved: Move) -> Change {
        Change { name: name.to_owned(), old, new, moved, weak: name == "b" }
    }

    #[test]
    fn changes_in_words() {
        let changes = [change("a", 1.0, 4.5, Move::Risen), change("b", 3.0, 0.0, Move::Fallen)];
        assert_eq!(
            describe(&changes, Measure::P99),
            "Two dots for each of 2 names, before and now, the largest change first: a from 1 to 4.5 seconds; b (weak) from 3 to 0 seconds."
        );
        assert_eq!(title(Measure::P99, 2), "The largest changes of P99, before and now");
        assert_eq!(
            title(Measure::FailureRate, 30),
            "The 30 largest changes of the failure rate, before and now"
        );
    }

    #[test]
    fn failure_rates_are_drawn_in_percent() {
        let drawn = figure(&[change("a", 0.01, 0.045, Move::Same)], Measure::FailureRate, String::new());
        assert_eq!(
            (number(drawn.pairs[0].old), number(drawn.pairs[0].new), drawn.unit),
            ("1".into(), "4.5".into(), "percent")
        );
    }
}
