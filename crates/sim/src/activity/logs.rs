//! Logs as Jenkins keeps them, with the cause of each failure in them; and rules that find the causes.

use serde_json::json;

use super::{Activity, CAUSES, Run};
use crate::clock::rfc3339_ms;

/// Lines before the cause.
const BEFORE: usize = 30;
/// Lines after it.
const AFTER: usize = 25;

impl Activity {
    /// The logs of the runs that did not pass: where each lies in the home of Jenkins, and its text.
    pub fn jenkins_logs(&self) -> Vec<(String, String)> {
        let failed = self.runs.iter().filter(|run| run.ended != super::Ended::Success);
        failed
            .map(|run| (format!("{}/builds/{}/log", run.job.replace('/', "/jobs/"), run.id), log(run)))
            .collect()
    }

    /// Rules in the format of `sync_ci`.
    pub fn rules() -> String {
        let rule =
            |cause: &super::Cause| json!({ "jobs": [], "regex": cause.pattern, "key": cause.category });
        serde_json::Value::Array(CAUSES.iter().map(rule).collect()).to_string()
    }
}

fn log(run: &Run) -> String {
    let cause = run.cause.map(|cause| cause.case.to_owned());
    let lines = (0..BEFORE)
        .map(|line| format!("running step {line}"))
        .chain(cause)
        .chain((0..AFTER).map(|line| format!("cleaning up {line}")));
    let line = |(place, text): (usize, String)| {
        let at = run.started_at * 1000 + i64::try_from(place).unwrap_or(0);
        format!("[{}] {text}\n", rfc3339_ms(at).replace('Z', ".000Z"))
    };
    lines.enumerate().map(line).collect()
}
