//! Issues about failed cases, before they are filed: which cases ask for one, which have one, and what a new one says.

mod known;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::report::ActivityReport;
use super::rows::RunRow;
use super::run::Category;
use crate::flakes::issues::test_key;
use crate::model::{Issue, Repository};
use crate::sorting::sort_by;
use known::standing;

/// When a case asks for an issue, and what the issue bears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftParams {
    /// In so many pull requests of the window it must have failed, 1 to 1,000. `sync_ci` asks for 2 within 7 days.
    pub pull_requests: u32,
    /// Does a failure in a single run of no pull request, such as a nightly one, ask for an issue as well?
    pub nightly: bool,
    /// Labels of a new issue.
    pub labels: Vec<String>,
}

impl Default for DraftParams {
    fn default() -> Self {
        Self { pull_requests: 2, nightly: true, labels: vec!["type/bug".to_owned()] }
    }
}

/// Why [`DraftParams`] were refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DraftParamsError {
    /// No or too many pull requests.
    #[error("a case must have failed in {0} pull requests; it must be 1 to 1000")]
    PullRequests(u32),
    /// A label without a name.
    #[error("a label is empty; leave it out")]
    EmptyLabel,
}

impl DraftParams {
    /// Gives itself back when the values can be used.
    pub fn check(self) -> Result<Self, DraftParamsError> {
        if !(1..=1_000).contains(&self.pull_requests) {
            return Err(DraftParamsError::PullRequests(self.pull_requests));
        }
        if self.labels.iter().any(|label| label.trim().is_empty()) {
            return Err(DraftParamsError::EmptyLabel);
        }
        Ok(self)
    }
}

/// What stands already about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftStanding {
    /// No issue is about it.
    New,
    /// An open issue is about it, or one that was closed after its last failure. Nothing is to be filed.
    Known {
        /// Its page.
        url: String,
    },
    /// An issue about it was closed within two weeks before it failed again: a new one names it.
    Again {
        /// Its page.
        url: String,
    },
}

/// A case and the issue that may be filed about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The repository.
    pub repository: String,
    /// The test, as far as its name can be told from the case.
    pub test: String,
    /// Runs that had it.
    pub runs: u32,
    /// Pull requests that were hit.
    pub pull_requests: u32,
    /// What stands already.
    pub standing: DraftStanding,
    /// The title of the issue.
    pub title: String,
    /// Its text in Markdown, with a hidden line by which it is known again.
    pub body: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// The code host's form with title and text filled in; empty where the repository is none.
    pub link: String,
}

impl Draft {
    /// Is an issue to be filed?
    pub fn is_to_file(&self) -> bool {
        !matches!(self.standing, DraftStanding::Known { .. })
    }
}

/// The runs that had one test fail, in the order of their start, with the lines around the first failure that has any.
#[derive(Default)]
struct Failed<'a> {
    runs: Vec<&'a RunRow>,
    cases: BTreeSet<&'a str>,
    context: &'a [String],
}

/// A draft for each case that asks for an issue, those that hit most pull requests first. A test is one case wherever in its file it
/// failed, so that a run with two failures of it makes one issue.
pub fn drafts(report: &ActivityReport, issues: &[Issue], params: &DraftParams) -> Vec<Draft> {
    let mut tests: BTreeMap<(&str, String), Failed<'_>> = BTreeMap::new();
    for run in &report.runs {
        let cases = run.failures.iter().filter(|one| one.category == Category::Case && !one.case.is_empty());
        for failure in cases {
            let failed = tests.entry((&run.repository, test_of(&failure.case))).or_default();
            if failed.runs.last().is_none_or(|last| !std::ptr::eq(*last, run)) {
                failed.runs.push(run);
            }
            failed.cases.insert(&failure.case);
            if failed.context.is_empty() {
                failed.context = &failure.context;
            }
        }
    }
    let mut drafts: Vec<Draft> = tests
        .iter()
        .filter(|(_, failed)| asks_for_one(failed, params))
        .map(|((repository, test), failed)| draft(repository, test, failed, issues, params))
        .collect();
    sort_by(&mut drafts, |a, b| (b.pull_requests, b.runs).cmp(&(a.pull_requests, a.runs)));
    drafts
}

fn pulls(failed: &Failed<'_>) -> u32 {
    let pulls: BTreeSet<u64> = failed.runs.iter().filter_map(|run| run.number).collect();
    u32::try_from(pulls.len()).unwrap_or(u32::MAX)
}

fn asks_for_one(failed: &Failed<'_>, params: &DraftParams) -> bool {
    let nightly = params.nightly && failed.runs.iter().any(|run| run.number.is_none());
    nightly || pulls(failed) >= params.pull_requests
}

fn draft(repository: &str, test: &str, failed: &Failed<'_>, issues: &[Issue], params: &DraftParams) -> Draft {
    let key = test_key(repository, test);
    let own = issues.iter().filter(|issue| issue.repository.as_str() == repository);
    let standing = standing(own, test, &key, failed.runs.last().map(|run| run.started_at));
    let title = text::title(test);
    let body = text::body(test, failed, &standing, &key);
    let link = Repository::parse(repository)
        .map(|repository| text::link(&repository, &title, &body, &params.labels))
        .unwrap_or_default();
    Draft {
        repository: repository.to_owned(),
        test: test.to_owned(),
        runs: u32::try_from(failed.runs.len()).unwrap_or(u32::MAX),
        pull_requests: pulls(failed),
        standing,
        title,
        body,
        labels: params.labels.clone(),
        link,
    }
}

/// The name in a case such as `FAIL: lock_test.go:655: suite.TestA` or `test a::b ... FAILED`: the last word that is neither a verdict nor
/// a place in a file. The whole case where there is none.
fn test_of(case: &str) -> String {
    let is_name = |word: &&str| {
        let verdict = matches!(
            word.to_ascii_uppercase().as_str(),
            "FAIL" | "FAILED" | "PANIC" | "ERROR" | "TEST" | "OK"
        );
        let has_letter = word.chars().any(char::is_alphabetic);
        has_letter && !verdict && !word.ends_with(':') && !word.starts_with(['(', '['])
    };
    // What one sentence says of a failure stands behind ` - `.
    let named = case.split(" - ").next().unwrap_or(case);
    let marked = named.contains("FAIL") || named.contains("PANIC");
    let word = named.split_whitespace().rev().find(is_name).filter(|_| marked);
    word.unwrap_or(case).trim_end_matches([',', ';', ')']).to_owned()
}
