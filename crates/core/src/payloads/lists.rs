//! Tests that are judged by name: those that always pass, and those that must never fail. Data that can be edited; the
//! default is the original's (openshift/ci-tools, `pass_fail.go`).

use serde::{Deserialize, Serialize};

use super::runs::Coordinates;
use crate::formats::FormatError;

/// Tests that are judged by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// What they do is no matter.
    #[serde(default)]
    pub always_pass: Vec<Named>,
    /// One failure, even one that passed when it was run again, fails them.
    #[serde(default)]
    pub never_fail: Vec<Named>,
    /// When this is not empty, a suite whose name contains one of these must have run in some run.
    #[serde(default)]
    pub expected_suites: Vec<String>,
}

/// Which tests are meant, and why. What is empty is not asked; at least one condition must stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Named {
    /// The whole name of the job.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub job: String,
    /// The whole path of the suites.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suite: String,
    /// The whole name of the test.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub test: String,
    /// A part of the name of the test.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub test_contains: String,
    /// The end of the name of the test.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub test_ends_with: String,
    /// Why; stands in the report.
    pub reason: String,
}

impl Named {
    fn is_meant(&self, job: &str, test: &Coordinates) -> bool {
        let same = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        same(&self.job, job)
            && same(&self.suite, &test.suite)
            && same(&self.test, &test.test)
            && test.test.contains(&self.test_contains)
            && test.test.ends_with(&self.test_ends_with)
    }

    fn is_complete(&self) -> bool {
        let conditions = [&self.suite, &self.test, &self.test_contains, &self.test_ends_with];
        conditions.into_iter().any(|condition| !condition.is_empty()) && !self.reason.is_empty()
    }
}

impl Default for Lists {
    fn default() -> Self {
        let reason = |reason: &str| Named { reason: reason.to_owned(), ..Named::default() };
        Self {
            always_pass: vec![
                Named {
                    job: "periodic-ci-openshift-release-master-ci-4.10-upgrade-from-stable-4.9-e2e-aws-ovn-upgrade"
                        .to_owned(),
                    suite: "openshift-tests-upgrade".to_owned(),
                    test: "[sig-network] pods should successfully create sandboxes by other".to_owned(),
                    ..reason("it had been failing for long before anyone saw it")
                },
                Named { suite: "step graph".to_owned(), ..reason("CI itself adds the steps; they say nothing of the payload") },
                Named {
                    test_contains: "Cluster should remain functional during upgrade".to_owned(),
                    ..reason("it only repeats what other tests say")
                },
                Named {
                    test_ends_with: "-gather-azure-cli container test".to_owned(),
                    ..reason("it only collects files")
                },
                Named { test: "initialize".to_owned(), ..reason("it is there only when the run fails anyway") },
            ],
            never_fail: vec![Named {
                test: "Undiagnosed panic detected in pod".to_owned(),
                ..reason("pods must not panic")
            }],
            expected_suites: Vec::new(),
        }
    }
}

impl Lists {
    /// Reads the lists of a file; what it leaves out is empty.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, FormatError> {
        let lists: Self = crate::formats::read_json(bytes, name)?;
        let mut entries = lists.always_pass.iter().chain(&lists.never_fail);
        match entries.position(|entry| !entry.is_complete()) {
            None => Ok(lists),
            Some(place) => Err(FormatError::Content {
                source_name: name.to_owned(),
                message: format!(
                    "entry {} names no test or gives no reason: it takes suite, test, test_contains or test_ends_with, and a reason",
                    place + 1
                ),
            }),
        }
    }

    /// As JSON, to be edited.
    pub fn write(&self) -> String {
        crate::export::write_json(self)
    }

    /// Why the test always passes.
    pub fn always_passes(&self, job: &str, test: &Coordinates) -> Option<&str> {
        find(&self.always_pass, job, test)
    }

    /// Why the test must never fail.
    pub fn never_fails(&self, job: &str, test: &Coordinates) -> Option<&str> {
        find(&self.never_fail, job, test)
    }
}

fn find<'a>(list: &'a [Named], job: &str, test: &Coordinates) -> Option<&'a str> {
    list.iter().find(|entry| entry.is_meant(job, test)).map(|entry| entry.reason.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_originals_lists() {
        let lists = Lists::default();
        for (suite, test, always) in [
            ("step graph", "anything", true),
            ("step graph|||inner", "anything", false),
            ("s", "[x] Cluster should remain functional during upgrade [y]", true),
            ("s", "a-gather-azure-cli container test", true),
            ("s", "a-gather-azure-cli container test b", false),
            ("s", "initialize", true),
            ("s", "initialize it", false),
            (
                "openshift-tests-upgrade",
                "[sig-network] pods should successfully create sandboxes by other",
                false,
            ),
        ] {
            assert_eq!(
                lists.always_passes("", &Coordinates::new(suite, test)).is_some(),
                always,
                "{suite} {test}"
            );
        }
        let panics = Coordinates::new("s", "Undiagnosed panic detected in pod");
        assert_eq!(lists.never_fails("j", &panics), Some("pods must not panic"));
    }

    #[test]
    fn lists_are_read_back_and_checked() {
        let lists = Lists::default();
        assert_eq!(Lists::read(lists.write().as_bytes(), "lists.json"), Ok(lists));
        for (json, message) in [
            (r#"{"never_fail": [{"reason": "all of them"}]}"#, "entry 1 names no test"),
            (r#"{"always_pass": [{"test": "a"}]}"#, "gives no reason"),
            (r#"{"always": []}"#, "unknown field `always`"),
            ("[", "line 1, column"),
        ] {
            let error = Lists::read(json.as_bytes(), "lists.json").unwrap_err().to_string();
            assert!(error.starts_with("lists.json: ") && error.contains(message), "{error}");
        }
    }
}
