//! The rows: what each is about, its numbers before and now, how many runs are behind them, and why it is of its kind.

use flakescope_core::payloads::history::{
    ComparedView, ComparisonRow, DataType, Kind, Measure, Measured, Move,
};
use leptos::prelude::*;

use super::facts::{name, tone};
use super::figure::in_unit;
use super::{ROWS, use_page};
use crate::charts::dumbbell::number;
use crate::components::show_more::ShowMore;
use crate::format::{count, plural};

/// The list.
#[component]
pub fn Rows() -> impl IntoView {
    let page = use_page();
    let list = move || page.view.read().compared().map(list);
    view! {
        <section class="history-rows" aria-labelledby="rows-title">
            <h2 id="rows-title">"Rows, what rose first"</h2>
            {list}
        </section>
    }
}

fn list(compared: &ComparedView) -> AnyView {
    if compared.report.rows.is_empty() {
        return view! { <p class="empty">{nothing(compared)}</p> }.into_any();
    }
    view! {
        <p class="muted">{listed(compared)}</p>
        {table(compared)}
        <ShowMore matching=compared.matching limit=use_page().limit step=ROWS />
    }
    .into_any()
}

fn nothing(compared: &ComparedView) -> &'static str {
    let totals = &compared.report.totals;
    if totals.rows == 0 {
        "No row was compared. Look at the warnings, or choose other files."
    } else if totals.rows == totals.same {
        "Nothing changed beyond the leeway. Switch on the unchanged rows above to see them."
    } else {
        "No row is listed. Switch on another kind of row above, choose other values, or clear the search."
    }
}

/// `200 of 3,938 rows`.
fn listed(compared: &ComparedView) -> String {
    let shown = compared.report.rows.len() as u64;
    if shown == u64::from(compared.matching) {
        plural(shown, "row")
    } else {
        format!("{} of {}", count(shown), plural(compared.matching, "row"))
    }
}

fn table(compared: &ComparedView) -> AnyView {
    let measures = measures(compared.report.data_type);
    let head = |measure: &Measure| view! { <th scope="col" class="num">{head_of(*measure)}</th> };
    let is_about_tests = compared.report.data_type == DataType::Tests;
    let heads = measures.iter().map(head).collect_view();
    let places = (!is_about_tests).then(|| {
        view! {
            <th scope="col">"platform"</th>
            <th scope="col">"network"</th>
            <th scope="col">"topology"</th>
        }
    });
    let rows = compared.report.rows.iter().map(|row| line(row, measures, is_about_tests)).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table cards history-table">
                <thead>
                    <tr>
                        <th scope="col">"name"</th>
                        <th scope="col">"change"</th>
                        <th scope="col">"release"</th>
                        {places}
                        {heads}
                        <th scope="col" class="num">"runs"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn measures(data_type: DataType) -> &'static [Measure] {
    if data_type == DataType::Tests { &[Measure::FailureRate] } else { &Measure::PERCENTILES }
}

fn head_of(measure: Measure) -> &'static str {
    match measure {
        Measure::P50 => "P50, s",
        Measure::P75 => "P75, s",
        Measure::P95 => "P95, s",
        Measure::P99 => "P99, s",
        Measure::FailureRate => "failures, %",
    }
}

fn line(row: &ComparisonRow, measures: &[Measure], is_about_tests: bool) -> AnyView {
    let number = |measure: &Measure| {
        let own = row.measures.iter().find(|own| own.measure == *measure);
        view! {
            <td class="num nowrap" data-label=head_of(*measure)>
                {own.map(cell)}
            </td>
        }
    };
    let places = (!is_about_tests).then(|| {
        view! {
            <td data-label="platform">{row.platform.clone()}</td>
            <td data-label="network">{row.network.clone()}</td>
            <td data-label="topology">{[&row.topology, &row.architecture].map(String::as_str).join(" ")}</td>
        }
    });
    let weak = row.weak.then(|| view! { <span class="tag is-suspect" title=WEAK_TIP>"weak"</span> });
    view! {
        <tr>
            <th scope="row" class="history-name">
                <small>{above(row)}</small>
                <span>{row.name.clone()}</span>
                <p class="muted">{row.reason.clone()}</p>
            </th>
            <td data-label="change">
                <span>
                    <span class=tone(row.kind)>{name(row.kind)}</span>
                    " "
                    {weak}
                </span>
            </td>
            <td class="nowrap" data-label="release">{release(row)}</td>
            {places}
            {measures.iter().map(number).collect_view()}
            <td class="num nowrap" data-label="runs">{runs(row)}</td>
        </tr>
    }
    .into_any()
}

const WEAK_TIP: &str = "Little can be said: few runs, rows that contradict one another, or nothing to compare. The reason stands below the name.";

/// What stands above the name: an alert's namespace and level, and whether the master nodes were updated.
fn above(row: &ComparisonRow) -> String {
    let master = if row.master_nodes_updated.is_empty() {
        String::new()
    } else {
        format!("master nodes updated: {}", row.master_nodes_updated)
    };
    let parts = [row.namespace.clone(), row.level.clone(), master];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ")
}

/// `4.15 → 4.16`, or the release alone.
fn release(row: &ComparisonRow) -> String {
    if row.from_release.is_empty() {
        return row.release.clone();
    }
    format!("{} \u{2192} {}", row.from_release, row.release)
}

/// `500 → 600`; a question mark where it is not known.
fn runs(row: &ComparisonRow) -> String {
    let runs = |runs: Option<u32>| runs.map_or_else(|| "?".to_owned(), count);
    match row.kind {
        Kind::Added => runs(row.new_runs),
        Kind::Removed => runs(row.old_runs),
        _ => format!("{} \u{2192} {}", runs(row.old_runs), runs(row.new_runs)),
    }
}

/// Both values, in bold with a sign where the number moved beyond the leeway.
fn cell(measured: &Measured) -> AnyView {
    let words = values(measured);
    match measured.moved {
        Move::Risen => view! { <b>"\u{25b2} "{words}</b> }.into_any(),
        Move::Fallen => view! { <b>"\u{25bc} "{words}</b> }.into_any(),
        Move::Same | Move::NotCompared => words.into_any(),
    }
}

/// `1 → 4`, or the one value that there is.
fn values(measured: &Measured) -> String {
    let side = |value: f64| number(in_unit(measured.measure, value));
    match (measured.old.map(side), measured.new.map(side)) {
        (Some(old), Some(new)) if old != new => format!("{old} \u{2192} {new}"),
        (Some(value), _) | (None, Some(value)) => value,
        (None, None) => "\u{2013}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_and_now() {
        let words = |measure, old, new| {
            let (difference, percent, moved) = (None, None, Move::NotCompared);
            values(&Measured { measure, old, new, difference, percent, moved })
        };
        assert_eq!(words(Measure::P99, Some(1.0), Some(4.25)), "1 \u{2192} 4.25");
        assert_eq!(words(Measure::P99, Some(1.0), Some(1.0)), "1");
        assert_eq!(words(Measure::P99, None, Some(2.0)), "2");
        assert_eq!(words(Measure::P99, None, None), "\u{2013}");
        assert_eq!(words(Measure::FailureRate, Some(0.02), Some(0.045)), "2 \u{2192} 4.5");
    }
}
