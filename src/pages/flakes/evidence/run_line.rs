//! Every run of a test as one drawing, newest left: pure geometry and words.

use std::fmt::Write;

use flakescope_core::flakes::RunView;

use crate::format::moment;

/// Height of the drawing in pixels.
pub const HEIGHT: u32 = 36;

/// Width of a run in the drawing: wide while there are few.
pub fn step(runs: usize) -> u32 {
    match runs {
        0..=100 => 10,
        101..=160 => 8,
        161..=260 => 5,
        _ => 3,
    }
}

/// A kind of bar: its letter, its class, and from where to where it reaches.
const BARS: [(char, &str, u32, u32); 4] =
    [('p', "c-passing", 28, 8), ('f', "c-failing", 0, 36), ('F', "c-flaky", 0, 20), ('s', "c-stale", 33, 3)];

/// Bars at the places of the runs that are wanted, as path data.
fn bars(runs: &[RunView], top: u32, bar: u32, height: u32, wanted: impl Fn(&RunView) -> bool) -> String {
    let step = step(runs.len());
    let places = runs.iter().zip(0_u32..).filter(|(run, _)| wanted(run));
    places.fold(String::new(), |mut data, (_, i)| {
        // Writing to a String cannot fail.
        let _ = write!(data, "M{} {top}h{bar}v{height}h-{bar}z", i * step);
        data
    })
}

/// Path data of every kind of bar with its class. Runs that do not count are drawn apart, to be paler.
pub fn paths(runs: &[RunView]) -> Vec<(String, String)> {
    let step = step(runs.len());
    let width = step - (step / 5).max(1);
    let mut paths = Vec::new();
    for counted in [true, false] {
        for (letter, class, top, height) in BARS {
            let data = bars(runs, top, width, height, |run| run.outcome == letter && run.counted == counted);
            if !data.is_empty() {
                paths.push((if counted { class.to_owned() } else { format!("{class} pale") }, data));
            }
        }
    }
    paths
}

/// Path data of the columns behind broken runs.
pub fn broken(runs: &[RunView]) -> String {
    bars(runs, 0, step(runs.len()), HEIGHT, |run| run.broken)
}

/// One run in words: `12 Nov 2026, 04:05 UTC: failed, in a broken run. Build 17. Commit abc. timed out`.
pub fn words(run: &RunView) -> String {
    let outcome = match run.outcome {
        'p' => "passed",
        'f' => "failed",
        'F' => "failed and passed",
        's' => "skipped",
        _ => "no result",
    };
    let when = run.started_at.map_or_else(|| "at an unknown time".to_owned(), moment);
    let aside = match (run.broken, run.counted) {
        (true, _) => ", in a broken run",
        (false, false) => ", outside the window",
        (false, true) => "",
    };
    let mut text = format!("{when}: {outcome}{aside}. Build {}.", run.build);
    if !run.commit.is_empty() {
        text.push_str(&format!(" Commit {}.", run.commit));
    }
    if !run.message.is_empty() {
        text.push(' ');
        text.push_str(&run.message);
    }
    text
}

/// The run at `x` of a drawing that is `width` wide.
pub fn run_at(x: f64, width: f64, runs: usize) -> Option<usize> {
    if width <= 0.0 || x < 0.0 || x >= width {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "x lies within the drawing")]
    let index = (x / width * runs as f64) as usize;
    Some(index.min(runs.checked_sub(1)?))
}

/// Where an arrow key leads.
pub fn moved(key: &str, now: usize, runs: usize) -> Option<usize> {
    let last = runs.checked_sub(1)?;
    match key {
        "ArrowRight" | "ArrowDown" => Some((now + 1).min(last)),
        "ArrowLeft" | "ArrowUp" => Some(now.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flakescope_core::model::TimeMs;

    fn run(outcome: char) -> RunView {
        RunView {
            build: "17".into(),
            started_at: TimeMs::parse("2026-11-12T04:05:00Z"),
            outcome,
            broken: false,
            counted: true,
            message: String::new(),
            commit: String::new(),
            url: String::new(),
        }
    }

    #[test]
    fn runs_in_words() {
        let failed = RunView { message: "timed out".into(), commit: "abc1234".into(), ..run('f') };
        assert_eq!(words(&failed), "12 Nov 2026, 04:05 UTC: failed. Build 17. Commit abc1234. timed out");
        let aside = RunView { broken: true, counted: false, started_at: None, ..run('.') };
        assert_eq!(words(&aside), "at an unknown time: no result, in a broken run. Build 17.");
    }

    #[test]
    fn bars_by_outcome_and_by_what_counts() {
        let old = RunView { counted: false, ..run('f') };
        let paths = paths(&[run('p'), run('f'), old]);
        let classes: Vec<&str> = paths.iter().map(|(class, _)| class.as_str()).collect();
        assert_eq!(classes, ["c-passing", "c-failing", "c-failing pale"]);
        assert_eq!(paths[1].1, "M10 0h8v36h-8z");
    }

    #[test]
    fn places_and_keys() {
        assert_eq!(run_at(0.0, 100.0, 10), Some(0));
        assert_eq!(run_at(99.9, 100.0, 10), Some(9));
        assert_eq!(run_at(100.0, 100.0, 10), None);
        assert_eq!(run_at(5.0, 100.0, 0), None);
        assert_eq!(moved("ArrowRight", 9, 10), Some(9));
        assert_eq!(moved("ArrowLeft", 0, 10), Some(0));
        assert_eq!(moved("End", 0, 10), Some(9));
        assert_eq!(moved("x", 0, 10), None);
    }
}
