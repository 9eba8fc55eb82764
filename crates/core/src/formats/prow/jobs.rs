//! One job of the list: a Kubernetes object.

use serde::Deserialize;

use super::status_of;
use crate::activity::{CiRun, PullRequest};
use crate::export::web_address;
use crate::model::TimeMs;

#[derive(Deserialize)]
pub(super) struct List {
    pub(super) items: Vec<Job>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Job {
    spec: Spec,
    status: Status,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Spec {
    job: String,
    refs: Option<Refs>,
    extra_refs: Vec<Refs>,
}

/// What was checked out.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Refs {
    pub(super) org: String,
    pub(super) repo: String,
    pub(super) base_ref: String,
    pub(super) base_sha: String,
    pub(super) pulls: Vec<Pull>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pull {
    number: u64,
    author: String,
    sha: String,
    title: String,
    link: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    state: String,
    start_time: String,
    pending_time: Option<String>,
    completion_time: Option<String>,
    url: String,
    #[serde(rename = "build_id")]
    build_id: String,
}

/// The run, if it ended.
pub(super) fn run(job: &Job) -> Option<CiRun> {
    Some(CiRun { status: status_of(&job.status.state)?, ..known(job)? })
}

/// The run, however it ends. It starts when its pod does; before that it waits.
pub(super) fn known(job: &Job) -> Option<CiRun> {
    let asked = TimeMs::parse(&job.status.start_time)?;
    let pending = job.status.pending_time.as_deref().and_then(TimeMs::parse);
    let ended = job.status.completion_time.as_deref().and_then(TimeMs::parse);
    let started_at = pending.unwrap_or(asked);
    let between = |from: TimeMs, to: TimeMs| u64::try_from(to.0 - from.0).ok();
    let named = !job.spec.job.is_empty() && !job.status.build_id.is_empty();
    let refs = job.spec.refs.as_ref().or(job.spec.extra_refs.first());
    let run = CiRun {
        job: job.spec.job.clone(),
        id: job.status.build_id.clone(),
        attempt: 1,
        started_at,
        duration_ms: ended.and_then(|ended| between(started_at, ended)),
        queued_ms: pending.and_then(|pending| between(asked, pending)),
        url: web_address(&job.status.url).unwrap_or_default(),
        ..CiRun::default()
    };
    named.then(|| with_refs(run, refs))
}

/// A batch of several pull requests belongs to none of them.
pub(super) fn with_refs(run: CiRun, refs: Option<&Refs>) -> CiRun {
    let Some(refs) = refs else { return run };
    let pull = <&[Pull; 1]>::try_from(refs.pulls.as_slice()).ok().map(|[pull]| pull);
    let pull_request = pull.filter(|pull| pull.number > 0).map(|pull| PullRequest {
        number: pull.number,
        title: pull.title.clone(),
        author: pull.author.clone(),
        url: web_address(&pull.link).unwrap_or_default(),
    });
    let repository = if refs.repo.is_empty() { String::new() } else { format!("{}/{}", refs.org, refs.repo) };
    let commit = pull.map_or(&refs.base_sha, |pull| &pull.sha).clone();
    CiRun { repository, commit, branch: refs.base_ref.clone(), pull_request, ..run }
}
