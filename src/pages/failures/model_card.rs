//! How far chances can be trusted: what was measured on failures before their outcome was looked at.

use flakescope_core::failures::Quality;
use leptos::prelude::*;

use super::use_page;
use crate::charts::curve::{Curve, Line, draw};
use crate::charts::{Figure, Ink};
use crate::format::{count, fixed, percent};

/// The card.
#[component]
pub fn ModelCard() -> impl IntoView {
    let page = use_page();
    let known = Memo::new(move |_| page.view.read().list().map(|list| list.known));
    let quality = Memo::new(move |_| page.view.read().list().and_then(|list| list.quality.clone()));
    let content = move || {
        match (quality.get(), known.get()) {
        (Some(quality), _) => card(*quality),
        (None, Some(0)) => view! {
            <p class="muted">
                "No outcome of these failures is known: none says whether its change was merged, and none passed again on the same commit. So no chance is given. Open records with outcomes, or a model."
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <section class="model-card" aria-labelledby="model-title">
            <h2 id="model-title">"How far can chances be trusted?"</h2>
            {content}
        </section>
    }
}

fn card(quality: Quality) -> AnyView {
    let facts = facts(&quality).into_iter().map(|(name, words, title)| {
        view! {
            <dt title=title>{name}</dt>
            <dd>{words}</dd>
        }
    });
    let sentence = quality.sentence.clone();
    let facts = facts.collect_view();
    let diagram = (!quality.reliability.is_empty()).then(|| view! { <Reliability quality /> });
    view! {
        <p>{sentence}</p>
        <dl class="model-facts">{facts}</dl>
        {diagram}
    }
    .into_any()
}

/// Name, value, meaning.
fn facts(quality: &Quality) -> Vec<(&'static str, String, &'static str)> {
    let interval = |low: Option<f64>, high: Option<f64>| match low.zip(high) {
        Some((low, high)) => format!(" ({} to {})", fixed(low, 2), fixed(high, 2)),
        None => String::new(),
    };
    let auc = quality.auc.map_or_else(
        || "not known".to_owned(),
        |auc| format!("{}{}", fixed(auc, 2), interval(quality.auc_low, quality.auc_high)),
    );
    vec![
        (
            "failures judged",
            count(quality.held_out as u64),
            "Each before its outcome was looked at, from those before it in time",
        ),
        ("base rate", percent(quality.base_rate, 1), "The share of false positives among them"),
        (
            "AUC",
            auc,
            "The chance that a false positive gets the higher chance of two; 0.5 is a coin. With its 95 % interval",
        ),
        ("Brier score", fixed(quality.brier, 3), "The mean square of chance minus outcome; less is better"),
        (
            "of the base rate",
            fixed(quality.brier_of_base_rate, 3),
            "The Brier score if everybody got the base rate",
        ),
        (
            "calibration error",
            percent(quality.ece, 1),
            "How far chance and outcome are apart on average (expected calibration error)",
        ),
    ]
}

#[component]
fn Reliability(quality: Quality) -> impl IntoView {
    let quality = StoredValue::new(quality);
    let drawn = Callback::new(move |(width, caption): (u32, String)| {
        quality.with_value(|quality| draw(&curve(quality, caption), width))
    });
    let description = Signal::derive(|| {
        "For groups of failures with a like chance, how many were false positives. On the diagonal, chances are right."
            .to_owned()
    });
    let rows = move || quality.with_value(table);
    let title = Signal::derive(|| "Chance and outcome".to_owned());
    view! { <Figure id="reliability" title description draw=drawn links=Signal::derive(Vec::new) table=rows /> }
}

fn curve(quality: &Quality, caption: String) -> Curve {
    let points = quality.reliability.iter().map(|bin| (bin.chance, bin.share)).collect();
    Curve {
        lines: vec![
            Line {
                name: "right on average",
                ink: Ink::Quiet,
                points: vec![(0.0, 0.0), (1.0, 1.0)],
                dots: false,
            },
            Line { name: "measured", ink: Ink::Accent, points, dots: true },
        ],
        x_name: "chance given",
        y_name: "came true",
        caption,
    }
}

fn table(quality: &Quality) -> AnyView {
    let line = |bin: &flakescope_core::stats::Bin| {
        view! {
            <tr>
                <td class="num">{count(u64::from(bin.count))}</td>
                <td class="num">{percent(bin.chance, 1)}</td>
                <td class="num">{percent(bin.share, 1)}</td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col" class="num">"failures"</th>
                    <th scope="col" class="num">"chance given"</th>
                    <th scope="col" class="num">"came true"</th>
                </tr>
            </thead>
            <tbody>{quality.reliability.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
