//! The runs of a repository on GitHub Actions. Lists of runs end at 1,000, so the time is cut into slices; the jobs of a run cost a request,
//! so they are read for runs that failed or were run again alone. When the quota is used up, what came is kept.

mod code;
mod given;
pub(crate) mod issues;
mod part;
pub(crate) mod prow;

use std::rc::Rc;

use flakescope_core::activity::{CiRun, Query, RunStatus};
use flakescope_core::formats::github::{actions_attempts, parse_actions_jobs, parse_actions_runs};
use flakescope_core::model::{Repository, TimeMs};
use flakescope_core::warning::Warning;
use futures_util::{StreamExt, stream};

pub use code::activity_part;
pub use part::{ActivityAsk, ActivityPart, ActivityQuestion, MakeActivity};

use crate::issues::Caller;
use crate::{Progress, Transport};

/// A list never gives more.
const MOST_LISTED: u64 = 1_000;
/// Where a list is cut, each slice should stay below this: the runs are never spread evenly.
const SLICE: u64 = 700;
/// Runs whose jobs are asked for at once. The service answers 900 requests a minute.
const AT_ONCE: usize = 3;
/// Runs on a page: the most that the service gives.
const PER_PAGE: u64 = 100;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityRuns {
    /// The runs, and their earlier attempts where those were read.
    pub runs: Vec<CiRun>,
    /// What could not be read, and how to go on.
    pub warnings: Vec<Warning>,
}

/// Reads the runs of the window and of the window before. Nothing is lost when the service refuses in the middle; dropping the future
/// ends all requests.
pub(crate) async fn read<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    repository: &Repository,
    query: &Query,
    progress: &(impl Progress + ?Sized),
) -> ActivityRuns {
    match read_lists(caller, repository, query, progress).await {
        Lists::Whole(found) => read_details(caller, repository, (found, query), progress).await,
        Lists::Short(found) => found,
    }
}

/// The runs of the lists alone.
pub(crate) enum Lists {
    /// All of them: their jobs are to be read.
    Whole(ActivityRuns),
    /// Some: the service refuses, so there is no more to be read.
    Short(ActivityRuns),
}

/// Reads the lists: every run, with the result of its newest attempt.
pub(crate) async fn read_lists<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    repository: &Repository,
    query: &Query,
    progress: &(impl Progress + ?Sized),
) -> Lists {
    let mut reading = Reading { caller, repository, found: ActivityRuns::default(), asked: 0 };
    match reading.lists(query, progress).await {
        Ok(()) => Lists::Whole(reading.found),
        Err(stopped) => {
            let message = format!(
                "{} Runs that started between {} and {} are missing. Ask again later for them, or give a token.",
                stopped.reason, stopped.from, stopped.to
            );
            reading.warn(message);
            Lists::Short(reading.found)
        }
    }
}

/// Reads the jobs of runs that failed or were run again.
pub(crate) async fn read_details<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    repository: &Repository,
    (found, query): (ActivityRuns, &Query),
    progress: &(impl Progress + ?Sized),
) -> ActivityRuns {
    let mut reading = Reading { caller, repository, found, asked: 0 };
    reading.details(query, progress).await;
    reading.found
}

struct Reading<'a, T> {
    caller: &'a Rc<Caller<T>>,
    repository: &'a Repository,
    found: ActivityRuns,
    asked: u32,
}

/// Where the reading of lists stopped, and why.
struct Stopped {
    reason: String,
    from: TimeMs,
    to: TimeMs,
}

impl<T: Transport + 'static> Reading<'_, T> {
    /// Every list, the newest slice first.
    async fn lists(&mut self, query: &Query, progress: &(impl Progress + ?Sized)) -> Result<(), Stopped> {
        let mut slices = vec![(query.earliest().0.div_euclid(1000), query.to.0.div_euclid(1000))];
        while let Some((from, to)) = slices.pop() {
            let stopped = |reason: String| Stopped {
                reason,
                from: query.earliest(),
                to: TimeMs(to.saturating_mul(1000)),
            };
            let total = self.page((from, to), 1, progress).await.map_err(stopped)?;
            if total > MOST_LISTED && to > from {
                slices.extend(cut((from, to), total));
                continue;
            }
            for page in 2..=total.min(MOST_LISTED).div_ceil(PER_PAGE) {
                self.page((from, to), page, progress).await.map_err(stopped)?;
            }
            if total > MOST_LISTED {
                let message =
                    format!("{total} runs started within one second; only {MOST_LISTED} of them are listed");
                self.warn(message);
            }
        }
        Ok(())
    }

    /// A page of the runs that were made in some seconds, both ends in; gives how many there are in all. The first page of a list that
    /// will be cut is not taken.
    async fn page(
        &mut self,
        (from, to): (i64, i64),
        page: u64,
        progress: &(impl Progress + ?Sized),
    ) -> Result<u64, String> {
        let time = |seconds: i64| TimeMs(seconds.saturating_mul(1000));
        let path = format!(
            "/repos/{}/actions/runs?status=completed&created={}..{}&per_page={PER_PAGE}&page={page}",
            self.repository,
            time(from),
            time(to)
        );
        let body = self.get(&path, progress, "Reading lists of runs").await?;
        let name = self.repository.to_string();
        let found = parse_actions_runs(&body, &name, &name).map_err(|error| format!("{error}."))?;
        if page > 1 || found.total <= MOST_LISTED || to <= from {
            self.found.runs.extend(found.runs);
        }
        Ok(found.total)
    }

    /// The jobs of the runs that failed or were run again, the newest first. A refusal ends the reading.
    async fn details(&mut self, query: &Query, progress: &(impl Progress + ?Sized)) {
        let runs = std::mem::take(&mut self.found.runs);
        let wants = |run: &CiRun| query.wants(run) && (run.status == RunStatus::Failure || run.attempt > 1);
        let (mut wanted, others): (Vec<CiRun>, Vec<CiRun>) = runs.into_iter().partition(wants);
        wanted.sort_by(|a, b| (b.started_at, a.key()).cmp(&(a.started_at, b.key())));
        self.found.runs = others;
        let (mut done, mut refused) = (0, None);
        let (caller, repository) = (self.caller, self.repository);
        let mut reads = stream::iter(&wanted).map(|run| jobs(caller, repository, run)).buffered(AT_ONCE);
        while let Some(read) = reads.next().await {
            match read {
                Ok((attempts, old)) => {
                    done += 1;
                    self.found.runs.extend(attempts);
                    self.found.warnings.extend(old);
                }
                Err(reason) => {
                    refused = Some(reason);
                    break;
                }
            }
            progress.report(whole(done), whole(wanted.len()), "Reading the jobs of failed runs");
            self.caller.rest().await;
        }
        drop(reads);
        self.found.runs.extend(wanted.iter().skip(done).cloned());
        if let Some(reason) = refused {
            let message = format!(
                "{reason} The jobs of {done} of {} runs that failed or were run again were read; of the others causes and earlier \
                 attempts are missing. Ask again later for them, or give a token.",
                wanted.len()
            );
            self.warn(message);
        }
    }

    async fn get(
        &mut self,
        path: &str,
        progress: &(impl Progress + ?Sized),
        label: &str,
    ) -> Result<Vec<u8>, String> {
        self.asked += 1;
        progress.report(self.asked - 1, self.asked, label);
        let answered = self.caller.get(path).await.map_err(|trouble| trouble.words().to_owned())?;
        if let Some(old) = answered.old {
            self.found.warnings.push(older(self.repository, old.words()));
        }
        self.caller.rest().await;
        Ok(answered.body)
    }

    fn warn(&mut self, message: String) {
        self.found.warnings.push(Warning::new(format!("runs of {}", self.repository), message));
    }
}

/// The attempts of a run, and a warning where an older answer stands in.
async fn jobs<T: Transport + 'static>(
    caller: &Rc<Caller<T>>,
    repository: &Repository,
    run: &CiRun,
) -> Result<(Vec<CiRun>, Option<Warning>), String> {
    let path = format!("/repos/{repository}/actions/runs/{}/jobs?filter=all&per_page={PER_PAGE}", run.id);
    let answered = caller.get(&path).await.map_err(|trouble| trouble.words().to_owned())?;
    let jobs = parse_actions_jobs(&answered.body, &path).map_err(|error| format!("{error}."))?;
    let old = answered.old.map(|old| older(repository, old.words()));
    Ok((actions_attempts(run, &jobs), old))
}

fn older(repository: &Repository, words: &str) -> Warning {
    Warning::new(format!("runs of {repository}"), format!("{words} An older answer stands in."))
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Slices of seconds that share no second, the oldest first. They are halved at least, so that the cutting ends.
fn cut((from, to): (i64, i64), total: u64) -> Vec<(i64, i64)> {
    let seconds = to - from + 1;
    let parts = i64::try_from(total.div_ceil(SLICE)).unwrap_or(i64::MAX).clamp(2, seconds);
    let start = |part: i64| {
        from + i64::try_from(i128::from(seconds) * i128::from(part) / i128::from(parts)).unwrap_or(0)
    };
    (0..parts).map(|part| (start(part), start(part + 1) - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_cover_every_second_once() {
        for (span, total) in [((0, 1), 5_000), ((10, 12), 1_001), ((0, 86_399), 9_000), ((-5, 5), 1_400)] {
            let slices = cut(span, total);
            assert!(slices.len() >= 2, "{slices:?}");
            assert_eq!((slices[0].0, slices.last().unwrap().1), span);
            assert!(slices.iter().all(|(from, to)| from <= to), "{slices:?}");
            assert!(slices.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "{slices:?}");
        }
    }
}
