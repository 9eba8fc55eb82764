//! The join of an analysis with issues: which tests are looked up, and what their rows say then.

use rustc_hash::{FxHashMap, FxHashSet};

use super::analysis::{Analysis, Test};
use super::issues::{
    Candidate, Effort, EffortGroup, IssueEvidence, IssueMatch, NewIssue, ReadBoards, ReadIssue, ReadTab,
    Standing, Tracker, Tracking,
};
use super::labels::sig;
use super::view::{IssueView, NewIssueView, TestKey, TestView};
use super::{Level, Verdict};
use crate::model::{Issue, TimeMs, clean_line};

/// Issues named in a row. More say nothing that a look at the best does not.
const NAMED_ISSUES: usize = 5;
/// Signs of an issue's title that are shown.
const TITLE_SIGNS: usize = 300;

impl Analysis {
    /// Joins the tests that need a look with the issues. Takes time in proportion to the texts of both.
    #[must_use]
    pub fn track(mut self, tracker: Tracker) -> Self {
        let mut known: FxHashSet<&str> = FxHashSet::default();
        let mut jobs_of: FxHashMap<&str, u32> = FxHashMap::default();
        for test in self.tests() {
            known.extend([test.name(), test.renamed_from()].into_iter().filter(|name| !name.is_empty()));
            *jobs_of.entry(test.name()).or_default() += 1;
        }
        let looked_up = |test: &Test<'_>| test.stats.verdict != Verdict::Passing;
        let candidates: Vec<Candidate<'_>> =
            self.tests().filter(looked_up).map(|test| test.candidate()).collect();
        let boards = ReadBoards::new(self.read_tabs(), &known);
        let tracking = Tracking::join(tracker, &candidates, &known, &jobs_of)
            .with_problems(|issue| boards.problems(issue));
        self.tracking = tracking;
        self.facets = self.count_facets();
        self
    }

    fn read_tabs(&self) -> impl Iterator<Item = ReadTab<'_>> {
        self.tabs.iter().map(|tab| ReadTab {
            dashboard: &tab.job.dashboard,
            job: &tab.job.job,
            prow_job: &tab.job.prow_job,
            has_grid: tab.grid.is_some(),
        })
    }

    /// On how many of the flaky and failing tests nobody is, stale ones left out; `None` where that is not known of every
    /// one, or there is none.
    pub(super) fn nobody_on_it(&self) -> Option<u32> {
        let needy = self.tests().filter(Test::needs_issue);
        let mut nobody = None;
        for group in needy.map(|test| test.effort_group()) {
            if group == EffortGroup::Unknown {
                return None;
            }
            *nobody.get_or_insert(0) += u32::from(EffortGroup::NOBODY.contains(&group));
        }
        nobody
    }

    /// The issue that may be filed for a test; `None` when the test was not read.
    pub fn new_issue(&self, key: &TestKey) -> Option<NewIssue> {
        Some(self.new_issue_from(&self.find(key)?, &self.test_view(key)?))
    }

    fn new_issue_from(&self, test: &Test<'_>, view: &TestView) -> NewIssue {
        NewIssue::new(&IssueEvidence {
            row: &view.row,
            window_days: self.params.window_days,
            messages: &view.messages,
            elsewhere: &view.elsewhere,
            triage_url: &view.triage_url,
            earlier: self.reopen_candidate(test),
        })
    }

    /// The same for the screen.
    pub(super) fn new_issue_view(&self, test: &Test<'_>, view: &TestView) -> NewIssueView {
        let issue = self.new_issue_from(test, view);
        let link = issue.link(self.tracking.repository());
        NewIssueView { text: issue.text(), title: issue.title, link }
    }

    /// The issue about the test that was closed of late, although the test failed again.
    fn reopen_candidate(&self, test: &Test<'_>) -> Option<&Issue> {
        let mut matches = self.tracking.matches(test.number).iter();
        let found = matches.find(|m| m.kind.counts() && m.standing == Standing::ReopenCandidate)?;
        self.tracking.issue(found).map(|read| &read.issue)
    }

    /// Start of the newest run in the data.
    pub fn newest_run_at(&self) -> Option<TimeMs> {
        self.tabs.iter().filter_map(|tab| tab.job.newest_run_at).max()
    }

    /// Every issue found for the test, best first.
    pub(super) fn issue_views(&self, test: &Test<'_>) -> Vec<IssueView> {
        let view = |found: &IssueMatch| {
            let problems = self.tracking.problems(found).to_vec();
            Some(issue_view(found, self.tracking.issue(found)?, problems))
        };
        self.tracking.matches(test.number).iter().filter_map(view).collect()
    }
}

impl<'a> Test<'a> {
    fn candidate(&self) -> Candidate<'a> {
        Candidate {
            number: self.number,
            test: self.name(),
            renamed_from: self.renamed_from(),
            job: &self.tab.job.job,
            prow_job: &self.tab.job.prow_job,
            sig: sig(self.name()),
            last_message: self.last_message(),
            last_failure: self.started_at(self.stats.last_failure),
        }
    }

    /// True for a test that must have an issue: it fails or flakes, and still runs.
    pub(super) fn needs_issue(&self) -> bool {
        !self.stats.stale && matches!(self.stats.verdict, Verdict::Flaky | Verdict::Failing)
    }

    /// Where the work on the test is.
    pub(super) fn effort_group(&self) -> EffortGroup {
        match EffortGroup::of(self.tracking.tracked(self.number), self.effort()) {
            EffortGroup::Untracked | EffortGroup::Unknown if !self.needs_issue() => EffortGroup::NotNeeded,
            group => group,
        }
    }

    /// How far the work on the issue is that tracks the test.
    pub(super) fn effort(&self) -> Option<Effort> {
        self.tracking.tracking(self.number).map(|read| read.effort.effort)
    }

    /// The priority label of the issue that tracks the test.
    pub(super) fn labelled(&self) -> Option<Level> {
        self.tracking.tracking(self.number).and_then(|read| read.labelled)
    }

    /// Web addresses of the issues found, best first, separated by blanks.
    pub(super) fn issue_urls(&self) -> String {
        let matches = self.tracking.matches(self.number).iter().take(NAMED_ISSUES);
        let urls: Vec<String> =
            matches.filter_map(|found| self.tracking.issue(found)).map(|read| read.issue.url()).collect();
        urls.join(" ")
    }

    /// The word of the best match; empty without one.
    pub(super) fn issue_match(&self) -> &'static str {
        self.tracking.matches(self.number).first().map_or("", |found| found.kind.word())
    }
}

fn issue_view(found: &IssueMatch, read: &ReadIssue, problems: Vec<String>) -> IssueView {
    IssueView {
        url: read.issue.url(),
        number: read.issue.number,
        title: clean_line(&read.issue.title).chars().take(TITLE_SIGNS).collect(),
        kind: found.kind,
        evidence: found.evidence.clone(),
        standing: found.standing,
        counts: found.counts(),
        effort: read.effort.effort,
        effort_rule: read.effort.rule.clone(),
        labelled: read.labelled,
        problems,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::flakes::issues::IssueList;
    use crate::flakes::{Params, TestKey};
    use crate::model::{Cell, Column, Issue, Tab, TabSummary, TableBuilder};

    const TEST: &str = "[sig-node] Pods should run";

    /// A board with one flaky test.
    fn analysis() -> Analysis {
        let mut builder = TableBuilder::default();
        for cell in [1, 12, 1, 1, 12, 1] {
            builder.push_cells(Cell(cell), 4);
        }
        builder.end_row(TEST);
        let start = |n: i64| TimeMs(1_763_640_000_000 - n * 3_600_000);
        let column = |n: i64| Column { build: n.to_string(), started_at: Some(start(n)), extra: Vec::new() };
        let (table, _) = builder.finish((0..24).map(column).collect());
        let summary =
            TabSummary { dashboard: "a-blocking".into(), tab: "gce".into(), ..TabSummary::default() };
        Analysis::of_tabs(&[Tab { summary, table: Some(Arc::new(table)) }], Params::default())
    }

    fn views(title: &str, body: &str) -> Vec<IssueView> {
        let issue =
            Issue { number: 7, open: true, title: title.into(), body: body.into(), ..Issue::default() };
        let list = IssueList { issues: vec![issue], complete: true, ..IssueList::default() };
        let analysis = analysis().track(Tracker::new(&list, TimeMs(1_763_640_000_000)));
        let key = TestKey { dashboard: "a-blocking".into(), job: "gce".into(), test: TEST.into() };
        analysis.test_view(&key).unwrap().issues
    }

    #[test]
    fn what_an_issue_lacks_is_told_beside_it() {
        let found = views(
            "",
            &format!(
                "### Which tests are flaking?\n{TEST}\n[sig-node] Pods\n### Which jobs are flaking?\ngce\n### Testgrid link\nhttps://testgrid.k8s.io/a-blocking#gone\n"
            ),
        );
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].problems,
            [
                "No test is called “[sig-node] Pods”. Copy the whole name from TestGrid.",
                "The dashboard a-blocking has no tab “gone”. Correct the link.",
                "It is given to no SIG. Comment /sig with the owner's name.",
            ]
        );
    }

    #[test]
    fn a_hostile_title_is_one_short_line() {
        let attack = "<script>\u{202e}\u{1b}[31m\r\n[x](javascript:alert(1))".repeat(40);
        let body = format!(
            "### Which tests are flaking?\n{TEST}\n{attack}\n### Testgrid link\nhttps://testgrid.k8s.io/{attack}#{attack}"
        );
        let found = views(&attack, &body);
        let texts =
            found.iter().flat_map(|view| [&view.title, &view.evidence].into_iter().chain(&view.problems));
        let texts: Vec<&String> = texts.collect();
        assert!(texts.len() > 2);
        assert!(
            texts.iter().all(|text| text.chars().all(|c| !c.is_control() && c != '\u{202e}')),
            "{texts:?}"
        );
        assert!(found[0].title.chars().count() <= TITLE_SIGNS);
    }
}
