//! Where the radius lies among the distances: for each of some texts the distance within which as many failures lie as make
//! a cluster, ascending. Where the curve bends upwards, clusters end and noise begins.

use flakescope_core::thousandths;
use leptos::prelude::*;

use super::use_page;
use crate::charts::curve::{Curve, Line, draw};
use crate::charts::{Figure, Ink};
use crate::format::{fixed, percent};

/// The figure; nothing before the distances are measured.
#[component]
pub fn RadiusFigure() -> impl IntoView {
    let page = use_page();
    let distances =
        Memo::new(move |_| page.view.read().list().map(|list| list.k_distances.clone()).unwrap_or_default());
    let eps = Memo::new(move |_| page.grouping.read().eps);
    let drawn = Callback::new(move |(width, caption): (u32, String)| {
        draw(&curve(&distances.read(), eps.get(), caption), width)
    });
    let description = Signal::derive(move || describe(&distances.read(), eps.get()));
    let title = Signal::derive(move || {
        format!("Distance to the {} nearest failures", page.grouping.read().min_samples)
    });
    view! {
        <Show when=move || !distances.read().is_empty()>
            <Figure id="radius" title description draw=drawn links=Signal::derive(Vec::new) table=move || table(&distances.read()) />
        </Show>
    }
}

fn curve(distances: &[f64], eps: f64, caption: String) -> Curve {
    let last = distances.len().saturating_sub(1).max(1) as f64;
    let points =
        distances.iter().enumerate().map(|(place, distance)| (place as f64 / last, *distance)).collect();
    Curve {
        lines: vec![
            Line { name: "distance", ink: Ink::Accent, points, dots: false },
            Line { name: "radius", ink: Ink::Failing, points: vec![(0.0, eps), (1.0, eps)], dots: false },
        ],
        x_name: "share of texts",
        y_name: "distance",
        caption,
    }
}

/// The share of texts that have enough failures around them.
fn within(distances: &[f64], eps: f64) -> f64 {
    distances.iter().filter(|distance| **distance <= eps).count() as f64 / distances.len().max(1) as f64
}

fn describe(distances: &[f64], eps: f64) -> String {
    format!(
        "A rising curve. {} of the texts measured have enough failures within the radius of {}.",
        percent(within(distances, eps), 0),
        thousandths::word(eps)
    )
}

fn table(distances: &[f64]) -> AnyView {
    let last = distances.len().saturating_sub(1);
    let line = |tenth: usize| {
        let distance = distances.get(last * tenth / 10).copied().unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{format!("{}\u{a0}%", tenth * 10)}</th>
                <td class="num">{fixed(distance, 3)}</td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"of the texts lie within"</th>
                    <th scope="col" class="num">"distance"</th>
                </tr>
            </thead>
            <tbody>{(0..=10).map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_within() {
        assert!((within(&[0.0, 0.1, 0.4, 0.9], 0.4) - 0.75).abs() < 1e-9);
        assert!(within(&[], 0.4).abs() < 1e-9);
        assert!(describe(&[0.0, 0.9], 0.35).contains("50\u{a0}% of the texts"));
    }

    #[test]
    fn the_curve_spans_all_texts() {
        let curve = curve(&[0.1, 0.2, 0.3], 0.35, String::new());
        assert_eq!(curve.lines[0].points, [(0.0, 0.1), (0.5, 0.2), (1.0, 0.3)]);
    }
}
