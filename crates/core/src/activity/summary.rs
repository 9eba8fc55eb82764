//! The numbers above the lists.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::counts::{Counts, counted};
use super::marks::{Marks, job_at_commit};
use super::profile::{Bucket, HourCounts, add, hour_of, over_time, weekday_of};
use super::query::Query;
use super::run::{Category, CiRun};
use super::trend::Trend;
use crate::model::TimeMs;
use crate::stats::quantile;

/// Quantiles of times, in milliseconds; `None` where no time is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Half of the times are shorter.
    pub p50: Option<u64>,
    /// Nine of ten are shorter.
    pub p90: Option<u64>,
    /// 99 of 100 are shorter.
    pub p99: Option<u64>,
}

impl Quantiles {
    pub(super) fn of(mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two of the times"
        )]
        let at = |share| quantile(&times, share).map(|time| time.round() as u64);
        Self { p50: at(0.5), p90: at(0.9), p99: at(0.99) }
    }
}

/// Runs of one category of causes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryCount {
    /// The category.
    pub category: Category,
    /// Runs for which it stands.
    pub runs: u32,
}

/// The numbers of the window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The first moment of the window.
    pub from: TimeMs,
    /// The last moment of the window.
    pub to: TimeMs,
    /// All runs.
    pub runs: u32,
    /// Runs that passed.
    pub success: u32,
    /// Runs that failed.
    pub failure: u32,
    /// Runs that were aborted.
    pub aborted: u32,
    /// Runs of a commit that the same job had run before.
    pub reruns: u32,
    /// Runs of a new commit of a pull request that the same job had run before.
    pub new_commit_runs: u32,
    /// Share of the runs that passed.
    pub success_rate: Option<f64>,
    /// Share that failed.
    pub failure_rate: Option<f64>,
    /// Share that was aborted.
    pub abort_rate: Option<f64>,
    /// Repositories with runs.
    pub repositories: u32,
    /// Jobs with runs.
    pub jobs: u32,
    /// Pull requests with runs.
    pub pull_requests: u32,
    /// Commits with runs.
    pub commits: u32,
    /// Runs that belong to no pull request.
    pub without_pull_request: u32,
    /// Pairs of job and commit that both passed and failed.
    pub flakes: u32,
    /// How long runs took, in milliseconds.
    pub duration_ms: Quantiles,
    /// How long they waited, in milliseconds; known of some sources alone.
    pub queued_ms: Quantiles,
    /// Failed runs by the category that stands for each, `unknown` among them.
    pub causes: Vec<CategoryCount>,
    /// Against the window before.
    pub trend: Trend,
    /// Minutes that the clock of `hours`, `weekdays` and `over_time` is ahead of UTC.
    pub utc_offset_min: i32,
    /// By the hour of the start, 0 to 23.
    pub hours: Vec<HourCounts>,
    /// By the day of the start, Monday to Sunday.
    pub weekdays: Vec<HourCounts>,
    /// The window in hours, in days where it is longer than three.
    pub over_time: Vec<Bucket>,
}

counted!(Summary);

/// A run of the window with its marks.
pub(super) type Marked<'a> = (&'a CiRun, Marks);

impl Summary {
    pub(super) fn of(query: &Query, runs: &[Marked<'_>], before: &Counts) -> Self {
        let mut counts = Counts::default();
        let (mut hours, mut weekdays) = (vec![HourCounts::default(); 24], vec![HourCounts::default(); 7]);
        for (run, marks) in runs {
            counts.add(run, *marks);
            add(&mut hours, hour_of(query, run.started_at), run);
            add(&mut weekdays, weekday_of(query, run.started_at), run);
        }
        let plain: Vec<&CiRun> = runs.iter().map(|(run, _)| *run).collect();
        Self {
            from: query.from,
            to: query.to,
            success_rate: counts.rate(counts.success),
            failure_rate: counts.rate(counts.failure),
            abort_rate: counts.rate(counts.aborted),
            repositories: distinct(&plain, |run| Some(&run.repository)),
            jobs: distinct(&plain, |run| Some((&run.repository, &run.job))),
            pull_requests: distinct(&plain, |run| Some((&run.repository, run.pull()?))),
            commits: distinct(&plain, |run| {
                (!run.commit.is_empty()).then_some((&run.repository, &run.commit))
            }),
            without_pull_request: count(&plain, |run| run.pull_request.is_none()),
            flakes: flakes(runs),
            duration_ms: Quantiles::of(plain.iter().filter_map(|run| run.duration_ms).collect()),
            queued_ms: Quantiles::of(plain.iter().filter_map(|run| run.queued_ms).collect()),
            causes: causes(&plain),
            trend: Trend::of(&counts, before),
            utc_offset_min: query.utc_offset_min,
            hours,
            weekdays,
            over_time: over_time(query, &plain),
            ..Self::counted(counts)
        }
    }

    /// Failed runs that nothing explains.
    pub fn unknown(&self) -> u32 {
        let unknown = self.causes.iter().find(|count| count.category == Category::Unknown);
        unknown.map_or(0, |count| count.runs)
    }
}

/// How many different keys runs have; those without one do not count.
fn distinct<'a, K: Ord>(runs: &[&'a CiRun], key: impl Fn(&'a CiRun) -> Option<K>) -> u32 {
    let keys: BTreeSet<K> = runs.iter().filter_map(|run| key(run)).collect();
    u32::try_from(keys.len()).unwrap_or(u32::MAX)
}

fn count(runs: &[&CiRun], fits: impl Fn(&CiRun) -> bool) -> u32 {
    u32::try_from(runs.iter().filter(|run| fits(run)).count()).unwrap_or(u32::MAX)
}

/// Pairs of job and commit that are flakes and have a run here.
pub(super) fn flakes(runs: &[Marked<'_>]) -> u32 {
    let flaky: Vec<&CiRun> = runs.iter().filter(|(_, marks)| marks.flake).map(|(run, _)| *run).collect();
    distinct(&flaky, job_at_commit)
}

/// Every category with the runs that it stands for.
fn causes(runs: &[&CiRun]) -> Vec<CategoryCount> {
    let of = |category| CategoryCount {
        category,
        runs: count(runs, |run| run.status == super::RunStatus::Failure && run.category() == Some(category)),
    };
    Category::ALL.map(of).to_vec()
}
