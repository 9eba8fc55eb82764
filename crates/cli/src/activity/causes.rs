//! `flakescope activity causes`: what the rules find in logs.

use flakescope_core::activity::causes::failures_of;
use flakescope_core::activity::{Category, FailedCase};
use flakescope_core::model::clean_line;
use serde::Serialize;

use super::args::{CausesArgs, CausesFormatArg};
use super::rules_of;
use crate::error::CliError;
use crate::{files, output};

/// What one log holds.
#[derive(Serialize)]
struct Found {
    log: String,
    category: Category,
    failures: Vec<FailedCase>,
}

/// Runs the command.
pub(super) fn run(args: &CausesArgs) -> Result<(), CliError> {
    let rules = rules_of(args.rules.as_deref())?;
    let mut all = Vec::new();
    for path in &args.logs {
        let failures = failures_of(&rules, &args.job, &files::read(path)?);
        let category = failures.first().map(|failure| failure.category).unwrap_or_default();
        all.push(Found { log: path.display().to_string(), category, failures });
    }
    let text = match args.format {
        CausesFormatArg::Text => all.iter().map(text).collect(),
        CausesFormatArg::Json => serde_json::to_string_pretty(&all).unwrap_or_default() + "\n",
    };
    output::write(&text, args.output.as_deref())?;
    let unknown = all.iter().filter(|found| found.failures.is_empty()).count();
    output::say(&format!("{} logs, {unknown} of them without a known cause", all.len()));
    Ok(())
}

/// A line for each case.
fn text(found: &Found) -> String {
    let log = clean_line(&found.log);
    if found.failures.is_empty() {
        return format!("{log}: unknown\n");
    }
    let line = |failure: &FailedCase| format!("{log}: {}: {}\n", failure.category.word(), failure.case);
    found.failures.iter().map(line).collect()
}
