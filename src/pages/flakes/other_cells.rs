//! What stands in a cell of the columns that are not among the usual ones.

use flakescope_core::export::Value;
use flakescope_core::flakes::{Column, TestRow, Trend};
use leptos::prelude::*;

use super::cells::{text, time};
use crate::components::issue::out_link as link;
use crate::format;

/// What stands in the cell.
pub fn other(column: Column, row: &TestRow) -> AnyView {
    match column {
        Column::Trend => trend(row.trend),
        Column::TestgridUrl => link(&row.testgrid_url, "TestGrid"),
        Column::RunUrl => link(&row.run_url, "newest failed run"),
        column => value(column.value(row), row.runs),
    }
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

fn value(value: Value<'_>, runs: u32) -> AnyView {
    match value {
        Value::Count(count) => view! { <span class="num">{format::count(count)}</span> }.into_any(),
        Value::Rate(Some(rate)) => {
            view! { <span class="num">{format::rate_of_runs(rate, runs)}</span> }.into_any()
        }
        Value::Time(when) => time(when),
        Value::Text("") | Value::Rate(None) => text("\u{2013}"),
        Value::Text(words) => text(words),
        Value::Flag(flag) => text(if flag { "yes" } else { "no" }),
    }
}
