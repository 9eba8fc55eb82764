//! The answer in one sentence.

use super::report::ActivityReport;
use super::run::Category;

impl ActivityReport {
    /// What a meeting must know: how many runs, how many failed and why, and whether that is more than before.
    pub fn sentence(&self) -> String {
        let summary = &self.summary;
        if summary.runs == 0 {
            return format!("No run started between {} and {}.", summary.from, summary.to);
        }
        format!(
            "{} of {} and {}: {} ({}), {}{}. {}.",
            plural(summary.runs, "run"),
            plural(summary.jobs, "job"),
            plural(summary.pull_requests, "pull request"),
            plural(summary.failure, "failure"),
            percent(summary.failure_rate),
            plural(summary.reruns, "rerun") + " of the same commit",
            self.causes(),
            capital(summary.trend.direction.words()),
        )
    }

    /// The weightiest known cause, and what nothing explains.
    fn causes(&self) -> String {
        if self.summary.failure == 0 {
            return String::new();
        }
        let first = self.failures.iter().find(|row| row.category != Category::Unknown);
        let first =
            first.map(|row| format!("; most often {} ({})", row.category.word(), plural(row.runs, "run")));
        let unknown = self.summary.unknown();
        let unknown = (unknown > 0).then(|| format!("; {unknown} without a known cause"));
        first.into_iter().chain(unknown).collect()
    }
}

/// A count with its word.
pub(super) fn plural(count: u32, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A share in percent with one decimal, as `ci_stat` prints it; a dash where it is not known.
pub(super) fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0))
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
