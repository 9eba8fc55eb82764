//! All checks of all backends.

use std::collections::BTreeMap;

use thiserror::Error;

use super::backends::{REQUIRED, left_out, usual_name};
use super::baseline::Baseline;
use super::history::{HistoryUsed, choose};
use super::mean::check_mean;
use super::percentile::check_percentile;
use super::report::{CheckKind, CheckRow, DisruptionReport, DisruptionTotals, Verdict};
use super::runs::Rows;
use super::{LEAST_RUNS, PERCENTILES};
use crate::formats::payload_history::HistoryFile;
use crate::model::DisruptionRun;
use crate::sorting::sort_by;
use crate::stats::round6;

/// Why nothing was checked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DisruptionError {
    /// The runs are of several jobs.
    #[error("the runs are of several jobs ({0}); name one of them")]
    SeveralJobs(String),
    /// No run is of the job.
    #[error("no run is of the job {0}; the runs are of {1}")]
    NoSuchJob(String, String),
    /// No row could be read.
    #[error("there is no run in these files: a row needs BackendName, DisruptionSeconds and JobRunName")]
    NoRuns,
}

/// The seconds of each run, by the run's name.
type Seconds<'a> = BTreeMap<&'a str, u32>;

/// Checks the runs of one job against history. `job` chooses among several jobs; without it there must be one.
pub fn check_disruption(
    runs: &[HistoryFile<DisruptionRun>],
    history: &[HistoryFile<DisruptionRun>],
    job: Option<&str>,
) -> Result<DisruptionReport, DisruptionError> {
    let mut tested = Rows::of(runs);
    let job = the_job(&tested, job)?;
    tested.retain(|row| row.job == job || row.job.is_empty());
    tested.note_added("the runs");
    if let Some(why) = single_node(&tested, &job) {
        return Ok(report(job, &tested, Vec::new(), None, &why));
    }
    if tested.runs().len() < LEAST_RUNS {
        let why =
            format!("{} runs have data, fewer than {LEAST_RUNS}: not enough to judge.", tested.runs().len());
        let row = blank("", CheckKind::Collected, Verdict::Failed, tested.runs().len(), why.clone());
        return Ok(report(job, &tested, vec![row], None, &why));
    }
    let (mut past, used) = choose(Rows::of(history), &tested, &job);
    past.note_added("the history");
    tested.warnings.append(&mut past.warnings);
    let checks = check_all(&tested, &past);
    Ok(report(job, &tested, checks, Some(used), ""))
}

/// The job that is asked for, or the only one; empty where the rows name none.
fn the_job(tested: &Rows<'_>, asked: Option<&str>) -> Result<String, DisruptionError> {
    let jobs: Vec<&str> = tested.jobs().into_iter().collect();
    let names = || jobs.join(", ");
    match (asked, jobs.as_slice()) {
        _ if tested.rows.is_empty() => Err(DisruptionError::NoRuns),
        (Some(asked), _) if jobs.contains(&asked) || jobs.is_empty() => Ok(asked.to_owned()),
        (Some(asked), _) => Err(DisruptionError::NoSuchJob(asked.to_owned(), names())),
        (None, [_, _, ..]) => Err(DisruptionError::SeveralJobs(names())),
        (None, jobs) => Ok(jobs.first().copied().unwrap_or_default().to_owned()),
    }
}

/// On a single node the API is away whenever the node restarts: nothing is checked (openshift/ci-tools).
fn single_node(tested: &Rows<'_>, job: &str) -> Option<String> {
    let is_single = job.contains("single-node") || tested.rows.iter().any(|row| row.topology == "single");
    is_single.then(|| {
        "The job runs on a single node, where disruption is part of every update: nothing was checked."
            .to_owned()
    })
}

fn check_all(tested: &Rows<'_>, past: &Rows<'_>) -> Vec<CheckRow> {
    let (seconds, history) = (tested.seconds(), past.seconds());
    let mut checks: Vec<CheckRow> = missing(&seconds).collect();
    for (backend, seconds) in &seconds {
        match left_out(backend) {
            Some(part) => {
                let why = format!("Left out: its name contains {part:?}.");
                checks.push(blank(backend, CheckKind::LeftOut, Verdict::Skipped, seconds.len(), why));
            }
            None => checks.extend(check_backend(backend, seconds, history.get(backend))),
        }
    }
    checks
}

/// Backends that must be there and of which no run has data.
fn missing(seconds: &BTreeMap<&str, Seconds<'_>>) -> impl Iterator<Item = CheckRow> {
    let there: Vec<String> = seconds.keys().map(|backend| usual_name(backend)).collect();
    let missing = REQUIRED.into_iter().filter(move |backend| !there.iter().any(|name| name == backend));
    missing.map(|backend| {
        let why = "No run has data about it, and it must be there.".to_owned();
        blank(backend, CheckKind::Present, Verdict::Failed, 0, why)
    })
}

fn check_backend(backend: &str, seconds: &Seconds<'_>, history: Option<&Seconds<'_>>) -> Vec<CheckRow> {
    let baseline = history.map(|history| Baseline::of(history.values().copied().collect()));
    let Some(baseline) = baseline else {
        let why = "There is no history of it.".to_owned();
        return [CheckKind::Mean, CheckKind::P70, CheckKind::P85]
            .map(|check| blank(backend, check, Verdict::Skipped, seconds.len(), why.clone()))
            .to_vec();
    };
    let percentiles = PERCENTILES.into_iter().zip([CheckKind::P70, CheckKind::P85]);
    let percentiles = percentiles.map(|(rule, kind)| percentile_row(backend, kind, rule, seconds, &baseline));
    std::iter::once(mean_row(backend, seconds, &baseline)).chain(percentiles).collect()
}

fn mean_row(backend: &str, seconds: &Seconds<'_>, baseline: &Baseline) -> CheckRow {
    let values: Vec<u32> = seconds.values().copied().collect();
    let found = check_mean(&values, baseline);
    let dropped = found.dropped.map_or_else(String::new, |longest| {
        format!(
            " without the longest ({longest} s, above the historical P95 of {} s)",
            short(baseline.percentile(95))
        )
    });
    let limit = format!(
        "{} s = at least 1 s, and the historical mean of {} s plus 5 deviations of {} s",
        short(found.threshold),
        short(baseline.mean()),
        short(baseline.deviation())
    );
    let reason = match (found.mean, found.verdict) {
        (None, _) => format!("No run is left{dropped}."),
        (Some(mean), Verdict::Failed) => format!("Mean {} s{dropped} is above {limit}.", short(mean)),
        (Some(mean), _) => format!("Mean {} s{dropped} is not above {limit}.", short(mean)),
    };
    CheckRow {
        threshold_seconds: Some(round6(found.threshold)),
        mean_seconds: found.mean.map(round6),
        history_runs: baseline.runs(),
        runs_above: above(seconds, found.threshold),
        ..blank(backend, CheckKind::Mean, found.verdict, seconds.len(), reason)
    }
}

fn percentile_row(
    backend: &str,
    kind: CheckKind,
    (percentile, grace): (u32, u32),
    seconds: &Seconds<'_>,
    baseline: &Baseline,
) -> CheckRow {
    let values: Vec<u32> = seconds.values().copied().collect();
    let historical = baseline.percentile(percentile);
    let found = check_percentile(&values, percentile, historical, grace);
    let limit = match found.grace {
        0 => format!("the historical P{percentile} of {} s", short(historical)),
        grace => format!("the historical P{percentile} of {} s plus {grace} s of grace", short(historical)),
    };
    let counted = format!("{} of {} runs are not above {limit}", found.passes, seconds.len());
    let reason = match found.verdict {
        Verdict::Skipped => format!("{counted}; with so few runs no number of them would tell."),
        Verdict::Failed => format!("{counted}; {} must be.", found.required),
        Verdict::Passed => format!("{counted}; {} must be, which holds.", found.required),
    };
    CheckRow {
        passes: Some(found.passes),
        failures: Some(found.failures),
        required_passes: Some(found.required),
        threshold_seconds: Some(round6(found.threshold)),
        grace_seconds: Some(found.grace),
        history_runs: baseline.runs(),
        runs_above: above(seconds, found.threshold),
        ..blank(backend, kind, found.verdict, seconds.len(), reason)
    }
}

fn above(seconds: &Seconds<'_>, threshold: f64) -> Vec<String> {
    let above = seconds.iter().filter(|(_, seconds)| f64::from(**seconds) > threshold);
    above.map(|(run, seconds)| format!("{run}={seconds}s")).collect()
}

/// Two decimals at most.
fn short(seconds: f64) -> f64 {
    (seconds * 100.0).round() / 100.0
}

/// A row without numbers.
fn blank(backend: &str, check: CheckKind, verdict: Verdict, runs: usize, reason: String) -> CheckRow {
    CheckRow {
        backend: backend.to_owned(),
        check,
        verdict,
        runs,
        passes: None,
        failures: None,
        required_passes: None,
        threshold_seconds: None,
        grace_seconds: None,
        mean_seconds: None,
        history_runs: 0,
        runs_above: Vec::new(),
        reason,
    }
}

fn report(
    job: String,
    tested: &Rows<'_>,
    mut checks: Vec<CheckRow>,
    history: Option<HistoryUsed>,
    why: &str,
) -> DisruptionReport {
    sort_by(&mut checks, |a, b| {
        let key = |row: &CheckRow| (row.verdict, row.backend.clone(), row.check);
        key(a).cmp(&key(b))
    });
    let totals = DisruptionTotals::of(&checks);
    let counted =
        format!("{} checks failed, {} passed, {} skipped.", totals.failed, totals.passed, totals.skipped);
    DisruptionReport {
        job,
        runs: tested.runs().len(),
        verdict: totals.verdict(),
        sentence: if why.is_empty() { counted } else { why.to_owned() },
        history,
        totals,
        checks,
        warnings: tested.warnings.clone(),
    }
}
