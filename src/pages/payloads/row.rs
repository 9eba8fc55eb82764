//! One test: its name, its verdict with the reason, a letter for each run; opened, what stands behind the verdict.

use flakescope_core::payloads::TestRow;
use leptos::prelude::*;

use super::later::evidence_later;
use super::outcome::{meaning, name, tone};
use crate::format::{percent, rate_of_runs};

/// A test in the context, for its evidence.
#[derive(Clone)]
pub struct Opened(pub StoredValue<TestRow>);

/// The row.
pub fn row(row: &TestRow) -> AnyView {
    let open = RwSignal::new(false);
    let stored = StoredValue::new(row.clone());
    let evidence = move || {
        provide_context(Opened(stored));
        evidence_later()
    };
    view! {
        <tbody>
            <tr>
                <th scope="row" class="payload-name">
                    <button
                        type="button"
                        class="payload-open"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <small>{row.suite.replace("|||", " \u{203a} ")}</small>
                        {row.test.clone()}
                    </button>
                    <p class="muted">{row.reason.clone()}</p>
                </th>
                <td data-label="verdict">
                    <span class=tone(row.verdict) title=meaning(row.verdict)>
                        {name(row.verdict)}
                    </span>
                </td>
                <td data-label="runs">{letters(&row.runs)}</td>
                <td class="num nowrap" data-label="passed">{format!("{} of {}", row.passes, row.attempts)}</td>
                <td class="num nowrap" data-label="before">{before(row)}</td>
                <td class="num nowrap" data-label="q">{row.q.map_or_else(dash, share)}</td>
            </tr>
            <Show when=move || open.get()>
                <tr class="payload-evidence">
                    <td colspan="6">{evidence()}</td>
                </tr>
            </Show>
        </tbody>
    }
    .into_any()
}

fn dash() -> String {
    "\u{2013}".to_owned()
}

/// The share of passes in history, with as many digits as its runs allow.
fn before(row: &TestRow) -> String {
    row.history_rate.zip(row.history_runs).map_or_else(dash, |(rate, runs)| rate_of_runs(rate, runs))
}

/// A probability with two digits after the first that counts, roughly: small ones matter, large ones do not.
pub fn share(value: f64) -> String {
    percent(value, if value < 0.001 { 2 } else { usize::from(value < 0.1) })
}

/// A cell for each run. Colour, letter and words say the same.
fn letters(runs: &str) -> AnyView {
    let cell = |letter: char| view! { <i class=cell_class(letter)>{letter.to_string()}</i> };
    view! {
        <span class="run-cells" role="img" aria-label=words(runs) title=words(runs)>
            {runs.chars().map(cell).collect_view()}
        </span>
    }
    .into_any()
}

fn cell_class(letter: char) -> &'static str {
    match letter {
        'P' => "is-passing",
        'F' => "is-failing",
        'K' => "is-flaky",
        'S' => "is-stale",
        _ => "is-absent",
    }
}

/// `passed in 4 runs, failed in 5, missing in 1`.
fn words(runs: &str) -> String {
    let kinds = [
        ('P', "passed"),
        ('F', "failed"),
        ('K', "failed and passed"),
        ('S', "skipped"),
        ('.', "missing"),
        ('?', "lost with the run"),
    ];
    let counted = kinds.map(|(letter, word)| (runs.chars().filter(|own| *own == letter).count(), word));
    let some: Vec<String> = counted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{word} in {count}"))
        .collect();
    format!("Of {} runs: {}", runs.chars().count(), some.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_words() {
        assert_eq!(
            words("PPFK?"),
            "Of 5 runs: passed in 2, failed in 1, failed and passed in 1, lost with the run in 1"
        );
        assert_eq!(words(""), "Of 0 runs: ");
    }

    #[test]
    fn shares() {
        assert_eq!(
            [share(0.0), share(0.000_34), share(0.04), share(0.5)],
            ["0.00\u{a0}%", "0.03\u{a0}%", "4.0\u{a0}%", "50\u{a0}%"]
        );
    }
}
