//! A failure rate with its interval, drawn on one scale for all rows: the square root of the rate from 0 to 100 %, so
//! that 0.1 % and 1 % are apart and 90 % still fits.

use leptos::prelude::*;

use crate::format;

const WIDTH: f64 = 96.0;

/// Where a rate lies on the scale.
fn place(rate: f64) -> f64 {
    2.0 + rate.clamp(0.0, 1.0).sqrt() * (WIDTH - 4.0)
}

/// The line of the interval with its two ends, as path data.
fn interval_path(low: f64, high: f64) -> String {
    let (from, to) = (place(low), place(high));
    let (from, to) = (format::fixed(from, 1), format::fixed(to, 1));
    format!("M{from} 4v8M{from} 8H{to}M{to} 4v8")
}

/// A rate with its interval. Where no interval is given, the rate stands alone.
#[component]
pub fn RateInterval(
    /// The rate, a fraction.
    rate: Option<f64>,
    /// The ends of its interval; none where runs are not independent of each other.
    interval: Option<(f64, f64)>,
    /// Runs behind it.
    runs: u32,
    /// What they are, where they are no runs.
    #[prop(default = "run")]
    unit: &'static str,
) -> impl IntoView {
    let Some(rate) = rate else {
        return view! { <span class="rate muted">"no result"</span> }.into_any();
    };
    let Some((low, high)) = interval else {
        let words = format::rate_of_runs(rate, runs);
        return view! { <span class="rate"><b>{words}</b></span> }.into_any();
    };
    let words = format::rate(rate, low, high);
    let title = format!("{} of {}, 95 % interval {}", words.rate, format::plural(runs, unit), words.interval);
    view! {
        <span class="rate" title=title>
            <b>{words.rate}</b>
            <svg class="interval" viewBox="0 0 96 16" width="96" height="16" aria-hidden="true">
                <path class="axis" d="M2 8H94" />
                <path class="span" d=interval_path(low, high) />
                <circle cx=format::fixed(place(rate), 1) cy="8" r="3" />
            </svg>
            <small>{words.interval}</small>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_the_square_root() {
        assert!((place(0.0) - 2.0).abs() < 1e-9);
        assert!((place(0.25) - 48.0).abs() < 1e-9);
        assert!((place(1.0) - 94.0).abs() < 1e-9);
        assert_eq!(interval_path(0.0, 0.25), "M2.0 4v8M2.0 8H48.0M48.0 4v8");
    }
}
