//! Runs and jobs of GitHub Actions (docs.github.com, "REST API endpoints for workflow runs" and "for workflow jobs"). The job of a run is
//! its workflow; the list has the newest attempt of each run alone, and the jobs tell of the earlier ones.

use serde::Deserialize;

use super::super::{FormatError, json};
use super::errors::not_expected;
use crate::activity::{Category, CiRun, FailedCase, PullRequest, RunStatus};
use crate::export::web_address;
use crate::model::TimeMs;

/// A page of the list of runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionsPage {
    /// How many runs there are in all; the list ends at 1,000.
    pub total: u64,
    /// How many entries this page has.
    pub entries: usize,
    /// The runs that ended with a result. Those that were skipped or are under way are no runs.
    pub runs: Vec<CiRun>,
}

/// One job of one attempt of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionsJob {
    /// Which attempt, from 1.
    pub attempt: u32,
    /// Its name.
    pub name: String,
    /// How it ended; `None` where it has no result.
    pub status: Option<RunStatus>,
    /// When it was asked for.
    pub created_at: Option<TimeMs>,
    /// When it started.
    pub started_at: Option<TimeMs>,
    /// When it ended.
    pub completed_at: Option<TimeMs>,
    /// The steps that failed.
    pub failed_steps: Vec<String>,
}

#[derive(Deserialize)]
struct WirePage {
    total_count: Option<u64>,
    workflow_runs: Option<Vec<WireRun>>,
}

#[derive(Deserialize)]
struct WireRun {
    id: u64,
    name: Option<String>,
    path: Option<String>,
    run_attempt: Option<u32>,
    conclusion: Option<String>,
    head_branch: Option<String>,
    head_sha: Option<String>,
    html_url: Option<String>,
    created_at: Option<String>,
    run_started_at: Option<String>,
    updated_at: Option<String>,
    display_title: Option<String>,
    actor: Option<WireActor>,
    pull_requests: Option<Vec<WirePull>>,
    repository: Option<WireRepository>,
}

#[derive(Deserialize)]
struct WireRepository {
    full_name: Option<String>,
}

#[derive(Deserialize)]
struct WireActor {
    login: Option<String>,
}

#[derive(Deserialize)]
struct WirePull {
    number: u64,
}

#[derive(Deserialize)]
struct WireJobs {
    jobs: Option<Vec<WireJob>>,
}

#[derive(Deserialize)]
struct WireJob {
    run_attempt: Option<u32>,
    name: Option<String>,
    conclusion: Option<String>,
    created_at: Option<String>,
    started_at: Option<String>,
    completed_at: Option<String>,
    steps: Option<Vec<WireStep>>,
}

#[derive(Deserialize)]
struct WireStep {
    name: Option<String>,
    conclusion: Option<String>,
}

/// Reads a page of `/repos/{owner}/{name}/actions/runs`. Without a name the repository is the one that each run tells.
pub fn parse_actions_runs(
    bytes: &[u8],
    source_name: &str,
    repository: &str,
) -> Result<ActionsPage, FormatError> {
    let wire: WirePage = json::read(bytes, source_name)?;
    let Some(entries) = wire.workflow_runs else {
        let answer: serde_json::Value = json::read(bytes, source_name)?;
        return Err(not_expected(source_name, &answer, "a list of workflow runs"));
    };
    let count = entries.len();
    let runs = entries.into_iter().filter_map(|entry| run(entry, repository)).collect();
    Ok(ActionsPage { total: wire.total_count.unwrap_or(count as u64), entries: count, runs })
}

/// Reads a page of `/repos/{owner}/{name}/actions/runs/{id}/jobs`.
pub fn parse_actions_jobs(bytes: &[u8], source_name: &str) -> Result<Vec<ActionsJob>, FormatError> {
    let wire: WireJobs = json::read(bytes, source_name)?;
    let Some(jobs) = wire.jobs else {
        let answer: serde_json::Value = json::read(bytes, source_name)?;
        return Err(not_expected(source_name, &answer, "a list of jobs"));
    };
    Ok(jobs.into_iter().map(job).collect())
}

/// How a run, a job or a step ended. `skipped`, `neutral`, `stale` and `action_required` are no results.
fn status_of(conclusion: Option<&str>) -> Option<RunStatus> {
    match conclusion? {
        "success" => Some(RunStatus::Success),
        "failure" | "timed_out" | "startup_failure" => Some(RunStatus::Failure),
        "cancelled" => Some(RunStatus::Aborted),
        _ => None,
    }
}

fn time(text: Option<&String>) -> Option<TimeMs> {
    TimeMs::parse(text?)
}

fn between(start: Option<TimeMs>, end: Option<TimeMs>) -> Option<u64> {
    u64::try_from(end?.0.checked_sub(start?.0)?).ok()
}

fn run(wire: WireRun, repository: &str) -> Option<CiRun> {
    let status = status_of(wire.conclusion.as_deref())?;
    let started_at = time(wire.run_started_at.as_ref()).or_else(|| time(wire.created_at.as_ref()))?;
    let of_path = || Some(wire.path.as_deref()?.rsplit('/').next()?.to_owned());
    let title = wire.display_title.unwrap_or_default();
    let author = wire.actor.and_then(|actor| actor.login).unwrap_or_default();
    let number = wire.pull_requests.unwrap_or_default().first().map(|pull| pull.number);
    let own = wire.repository.and_then(|own| own.full_name).unwrap_or_default();
    Some(CiRun {
        repository: if repository.is_empty() { own } else { repository.to_owned() },
        job: wire.name.clone().filter(|name| !name.is_empty()).or_else(of_path)?,
        id: wire.id.to_string(),
        attempt: wire.run_attempt.unwrap_or(1).max(1),
        status,
        started_at,
        duration_ms: between(Some(started_at), time(wire.updated_at.as_ref())),
        queued_ms: None,
        commit: wire.head_sha.unwrap_or_default(),
        branch: wire.head_branch.unwrap_or_default(),
        pull_request: number.map(|number| PullRequest { number, title, author, url: String::new() }),
        url: wire.html_url.as_deref().and_then(web_address).unwrap_or_default(),
        failures: Vec::new(),
    })
}

fn job(wire: WireJob) -> ActionsJob {
    let failed = |step: WireStep| {
        let is_failed = status_of(step.conclusion.as_deref()) == Some(RunStatus::Failure);
        step.name.filter(|_| is_failed)
    };
    ActionsJob {
        attempt: wire.run_attempt.unwrap_or(1).max(1),
        name: wire.name.unwrap_or_default(),
        status: status_of(wire.conclusion.as_deref()),
        created_at: time(wire.created_at.as_ref()),
        started_at: time(wire.started_at.as_ref()),
        completed_at: time(wire.completed_at.as_ref()),
        failed_steps: wire.steps.unwrap_or_default().into_iter().filter_map(failed).collect(),
    }
}

/// The run with what its jobs tell, and every earlier attempt of it that has jobs.
pub fn actions_attempts(newest: &CiRun, jobs: &[ActionsJob]) -> Vec<CiRun> {
    let of =
        |attempt: u32| -> Vec<&ActionsJob> { jobs.iter().filter(|job| job.attempt == attempt).collect() };
    let mut attempts: Vec<CiRun> =
        (1..newest.attempt.min(100)).filter_map(|number| attempt(newest, number, &of(number))).collect();
    let own = of(newest.attempt);
    attempts.push(CiRun { queued_ms: queued(&own), failures: failures(&own), ..newest.clone() });
    attempts
}

/// An earlier attempt failed when a job failed, else was aborted when one was.
fn attempt(newest: &CiRun, number: u32, jobs: &[&ActionsJob]) -> Option<CiRun> {
    let started_at = jobs.iter().filter_map(|job| job.started_at).min()?;
    let ended = jobs.iter().filter_map(|job| job.completed_at).max();
    let has = |status| jobs.iter().any(|job| job.status == Some(status));
    let status =
        [RunStatus::Failure, RunStatus::Aborted, RunStatus::Success].into_iter().find(|own| has(*own))?;
    Some(CiRun {
        attempt: number,
        status,
        started_at,
        duration_ms: between(Some(started_at), ended),
        queued_ms: queued(jobs),
        url: if newest.url.is_empty() { String::new() } else { format!("{}/attempts/{number}", newest.url) },
        failures: failures(jobs),
        ..newest.clone()
    })
}

/// How long the first job waited.
fn queued(jobs: &[&ActionsJob]) -> Option<u64> {
    jobs.iter().filter_map(|job| between(job.created_at, job.started_at)).min()
}

/// The failed steps of failed jobs. No rule has seen their logs, so what kind of cause they are is not known.
fn failures(jobs: &[&ActionsJob]) -> Vec<FailedCase> {
    let failed = jobs.iter().filter(|job| job.status == Some(RunStatus::Failure));
    let case = |case: String| FailedCase { category: Category::Unknown, case, context: Vec::new() };
    failed
        .flat_map(|job| match job.failed_steps.as_slice() {
            [] => vec![case(job.name.clone())],
            steps => steps.iter().map(|step| case(format!("{}: {step}", job.name))).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNS: &[u8] = br#"{"total_count": 3, "workflow_runs": [
        {"id": 9007199254740993, "name": "CI", "run_attempt": 2, "conclusion": "failure", "head_branch": "fix", "head_sha": "c0ffee",
         "html_url": "https://github.com/o/r/actions/runs/9", "created_at": "2026-11-20T10:00:00Z", "run_started_at": "2026-11-20T11:00:00Z",
         "updated_at": "2026-11-20T11:05:00Z", "display_title": "fix it", "actor": {"login": "ada"}, "pull_requests": [{"number": 7}]},
        {"id": 2, "name": null, "path": ".github/workflows/nightly.yml", "conclusion": "cancelled", "created_at": "2026-11-20T10:00:00Z"},
        {"id": 3, "name": "CI", "conclusion": "skipped", "created_at": "2026-11-20T10:00:00Z"}]}"#;

    const JOBS: &[u8] = br#"{"total_count": 3, "jobs": [
        {"run_attempt": 1, "name": "unit", "conclusion": "failure", "created_at": "2026-11-20T10:00:00Z",
         "started_at": "2026-11-20T10:00:30Z", "completed_at": "2026-11-20T10:10:30Z", "steps": [
            {"name": "checkout", "conclusion": "success"}, {"name": "go test", "conclusion": "failure"}]},
        {"run_attempt": 1, "name": "lint", "conclusion": "skipped"},
        {"run_attempt": 2, "name": "unit", "conclusion": "timed_out", "created_at": "2026-11-20T11:00:00Z",
         "started_at": "2026-11-20T11:00:05Z", "steps": []}]}"#;

    #[test]
    fn runs_and_their_attempts() {
        let page = parse_actions_runs(RUNS, "runs", "o/r").unwrap();
        assert_eq!((page.total, page.entries, page.runs.len()), (3, 3, 2));
        let run = &page.runs[0];
        assert_eq!((run.key(), run.pull()), (("o/r", "CI", "9007199254740993", 2), Some(7)));
        assert_eq!(
            (run.duration_ms, run.started_at.to_string().as_str()),
            (Some(300_000), "2026-11-20T11:00:00Z")
        );
        assert_eq!((page.runs[1].job.as_str(), page.runs[1].status), ("nightly.yml", RunStatus::Aborted));
        let attempts = actions_attempts(run, &parse_actions_jobs(JOBS, "jobs").unwrap());
        let shown: Vec<(u32, RunStatus, Option<u64>, &str)> = attempts
            .iter()
            .map(|run| (run.attempt, run.status, run.queued_ms, run.failures[0].case.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (1, RunStatus::Failure, Some(30_000), "unit: go test"),
                (2, RunStatus::Failure, Some(5_000), "unit")
            ]
        );
        assert_eq!(attempts[0].duration_ms, Some(600_000));
        assert_eq!(attempts[0].url, "https://github.com/o/r/actions/runs/9/attempts/1");
    }

    #[test]
    fn other_answers_are_told() {
        let error = parse_actions_runs(br#"{"message": "Not Found"}"#, "runs", "o/r").unwrap_err();
        assert!(error.to_string().contains("Not Found"), "{error}");
        assert!(parse_actions_jobs(b"[]", "jobs").is_err());
        let many = CiRun { attempt: u32::MAX, ..CiRun::default() };
        assert_eq!(actions_attempts(&many, &[]).len(), 1);
    }
}
