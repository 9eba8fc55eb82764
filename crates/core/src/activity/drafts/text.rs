//! What a new issue says. Nothing that was fetched acts in it: names stand in code, logs in a fence that no log can close.

use super::{DraftStanding, Failed};
use crate::activity::rows::RunRow;
use crate::export::web_address;
use crate::flakes::issues::{LONGEST_LINK, hidden_marker, quoted_code, quoted_lines, quoted_text};
use crate::model::Repository;

/// Runs that are named.
const RUNS: usize = 10;
/// Cases that are named.
const CASES: usize = 5;
/// The longest title, in characters; `sync_ci` cuts at 100.
const TITLE: usize = 100;

/// The title, as `ci_stat` writes it.
pub(super) fn title(test: &str) -> String {
    let test = quoted_text(test).replace('`', "'");
    let shown: String = test.chars().take(TITLE).collect();
    let cut = if shown.len() < test.len() { "…" } else { "" };
    format!("unstable test `{shown}{cut}`")
}

/// The text, and a hidden line by which the issue is known again.
pub(super) fn body(test: &str, failed: &Failed<'_>, standing: &DraftStanding, key: &str) -> String {
    let mut parts = vec![format!("{} failed.", quoted_code(test))];
    let cases: Vec<String> =
        failed.cases.iter().take(CASES).map(|case| format!("- {}", quoted_code(case))).collect();
    parts.push(format!("What the logs say:\n\n{}{}", cases.join("\n"), more(failed.cases.len(), CASES)));
    let context: Vec<String> = failed.context.iter().map(|line| quoted_text(line)).collect();
    parts.push(quoted_lines(&context));
    let newest: Vec<String> = failed.runs.iter().rev().take(RUNS).map(|run| line(run)).collect();
    parts.push(format!("Runs, the newest first:\n\n{}{}", newest.join("\n"), more(failed.runs.len(), RUNS)));
    if let DraftStanding::Again { url } = standing {
        parts.push(format!("It failed again after {url} was closed."));
    }
    parts.push(hidden_marker(key));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn more(all: usize, shown: usize) -> String {
    if all > shown { format!("\n- +{} more", all - shown) } else { String::new() }
}

/// One run: when, which, at which commit, for which pull request.
fn line(run: &RunRow) -> String {
    let name = quoted_code(&format!("{} {}", run.job, run.id));
    let name = match web_address(&run.url) {
        Some(url) => format!("[{name}]({url})"),
        None => name,
    };
    let place = quoted_code(format!("{} {}", run.branch, run.commit).trim());
    let pull = run.number.map(|number| format!(", pull request {number}")).unwrap_or_default();
    format!("- {} {name}, {place}{pull}", run.started_at)
}

/// The new-issue page with title and text filled in. A text that makes the address too long is left to be pasted.
pub(super) fn link(repository: &Repository, title: &str, body: &str, labels: &[String]) -> String {
    let address = |body: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("title", title).append_pair("body", body);
        if !labels.is_empty() {
            query.append_pair("labels", &labels.join(","));
        }
        format!("https://github.com/{repository}/issues/new?{}", query.finish())
    };
    let whole = address(body);
    if whole.len() < LONGEST_LINK { whole } else { address("(paste the text here)") }
}
