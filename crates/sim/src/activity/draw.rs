//! Draws the runs: commit by commit, each with its reruns.

use std::collections::BTreeMap;

use super::{CAUSES, Cause, Ended, REPOSITORIES, Run};
use crate::dice::Dice;

/// 2026-11-02T00:00:00Z, a Monday.
const START: i64 = 1_793_577_600;
/// Seconds between the starts of two runs, at most.
const STEP: usize = 240;
const JOBS: [&str; 3] = ["unit", "build", "integration/common"];
const NIGHTLY: &str = "unit-test-nightly";
const AUTHORS: [&str; 4] = ["ada", "grace", "linus", "=cmd|' /C calc'!A0"];

struct Draw {
    dice: Dice,
    now: i64,
    /// A number is unique within its job, whatever the repository, as in one Jenkins.
    ids: BTreeMap<&'static str, u32>,
    runs: Vec<Run>,
}

/// All runs, in the order of their start.
pub(super) fn runs(seed: u64, pulls: u64) -> Vec<Run> {
    let mut draw =
        Draw { dice: Dice::new(seed, "activity"), now: START, ids: BTreeMap::new(), runs: Vec::new() };
    for number in 1..=pulls {
        for repository in REPOSITORIES {
            draw.pull(repository, number);
            if number % 10 == 0 {
                let commit = draw.commit();
                draw.commit_runs(repository, NIGHTLY, (&commit, None), false);
            }
        }
    }
    draw.runs
}

impl Draw {
    fn pull(&mut self, repository: &'static str, number: u64) {
        for round in 0..self.dice.between(1, 3) {
            let commit = self.commit();
            for job in JOBS {
                self.commit_runs(repository, job, (&commit, Some(number)), round > 0);
            }
        }
    }

    fn commit(&mut self) -> String {
        self.dice.word(b"0123456789abcdef", 40)
    }

    /// One job at one commit: until it passes, or nobody tries again.
    fn commit_runs(
        &mut self,
        repository: &'static str,
        job: &'static str,
        (commit, pull): (&str, Option<u64>),
        further: bool,
    ) {
        for attempt in 1..=4 {
            let ended = self.ended();
            let cause = (ended == Ended::Failure).then(|| self.cause()).flatten();
            let rerun = attempt > 1;
            let run = self.run(repository, job, (commit, pull), (ended, cause));
            self.runs.push(Run { rerun, new_commit: further && !rerun, attempt, ..run });
            if ended == Ended::Success || self.dice.chance(0.4) {
                break;
            }
        }
    }

    fn run(
        &mut self,
        repository: &'static str,
        job: &'static str,
        (commit, pull): (&str, Option<u64>),
        (ended, cause): (Ended, Option<Cause>),
    ) -> Run {
        self.now += i64::try_from(self.dice.between(1, STEP)).unwrap_or(1);
        let id = self.ids.entry(job).or_default();
        *id += 1;
        let author = AUTHORS[usize::try_from(pull.unwrap_or(0)).unwrap_or(0) % AUTHORS.len()];
        Run {
            repository,
            job,
            id: *id,
            ended,
            started_at: self.now,
            duration_ms: self.dice.between(1_000, 3_600_000) as u64,
            commit: commit.to_owned(),
            pull,
            author,
            cause,
            rerun: false,
            new_commit: false,
            attempt: 1,
        }
    }

    fn ended(&mut self) -> Ended {
        match self.dice.below(10) {
            0..=6 => Ended::Success,
            7 | 8 => Ended::Failure,
            _ => Ended::Aborted,
        }
    }

    /// One of six failures has a cause that no rule knows.
    fn cause(&mut self) -> Option<Cause> {
        if self.dice.below(6) == 0 { None } else { Some(*self.dice.pick(&CAUSES)) }
    }
}
