//! Triage's own answers, `slices/failure_data_<xx>.json`: clusters of equal failures with their tests, jobs and builds.
//! Each build of each test becomes one failure with the cluster's example as its text.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::model::{Failure, Text, TimeMs};

/// A slice, as far as it is used.
#[derive(Debug, Deserialize)]
pub(super) struct Slice {
    clustered: Vec<Cluster>,
    #[serde(default)]
    builds: Builds,
}

#[derive(Debug, Deserialize)]
struct Cluster {
    #[serde(default)]
    id: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    tests: Vec<Test>,
}

#[derive(Debug, Deserialize)]
struct Test {
    #[serde(default)]
    name: String,
    #[serde(default)]
    jobs: Vec<Job>,
}

#[derive(Debug, Deserialize)]
struct Job {
    #[serde(default)]
    name: String,
    #[serde(default)]
    builds: Vec<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Builds {
    /// `[first number, count, first place]`, or number → place.
    jobs: BTreeMap<String, Value>,
    cols: Columns,
    job_paths: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Columns {
    started: Vec<Value>,
    pr: Vec<Value>,
}

impl Slice {
    /// Every failure of the slice.
    pub(super) fn failures(self) -> Vec<Failure> {
        let Self { clustered, builds } = self;
        clustered.iter().flat_map(|cluster| of_cluster(cluster, &builds)).collect()
    }
}

fn of_cluster<'a>(cluster: &'a Cluster, builds: &'a Builds) -> impl Iterator<Item = Failure> + 'a {
    let log: Text = if cluster.text.is_empty() { &cluster.key } else { &cluster.text }.as_str().into();
    let jobs = cluster.tests.iter().flat_map(|test| test.jobs.iter().map(move |job| (test, job)));
    jobs.flat_map(move |(test, job)| {
        let log = log.clone();
        job.builds.iter().map(move |build| {
            let build = number_text(build);
            let place = builds.place(&job.name, &build);
            let column = |column: &'a [Value]| place.and_then(|place| column.get(place));
            Failure {
                id: format!("{}/{}/{build}", cluster.id, job.name),
                pull: column(&builds.cols.pr).map(number_text).unwrap_or_default(),
                log: log.clone(),
                test: test.name.clone(),
                job: job.name.clone(),
                date: column(&builds.cols.started).and_then(Value::as_i64).and_then(TimeMs::from_seconds),
                url: builds.url(&job.name, &build),
                ..Failure::default()
            }
        })
    })
}

impl Builds {
    /// The place of a build in the columns.
    fn place(&self, job: &str, build: &str) -> Option<usize> {
        match self.jobs.get(job)? {
            Value::Array(span) => {
                let [start, count, base] = [0, 1, 2].map(|at| span.get(at).and_then(Value::as_u64));
                let offset = build.parse::<u64>().ok()?.checked_sub(start?)?;
                usize::try_from(base?.checked_add(offset)?).ok().filter(|_| count.is_some_and(|n| offset < n))
            }
            Value::Object(places) => usize::try_from(places.get(build)?.as_u64()?).ok(),
            _ => None,
        }
    }

    /// The page of a build, from the folder `gs://bucket/logs/job`.
    fn url(&self, job: &str, build: &str) -> String {
        let path = self.job_paths.get(job).and_then(|path| path.strip_prefix("gs://"));
        path.map(|path| format!("https://prow.k8s.io/view/gs/{path}/{build}")).unwrap_or_default()
    }
}

fn number_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLICE: &str = r#"{"clustered": [{"key": "k", "id": "0f", "text": "raw", "spans": [3], "owner": "node",
        "tests": [{"name": "t", "jobs": [{"name": "a", "builds": ["12", "99"]}, {"name": "pr:b", "builds": ["7"]}]}]}],
        "builds": {"jobs": {"a": [11, 3, 5], "pr:b": {"7": 1}},
        "cols": {"started": [0, 1700000000, 0, 0, 0, 0, 1700000060], "pr": ["", "123", "", "", "", "", ""]},
        "job_paths": {"a": "gs://bucket/logs/a"}}}"#;

    #[test]
    fn each_build_is_a_failure() {
        let found = serde_json::from_str::<Slice>(SLICE).unwrap().failures();
        let dates: Vec<_> = found.iter().map(|f| f.date.map(|date| date.0 / 1000)).collect();
        assert_eq!(dates, [Some(1_700_000_060), None, Some(1_700_000_000)]);
        assert_eq!(found[0].url, "https://prow.k8s.io/view/gs/bucket/logs/a/12");
        assert_eq!((&*found[2].log, found[2].pull.as_str(), found[2].job.as_str()), ("raw", "123", "pr:b"));
    }
}
