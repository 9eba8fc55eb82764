//! Runs of Prow: the list of recent jobs (`/prowjobs.js`, as JSON or as a script) and the page of a job's history
//! (`/job-history/gs/…`), which holds the same as a script (kubernetes-sigs/prow, `cmd/deck`).

mod build;
mod history;
mod jobs;
#[cfg(test)]
mod tests;

use serde::Deserialize;

use super::{FormatError, json};
use crate::activity::{CiRun, RunStatus};
use crate::warning::Warning;

pub use build::prow_build;

/// What stands before the value in a script and in a page.
const MARK: &str = "var allBuilds = ";

/// Runs of Prow, with a warning for those that have no result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProwRuns {
    /// The runs that ended, in the order of the file.
    pub runs: Vec<CiRun>,
    /// How many have not.
    pub warnings: Vec<Warning>,
}

/// Could this be a list of jobs, or a page of history?
pub fn looks_like_prow(text: &str) -> bool {
    text.contains(MARK)
        || (text.trim_start().starts_with('{') && text.contains("\"items\"") && text.contains("\"spec\""))
}

/// Reads a list of jobs or a page of history.
pub fn read_prow(bytes: &[u8], source_name: &str) -> Result<ProwRuns, FormatError> {
    let text = json::text_of(bytes, source_name)?;
    let value = text.split_once(MARK).map_or(text, |(_, value)| value).trim_start();
    let wrong = |error: serde_json::Error| FormatError::Syntax {
        source_name: source_name.to_owned(),
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    };
    let (found, all) = if value.starts_with('[') {
        let entries: Vec<history::Entry> = first_value(value).map_err(wrong)?;
        (entries.iter().filter_map(history::run).collect::<Vec<_>>(), entries.len())
    } else {
        let list: jobs::List = first_value(value).map_err(wrong)?;
        (list.items.iter().filter_map(jobs::run).collect(), list.items.len())
    };
    let left = all - found.len();
    let message = || format!("{left} of {all} runs have no result, no start or no name, and are left out");
    let warnings = (left > 0).then(|| Warning::new(source_name, message())).into_iter().collect();
    Ok(ProwRuns { runs: found, warnings })
}

/// The value at the start of a text that goes on with something else.
fn first_value<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, serde_json::Error> {
    T::deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// How a run ended; `None` while it goes on. Its words are written in any case.
fn status_of(word: &str) -> Option<RunStatus> {
    match word.to_ascii_lowercase().as_str() {
        "success" => Some(RunStatus::Success),
        "failure" | "error" => Some(RunStatus::Failure),
        "aborted" => Some(RunStatus::Aborted),
        _ => None,
    }
}
