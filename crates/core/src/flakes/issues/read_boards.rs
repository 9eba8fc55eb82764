//! What was read of TestGrid, as [`super::lint`] asks for it. Made once for all issues of an analysis.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lint::{Known, Presence, Problem, lint};
use super::normalise::NormalName;
use super::tracker::ReadIssue;
use crate::formats::testgrid::normalise;

/// One tab of a board that was read.
#[derive(Clone, Copy, Debug)]
pub(in crate::flakes) struct ReadTab<'a> {
    pub(in crate::flakes) dashboard: &'a str,
    pub(in crate::flakes) job: &'a str,
    /// Empty if unknown.
    pub(in crate::flakes) prow_job: &'a str,
    /// Was the grid read, or the summary alone?
    pub(in crate::flakes) has_grid: bool,
}

/// The boards that were read, with the names of their tabs and tests.
pub(in crate::flakes) struct ReadBoards<'a> {
    /// The tabs of each board, by TestGrid's normal form of both names.
    boards: FxHashMap<String, FxHashSet<String>>,
    /// For each name of a tab and of a Prow job, normal as well: were all grids behind it read?
    jobs: FxHashMap<String, bool>,
    tests: &'a FxHashSet<&'a str>,
    /// Made when the first name is looked up that no test has letter by letter.
    by_words: OnceCell<FxHashMap<String, Vec<NormalName>>>,
}

impl<'a> ReadBoards<'a> {
    /// `tests` are the names of all tests that were read.
    pub(in crate::flakes) fn new(
        tabs: impl Iterator<Item = ReadTab<'a>>,
        tests: &'a FxHashSet<&'a str>,
    ) -> Self {
        let mut boards: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        let mut jobs: FxHashMap<String, bool> = FxHashMap::default();
        for tab in tabs {
            boards.entry(normalise(tab.dashboard)).or_default().insert(normalise(tab.job));
            for name in [tab.job, tab.prow_job].map(normalise).into_iter().filter(|name| !name.is_empty()) {
                *jobs.entry(name).or_insert(true) &= tab.has_grid;
            }
        }
        Self { boards, jobs, tests, by_words: OnceCell::new() }
    }

    /// What the issue lacks, in sentences.
    pub(in crate::flakes) fn problems(&self, read: &ReadIssue) -> Vec<String> {
        let are_jobs_read = OnceCell::new();
        let known = Known {
            tab: &|dashboard, tab| self.tab(dashboard, tab),
            test: &|name| self.test(name, || *are_jobs_read.get_or_init(|| self.are_jobs_read(read))),
        };
        lint(&read.form, &read.issue, &known).iter().map(Problem::words).collect()
    }

    fn tab(&self, dashboard: &str, tab: &str) -> Presence {
        match self.boards.get(&normalise(dashboard)) {
            None => Presence::Unread,
            Some(tabs) if tabs.contains(&normalise(tab)) => Presence::Present,
            Some(_) => Presence::Absent,
        }
    }

    /// A test is called absent only when every job that the issue names was read: it may run elsewhere.
    fn test(&self, name: &str, are_jobs_read: impl Fn() -> bool) -> Presence {
        if self.tests.contains(name.trim()) || self.has_words_of(name) {
            Presence::Present
        } else if are_jobs_read() {
            Presence::Absent
        } else {
            Presence::Unread
        }
    }

    fn has_words_of(&self, name: &str) -> bool {
        let name = NormalName::new(name);
        let same_words = self.by_words.get_or_init(|| by_words(self.tests)).get(&name.words);
        same_words.is_some_and(|tests| tests.iter().any(|test| test.may_be(&name)))
    }

    /// Links to tabs that are gone say nothing of where the test is.
    fn are_jobs_read(&self, read: &ReadIssue) -> bool {
        let form = &read.form;
        let jobs = form.jobs.iter().map(|job| job.rsplit('#').next().unwrap_or(job));
        let links = form.testgrid_links.iter().filter(|link| !link.tab.is_empty());
        let links = links.filter(|link| self.tab(&link.dashboard, &link.tab) != Presence::Absent);
        let tabs = links.map(|link| link.tab.as_str());
        let mut named = jobs.chain(tabs).chain(form.title_job.as_deref()).peekable();
        named.peek().is_some() && named.all(|job| self.jobs.get(&normalise(job)) == Some(&true))
    }
}

fn by_words(tests: &FxHashSet<&str>) -> FxHashMap<String, Vec<NormalName>> {
    let mut by_words: FxHashMap<String, Vec<NormalName>> = FxHashMap::default();
    #[expect(clippy::iter_over_hash_type, reason = "only looked up: the order leaves no trace")]
    for name in tests {
        let normal = NormalName::new(name);
        by_words.entry(normal.words.clone()).or_default().push(normal);
    }
    by_words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::issues::{Effort, EffortFound, parse_form};
    use crate::model::Issue;

    fn tab(job: &'static str, prow_job: &'static str, has_grid: bool) -> ReadTab<'static> {
        ReadTab { dashboard: "sig-release-master-blocking", job, prow_job, has_grid }
    }

    /// The problems of an issue that names this job, this test and this tab of the board.
    fn check(job: &str, test: &str, link: &str, expect: &[&str]) {
        let body = format!(
            "### Which jobs are flaking?\n{job}\n### Which tests are flaking?\n{test}\n### Testgrid link\n\
             https://testgrid.k8s.io/{link}\n### Relevant SIG(s)\n/sig node"
        );
        let read = ReadIssue {
            issue: Issue { number: 1, ..Issue::default() },
            form: parse_form("", &body),
            effort: EffortFound { effort: Effort::AwaitingResponse, rule: String::new() },
            labelled: None,
            closed_lately: false,
        };
        let tests = FxHashSet::from_iter(["[sig-node] Pods [Slow] run", "[Driver: a] x keeps y"]);
        let tabs = [tab("gce-cos", "ci-gce-cos", true), tab("kind", "", false)];
        let boards = ReadBoards::new(tabs.into_iter(), &tests);
        assert_eq!(boards.problems(&read), expect, "{job} {test} {link}");
    }

    const GOOD: &str = "sig-release-master-blocking#gce-cos";

    #[test]
    fn names_are_compared_as_the_join_does() {
        check("gce-cos", "[sig-node] Pods [Slow] run", GOOD, &[]);
        check("gce-cos", "[sig-node]  Pods run", GOOD, &[]);
        check(
            "gce-cos",
            "[sig-node] Pods",
            GOOD,
            &["No test is called “[sig-node] Pods”. Copy the whole name from TestGrid."],
        );
        check(
            "gce-cos",
            "[Driver: b] x keeps y",
            GOOD,
            &["No test is called “[Driver: b] x keeps y”. Copy the whole name from TestGrid."],
        );
    }

    #[test]
    fn nothing_is_missing_where_nothing_was_read() {
        check("kind", "[sig-x] unknown", "sig-release-master-blocking#kind", &[]);
        check("elsewhere", "[sig-x] unknown", GOOD, &[]);
        check("gce-cos", "[sig-x] unknown", "another-board#gce-cos-2", &[]);
        let unknown = "No test is called “[sig-x] unknown”. Copy the whole name from TestGrid.";
        check("ci-gce-cos", "[sig-x] unknown", "sig-release-master-blocking#GCE%20COS&width=20", &[unknown]);
    }

    #[test]
    fn dead_links() {
        check(
            "gce-cos",
            "[sig-node] Pods run",
            "sig-release-master-blocking#gone",
            &["The dashboard sig-release-master-blocking has no tab “gone”. Correct the link."],
        );
    }
}
