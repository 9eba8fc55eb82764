//! What an issue lacks to be found by those who can fix it, told beside the issue. Nothing is called wrong that was not
//! looked up: a board that was not read has no dead links.

use serde::{Deserialize, Serialize};

use super::form::IssueForm;
use crate::model::{Issue, clean_line};
use crate::sorting::sort;

/// Whether a name is among those that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there.
    Present,
    /// Everything where it could be was read, and it is not there.
    Absent,
    /// Not everything where it could be was read.
    Unread,
}

/// What is known of TestGrid. The caller decides how names are compared and whether enough was read to call one absent.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Is there a tab of this dashboard and name?
    pub tab: &'a dyn Fn(&str, &str) -> Presence,
    /// Is there a test of this name?
    pub test: &'a dyn Fn(&str) -> Presence,
}

/// One thing that an issue lacks. The order is that of [`lint`]'s answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "problem")]
pub enum Problem {
    /// It names no test.
    NoTest,
    /// It names a test that TestGrid does not have.
    UnknownTest {
        /// The name as the issue has it, without control characters.
        name: String,
    },
    /// It names no job.
    NoJob,
    /// It has no link to TestGrid.
    NoTestgridLink,
    /// It links to a tab that is not on its dashboard.
    DeadTestgridLink {
        /// The dashboard.
        dashboard: String,
        /// The tab.
        tab: String,
    },
    /// It is given to no SIG.
    NoSig,
}

impl Problem {
    /// What is wrong and what to do, in short sentences.
    pub fn words(&self) -> String {
        match self {
            Self::NoTest => "It names no test. Copy the name from TestGrid.".to_owned(),
            Self::UnknownTest { name } => {
                format!("No test is called “{name}”. Copy the whole name from TestGrid.")
            }
            Self::NoJob => "It names no job. Name the TestGrid tab.".to_owned(),
            Self::NoTestgridLink => "It has no TestGrid link. Add the address of the tab.".to_owned(),
            Self::DeadTestgridLink { dashboard, tab } => {
                format!("The dashboard {dashboard} has no tab “{tab}”. Correct the link.")
            }
            Self::NoSig => "It is given to no SIG. Comment /sig with the owner's name.".to_owned(),
        }
    }
}

/// What `issue` lacks, of which `form` was read. Pull requests need no form, so they lack nothing.
pub fn lint(form: &IssueForm, issue: &Issue, known: &Known<'_>) -> Vec<Problem> {
    if issue.is_pull_request {
        return Vec::new();
    }
    let mut problems: Vec<Problem> = missing(form, issue).collect();
    problems.extend(unknown_tests(form, known));
    problems.extend(dead_links(form, known));
    sort(&mut problems);
    problems.dedup();
    problems
}

fn missing(form: &IssueForm, issue: &Issue) -> impl Iterator<Item = Problem> {
    let has_test = !form.tests.is_empty()
        || !form.testgrid_names.is_empty()
        || form.title_test.is_some()
        || form.cluster.is_some();
    let has_tab = form.testgrid_links.iter().any(|link| !link.tab.is_empty());
    let has_job = !form.jobs.is_empty() || form.title_job.is_some() || has_tab;
    let has_label = issue.labels.iter().any(|label| label.to_ascii_lowercase().starts_with("sig/"));
    let found = [
        (has_test, Problem::NoTest),
        (has_job, Problem::NoJob),
        (!form.testgrid_links.is_empty(), Problem::NoTestgridLink),
        (has_label || !form.sigs.is_empty(), Problem::NoSig),
    ];
    found.into_iter().filter(|(is_there, _)| !is_there).map(|(_, problem)| problem)
}

fn unknown_tests(form: &IssueForm, known: &Known<'_>) -> impl Iterator<Item = Problem> {
    let names = form.tests.iter().chain(&form.testgrid_names);
    let unknown = names.filter(|name| (known.test)(name) == Presence::Absent);
    unknown.map(|name| Problem::UnknownTest { name: clean_line(name).into_owned() })
}

fn dead_links(form: &IssueForm, known: &Known<'_>) -> impl Iterator<Item = Problem> {
    let links = form.testgrid_links.iter().filter(|link| !link.tab.is_empty());
    let dead = links.filter(|link| (known.tab)(&link.dashboard, &link.tab) == Presence::Absent);
    dead.map(|link| Problem::DeadTestgridLink { dashboard: link.dashboard.clone(), tab: link.tab.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::form::parse_form;
    use super::*;

    /// The board `read` was read and has the tab `t` with the test `a`; nothing else was.
    fn check(title: &str, body: &str, labels: &[&str], expect: &[Problem]) {
        let known = Known {
            tab: &|dashboard, tab| match (dashboard, tab) {
                ("read", "t") => Presence::Present,
                ("read", _) => Presence::Absent,
                _ => Presence::Unread,
            },
            test: &|name| match name {
                "a" => Presence::Present,
                "elsewhere" => Presence::Unread,
                _ => Presence::Absent,
            },
        };
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let issue = Issue { number: 1, labels, ..Issue::default() };
        let found = lint(&parse_form(title, body), &issue, &known);
        assert_eq!(found, expect, "{title} {body}");
        assert!(found.iter().all(|problem| problem.words().ends_with('.')));
    }

    const WHOLE: &str = "### Which jobs are flaking?\nj\n### Which tests are flaking?\na\n### Testgrid link\n\
        https://testgrid.k8s.io/read#t\n### Relevant SIG(s)\n/sig x-y";

    #[test]
    fn a_whole_issue_lacks_nothing() {
        check("", WHOLE, &[], &[]);
        check("", &WHOLE.replace("/sig x-y", ""), &["Sig/x-y"], &[]);
    }

    #[test]
    fn what_is_missing_is_told() {
        use Problem::{DeadTestgridLink, NoJob, NoSig, NoTest, NoTestgridLink, UnknownTest};
        check("", "", &[], &[NoTest, NoJob, NoTestgridLink, NoSig]);
        check("[Flaking Test] a (a-job)", "", &["sig/x"], &[NoTestgridLink]);
        check("Failure cluster [12345678]", "", &["sig/x"], &[NoJob, NoTestgridLink]);
        let unknown = UnknownTest { name: "b".into() };
        check("", &WHOLE.replace("?\na", "?\na\nb\nelsewhere"), &[], &[unknown]);
        let dead = DeadTestgridLink { dashboard: "read".into(), tab: "gone".into() };
        check("", &WHOLE.replace("#t", "#gone"), &[], &[dead]);
        check("", &WHOLE.replace("read#t", "unread#gone"), &[], &[]);
        check("", &WHOLE.replace("read#t", "read#Summary"), &[], &[]);
    }

    #[test]
    fn pull_requests_need_no_form() {
        let known = Known { tab: &|_, _| Presence::Absent, test: &|_| Presence::Absent };
        let pull = Issue { is_pull_request: true, ..Issue::default() };
        assert_eq!(lint(&IssueForm::default(), &pull, &known), []);
    }
}
