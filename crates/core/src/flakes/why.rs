//! Why this verdict, in sentences that quote the numbers.

use super::analysis::Test;
use super::sentence::counted;
use super::tab::Reason;
use super::{Params, Verdict};
use crate::stats::chance_to_see;

/// The runs that TestGrid calls recent: what a quick look at a board shows.
const GLANCE_RUNS: u32 = 10;

/// Up to four sentences: the rule that decided, how sure it is, what it misses, and the history behind it.
pub(super) fn why(test: &Test<'_>, params: Params) -> Vec<String> {
    let mut sentences = vec![rule(test)];
    sentences.extend(strength(test));
    if test.stats.stale {
        sentences.push(format!(
            "Stale: the newest {} finished runs hold no result of it, so it has no priority and is counted in no sentence.",
            Params::STALE_RUNS
        ));
    }
    let renamed = test.renamed_from();
    if !renamed.is_empty() {
        sentences.push(format!("The history goes on under an older name: {renamed}."));
    }
    sentences.push(history(test, params));
    sentences
}

fn rule(test: &Test<'_>) -> String {
    let results = counted(u64::from(test.stats.runs()), "run", "runs");
    let failures = |n: u32| counted(u64::from(n), "failure", "failures");
    match test.stats.reason {
        Reason::OpenBreakage(1) | Reason::NoFailure => format!("Passing: no failure in {results}."),
        Reason::OpenBreakage(length) => {
            format!(
                "Failing: the newest {length} results are failures, which the failure rate before them does not explain."
            )
        }
        Reason::FlakyCells(cells) => {
            format!(
                "Flaky: {} failed and then passed within one run.",
                counted(u64::from(cells), "time it", "times it")
            )
        }
        Reason::SameCommit(column) => {
            format!(
                "Flaky: it passed and failed on the same commit, {}.",
                test.grid.columns.commits.token(column)
            )
        }
        Reason::Flips(flips) => {
            format!(
                "Flaky: it failed and passed again {} in {results}.",
                counted(u64::from(flips), "time", "times")
            )
        }
        Reason::TooLittle(closed, open) => {
            let what = if open > 0 && closed == 0 { ", the newest among them" } else { "" };
            format!(
                "Suspect: {} in {results}{what}. That is too little to tell a flake from a single accident.",
                failures(test.stats.non_passes())
            )
        }
        Reason::ClosedBreakages(1) => {
            "Recovered: it was broken once, for several runs in a row, and passes again.".to_owned()
        }
        Reason::ClosedBreakages(times) => {
            format!(
                "Recovered: it was broken {times} times, each for several runs in a row, and passes again."
            )
        }
    }
}

fn strength(test: &Test<'_>) -> Option<String> {
    let rate = test.stats.failure_rate().filter(|r| *r > 0.0)?;
    if !matches!(test.stats.verdict, Verdict::Flaky | Verdict::Suspect) {
        return None;
    }
    let chance = chance_to_see(rate, GLANCE_RUNS) * 100.0;
    Some(format!(
        "A test this flaky fails at least once in {GLANCE_RUNS} runs only {chance:.0} % of the time."
    ))
    .filter(|_| chance < 99.5)
}

fn history(test: &Test<'_>, params: Params) -> String {
    let columns = &test.grid.table.columns;
    let served = counted(columns.len() as u64, "run", "runs");
    let oldest = columns
        .iter()
        .rev()
        .find_map(|c| c.started_at)
        .map(|t| format!(" back to {}", t.day()))
        .unwrap_or_default();
    let aside = test.grid.broken_runs.iter().filter(|run| run.in_window).count();
    let broken = match (aside, params.keep_broken_runs) {
        (0, _) | (_, true) => String::new(),
        (n, false) => format!(" {} of the job set aside.", counted(n as u64, "broken run", "broken runs")),
    };
    format!("TestGrid serves {served} of this job{oldest}.{broken}")
}
