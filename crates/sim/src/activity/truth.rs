//! What is true about the runs of a span of time.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Activity, Ended, Run};

/// The counts of a span.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActivityTruth {
    /// Runs.
    pub runs: usize,
    /// Those that passed.
    pub success: usize,
    /// Those that failed.
    pub failure: usize,
    /// Those that were aborted.
    pub aborted: usize,
    /// Those that were planned as reruns of the same commit.
    pub reruns: usize,
    /// Those that were planned as first runs of a further commit.
    pub new_commit_runs: usize,
    /// Jobs, told apart by repository.
    pub jobs: usize,
    /// Pull requests, told apart by repository.
    pub pull_requests: usize,
    /// Commits.
    pub commits: usize,
    /// Runs of no pull request.
    pub without_pull_request: usize,
    /// Jobs at a commit that both passed and failed.
    pub flakes: usize,
    /// Failed runs by category, `unknown` among them.
    pub causes: BTreeMap<String, usize>,
}

impl Activity {
    /// The truth of the runs that start from `from` to `to`, in seconds, both in. Reruns are exact where the first run of each commit
    /// lies in the span as well.
    pub fn truth(&self, from: i64, to: i64) -> ActivityTruth {
        let runs: Vec<&Run> = self.runs.iter().filter(|run| (from..=to).contains(&run.started_at)).collect();
        let count = |fits: &dyn Fn(&Run) -> bool| runs.iter().filter(|run| fits(run)).count();
        let mut causes = BTreeMap::new();
        for run in runs.iter().filter(|run| run.ended == Ended::Failure) {
            let category = run.cause.map_or("unknown", |cause| cause.category);
            *causes.entry(category.to_owned()).or_default() += 1;
        }
        ActivityTruth {
            runs: runs.len(),
            success: count(&|run| run.ended == Ended::Success),
            failure: count(&|run| run.ended == Ended::Failure),
            aborted: count(&|run| run.ended == Ended::Aborted),
            reruns: count(&|run| run.rerun),
            new_commit_runs: count(&|run| run.new_commit),
            jobs: runs.iter().map(|run| (run.repository, run.job)).collect::<BTreeSet<_>>().len(),
            pull_requests: runs
                .iter()
                .filter_map(|run| Some((run.repository, run.pull?)))
                .collect::<BTreeSet<_>>()
                .len(),
            commits: runs.iter().map(|run| &run.commit).collect::<BTreeSet<_>>().len(),
            without_pull_request: count(&|run| run.pull.is_none()),
            flakes: flakes(&runs),
            causes,
        }
    }
}

fn flakes(runs: &[&Run]) -> usize {
    let ended = |with: Ended| -> BTreeSet<(&str, &str)> {
        let fits = runs.iter().filter(|run| run.ended == with);
        fits.map(|run| (run.job, run.commit.as_str())).collect()
    };
    ended(Ended::Success).intersection(&ended(Ended::Failure)).count()
}
