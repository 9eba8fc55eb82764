//! When the failures of a cluster happened, as a row of bars, oldest left.

use std::fmt::Write;

use flakescope_core::failures::Timeline;
use leptos::prelude::*;

use crate::format::plural;

/// Width of a bar in the drawing, its gap included.
const STEP: usize = 4;
/// Height of the drawing.
const HEIGHT: u32 = 24;

/// The bars as path data. A count above nothing has at least two pixels.
fn path(pieces: &[u32]) -> String {
    let most = pieces.iter().copied().max().unwrap_or_default().max(1);
    let places = pieces.iter().enumerate().filter(|(_, count)| **count > 0);
    places.fold(String::new(), |mut data, (place, &count)| {
        let height = (count.saturating_mul(HEIGHT) / most).max(2);
        // Writing to a String cannot fail.
        let _ = write!(data, "M{} {}h3v{height}h-3z", place * STEP, HEIGHT - height);
        data
    })
}

/// `31 failures on 6 of 14 days from 2026-11-02 to 2026-11-15, at most 9 on a day`.
fn words(pieces: &[u32], timeline: &Timeline) -> String {
    let all: u32 = pieces.iter().sum();
    if all == 0 {
        return "no failure has a date".to_owned();
    }
    let piece = match timeline.piece_days {
        0 | 1 => "days".to_owned(),
        days => format!("pieces of {days} days"),
    };
    let with = pieces.iter().filter(|count| **count > 0).count();
    let most = pieces.iter().max().copied().unwrap_or_default();
    format!(
        "{} on {with} of {} {piece} from {} to {}, at most {most} on one",
        plural(all, "failure"),
        pieces.len(),
        timeline.first_day,
        timeline.last_day
    )
}

/// The bars.
pub fn timeline_bars(pieces: &[u32], timeline: &Timeline) -> AnyView {
    let label = words(pieces, timeline);
    let title = label.clone();
    let view_box = format!("0 0 {} {HEIGHT}", (pieces.len().max(1) * STEP).max(40));
    view! {
        <svg class="timeline" viewBox=view_box role="img" aria-label=label preserveAspectRatio="none">
            <title>{title}</title>
            <path class="c-accent" d=path(pieces) />
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_reach_from_the_bottom() {
        assert_eq!(path(&[]), "");
        assert_eq!(path(&[0, 4, 1]), "M4 0h3v24h-3zM8 18h3v6h-3z");
        assert_eq!(path(&[1, 1000]), "M0 22h3v2h-3zM4 0h3v24h-3z");
    }

    #[test]
    fn bars_in_words() {
        let timeline = |piece_days| Timeline {
            first_day: "2026-11-02".into(),
            last_day: "2026-11-15".into(),
            piece_days,
        };
        assert_eq!(
            words(&[1, 0, 3], &timeline(1)),
            "4 failures on 2 of 3 days from 2026-11-02 to 2026-11-15, at most 3 on one"
        );
        assert!(words(&[1, 0], &timeline(7)).starts_with("1 failure on 1 of 2 pieces of 7 days from"));
        assert_eq!(words(&[0], &timeline(1)), "no failure has a date");
    }
}
