//! What only the other runs tell about a run: is it a rerun of the same commit, the run of a new commit, part of a flake?

use std::collections::{BTreeMap, BTreeSet};

use super::run::{CiRun, RunStatus};

/// What is known of one run beside itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Not the first run of this job for this commit: an earlier one is known, or it is a second attempt by its number.
    pub(super) rerun: bool,
    /// The first run of this job for this commit, after runs for other commits of the same pull request.
    pub(super) new_commit: bool,
    /// The same job both passed and failed on the same commit.
    pub(super) flake: bool,
}

/// A job at a commit: repository, job, commit.
pub(super) type JobAtCommit<'a> = [&'a str; 3];

/// The key of a run whose commit is known.
pub(super) fn job_at_commit(run: &CiRun) -> Option<JobAtCommit<'_>> {
    (!run.commit.is_empty()).then_some([&run.repository, &run.job, &run.commit])
}

/// The marks of runs, which must be in the order of their start. `ci_stat` counts every run after the first of a pull request as a
/// rerun; here a run for another commit is not one.
pub(super) fn marks<'a>(runs: &[&'a CiRun]) -> Vec<Marks> {
    let flakes = flakes(runs);
    let (mut commits, mut pulls) = (BTreeSet::new(), BTreeSet::new());
    let one = |run: &&'a CiRun| {
        let key = job_at_commit(run);
        let seen_before = key.is_some_and(|key| !commits.insert(key));
        let rerun = seen_before || run.attempt > 1;
        let pull = run.pull().map(|number| (run.repository.as_str(), run.job.as_str(), number));
        let seen = pull.is_some_and(|pull| !pulls.insert(pull));
        let flake = key.is_some_and(|key| flakes.contains(&key));
        Marks { rerun, new_commit: seen && !rerun && key.is_some(), flake }
    };
    runs.iter().map(one).collect()
}

/// The jobs that both passed and failed on one commit; an aborted run is neither.
fn flakes<'a>(runs: &[&'a CiRun]) -> BTreeSet<JobAtCommit<'a>> {
    let mut seen: BTreeMap<JobAtCommit<'a>, (bool, bool)> = BTreeMap::new();
    for run in runs {
        if let Some(key) = job_at_commit(run) {
            let (passed, failed) = seen.entry(key).or_default();
            *passed |= run.status == RunStatus::Success;
            *failed |= run.status == RunStatus::Failure;
        }
    }
    seen.into_iter().filter(|(_, (passed, failed))| *passed && *failed).map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::run::PullRequest;

    fn run(repository: &str, commit: &str, pull: u64, status: RunStatus) -> CiRun {
        let pull_request = (pull > 0).then(|| PullRequest { number: pull, ..PullRequest::default() });
        CiRun {
            repository: repository.into(),
            job: "unit".into(),
            commit: commit.into(),
            status,
            pull_request,
            ..CiRun::default()
        }
    }

    fn check(runs: &[CiRun], expect: &[&str]) {
        let found = marks(&runs.iter().collect::<Vec<_>>());
        let words = found.iter().map(|marks| {
            let word = |on: bool, word: &str| if on { word.to_owned() } else { String::new() };
            word(marks.rerun, "r") + &word(marks.new_commit, "n") + &word(marks.flake, "f")
        });
        assert_eq!(words.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn reruns_are_of_the_same_commit() {
        use RunStatus::{Aborted, Failure, Success};
        check(
            &[
                run("a", "1", 7, Failure),
                run("a", "1", 7, Success),
                run("a", "2", 7, Failure),
                run("b", "1", 7, Success),
                run("a", "2", 7, Aborted),
                run("a", "", 7, Failure),
                run("a", "", 7, Success),
            ],
            &["f", "rf", "n", "", "r", "", ""],
        );
    }

    #[test]
    fn nightly_runs_of_one_commit() {
        use RunStatus::{Failure, Success};
        check(
            &[run("a", "1", 0, Success), run("a", "1", 0, Failure), run("a", "2", 0, Success)],
            &["f", "rf", ""],
        );
    }
}
