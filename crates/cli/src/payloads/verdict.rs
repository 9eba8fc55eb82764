//! `payloads verdict`: the runs of one job against history.

use std::path::Path;

use flakescope_core::formats::payloads::read_test_records;
use flakescope_core::payloads::runs::Runs;
use flakescope_core::payloads::{Lists, Params, ParamsError, Past, earlier_runs, verdict, write_verdict};
use flakescope_core::warning::Warning;

use super::args::VerdictArgs;
use super::input;
use crate::error::CliError;
use crate::{files, memory, output};

/// Judges, writes, and ends.
pub(super) fn run(args: &VerdictArgs) -> Result<(), CliError> {
    let params = params(args)?;
    let lists = lists(args.lists.as_deref())?;
    let mut read = input::read(&args.io.runs)?;
    read.runs = of_one_job(read.runs, args.job.as_deref())?;
    let past = past(args, &read.runs, &mut read.warnings)?;
    let report = verdict(&read.runs, &past, &params, &lists, read.warnings);
    report.warnings.iter().for_each(output::warn);
    output::write(&write_verdict(&report, args.io.format.into()), args.io.output.as_deref())?;
    output::say(&format!("{} runs, {} tests{}", report.runs.len(), report.tests.len(), memory::said()));
    end(report.passed, &report.sentence, args.io.fail_on_regression)
}

/// The end of a command that answers yes or no.
pub(super) fn end(passed: bool, sentence: &str, fail_on_regression: bool) -> Result<(), CliError> {
    if passed || !fail_on_regression { Ok(()) } else { Err(CliError::Regression(sentence.to_owned())) }
}

/// Parameters that make no sense are wrong use.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
pub(super) fn wrong(error: ParamsError) -> CliError {
    CliError::Usage(format!("--{error}"))
}

fn params(args: &VerdictArgs) -> Result<Params, CliError> {
    let (alpha, corpus) = (args.test.alpha, args.test.corpus);
    let params =
        Params { alpha, corpus, pity: args.pity, min_attempts: args.min_attempts, ..Params::default() };
    params.checked().map_err(wrong)
}

fn lists(path: Option<&Path>) -> Result<Lists, CliError> {
    let Some(path) = path else { return Ok(Lists::default()) };
    Ok(Lists::read(&files::read(path)?, &path.display().to_string())?)
}

/// A verdict is over runs of one job.
fn of_one_job(runs: Runs, job: Option<&str>) -> Result<Runs, CliError> {
    if let Some(job) = job {
        let runs = runs.retain(|run| run.job.is_empty() || run.job == job);
        return if runs.infos().is_empty() {
            Err(CliError::Payload(format!("none of the runs is of the job {job:?}. Check its name.")))
        } else {
            Ok(runs)
        };
    }
    match runs.jobs().as_slice() {
        [] | [_] => Ok(runs),
        jobs => Err(CliError::Payload(format!(
            "the runs are of {} jobs ({}), and a verdict is over runs of one. Name it with --job.",
            jobs.len(),
            jobs.join(", ")
        ))),
    }
}

fn past(args: &VerdictArgs, runs: &Runs, warnings: &mut Vec<Warning>) -> Result<Past, CliError> {
    if args.history_failed {
        return Ok(Past::Failed("--history-failed was given".to_owned()));
    }
    let Some(path) = &args.history else { return Ok(Past::NotGiven) };
    let job = runs.jobs().first().copied().or(args.job.as_deref()).unwrap_or_default();
    if path.is_dir() || input::is_of_runs(path) {
        return of_earlier_runs(path, runs, job, warnings);
    }
    Ok(Past::Known(read_test_records(&files::read(path)?, &path.display().to_string(), job)?))
}

/// Earlier runs in a folder or an archive.
fn of_earlier_runs(
    path: &Path,
    runs: &Runs,
    job: &str,
    warnings: &mut Vec<Warning>,
) -> Result<Past, CliError> {
    let read = match input::read(&[path.to_owned()]) {
        Err(CliError::Payload(reason)) => return Ok(Past::Failed(reason)),
        other => other?,
    };
    warnings.extend(read.warnings);
    let (past, warning) = earlier_runs(runs, read.runs, (job, &path.display().to_string()))
        .map_err(|error| CliError::Payload(error.to_string()))?;
    warnings.extend(warning);
    Ok(past)
}
