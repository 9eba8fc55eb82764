//! "File an issue": what the form of kubernetes/kubernetes asks for, filled in from the evidence about one test.
//!
//! Nothing that was fetched may act in the issue: names stand in code spans, messages in a fence that no message can
//! close, no line of theirs begins with `/`, and `@` and `#1` are broken, because Prow reads commands and mentions out of
//! code as well.

mod compose;
mod link;
mod marker;
mod quote;

use serde::{Deserialize, Serialize};

pub use compose::IssueEvidence;
pub use link::LONGEST_LINK;
pub(crate) use marker::marker as hidden_marker;
pub use marker::{filed_issue, marker_of, test_key};
pub(crate) use quote::{code as quoted_code, fenced as quoted_lines, inert as quoted_text};

/// The code host takes no more than 65,536 characters; the marker needs some.
const LONGEST_BODY: usize = 65_000;
/// What a form calls an empty field.
const NO_RESPONSE: &str = "_No response_";

/// Which of the two forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// `flaking-test.yaml`.
    #[default]
    Flaking,
    /// `failing-test.yaml`.
    Failing,
}

impl Template {
    /// The form's file in `.github/ISSUE_TEMPLATE`.
    pub fn file(self) -> &'static str {
        match self {
            Self::Flaking => "flaking-test.yaml",
            Self::Failing => "failing-test.yaml",
        }
    }

    /// What stands after `kind/` in the label and after `/kind` in the command.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Flaking => "flake",
            Self::Failing => "failing-test",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Flaking => "flaking",
            Self::Failing => "failing",
        }
    }
}

/// An issue about to be filed. Every field but `title` is Markdown, ready for the form's field of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIssue {
    /// `[Flaking Test] name (job)`, one line.
    pub title: String,
    /// The jobs in which the test needs a look, one a line.
    pub jobs: String,
    /// The test's name.
    pub tests: String,
    /// Since when, as far as it is known.
    pub since: String,
    /// The row on TestGrid.
    pub testgrid: String,
    /// What the failures said, most frequent first, in a fence; empty if nothing.
    pub reason: String,
    /// Earlier issue, rate with its interval, runs, links.
    pub additional: String,
    /// `/sig name`; `/sig ` to be completed where the test names no SIG.
    pub sigs: String,
    /// Which form.
    pub template: Template,
    /// Labels for the API, which drops them silently for those who may not label.
    pub labels: Vec<String>,
    /// Names the test in the hidden marker; see [`test_key`].
    pub key: String,
}

impl NewIssue {
    /// The body to copy: the sections of the form, and the commands for Prow as the last lines. Cut like the link where
    /// the code host would refuse it.
    pub fn text(&self) -> String {
        self.fitted(LONGEST_BODY, |issue| link::encoded_length(&issue.whole_text())).whole_text()
    }

    fn whole_text(&self) -> String {
        let word = self.template.word();
        let sections = [
            (format!("Which jobs are {word}?"), self.jobs.clone()),
            (format!("Which tests are {word}?"), self.tests.clone()),
            (format!("Since when has it been {word}?"), self.since.clone()),
            ("Testgrid link".to_owned(), self.testgrid.clone()),
            ("Reason for failure (if possible)".to_owned(), self.reason.clone()),
            ("Anything else we need to know?".to_owned(), self.additional.clone()),
            ("Relevant SIG(s)".to_owned(), self.commands()),
        ];
        sections.map(|(label, value)| section(&label, &value)).join("\n\n") + "\n"
    }

    /// The body for the API: [`NewIssue::text`] with the hidden marker, so that the test is not filed twice.
    pub fn body_for_api(&self) -> String {
        format!("{}\n{}\n", self.text(), marker::marker(&self.key))
    }

    /// `/sig` alone would ask for the label `sig/`, so it is left out.
    fn commands(&self) -> String {
        let sig = Some(self.sigs.trim_end()).filter(|sigs| !matches!(*sigs, "" | "/sig"));
        let kind = format!("/kind {}", self.template.kind());
        sig.into_iter().chain([kind.as_str()]).collect::<Vec<_>>().join("\n")
    }
}

fn section(label: &str, value: &str) -> String {
    let value = Some(value.trim_end()).filter(|value| !value.is_empty()).unwrap_or(NO_RESPONSE);
    format!("### {label}\n\n{value}")
}

#[cfg(test)]
mod tests;
