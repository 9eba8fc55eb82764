//! The logs of failed runs, where Jenkins keeps them.

use std::path::{Path, PathBuf};

use flakescope_core::activity::causes::{Rules, explain as explain_run, log_paths};
use flakescope_core::activity::{CiRun, Query, RunStatus};
use flakescope_core::warning::Warning;

use crate::files;

/// A log that is larger is not read: it could not be held.
const MOST_BYTES: u64 = 256 << 20;

/// Looks for the log of every run of the window that did not pass, and for its cause in the log. Tells what could not be read.
pub(super) fn explain(runs: &mut [CiRun], query: &Query, places: &[PathBuf], rules: &Rules) -> Vec<Warning> {
    if places.is_empty() {
        return Vec::new();
    }
    let (mut wanted, mut missing, mut warnings) = (0, 0, Vec::new());
    let asked = |run: &&mut CiRun| {
        run.status != RunStatus::Success && query.holds(run.started_at) && query.wants(run)
    };
    for run in runs.iter_mut().filter(asked) {
        wanted += 1;
        match find(places, run) {
            Some(path) => match log_of(&path) {
                Ok(log) => explain_run(run, rules, &log),
                Err(reason) => warnings.push(Warning::new(path.display().to_string(), reason)),
            },
            None => missing += 1,
        }
    }
    if missing > 0 {
        let message = format!(
            "of {wanted} runs that did not pass {missing} have no log here; their cause is as their rows say"
        );
        warnings.push(Warning::new("logs", message));
    }
    warnings
}

fn log_of(path: &Path) -> Result<Vec<u8>, String> {
    let size = std::fs::metadata(path).map_err(|error| files::reason(&error))?.len();
    if size > MOST_BYTES {
        return Err(format!("larger than {} MB; not read", MOST_BYTES >> 20));
    }
    std::fs::read(path).map_err(|error| files::reason(&error))
}

/// The first place that holds the run's log.
fn find(places: &[PathBuf], run: &CiRun) -> Option<PathBuf> {
    let names = log_paths(&run.job, &run.id);
    places.iter().find_map(|place| {
        if place.is_dir() {
            names.iter().map(|name| place.join(name)).find(|path| path.is_file())
        } else {
            names.iter().any(|name| place.ends_with(name)).then(|| place.clone())
        }
    })
}
