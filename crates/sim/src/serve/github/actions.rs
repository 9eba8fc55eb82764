//! GitHub Actions: lists of runs, which end at 1,000 whatever page is asked for, and the jobs of a run. The attempts of a run are the reruns
//! of a commit; the list has the newest one.

use serde_json::{Value, json};

use std::collections::BTreeMap;

use super::errors::Refusal;
use super::{Answer, Request};
use crate::activity::{Activity, Ended, Run};
use crate::clock::{parse, rfc3339};

/// A list never gives more.
const MOST: usize = 1_000;
/// Larger than a float can hold, as real ids may become.
const FIRST_ID: u64 = 9_007_199_254_740_993;
/// Seconds that every attempt waits.
const QUEUE_S: i64 = 20;

/// The runs of every repository, each with its attempts, in the order of their first start.
#[derive(Debug)]
pub(super) struct Workflows(BTreeMap<&'static str, Vec<Vec<Run>>>);

impl Workflows {
    /// Puts the attempts together.
    pub(super) fn of(activity: Activity) -> Self {
        let mut found: BTreeMap<&'static str, Vec<Vec<Run>>> = BTreeMap::new();
        for run in activity.runs {
            let own = found.entry(run.repository).or_default();
            match own.last_mut().filter(|_| run.rerun) {
                Some(attempts) => attempts.push(run),
                None => own.push(vec![run]),
            }
        }
        Self(found)
    }

    fn of_repository(&self, name: &str) -> &[Vec<Run>] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The list of a repository's runs.
pub(super) fn runs(workflows: &Workflows, repository: &str, request: &Request) -> Answer {
    let get = |key: &str| request.pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
    let number = |key: &str, default: usize| get(key).and_then(|text| text.parse().ok()).unwrap_or(default);
    let span = get("created").and_then(|text| text.split_once(".."));
    let bound = |text: Option<&str>, default| text.and_then(|text| parse(text).ok()).unwrap_or(default);
    let (from, to) = (bound(span.map(|span| span.0), i64::MIN), bound(span.map(|span| span.1), i64::MAX));
    let created = |attempts: &&Vec<Run>| {
        attempts.first().is_some_and(|run| (from..=to).contains(&(run.started_at - QUEUE_S)))
    };
    let found: Vec<&Vec<Run>> = workflows.of_repository(repository).iter().rev().filter(created).collect();
    let (per_page, page) = (number("per_page", 30).clamp(1, 100), number("page", 1).max(1));
    let shown = found.iter().take(MOST).skip((page - 1) * per_page).take(per_page);
    let body = json!({
        "total_count": found.len(),
        "workflow_runs": shown.map(|attempts| run(attempts)).collect::<Vec<Value>>(),
    });
    answer(&body)
}

/// The jobs of a run, of all its attempts or of the newest alone.
pub(super) fn jobs(
    workflows: &Workflows,
    repository: &str,
    id: &str,
    request: &Request,
) -> Result<Answer, Refusal> {
    let started_at = |attempts: &Vec<Run>| attempts.first().map_or(0, |run| run.started_at);
    let found = workflows.of_repository(repository);
    let wanted = id.parse::<u64>().ok().and_then(|id| i64::try_from(id.checked_sub(FIRST_ID)?).ok());
    let place = wanted.and_then(|wanted| found.binary_search_by_key(&wanted, started_at).ok());
    let attempts = place.and_then(|place| found.get(place)).ok_or_else(Refusal::not_found)?;
    let all = request.pairs.iter().any(|(key, value)| key == "filter" && value == "all");
    let shown = attempts.iter().filter(|run| all || run.attempt as usize == attempts.len());
    let jobs: Vec<Value> = shown.flat_map(|run| jobs_of(run, id)).collect();
    Ok(answer(&json!({ "total_count": jobs.len(), "jobs": jobs })))
}

/// The list of a repository's runs, and the jobs of each, as they would be answered.
pub(crate) fn saved(activity: Activity, repository: &str) -> Vec<Vec<u8>> {
    let workflows = Workflows::of(activity);
    let found = workflows.of_repository(repository);
    let runs: Vec<Value> = found.iter().map(|attempts| run(attempts)).collect();
    let jobs = found.iter().map(|attempts| {
        let id = id_of(attempts).to_string();
        let jobs: Vec<Value> = attempts.iter().flat_map(|run| jobs_of(run, &id)).collect();
        json!({ "total_count": jobs.len(), "jobs": jobs })
    });
    let list = json!({ "total_count": runs.len(), "workflow_runs": runs });
    std::iter::once(list).chain(jobs).map(|body| body.to_string().into_bytes()).collect()
}

fn answer(body: &Value) -> Answer {
    Answer { status: 200, body: body.to_string().into_bytes(), headers: Vec::new(), has_etag: true }
}

/// The start of the first attempt tells a run.
fn id_of(attempts: &[Run]) -> u64 {
    attempts.first().map_or(0, |run| FIRST_ID + run.started_at.unsigned_abs())
}

fn conclusion(ended: Ended) -> &'static str {
    match ended {
        Ended::Success => "success",
        Ended::Failure => "failure",
        Ended::Aborted => "cancelled",
    }
}

fn ended_at(run: &Run) -> i64 {
    run.started_at + i64::try_from(run.duration_ms / 1000).unwrap_or(0)
}

fn run(attempts: &[Run]) -> Value {
    let (Some(first), Some(newest)) = (attempts.first(), attempts.last()) else { return Value::Null };
    let id = id_of(attempts);
    let pulls: Vec<Value> = newest.pull.iter().map(|number| json!({ "number": number })).collect();
    json!({
        "id": id,
        "name": newest.job,
        "path": format!(".github/workflows/{}.yml", newest.job),
        "run_number": newest.id,
        "run_attempt": attempts.len(),
        "event": if newest.pull.is_some() { "pull_request" } else { "schedule" },
        "status": "completed",
        "conclusion": conclusion(newest.ended),
        "head_branch": "master",
        "head_sha": newest.commit,
        "display_title": format!("change {}", newest.pull.unwrap_or(0)),
        "html_url": format!("https://github.com/{}/actions/runs/{id}", newest.repository),
        "created_at": rfc3339(first.started_at - QUEUE_S),
        "run_started_at": rfc3339(newest.started_at),
        "updated_at": rfc3339(ended_at(newest)),
        "actor": { "login": newest.author },
        "pull_requests": pulls,
    })
}

/// One job with the result of the attempt, and one that passed.
fn jobs_of(run: &Run, id: &str) -> Vec<Value> {
    let step = run.cause.map_or("run tests", |cause| cause.case);
    let steps = json!([
        { "name": "checkout", "status": "completed", "conclusion": "success", "number": 1 },
        { "name": step, "status": "completed", "conclusion": conclusion(run.ended), "number": 2 },
    ]);
    let job = |name: &str, ended: Ended, steps: Value| {
        json!({
            "run_id": id.parse::<u64>().unwrap_or(0),
            "run_attempt": run.attempt,
            "name": name,
            "status": "completed",
            "conclusion": conclusion(ended),
            "created_at": rfc3339(run.started_at - QUEUE_S),
            "started_at": rfc3339(run.started_at),
            "completed_at": rfc3339(ended_at(run)),
            "steps": steps,
        })
    };
    vec![job("test", run.ended, steps), job("prepare", Ended::Success, json!([]))]
}
