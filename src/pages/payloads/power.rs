//! What the verdict can see: how often a test would be flagged, by how often it really passes.

use flakescope_core::payloads::PowerCurve;
use leptos::prelude::*;

use super::use_page;
use crate::charts::curve::{Curve, Line, draw};
use crate::charts::{Figure, Ink};
use crate::format::percent;

/// The figure, for the attempts and required passes of most tests; nothing where no test was held to a number.
#[component]
pub fn Power() -> impl IntoView {
    let page = use_page();
    let curve = Memo::new(move |_| page.view.read().get().and_then(|view| widest(&view.report.power)));
    let title = Signal::derive(move || curve.read().as_ref().map(title).unwrap_or_default());
    let drawn = Callback::new(move |(width, caption): (u32, String)| {
        let points = curve.read().as_ref().map(points).unwrap_or_default();
        draw(&figure(points, caption), width)
    });
    let description = Signal::derive(move || curve.read().as_ref().map(describe).unwrap_or_default());
    view! {
        <Show when=move || curve.read().is_some()>
            <Figure
                id="power"
                title
                description
                draw=drawn
                links=Signal::derive(Vec::new)
                table=move || curve.read().as_ref().map_or_else(|| ().into_any(), table)
            />
        </Show>
    }
}

/// The curve of the most attempts and, of those, the strictest.
fn widest(curves: &[PowerCurve]) -> Option<PowerCurve> {
    curves.iter().max_by_key(|curve| (curve.attempts, curve.required)).cloned()
}

fn title(curve: &PowerCurve) -> String {
    format!("How often a test is flagged that must pass {} of {}", curve.required, curve.attempts)
}

fn points(curve: &PowerCurve) -> Vec<(f64, f64)> {
    curve.points.iter().map(|point| (point.pass_rate, point.flagged)).collect()
}

fn figure(points: Vec<(f64, f64)>, caption: String) -> Curve {
    let line = Line { name: "flagged", ink: Ink::Accent, points, dots: true };
    Curve { lines: vec![line], x_name: "share of runs in which it really passes", y_name: "flagged", caption }
}

/// How often it is flagged at a true rate, in percent.
fn at(curve: &PowerCurve, rate: f64) -> String {
    let found = curve.points.iter().find(|point| (point.pass_rate - rate).abs() < 1e-9);
    found.map_or_else(String::new, |point| percent(point.flagged, 0))
}

fn describe(curve: &PowerCurve) -> String {
    format!(
        "A falling curve. A test that really passes 50 % is flagged in {} of payloads, one that passes 90 % in {}, one that passes 99 % in {}.",
        at(curve, 0.5),
        at(curve, 0.9),
        at(curve, 0.99)
    )
}

fn table(curve: &PowerCurve) -> AnyView {
    let line = |point: &flakescope_core::payloads::PowerPoint| {
        view! {
            <tr>
                <th scope="row">{percent(point.pass_rate, 0)}</th>
                <td class="num">{percent(point.flagged, 1)}</td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"really passes"</th>
                    <th scope="col" class="num">"is flagged"</th>
                </tr>
            </thead>
            <tbody>{curve.points.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use flakescope_core::payloads::power_curve;

    use super::*;

    #[test]
    fn the_widest_curve_in_words() {
        let curves = [power_curve(9, 6), power_curve(10, 7), power_curve(10, 8)];
        let curve = widest(&curves).unwrap();
        assert_eq!((curve.attempts, curve.required), (10, 8));
        assert!(describe(&curve).contains("one that passes 90 % in 7\u{a0}%"), "{}", describe(&curve));
        assert!(widest(&[]).is_none());
    }
}
