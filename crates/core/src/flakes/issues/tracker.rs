//! The issues made ready for the join: their forms read, their effort decided, their priority labels found.

use std::collections::BTreeMap;

use super::closing::closed_by;
use super::effort::{EffortFacts, decide};
use super::form::{IssueForm, parse_form};
use super::{EffortFound, IssueList};
use crate::flakes::Level;
use crate::model::{Issue, Repository, TimeMs};
use crate::sorting::sort_by_key;

/// One issue with what was found in it.
#[derive(Clone, Debug)]
pub struct ReadIssue {
    /// The issue.
    pub issue: Issue,
    /// What its form says.
    pub form: IssueForm,
    /// How far the work on it is.
    pub effort: EffortFound,
    /// The priority label that it bears.
    pub labelled: Option<Level>,
    /// Closed within the last [`super::MONITORING_DAYS`].
    pub closed_lately: bool,
}

/// Every issue of a list, pull requests left out.
#[derive(Clone, Debug, Default)]
pub struct Tracker {
    /// Whose issues they are; empty if untold.
    pub repository: Repository,
    /// The issues, in the order of their numbers.
    pub issues: Vec<ReadIssue>,
    /// False when issues may be missing: then a test without a match is not untracked but unknown.
    pub complete: bool,
}

impl Tracker {
    /// Reads every issue of the list. Takes time in proportion to their texts.
    pub fn new(list: &IssueList, now: TimeMs) -> Self {
        let fixes = fixes(list);
        let mut issues: Vec<ReadIssue> = list
            .issues
            .iter()
            .filter(|issue| !issue.is_pull_request)
            .map(|issue| read(issue, list, &fixes, now))
            .collect();
        sort_by_key(&mut issues, |read| read.issue.number);
        issues.dedup_by_key(|read| read.issue.number);
        Self { repository: list.repository.clone(), issues, complete: list.complete }
    }
}

/// Issue to the first open pull request that says it closes it.
fn fixes(list: &IssueList) -> BTreeMap<u64, u64> {
    let mut fixes = BTreeMap::new();
    for pull_request in list.issues.iter().filter(|issue| issue.is_pull_request && issue.open) {
        for number in closed_by(pull_request, &list.repository) {
            fixes.entry(number).or_insert(pull_request.number);
        }
    }
    fixes
}

fn read(issue: &Issue, list: &IssueList, fixes: &BTreeMap<u64, u64>, now: TimeMs) -> ReadIssue {
    let facts = EffortFacts {
        board_status: list.board_statuses.get(&issue.number).map_or("", String::as_str),
        pull_request: fixes.get(&issue.number).copied(),
        now,
    };
    let label = |label: &String| Level::parse(label.strip_prefix("priority/")?);
    ReadIssue {
        form: parse_form(&issue.title, &issue.body),
        effort: decide(issue, facts),
        labelled: issue.labels.iter().find_map(label),
        closed_lately: issue.closed_at.is_some_and(|at| at >= now.minus_days(super::MONITORING_DAYS)),
        issue: issue.clone(),
    }
}
