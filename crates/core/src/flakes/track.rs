//! The join of an analysis with issues: which tests are looked up, and what their rows say then.

use rustc_hash::{FxHashMap, FxHashSet};

use super::analysis::{Analysis, Test};
use super::issues::{
    Candidate, Effort, EffortGroup, IssueEvidence, IssueMatch, NewIssue, ReadIssue, Standing, Tracker,
    Tracking,
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
            known.insert(test.name());
            *jobs_of.entry(test.name()).or_default() += 1;
        }
        let looked_up = |test: &Test<'_>| test.stats.verdict != Verdict::Passing;
        let candidates: Vec<Candidate<'_>> =
            self.tests().filter(looked_up).map(|test| test.candidate()).collect();
        let tracking = Tracking::join(tracker, &candidates, &known, &jobs_of);
        self.tracking = tracking;
        self.facets = self.count_facets();
        self
    }

    /// On how many of the flaky and failing tests nobody is, stale ones left out; `None` where that is not known of every
    /// one, or there is none.
    pub(super) fn nobody_on_it(&self) -> Option<u32> {
        let tests = self.tests().filter(|test| !test.stats.stale);
        let needy = tests.filter(|test| matches!(test.stats.verdict, Verdict::Flaky | Verdict::Failing));
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
        let matches = self.tracking.matches(test.number).iter();
        matches.filter_map(|found| Some(issue_view(found, self.tracking.issue(found)?))).collect()
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

    /// Where the work on the test is.
    pub(super) fn effort_group(&self) -> EffortGroup {
        EffortGroup::of(self.tracking.tracked(self.number), self.effort())
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

fn issue_view(found: &IssueMatch, read: &ReadIssue) -> IssueView {
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
    }
}
