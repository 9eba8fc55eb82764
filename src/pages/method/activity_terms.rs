//! The words of the page of CI's activity.

use super::terms::Term;

const CI_STAT: &str = "https://github.com/PingCAP-QE/ci";
const NEWCOMBE: &str = "https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I";

/// What is said of runs.
pub(crate) fn activity() -> Vec<Term> {
    vec![
        Term::new("ci_run", "Run", "One run of one job: where, when, how it ended, for which commit and pull request. It counts in the span in which it started; both ends are in. The repository is part of every name, so that pull requests with the same number in two repositories stay apart. On GitHub Actions a job is a workflow, and each attempt is a run."),
        Term::new("rerun", "Rerun of the same commit", "A run of a commit that the same job had run before, in the span or in the one before, or a second attempt by its number. A run of a new commit of the same pull request is none, and is counted beside.")
            .source("ci_stat counts both alike", CI_STAT),
        Term::new("ci_flake", "Flake of a job", "A job that both passed and failed on one commit, in the span or in the one before. An aborted run is neither."),
        Term::new("cause", "Why a run failed", "What a rule finds in its log, or what its row says. Rules are patterns, each of a category; of several the weightiest stands for the run: compile, check, case, env. A failure that no rule knows is unknown, and is counted as such. GitHub Actions names the step that failed; its log is not read.")
            .source("sync_ci's rules", CI_STAT),
        Term::new("ci_new", "New cause", "One that failed no run in the span before, where that has runs at all."),
        Term::new("ci_trend", "Against the span before", "The share of failures now and in the span before, which is as long, with Newcombe\u{2019}s interval of the difference. It is more or fewer where the interval leaves out zero, from 10 runs a side on. Runs of one cause hang together, so the interval is rather too narrow.")
            .source("Newcombe 1998, method 10", NEWCOMBE),
        Term::new("ci_waited", "Took and waited", "From the start of a run to its end, and from its creation to its start where the source tells. Half, 90 % and 99 % of the runs took no longer."),
        Term::new("ci_draft", "Case that asks for an issue", "A test case that failed in at least two pull requests of the span, or in a run of none, such as a nightly one. An issue is about it when it was filed from here or names the test; one that was closed within two weeks before the failure is named in the new one."),
    ]
}
