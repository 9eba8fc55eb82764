//! What Prow writes beside the results of a run: `prowjob.json`, `started.json`, `finished.json`.

use serde::Deserialize;

use crate::formats::{FormatError, read_json};
use crate::model::TimeMs;
use crate::payloads::runs::RunInfo;

/// What the files of Prow say of one run.
#[derive(Debug, Default)]
pub(super) struct Prow {
    job: String,
    build: String,
    url: String,
    state: String,
    started: Option<TimeMs>,
    has_started: bool,
    has_finished: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ProwJob {
    spec: Spec,
    status: Status,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Spec {
    job: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    state: String,
    start_time: String,
    url: String,
    #[serde(rename = "build_id")]
    build_id: String,
}

#[derive(Deserialize)]
struct Stamp {
    timestamp: Option<i64>,
}

impl Prow {
    /// Reads one of the files.
    pub(super) fn read(&mut self, file: &str, bytes: &[u8], path: &str) -> Result<(), FormatError> {
        match file {
            "prowjob.json" => {
                let job: ProwJob = read_json(bytes, path)?;
                self.started = self.started.or_else(|| TimeMs::parse(&job.status.start_time));
                (self.job, self.state) = (job.spec.job, job.status.state);
                (self.build, self.url) = (job.status.build_id, job.status.url);
            }
            "started.json" => {
                let stamp: Stamp = read_json(bytes, path)?;
                self.has_started = true;
                self.started = stamp.timestamp.and_then(TimeMs::from_seconds).or(self.started);
            }
            _ => {
                let _: Stamp = read_json(bytes, path)?;
                self.has_finished = true;
            }
        }
        Ok(())
    }

    /// Puts what is known into the run.
    pub(super) fn tell(self, run: &mut RunInfo) {
        let is_over = matches!(self.state.as_str(), "success" | "failure" | "aborted" | "error");
        let has_begun = self.has_started || !self.state.is_empty();
        if has_begun && !is_over && !self.has_finished {
            run.lose("it has not finished");
        }
        run.started = run.started.or(self.started);
        for (known, told) in [(&mut run.job, self.job), (&mut run.id, self.build), (&mut run.url, self.url)] {
            if !told.is_empty() {
                *known = told;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)]) -> RunInfo {
        let (mut prow, mut run) =
            (Prow::default(), RunInfo { id: "folder".to_owned(), ..RunInfo::default() });
        for (name, json) in files {
            prow.read(name, json.as_bytes(), name).unwrap();
        }
        prow.tell(&mut run);
        run
    }

    #[test]
    fn what_the_files_say() {
        const JOB: &str = r#"{"spec": {"job": "j", "type": "periodic"}, "status": {"state": "STATE", "build_id": "1790",
            "startTime": "2024-05-01T00:00:00Z", "url": "https://prow.example/view/gs/b/1790"}}"#;
        let job = |state: &str| JOB.replace("STATE", state);
        let done = check(&[("prowjob.json", &job("failure"))]);
        assert_eq!((done.id.as_str(), done.job.as_str(), done.incomplete.as_str()), ("1790", "j", ""));
        assert_eq!(done.started.unwrap().to_string(), "2024-05-01T00:00:00Z");
        let finished = ("finished.json", r#"{"timestamp": 5, "passed": true, "result": "SUCCESS"}"#);
        let started = ("started.json", r#"{"timestamp": 1}"#);
        for (files, expect) in [
            (vec![("prowjob.json", job("pending"))], "it has not finished"),
            (vec![(started.0, started.1.to_owned())], "it has not finished"),
            (vec![(started.0, started.1.to_owned()), (finished.0, finished.1.to_owned())], ""),
            (vec![(finished.0, finished.1.to_owned())], ""),
            (vec![], ""),
        ] {
            let files: Vec<(&str, &str)> = files.iter().map(|(name, json)| (*name, json.as_str())).collect();
            let found = check(&files);
            assert_eq!(
                (found.incomplete.as_str(), found.id.as_str()),
                (expect, if files.iter().any(|f| f.0 == "prowjob.json") { "1790" } else { "folder" }),
                "{files:?}"
            );
        }
    }
}
