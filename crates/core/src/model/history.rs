//! Rows about many runs of many jobs: how long backends were disrupted, how long alerts fired, how often tests failed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest time that is read: what a 64-bit count of nanoseconds holds, in milliseconds.
const LONGEST_MS: i64 = 9_223_372_036_854;

/// What a row of history is about. Two rows with one key are about the same thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HistoryKey {
    /// The backend, the alert or the test.
    pub name: String,
    /// The namespace of an alert; empty in older files.
    pub namespace: String,
    /// The level of an alert; empty in older files.
    pub level: String,
    /// The release that the jobs ran.
    pub release: String,
    /// The release that they upgraded from; empty without an upgrade.
    pub from_release: String,
    /// The platform; may be empty.
    pub platform: String,
    /// The architecture.
    pub architecture: String,
    /// The network.
    pub network: String,
    /// The topology.
    pub topology: String,
    /// `Y` where the runs updated the master nodes; empty in older files.
    pub master_nodes_updated: String,
}

impl HistoryKey {
    /// Its fields in their order.
    pub fn parts(&self) -> [&str; 10] {
        [
            &self.name,
            &self.namespace,
            &self.level,
            &self.release,
            &self.from_release,
            &self.platform,
            &self.architecture,
            &self.network,
            &self.topology,
            &self.master_nodes_updated,
        ]
    }
}

/// A time as it stood in the file, and read to the millisecond.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seconds {
    /// As it stood in the file; empty where it was missing.
    pub text: String,
    /// In milliseconds, rounded half to even as openshift/ci-tools does; `None` for what is no finite number or is longer
    /// than 292 years. May be negative.
    pub ms: Option<i64>,
}

impl Seconds {
    /// Reads a number of seconds.
    pub fn parse(text: &str) -> Self {
        Self { text: text.to_owned(), ms: milliseconds(text) }
    }

    /// The milliseconds, where they can be those of a disruption: not below 0.
    pub fn known(&self) -> Option<i64> {
        self.ms.filter(|ms| *ms >= 0)
    }
}

fn milliseconds(text: &str) -> Option<i64> {
    let seconds: f64 = text.parse().ok().filter(|seconds: &f64| seconds.is_finite())?;
    let ms: i64 = format!("{seconds:.3}").replace('.', "").parse().ok()?;
    (-LONGEST_MS..=LONGEST_MS).contains(&ms).then_some(ms)
}

/// A row of disruption or alert history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its place in the file, from 1.
    pub row: usize,
    /// What it is about.
    pub key: HistoryKey,
    /// How many runs it comes from.
    pub runs: Option<u32>,
    /// When an alert was seen first, as it stood in the file.
    pub first_observed: String,
    /// When it was seen last.
    pub last_observed: String,
    /// The percentiles 50, 75, 95 and 99 of the seconds in one run.
    pub percentiles: [Seconds; 4],
}

/// A row about one test in one release.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestSummary {
    /// Its place in the file, from 1.
    pub row: usize,
    /// The release.
    pub release: String,
    /// The test.
    pub test: String,
    /// How often it ran.
    pub runs: Option<u32>,
    /// How often it failed.
    pub failures: Option<u32>,
    /// The share of failures, in percent.
    pub failure_percent: Option<f64>,
    /// On how many days there was a run.
    pub days_with_data: Option<u32>,
    /// The known columns as they stood in the file, in the order in which they are written.
    pub fields: Vec<(&'static str, Value)>,
}

/// How long one backend was disrupted in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisruptionRun {
    /// Its place in the file, from 1.
    pub row: usize,
    /// The backend.
    pub backend: String,
    /// Milliseconds of disruption, 0 or more.
    pub ms: i64,
    /// The job.
    pub job: String,
    /// The run.
    pub run: String,
    /// When the run began.
    pub started_at: Option<super::TimeMs>,
    /// `Y` where the run updated the master nodes.
    pub master_nodes_updated: String,
    /// The topology; `single` for a cluster of one node.
    pub topology: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_to_the_millisecond() {
        for (text, ms) in [
            ("0.0", Some(0)),
            ("5.6799999999999908", Some(5_680)),
            ("1e2", Some(100_000)),
            ("2.0625", Some(2_062)),
            ("0.0005000001", Some(1)),
            ("-0.0", Some(0)),
            ("-1.5", Some(-1_500)),
            ("9223372036", Some(9_223_372_036_000)),
            ("9223372037", None),
            ("1e300", None),
            ("NaN", None),
            ("inf", None),
            ("", None),
            ("1,5", None),
            (" 1", None),
        ] {
            assert_eq!(Seconds::parse(text).ms, ms, "{text}");
        }
        assert_eq!(Seconds::parse("-1").known(), None);
    }
}
