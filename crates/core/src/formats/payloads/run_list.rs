//! A list of runs as JSON: results in it, or the names of the files that hold them.

use serde::Deserialize;

use crate::formats::{FormatError, read_json};
use crate::model::{FailureStatus, TimeMs};
use crate::payloads::runs::{Coordinates, Marks, RunInfo};

/// A run of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRun {
    /// What is known of it.
    pub info: RunInfo,
    /// Results that stand in the list itself.
    pub results: Vec<(Coordinates, Marks)>,
    /// JUnit files, as the list names them: relative to its own place.
    pub files: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wire {
    List(Vec<serde_json::Value>),
    Object(Object),
}

#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    job: String,
    runs: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    id: Id,
    #[serde(default)]
    job: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    artifacts_url: String,
    started: Option<String>,
    #[serde(default = "yes")]
    finished: bool,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    tests: Vec<Test>,
}

/// Build ids are texts; as numbers they are read too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    #[serde(default)]
    suite: String,
    name: String,
    result: String,
    #[serde(default)]
    informing: bool,
}

fn yes() -> bool {
    true
}

/// Reads a list: `[run, …]` or `{"job": …, "runs": [run, …]}`. A run has an `id`, and may have `job`, `url`, `artifacts_url`,
/// `started`, `finished` (true unless said), `files`, and `tests` with `suite`, `name`, `result` and `informing`.
pub fn read_run_list(bytes: &[u8], name: &str) -> Result<Vec<ListedRun>, FormatError> {
    let content = |message: String| FormatError::Content { source_name: name.to_owned(), message };
    // The text is read first, so that a fault has its line; shapes are told apart after that.
    let value: serde_json::Value = read_json(bytes, name)?;
    let wire: Wire = serde_json::from_value(value).map_err(|_| {
        content("this is no list of runs: it takes [run, …] or {\"runs\": [run, …]}".to_owned())
    })?;
    let (job, runs) = match wire {
        Wire::List(runs) => (String::new(), runs),
        Wire::Object(object) => (object.job, object.runs),
    };
    let run = |(place, value): (usize, serde_json::Value)| {
        let read = serde_json::from_value::<Run>(value).map_err(|error| error.to_string());
        read.and_then(|run| listed(run, &job))
            .map_err(|message| content(format!("run {}: {message}", place + 1)))
    };
    runs.into_iter().enumerate().map(run).collect()
}

fn listed(run: Run, job: &str) -> Result<ListedRun, String> {
    let started = match &run.started {
        Some(text) => Some(
            TimeMs::parse(text)
                .ok_or_else(|| format!("started {text:?} is no time such as 2024-05-01T00:00:00Z"))?,
        ),
        None => None,
    };
    let id = match run.id {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    };
    let mut info = RunInfo {
        id,
        job: if run.job.is_empty() { job.to_owned() } else { run.job },
        url: run.url,
        artifacts_url: run.artifacts_url,
        started,
        incomplete: String::new(),
    };
    if !run.finished {
        info.lose("it has not finished");
    }
    if run.tests.is_empty() && run.files.is_empty() {
        info.lose("the list gives no results of it");
    }
    let results = run.tests.into_iter().map(result).collect::<Result<Vec<_>, String>>()?;
    Ok(ListedRun { info, results, files: run.files })
}

fn result(test: Test) -> Result<(Coordinates, Marks), String> {
    let mark = match FailureStatus::parse(&test.result) {
        FailureStatus::Success => Marks::PASS,
        FailureStatus::Failure | FailureStatus::Error => Marks::FAIL,
        FailureStatus::Skip => Marks::SKIP,
        FailureStatus::Unknown if matches!(test.result.as_str(), "flake" | "flaky") => {
            Marks::PASS.and(Marks::FAIL)
        }
        FailureStatus::Unknown => {
            return Err(format!(
                "the result {:?} of {:?} is none of pass, fail, flake, skip",
                test.result, test.name
            ));
        }
    };
    let mark = if test.informing { mark.and(Marks::INFORMING) } else { mark };
    Ok((Coordinates { suite: test.suite, test: test.name }, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes() {
        let run = r#"{"id": 1790000000000000001, "started": "2024-05-01T00:00:00Z", "finished": false,
            "tests": [{"suite": "s", "name": "a", "result": "flake", "informing": true}], "files": ["x.xml"]}"#;
        for json in [
            format!("[{run}]"),
            format!("{{\"runs\": [{run}]}}"),
            format!("{{\"job\": \"j\", \"runs\": [{run}]}}"),
        ] {
            let found = read_run_list(json.as_bytes(), "runs.json").unwrap();
            assert_eq!(found[0].info.id, "1790000000000000001");
            assert_eq!(found[0].info.job, if json.contains("\"j\"") { "j" } else { "" });
            assert_eq!((found[0].info.incomplete.as_str(), found[0].files.len()), ("it has not finished", 1));
            assert!(found[0].results[0].1.has(Marks::INFORMING) && found[0].results[0].1.letter() == 'K');
        }
        let bare = read_run_list(br#"[{"id": "1"}]"#, "r").unwrap();
        assert!(bare[0].info.incomplete.contains("no results"));
    }

    #[test]
    fn faults_have_a_place() {
        for (json, message) in [
            ("[{\"id\": \"1\",\n \"x\": NaN}]", "runs.json: line 2, column"),
            ("[{\"id\": \"1\"}, {\"job\": \"a\"}]", "runs.json: run 2: missing field `id`"),
            (
                r#"[{"id": "1", "tests": [{"name": "a", "result": "perhaps"}]}]"#,
                "run 1: the result \"perhaps\" of \"a\"",
            ),
            (r#"[{"id": "1", "started": "yesterday"}]"#, "run 1: started \"yesterday\""),
            (r#"[{"id": "1", "wishes": 1}]"#, "unknown field `wishes`"),
            ("3", "this is no list of runs"),
        ] {
            let error = read_run_list(json.as_bytes(), "runs.json").unwrap_err().to_string();
            assert!(error.contains(message), "{json}: {error}");
        }
    }
}
