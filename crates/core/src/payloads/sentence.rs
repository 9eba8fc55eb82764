//! The verdict in words: of the payload, of each test, and of what the reader must know.

use super::past::{Past, Record, Records};
use super::report::{Outcome, VerdictReport};
use super::rules::{Judgement, Rule, Standing, Tally};
use super::runs::{Coordinates, Runs};
use super::{Lists, Params};
use crate::warning::Warning;

/// The verdict on the payload in one sentence.
pub(super) fn verdict(report: &VerdictReport) -> String {
    let job = if report.job.is_empty() { String::new() } else { format!(" of {}", report.job) };
    let over = format!("{}{job}", counted(report.runs.len(), "run"));
    if !report.passed {
        return format!("The payload fails over {over}: {}.", report.causes.join("; "));
    }
    let totals = report.totals;
    let mut extra = String::new();
    for (count, what) in [(totals.informing, "failed and only inform"), (totals.flaky, "flaked")] {
        if count > 0 {
            extra += &format!("; {count} {what}");
        }
    }
    format!(
        "The payload passes over {over}: all {} passed often enough{extra}.",
        counted(totals.ran() as usize, "test that ran")
    )
}

/// "1 run", "2 runs"; the noun is the first word.
fn counted(count: usize, words: &str) -> String {
    let (noun, rest) = words.split_at(words.find(' ').unwrap_or(words.len()));
    format!("{count} {noun}{}{rest}", if count == 1 { "" } else { "s" })
}

/// Why the payload fails; empty when it passes.
pub(super) fn causes(report: &VerdictReport, runs: &Runs, lists: &Lists) -> Vec<String> {
    let incomplete = report.runs.iter().filter(|run| !run.incomplete.is_empty()).count();
    let mut causes = Vec::new();
    if report.totals.ran() == 0 {
        causes.push("no test ran in any run".to_owned());
    }
    if incomplete > report.params.max_unfinished as usize {
        let most = report.params.max_unfinished;
        causes.push(format!("{incomplete} runs have not finished or lost results, and at most {most} may"));
    }
    if !lists.expected_suites.is_empty() && !ran_expected(runs, lists) {
        causes.push(format!("no run has a suite named like {}", lists.expected_suites.join(", ")));
    }
    causes.extend(failed_tests(report));
    causes
}

fn ran_expected(runs: &Runs, lists: &Lists) -> bool {
    let is_expected =
        |test: &Coordinates| lists.expected_suites.iter().any(|name| test.suite.contains(name.as_str()));
    runs.tests().iter().any(is_expected)
}

fn failed_tests(report: &VerdictReport) -> Option<String> {
    let first = report.tests.first().filter(|row| row.verdict == Outcome::Failed)?;
    let (failed, ran) = (report.totals.failed, report.totals.ran());
    Some(format!(
        "{failed} of {} failed, first {:?}, which {}",
        counted(ran as usize, "test that ran"),
        first.test,
        first.reason
    ))
}

/// What was known from before.
pub(super) fn history(past: &Past, params: &Params) -> String {
    match past {
        Past::NotGiven => format!("no history was given; every test is held to {} %", params.unknown_percent),
        Past::Failed(reason) => {
            format!("history could not be had ({reason}); every test is held to {} %", params.failed_percent)
        }
        Past::Known(records) => {
            let from =
                if records.told.is_empty() { String::new() } else { format!(" from {}", records.told) };
            let (tests, percent) = (counted(records.len(), "test"), params.unknown_percent);
            format!("history knows {tests}{from}; others are held to {percent} %")
        }
    }
}

/// What the reader must know of runs and history.
pub(super) fn warnings(runs: &Runs, past: &Past, params: &Params) -> Vec<Warning> {
    let incomplete = runs.infos().iter().filter(|run| !run.incomplete.is_empty());
    let mut warnings: Vec<Warning> = incomplete
        .map(|run| {
            let message = format!(
                "this run is incomplete: {}; tests that it does not name may be lost",
                run.incomplete
            );
            Warning::new(&run.id, message)
        })
        .collect();
    match past {
        Past::Known(records) => warnings.extend(of_records(runs, records)),
        Past::NotGiven | Past::Failed(_) => warnings.push(Warning::new("history", history(past, params))),
    }
    warnings
}

/// Where a history and the runs do not fit.
fn of_records(runs: &Runs, records: &Records) -> Option<Warning> {
    let known = runs.tests().iter().filter(|test| records.get(test).is_some()).count();
    let gone = records.len().saturating_sub(known);
    match (known, gone) {
        (0, _) => {
            let message = "it knows none of these tests, so each is held to what unknown tests are; is it the history of another job?";
            Some(Warning::new("history", message))
        }
        (_, 0) => None,
        (_, gone) => {
            let message = format!("{gone} tests that history knows stand in no run; nothing is said of them");
            Some(Warning::new("runs", message))
        }
    }
}

/// Why a test passes or fails, to be read after its name.
pub(super) fn reason(tally: Tally, judgement: &Judgement, standing: Standing, params: &Params) -> String {
    let attempts = tally.attempts();
    match judgement.rule {
        Rule::AlwaysPass => format!("always passes: {}", judgement.listed),
        Rule::DidNotRun => "did not run".to_owned(),
        Rule::NeverFail => {
            let failed = counted((tally.failures + tally.flakes) as usize, "run");
            format!("must never fail ({}), and failed in {failed}", judgement.listed)
        }
        Rule::ProbablySkipped => {
            let (failures, skips) = (tally.failures, tally.skips);
            format!(
                "never passed, failed {failures} times and was skipped {skips} times: probably meant to be skipped"
            )
        }
        Rule::TooFewAttempts => {
            let least = params.min_attempts;
            format!(
                "passed {} of only {}, and a verdict needs {least}",
                tally.passes,
                counted(attempts as usize, "attempt")
            )
        }
        Rule::NoPass => format!("failed in all {}", counted(attempts as usize, "attempt")),
        Rule::RequiredPasses => by_passes(tally, judgement, standing, params),
    }
}

fn by_passes(tally: Tally, judgement: &Judgement, standing: Standing, params: &Params) -> String {
    let only = if judgement.passed { "" } else { "only " };
    let (passes, attempts, required) = (tally.passes, tally.attempts(), judgement.required);
    format!(
        "passed {only}{passes} of {attempts}, and {required} are required, because {}{}",
        before(standing, params),
        exactly(judgement, standing)
    )
}

fn before(standing: Standing, params: &Params) -> String {
    let percent = standing.percent(params);
    match standing {
        Standing::Known(record) => {
            format!("it passed {percent} % of {} before", counted(record.runs() as usize, "run"))
        }
        Standing::Unknown => format!("history does not know it and {percent} % is taken"),
        Standing::NoHistory => format!("history could not be had and {percent} % is taken"),
    }
}

/// Says where the real size of the history asks for another number.
fn exactly(judgement: &Judgement, standing: Standing) -> String {
    let differs = judgement.required_exactly.filter(|exactly| *exactly != judgement.required);
    differs.zip(standing.record()).map_or_else(String::new, |(exactly, record): (u32, Record)| {
        format!(" ({exactly} by a history of just these {} runs)", record.runs())
    })
}
