//! The logs of failed runs, where Jenkins keeps them.

use std::path::{Component, Path, PathBuf};

use flakescope_core::activity::causes::{Rules, explain as explain_run};
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
    let names = names(&run.job, &run.id);
    places.iter().find_map(|place| {
        if place.is_dir() {
            names.iter().map(|name| place.join(name)).find(|path| path.is_file())
        } else {
            names.iter().any(|name| place.ends_with(name)).then(|| place.clone())
        }
    })
}

/// Where a log may lie below a folder: as in the home of Jenkins, or as people save one. A name that would lead out of the folder
/// has none.
fn names(job: &str, id: &str) -> Vec<PathBuf> {
    let inside = |text: &str| {
        !text.is_empty() && Path::new(text).components().all(|part| matches!(part, Component::Normal(_)))
    };
    if !inside(job) || !inside(id) || id.contains(['/', '\\']) || job.contains('\0') || id.contains('\0') {
        return Vec::new();
    }
    let folders = job.replace('/', "/jobs/");
    [
        format!("{folders}/builds/{id}/log"),
        format!("jobs/{folders}/builds/{id}/log"),
        format!("{job}/{id}/log"),
        format!("{job}/{id}.log"),
        format!("{job}-{id}.log"),
        format!("{job}_{id}.log"),
    ]
    .into_iter()
    .map(PathBuf::from)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (job, id) in [
            ("../x", "1"),
            ("/etc", "1"),
            ("a", "../1"),
            ("a", "b/1"),
            ("", "1"),
            ("a", ""),
            ("a/../..", "1"),
        ] {
            assert!(names(job, id).is_empty(), "{job} {id}");
        }
        let found = names("folder/unit", "12");
        assert!(found.contains(&PathBuf::from("folder/jobs/unit/builds/12/log")), "{found:?}");
    }
}
