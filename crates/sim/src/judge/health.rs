//! The health of a tab's tests: flip flakiness over the newest week, and over the week before.

use crate::grid::{Outcome, Row, Tab, outcome};

/// Days of a window.
const WINDOW_DAYS: i64 = 7;
const DAY_MS: i64 = 86_400_000;
/// This many failures in a row are a breakage, not a flip.
const BREAKAGE: usize = 3;

/// The health of a tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// Start of the window, milliseconds since the epoch.
    pub start_ms: i64,
    /// End of the window, milliseconds since the epoch.
    pub end_ms: i64,
    /// Tests that flip at all, worst first.
    pub flaky: Vec<TestHealth>,
    /// Mean over all tests, 0 to 100.
    pub average: f64,
    /// The same for the window before; −1 without one.
    pub previous: f64,
}

/// The health of one test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestHealth {
    /// Row name.
    pub name: String,
    /// Flip flakiness, 0 to 100.
    pub flakiness: f64,
    /// Against the window before.
    pub change: Change,
}

/// Which way the flakiness went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is no window before.
    Unknown,
    /// The same.
    NoChange,
    /// More flaky.
    Up,
    /// Less flaky.
    Down,
}

impl Health {
    /// Nothing for tabs that do not ask for it, or that have never run.
    pub fn of(tab: &Tab) -> Option<Self> {
        let end_ms = tab.columns.first().filter(|_| tab.judges_health)?.started_at_ms;
        let start_ms = end_ms - WINDOW_DAYS * DAY_MS;
        let now = rated(tab, start_ms, end_ms);
        let before = rated(tab, start_ms - WINDOW_DAYS * DAY_MS, start_ms - 1);
        let previous_of = |name: &str| before.iter().find(|(other, _)| *other == name).map(|&(_, rate)| rate);
        let mut flaky: Vec<TestHealth> = now
            .iter()
            .filter(|&&(_, flakiness)| flakiness > 0.0)
            .map(|&(name, flakiness)| TestHealth {
                name: name.to_owned(),
                flakiness,
                change: change(flakiness, previous_of(name)),
            })
            .collect();
        flaky.sort_by(|a, b| b.flakiness.total_cmp(&a.flakiness).then_with(|| a.name.cmp(&b.name)));
        let (average, previous) = (mean(&now).unwrap_or(0.0), mean(&before).unwrap_or(-1.0));
        Some(Self { start_ms, end_ms, flaky, average, previous })
    }
}

impl Change {
    /// The name in the answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::NoChange => "NO_CHANGE",
            Self::Up => "UP",
            Self::Down => "DOWN",
        }
    }
}

fn change(now: f64, before: Option<f64>) -> Change {
    match before.map(|before| now.total_cmp(&before)) {
        None => Change::Unknown,
        Some(std::cmp::Ordering::Equal) => Change::NoChange,
        Some(std::cmp::Ordering::Greater) => Change::Up,
        Some(std::cmp::Ordering::Less) => Change::Down,
    }
}

fn mean(rated: &[(&str, f64)]) -> Option<f64> {
    let total: f64 = rated.iter().map(|(_, rate)| rate).sum();
    (!rated.is_empty()).then(|| total / rated.len() as f64)
}

/// The flip flakiness of each test with a pass or a failure in the window.
fn rated(tab: &Tab, start_ms: i64, end_ms: i64) -> Vec<(&str, f64)> {
    let inside = |column: &usize| (start_ms..=end_ms).contains(&tab.columns[*column].started_at_ms);
    let columns: Vec<usize> = (0..tab.columns.len()).filter(inside).collect();
    let lost: Vec<usize> = columns.iter().copied().filter(|&column| is_lost(&tab.rows, column)).collect();
    let rows = tab.rows.iter().filter(|row| columns.iter().any(|&column| is_decided(row, column)));
    rows.map(|row| (row.name.as_str(), flakiness(&sequence(row, &columns, &lost)))).collect()
}

fn is_decided(row: &Row, column: usize) -> bool {
    matches!(outcome(row.cells[column]), Outcome::Pass | Outcome::Fail)
}

/// A column in which something failed and nothing passed; a single row proves nothing.
fn is_lost(rows: &[Row], column: usize) -> bool {
    let any = |wanted: Outcome| rows.iter().any(|row| outcome(row.cells[column]) == wanted);
    rows.len() > 1 && any(Outcome::Fail) && !any(Outcome::Pass) && !any(Outcome::Flaky)
}

/// Passes, failures and flaky cells, newest first, without failures of lost columns and of the infrastructure.
fn sequence(row: &Row, columns: &[usize], lost: &[usize]) -> Vec<Outcome> {
    let counts = |column: &usize| match outcome(row.cells[*column]) {
        Outcome::Pass | Outcome::Flaky => true,
        Outcome::Fail => !lost.contains(column) && !is_one_word(&row.note(*column).message),
        Outcome::Empty | Outcome::Unknown => false,
    };
    columns.iter().filter(|column| counts(column)).map(|&column| outcome(row.cells[column])).collect()
}

/// A message of one word is a category: the infrastructure failed.
fn is_one_word(message: &str) -> bool {
    !message.is_empty() && message.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Flips per considered result, 0 to 100; breakages are skipped.
fn flakiness(newest_first: &[Outcome]) -> f64 {
    let (mut flips, mut considered, mut last_passing, mut index) = (0_usize, 0_usize, true, 0);
    while index < newest_first.len() {
        let failures = newest_first[index..].iter().take_while(|&&result| result == Outcome::Fail).count();
        if failures >= BREAKAGE {
            index += failures;
            continue;
        }
        considered += 1;
        let result = newest_first[index];
        let flips_here = result == Outcome::Flaky || (result == Outcome::Fail && last_passing);
        flips += usize::from(flips_here);
        last_passing = result != Outcome::Fail;
        index += 1;
    }
    if considered == 0 { 0.0 } else { 100.0 * flips as f64 / considered as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sequence: &str, expected: f64) {
        let outcomes: Vec<Outcome> = sequence
            .split_whitespace()
            .map(|letter| match letter {
                "p" => Outcome::Pass,
                "F" => Outcome::Flaky,
                _ => Outcome::Fail,
            })
            .collect();
        assert!((flakiness(&outcomes) - expected).abs() < 1e-9, "{sequence}: {}", flakiness(&outcomes));
    }

    #[test]
    fn flips_are_counted_as_the_summarizer_counts_them() {
        check("", 0.0);
        check("p p p", 0.0);
        check("p f p p F p p p p f", 30.0);
        check("p f f p p p p f p p", 20.0);
        check("p f f f f f p f p f", 40.0);
        check("p f f F f f p f p f", 50.0);
        check("f f f p p p", 0.0);
    }
}
