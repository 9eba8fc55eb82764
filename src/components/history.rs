//! The newest runs of a test as a strip, newest left: one path per outcome, told apart by height as well as by colour.

use std::fmt::Write;

use leptos::prelude::*;

/// Width of a run in the drawing, its gap included.
const STEP: u32 = 3;
/// Height of the drawing.
const HEIGHT: u32 = 18;
/// Runs shown in a row of the table.
const RUNS: usize = 60;

/// An outcome: its letter, the class of its colour, top and height of its bar, its word.
struct Mark {
    letter: char,
    class: &'static str,
    top: u32,
    height: u32,
    word: &'static str,
}

/// Fails fill the height, flaky runs the upper half, passes are a low line, skips a dot, broken runs a faint column.
const MARKS: [Mark; 5] = [
    Mark { letter: 'x', class: "c-line", top: 0, height: HEIGHT, word: "in a broken run" },
    Mark { letter: 'p', class: "c-passing", top: 14, height: 4, word: "passed" },
    Mark { letter: 'f', class: "c-failing", top: 0, height: HEIGHT, word: "failed" },
    Mark { letter: 'F', class: "c-flaky", top: 0, height: 10, word: "failed and passed" },
    Mark { letter: 's', class: "c-stale", top: 16, height: 2, word: "skipped" },
];

/// The bars of one outcome, as path data; empty when there is none.
fn path(strip: &[u8], mark: &Mark) -> String {
    let places =
        strip.iter().take(RUNS).zip(0_u32..).filter(|(letter, _)| char::from(**letter) == mark.letter);
    places.fold(String::new(), |mut data, (_, i)| {
        // Writing to a String cannot fail.
        let _ = write!(data, "M{} {}h2v{}h-2z", i * STEP, mark.top, mark.height);
        data
    })
}

/// The strip in words: `60 runs, newest first: 4 failed, 55 passed, 1 skipped`.
pub fn words(strip: &str) -> String {
    let count = |letter| strip.chars().take(RUNS).filter(|c| *c == letter).count();
    let parts: Vec<String> = MARKS
        .iter()
        .map(|mark| (count(mark.letter), mark.word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let runs = strip.chars().take(RUNS).count();
    if parts.is_empty() {
        format!("{runs} runs without a result")
    } else {
        format!("{runs} runs: {}", parts.join(", "))
    }
}

/// The strip. `runs` holds a letter for each run, newest first (see `RowView::strip`).
#[component]
pub fn HistoryStrip(
    /// The letters.
    #[prop(into)]
    runs: String,
) -> impl IntoView {
    let label = words(&runs);
    let runs = runs.into_bytes();
    let paths = MARKS
        .iter()
        .map(|mark| (mark.class, path(&runs, mark)))
        .filter(|(_, data)| !data.is_empty())
        .map(|(class, data)| view! { <path class=class d=data /> })
        .collect_view();
    view! {
        <svg class="strip" viewBox="0 0 180 18" role="img" aria-label=label preserveAspectRatio="xMinYMid meet">
            {paths}
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_in_words() {
        assert_eq!(
            words("ppfFs.x"),
            "7 runs: 1 in a broken run, 2 passed, 1 failed, 1 failed and passed, 1 skipped"
        );
        assert_eq!(words("..."), "3 runs without a result");
        assert!(words(&"p".repeat(100)).starts_with("60 runs"));
    }

    #[test]
    fn one_path_per_outcome() {
        assert_eq!(path(b"pf.f", &MARKS[2]), "M3 0h2v18h-2zM9 0h2v18h-2z");
        assert_eq!(path(b"pf.f", &MARKS[3]), "");
    }
}
