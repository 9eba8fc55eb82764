//! One build out of the files that it left: how it ended (`finished.json`) and what it was (`prowjob.json`).

use serde::Deserialize;

use super::jobs::{Job, known};
use super::status_of;
use crate::activity::CiRun;
use crate::formats::bucket::RunFolder;
use crate::formats::bucket_builds::started_at;
use crate::formats::{FormatError, read_json};
use crate::model::TimeMs;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Finished {
    timestamp: i64,
    passed: Option<bool>,
    result: String,
}

/// The run of a build. Its start, its commit and its pull request come from `prowjob.json`; without that the id tells the start.
/// `None` where it says no result.
pub fn prow_build(
    folder: &RunFolder,
    finished: &[u8],
    prow_job: Option<&[u8]>,
) -> Result<Option<CiRun>, FormatError> {
    let name = |file: &str| format!("{} {file}", folder.page_url());
    let ended: Finished = read_json(finished, &name("finished.json"))?;
    let word = match ended.passed {
        _ if !ended.result.is_empty() => ended.result.as_str(),
        Some(true) => "success",
        Some(false) => "failure",
        None => "",
    };
    let Some(status) = status_of(word) else { return Ok(None) };
    let job: Option<Job> = prow_job.map(|bytes| read_json(bytes, &name("prowjob.json"))).transpose()?;
    let known = job.as_ref().and_then(known);
    let started_at = known.as_ref().map(|run| run.started_at).or_else(|| started_at(folder.build()));
    let Some(started_at) = started_at else { return Ok(None) };
    let ended_at = TimeMs(ended.timestamp.saturating_mul(1_000));
    let took = u64::try_from(ended_at.0.saturating_sub(started_at.0)).ok().filter(|_| ended.timestamp > 0);
    let known = known.unwrap_or_default();
    Ok(Some(CiRun {
        job: folder.job().to_owned(),
        id: folder.build().to_owned(),
        attempt: 1,
        status,
        started_at,
        duration_ms: took.or(known.duration_ms),
        url: folder.page_url(),
        ..known
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::RunStatus;

    const JOB: &[u8] = br#"{"spec":{"job":"ci-x","refs":{"org":"o","repo":"r","base_ref":"main","base_sha":"b",
        "pulls":[{"number":7,"author":"ana","sha":"s"}]}},"status":{"state":"pending","build_id":"1991000000000000000",
        "startTime":"2025-11-19T10:00:00Z","pendingTime":"2025-11-19T10:00:30Z"}}"#;

    fn folder() -> RunFolder {
        RunFolder::parse("gs://runs/logs/ci-x/1991000000000000000").unwrap()
    }

    #[test]
    fn the_end_and_the_job_make_a_run() {
        let finished = br#"{"timestamp":1763546460,"passed":false,"result":"FAILURE"}"#;
        let run = prow_build(&folder(), finished, None).unwrap().unwrap();
        assert_eq!((run.status, run.job.as_str()), (RunStatus::Failure, "ci-x"));
        assert_eq!(Some(run.started_at), started_at("1991000000000000000"));
        assert_eq!(run.url, "https://prow.k8s.io/view/gs/runs/logs/ci-x/1991000000000000000");
        let aborted = prow_build(&folder(), br#"{"timestamp":1763546460,"result":"ABORTED"}"#, None).unwrap();
        assert_eq!(aborted.unwrap().status, RunStatus::Aborted);
        let passed = prow_build(&folder(), br#"{"timestamp":1763546460,"passed":true}"#, None).unwrap();
        assert_eq!(passed.unwrap().status, RunStatus::Success);
        assert_eq!(prow_build(&folder(), b"{}", None).unwrap(), None, "no result");
        assert!(prow_build(&folder(), b"<html>", None).unwrap_err().to_string().contains("finished.json"));
    }

    /// What is still `pending` in the job's own file has ended all the same: that file is older than the other.
    #[test]
    fn the_job_tells_start_commit_and_pull_request() {
        let state = |word: &str| {
            String::from_utf8_lossy(JOB).replace("pending\",\"build", &format!("{word}\",\"build"))
        };
        let finished = br#"{"timestamp":1763546460,"result":"SUCCESS"}"#;
        let run = prow_build(&folder(), finished, Some(state("success").as_bytes())).unwrap().unwrap();
        assert_eq!(run.started_at, TimeMs::parse("2025-11-19T10:00:30Z").unwrap());
        assert_eq!((run.queued_ms, run.duration_ms), (Some(30_000), Some(30_000)));
        assert_eq!((run.repository.as_str(), run.commit.as_str(), run.pull()), ("o/r", "s", Some(7)));
        let pending = prow_build(&folder(), finished, Some(JOB)).unwrap().unwrap();
        assert_eq!((pending.repository.as_str(), pending.status), ("o/r", RunStatus::Success));
    }
}
