//! One result of one test with its log: what the question `failures` groups and judges.

use super::{Text, TimeMs};

/// How a test ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureStatus {
    /// The test said no.
    #[default]
    Failure,
    /// The test broke before it could say anything. Counts as a failure.
    Error,
    /// The test said yes. Kept, because a success on the same commit tells that a failure was none.
    Success,
    /// The test was not run.
    Skip,
    /// A word that is not known.
    Unknown,
}

impl FailureStatus {
    /// Reads the words of the usual runners, whatever their case.
    pub fn parse(word: &str) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "failure" | "failed" | "fail" | "not ok" | "ko" => Self::Failure,
            "error" | "errored" | "broken" | "timeout" | "timedout" | "timed_out" | "aborted" => Self::Error,
            "success" | "passed" | "pass" | "ok" | "succeeded" => Self::Success,
            "skip" | "skipped" | "ignored" | "disabled" | "pending" | "notrun" => Self::Skip,
            _ => Self::Unknown,
        }
    }

    /// True for what is grouped: failures and errors.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failure | Self::Error)
    }
}

/// One result of one test. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The record's own id.
    pub id: String,
    /// How the test ended.
    pub status: FailureStatus,
    /// The pull request that was tested.
    pub pull: String,
    /// What the test wrote: anything, of any length. Shared where many failures have the same.
    pub log: Text,
    /// The name of the test.
    pub test: String,
    /// Where it ran: the platform, or the suite.
    pub context: String,
    /// The job that ran it.
    pub job: String,
    /// When it ended.
    pub date: Option<TimeMs>,
    /// Whether the tested change was merged in spite of the failure.
    pub merged: Option<bool>,
    /// The commit that was tested.
    pub revision: String,
    /// Issues that are known to be about this failure.
    pub trackers: Vec<String>,
    /// Where to read the log.
    pub url: String,
    /// What was really wrong, where someone has found out. Only measured against, never used.
    pub cause: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_words() {
        for (word, status) in [
            ("failure", FailureStatus::Failure),
            ("FAILED", FailureStatus::Failure),
            (" Error", FailureStatus::Error),
            ("passed", FailureStatus::Success),
            ("skipped", FailureStatus::Skip),
            ("perhaps", FailureStatus::Unknown),
        ] {
            assert_eq!(FailureStatus::parse(word), status, "{word}");
        }
        assert!(FailureStatus::Error.is_failure() && !FailureStatus::Unknown.is_failure());
    }
}
