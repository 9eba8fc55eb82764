//! The join: which issues are about a test, how that is known, and whether they say that somebody is on it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::form::IssueForm;
use super::names::{Meant, Names};
use super::prose::{Prose, phrases};
use super::resemblance::resembles;
use super::triage::same_failure;
use super::{MatchKind, ReadIssue, Tracked, Tracker};
use crate::model::{Repository, TimeMs};
use crate::sorting::sort_by;

/// A test that needs a look, as much of it as the join looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidate<'a> {
    /// Its number among all tests.
    pub number: u32,
    /// Its name as TestGrid shows it.
    pub test: &'a str,
    /// Its earlier name, empty if it had none.
    pub renamed_from: &'a str,
    /// The TestGrid tab's name.
    pub job: &'a str,
    /// The Prow job's name, empty if unknown.
    pub prow_job: &'a str,
    /// Its SIG tag, such as `sig-storage`; empty if it has none.
    pub sig: &'a str,
    /// What its newest failure said.
    pub last_message: &'a str,
    /// When it failed last.
    pub last_failure: Option<TimeMs>,
}

/// Where an issue stands against a test's newest failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is open.
    Open,
    /// It was closed after the newest failure: the fix holds so far.
    ClosedSince,
    /// It was closed within two weeks, and the test failed again. The handbook: file anew and name the old one.
    ReopenCandidate,
    /// It was closed longer ago, and the test failed again.
    Old,
}

impl Standing {
    /// Does an issue that stands so say that somebody is on it?
    pub fn counts(self) -> bool {
        matches!(self, Self::Open | Self::ClosedSince)
    }
}

/// One issue found for a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueMatch {
    /// Place in [`Tracker::issues`].
    pub issue: usize,
    /// How it was found.
    pub kind: MatchKind,
    /// What showed it, in words.
    pub evidence: String,
    /// Does the issue name the test's job as well?
    pub names_job: bool,
    /// Where it stands.
    pub standing: Standing,
}

impl IssueMatch {
    /// Does it say that the test is tracked?
    pub fn counts(&self) -> bool {
        self.kind.counts() && self.standing.counts()
    }
}

/// What the issues say of the tests.
#[derive(Clone, Debug, Default)]
pub struct Tracking {
    tracker: Tracker,
    /// By the tests' numbers, best match first.
    matches: BTreeMap<u32, Vec<IssueMatch>>,
    /// What the issues lack that were found for a test, by their places.
    problems: BTreeMap<usize, Vec<String>>,
}

impl Tracking {
    /// Joins. `known` are the names of all tests that were read; `jobs_of` tells in how many jobs a name occurs.
    pub fn join<'a>(
        tracker: Tracker,
        candidates: &'a [Candidate<'a>],
        known: &'a FxHashSet<&'a str>,
        jobs_of: &FxHashMap<&str, u32>,
    ) -> Self {
        let names = Names::new(candidates, known);
        let prose = Prose::new(&names);
        let mut matches: BTreeMap<u32, Vec<IssueMatch>> = BTreeMap::new();
        for (place, read) in tracker.issues.iter().enumerate() {
            let joiner = Joiner { place, read, names: &names, prose: &prose, jobs_of };
            for (number, found) in joiner.matches(candidates) {
                matches.entry(number).or_default().push(found);
            }
        }
        for list in matches.values_mut() {
            // Of a test that an issue names, issues that name its job alone say nothing.
            let is_named = list.iter().any(IssueMatch::counts);
            list.retain(|found| !is_named || found.kind != MatchKind::Job);
            order(list, &tracker);
        }
        Self { tracker, matches, problems: BTreeMap::new() }
    }

    /// Has every issue looked through that was found for a test.
    #[must_use]
    pub(in crate::flakes) fn with_problems(mut self, lint: impl Fn(&ReadIssue) -> Vec<String>) -> Self {
        let found: BTreeSet<usize> = self.matches.values().flatten().map(|found| found.issue).collect();
        let read = |place: usize| Some((place, lint(self.tracker.issues.get(place)?)));
        self.problems = found.into_iter().filter_map(read).collect();
        self
    }

    /// What the issue of a match lacks, in sentences.
    pub(in crate::flakes) fn problems(&self, found: &IssueMatch) -> &[String] {
        self.problems.get(&found.issue).map(Vec::as_slice).unwrap_or_default()
    }

    /// The issues found for a test, best first.
    pub fn matches(&self, number: u32) -> &[IssueMatch] {
        self.matches.get(&number).map(Vec::as_slice).unwrap_or_default()
    }

    /// The issue of a match.
    pub fn issue(&self, found: &IssueMatch) -> Option<&ReadIssue> {
        self.tracker.issues.get(found.issue)
    }

    /// The issue that tracks the test, if one does.
    pub fn tracking(&self, number: u32) -> Option<&ReadIssue> {
        self.matches(number).iter().find(|found| found.counts()).and_then(|found| self.issue(found))
    }

    /// Is the test tracked? Without a match that depends on whether all issues were read.
    pub fn tracked(&self, number: u32) -> Tracked {
        match self.tracking(number) {
            Some(_) => Tracked::Tracked,
            None if self.tracker.complete => Tracked::Untracked,
            None => Tracked::Unknown,
        }
    }

    /// Whose issues they are; empty if none were read.
    pub fn repository(&self) -> &Repository {
        &self.tracker.repository
    }

    /// Every issue that was read.
    pub fn issues(&self) -> &[ReadIssue] {
        &self.tracker.issues
    }
}

/// Names before suggestions, what counts before what does not, the own job before others, the most advanced work
/// first, then the newest issue.
fn order(list: &mut Vec<IssueMatch>, tracker: &Tracker) {
    let advance = |m: &IssueMatch| tracker.issues.get(m.issue).map(|read| read.effort.effort);
    sort_by(list, |a, b| {
        let key = |m: &IssueMatch| (!m.kind.counts(), !m.standing.counts(), m.kind, !m.names_job, m.standing);
        key(a).cmp(&key(b)).then_with(|| advance(b).cmp(&advance(a))).then_with(|| b.issue.cmp(&a.issue))
    });
}

/// One issue against all tests.
struct Joiner<'j, 'a> {
    place: usize,
    read: &'j ReadIssue,
    names: &'j Names<'a>,
    prose: &'j Prose<'j>,
    jobs_of: &'j FxHashMap<&'j str, u32>,
}

impl<'a> Joiner<'_, 'a> {
    fn matches(&self, candidates: &[Candidate<'a>]) -> Vec<(u32, IssueMatch)> {
        let mut found: BTreeMap<u32, IssueMatch> = BTreeMap::new();
        let mut settled = false;
        for (meant, evidence) in self.meant() {
            settled |= meant.settled;
            for test in meant.places.iter().filter_map(|place| self.names.candidate(*place)) {
                self.add(&mut found, test, meant.kind, evidence);
            }
        }
        // An issue that names a known test is about that test, not about its neighbours.
        if !settled {
            for test in candidates {
                self.suggest(&mut found, test);
            }
        }
        found.into_iter().collect()
    }

    /// Every name that the issue writes where it says what it is about, with the tests that it means.
    fn meant(&self) -> Vec<(Meant, &'static str)> {
        let form = &self.read.form;
        let by =
            |written: &str, evidence| (self.names.meant(written, |test| names_job(form, test)), evidence);
        let listed = form.tests.iter().map(|name| by(name, "its list of tests"));
        let testgrid = form.testgrid_names.iter().map(|name| by(name, "its TestGrid test name"));
        let mut meant: Vec<(Meant, &'static str)> = listed.chain(testgrid).collect();
        // A title is a shorter copy of what the fields say, and may look like another test's name.
        if !meant.iter().any(|(meant, _)| meant.kind == MatchKind::Exact) {
            meant.extend(form.title_test.iter().map(|name| by(name, "its title")));
        }
        if !form.sections_found {
            meant.extend(self.in_prose().into_iter().map(|meant| (meant, "its text")));
        }
        meant
    }

    fn in_prose(&self) -> Vec<Meant> {
        phrases(&self.read.issue.body).flat_map(|phrase| self.in_phrase(phrase)).collect()
    }

    fn in_phrase(&self, phrase: &str) -> Vec<Meant> {
        if let Some(meant) = self.names.exactly(phrase) {
            return vec![meant];
        }
        let found = self.prose.find(phrase).into_iter().map(|(written, words)| {
            let places = self.names.with_words(words);
            let mut meant = self.names.one_test(&written, places, |test| names_job(&self.read.form, test));
            let literal =
                |place: &usize| self.names.candidate(*place).is_some_and(|test| phrase.contains(test.test));
            if !meant.places.is_empty() && meant.places.iter().all(literal) {
                meant.kind = MatchKind::Exact;
            }
            meant
        });
        found.collect()
    }

    fn add(&self, found: &mut BTreeMap<u32, IssueMatch>, test: &Candidate<'_>, kind: MatchKind, place: &str) {
        let names_job = names_job(&self.read.form, test);
        // Without a SIG tag a name such as `Up` is a step of many jobs; the issue must say which.
        let is_generic = test.sig.is_empty() && self.jobs_of.get(test.test).is_some_and(|jobs| *jobs > 1);
        if is_generic && !names_job {
            return;
        }
        let way = if kind == MatchKind::Exact { "names the test" } else { "names the test without its tags" };
        let job = if names_job { ", and its job" } else { "" };
        let found_now = self.found(test, kind, format!("{place} {way}{job}"), names_job);
        let better = found.get(&test.number).is_none_or(|known| kind < known.kind);
        if better {
            found.insert(test.number, found_now);
        }
    }

    fn suggest(&self, found: &mut BTreeMap<u32, IssueMatch>, test: &Candidate<'_>) {
        let suggestion = if self.is_its_cluster(test) {
            (MatchKind::Triage, "its failure cluster shows the text of the newest failure".to_owned())
        } else if self.is_its_job(test) {
            (MatchKind::Job, format!("it names the job {} and {}, but not the test", test.job, test.sig))
        } else {
            return;
        };
        let names_job = names_job(&self.read.form, test);
        found.insert(test.number, self.found(test, suggestion.0, suggestion.1, names_job));
    }

    /// A cluster shows the jobs that saw it; the same text in another job is another failure until somebody says so.
    fn is_its_cluster(&self, test: &Candidate<'_>) -> bool {
        let form = &self.read.form;
        let lists = |job: &str| !job.is_empty() && self.read.issue.body.contains(job);
        form.cluster.is_some()
            && (lists(test.prow_job) || lists(test.job))
            && same_failure(&form.error_text, test.last_message)
    }

    /// Does it name the test's job and SIG, and no test that is clearly another?
    fn is_its_job(&self, test: &Candidate<'_>) -> bool {
        let form = &self.read.form;
        let mut named = form.tests.iter().chain(&form.testgrid_names).peekable();
        !test.sig.is_empty()
            && form.sigs.iter().any(|sig| sig == test.sig)
            && names_job(form, test)
            && (named.peek().is_none() || named.any(|name| resembles(name, test.test)))
    }

    fn found(&self, test: &Candidate<'_>, kind: MatchKind, evidence: String, names_job: bool) -> IssueMatch {
        IssueMatch { issue: self.place, kind, evidence, names_job, standing: standing(self.read, test) }
    }
}

fn standing(read: &ReadIssue, test: &Candidate<'_>) -> Standing {
    let issue = &read.issue;
    match (issue.open, issue.closed_at, test.last_failure) {
        (true, ..) => Standing::Open,
        (_, Some(closed_at), Some(failed_at)) if closed_at >= failed_at => Standing::ClosedSince,
        (_, _, None) => Standing::ClosedSince,
        _ if read.closed_lately => Standing::ReopenCandidate,
        _ => Standing::Old,
    }
}

/// Does the form name the test's job, by the tab or by the Prow job?
fn names_job(form: &IssueForm, test: &Candidate<'_>) -> bool {
    let is_it = |name: &str| {
        let name = name.rsplit('#').next().unwrap_or(name).trim();
        !name.is_empty() && (name.eq_ignore_ascii_case(test.job) || name.eq_ignore_ascii_case(test.prow_job))
    };
    form.jobs.iter().any(|job| is_it(job))
        || form.testgrid_links.iter().any(|link| is_it(&link.tab))
        || form.title_job.as_deref().is_some_and(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flakes::issues::{Effort, EffortFound, TestgridLink};
    use crate::model::Issue;

    const STORAGE: &str = "Kubernetes e2e suite.[It] [sig-storage] Volumes [Driver: a] should keep data";
    const SIBLING: &str = "Kubernetes e2e suite.[It] [sig-storage] Volumes [Driver: b] should keep data";
    const NETWORK: &str = "[sig-network] Services should answer on every node";
    const FAILED: i64 = 1_000_000;

    fn test(number: u32, test: &'static str, job: &'static str) -> Candidate<'static> {
        let sig = crate::flakes::sig(test);
        let last_message = "timed out after 300s waiting for pod web-17 to be ready";
        Candidate {
            number,
            test,
            job,
            sig,
            last_message,
            last_failure: Some(TimeMs(FAILED)),
            ..Candidate::default()
        }
    }

    fn tests() -> Vec<Candidate<'static>> {
        vec![
            test(0, STORAGE, "gce"),
            test(1, SIBLING, "gce"),
            test(2, NETWORK, "gce"),
            test(3, NETWORK, "kind"),
            test(4, "Up", "gce"),
            test(5, "Up", "kind"),
            Candidate {
                renamed_from: "[sig-node] Pods run",
                ..test(6, "[sig-node] Pods should run", "kind")
            },
        ]
    }

    fn issue(form: IssueForm) -> ReadIssue {
        ReadIssue {
            issue: Issue { number: 1, open: true, ..Issue::default() },
            form: IssueForm { sections_found: true, ..form },
            effort: EffortFound { effort: Effort::AwaitingResponse, rule: String::new() },
            labelled: None,
            closed_lately: false,
        }
    }

    fn join(issues: Vec<ReadIssue>) -> Tracking {
        let tests = tests();
        // `Volumes` without a driver passes everywhere, but is known.
        let known = tests.iter().map(|t| t.test).chain(["[sig-storage] Volumes should keep data"]).collect();
        let mut jobs_of = FxHashMap::default();
        for t in &tests {
            *jobs_of.entry(t.test).or_default() += 1;
        }
        Tracking::join(Tracker { issues, complete: true, ..Tracker::default() }, &tests, &known, &jobs_of)
    }

    /// `number:kind` of every test that is found.
    fn found(read: ReadIssue) -> String {
        let tracking = join(vec![read]);
        let word = |t: &Candidate<'_>| {
            let kinds: Vec<&str> = tracking.matches(t.number).iter().map(|m| m.kind.word()).collect();
            (!kinds.is_empty()).then(|| format!("{}:{}", t.number, kinds.join("+")))
        };
        tests().iter().filter_map(word).collect::<Vec<_>>().join(" ")
    }

    #[expect(clippy::needless_pass_by_value, reason = "cases read better")]
    fn check(form: IssueForm, expect: &str) {
        assert_eq!(found(issue(form.clone())), expect, "{form:?}");
    }

    fn named(tests: &[&str], jobs: &[&str]) -> IssueForm {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        IssueForm { tests: owned(tests), jobs: owned(jobs), ..IssueForm::default() }
    }

    #[test]
    fn by_name() {
        check(named(&[STORAGE], &[]), "0:exact");
        check(named(&[NETWORK], &["gce"]), "2:exact 3:exact");
        check(named(&["Services should  answer on every node"], &[]), "2:normalised 3:normalised");
        check(named(&["[sig-node] Pods run"], &[]), "6:exact");
        check(IssueForm { title_test: Some(NETWORK.to_owned()), ..IssueForm::default() }, "2:exact 3:exact");
        check(named(&["Services should answer"], &[]), "");
        check(named(&["[sig-network] Services should answer on every node [Serial]"], &[]), "");
        check(named(&["[sig-node] Services should answer on every node"], &[]), "");
    }

    #[test]
    fn siblings_are_told_apart() {
        check(named(&["[sig-storage] Volumes [Driver: b] should keep data"], &[]), "1:normalised");
        check(named(&["[sig-storage] Volumes [Driver: c] should keep data"], &[]), "");
        check(named(&["Volumes should keep data"], &[]), "");
        check(named(&["Volumes should keep data"], &["gce"]), "");
        check(named(&["[sig-storage] Volumes should keep data"], &[]), "");
        let title_test = Some("Volumes [Driver: a] should keep data".to_owned());
        check(IssueForm { title_test, ..named(&["[sig-storage] Volumes should keep data"], &[]) }, "");
    }

    #[test]
    fn a_step_of_many_jobs_needs_its_job() {
        check(named(&["Up"], &[]), "");
        check(named(&["Up"], &["sig-release-master-blocking#kind"]), "5:exact");
        let link = TestgridLink { tab: "GCE".to_owned(), ..TestgridLink::default() };
        check(IssueForm { testgrid_links: vec![link], ..named(&["Up"], &[]) }, "4:exact");
    }

    #[test]
    fn suggestions_do_not_count() {
        let sigs = vec!["sig-network".to_owned()];
        check(IssueForm { sigs: sigs.clone(), ..named(&[], &["kind"]) }, "3:job");
        check(
            IssueForm { sigs: sigs.clone(), ..named(&["Services shold answer on any node"], &["kind"]) },
            "3:job",
        );
        check(IssueForm { sigs: sigs.clone(), ..named(&["something else"], &["kind"]) }, "");
        check(IssueForm { sigs, ..named(&[STORAGE], &["kind"]) }, "0:exact");
        let cluster = IssueForm {
            cluster: Some("abcdef12".to_owned()),
            error_text: "Timed out after 5s waiting for pod web-3 to be ready\nmore".to_owned(),
            ..IssueForm::default()
        };
        check(cluster.clone(), "");
        let mut read = issue(cluster);
        read.issue.body = "Recent failures: gce".to_owned();
        assert_eq!(found(read.clone()), "0:triage 1:triage 2:triage 4:triage");
        assert_eq!(join(vec![read]).tracked(0), Tracked::Untracked);
    }

    #[test]
    fn a_name_needs_no_suggestion() {
        let by_job = IssueForm { sigs: vec!["sig-network".to_owned()], ..named(&[], &["kind"]) };
        let tracking = join(vec![issue(by_job), issue(named(&[NETWORK], &[]))]);
        let kinds: Vec<MatchKind> = tracking.matches(3).iter().map(|found| found.kind).collect();
        assert_eq!(kinds, [MatchKind::Exact]);
    }

    #[test]
    fn running_text_is_searched_where_there_is_no_form() {
        let prose = |body: &str| {
            let mut read = issue(IssueForm::default());
            read.form.sections_found = false;
            read.issue.body = body.to_owned();
            found(read)
        };
        assert_eq!(
            prose("Seen: `[sig-network] Services should answer on every node`, twice."),
            "2:exact 3:exact"
        );
        assert_eq!(prose("the test Services should answer on every node fails"), "2:normalised 3:normalised");
        assert_eq!(prose("Services should answer on every node/child fails"), "");
        assert_eq!(prose("Up is broken, Pods too"), "");
        assert_eq!(prose("In gce, `Services should answer on every node [Serial]` fails"), "");
        assert_eq!(prose("`Volumes should keep data` fails"), "");
        assert_eq!(prose("Since yesterday:\n\n- [sig-node] Pods run"), "6:exact", "short, but by itself");
    }

    #[test]
    fn closed_issues_count_while_the_fix_holds() {
        let closed = |at: i64, closed_lately: bool| {
            let mut read = issue(named(&[STORAGE], &[]));
            read.issue.open = false;
            read.issue.closed_at = Some(TimeMs(at));
            read.closed_lately = closed_lately;
            let tracking = join(vec![read]);
            (tracking.matches(0)[0].standing, tracking.tracked(0))
        };
        assert_eq!(closed(FAILED, true), (Standing::ClosedSince, Tracked::Tracked));
        assert_eq!(closed(FAILED - 1, true), (Standing::ReopenCandidate, Tracked::Untracked));
        assert_eq!(closed(FAILED - 1, false), (Standing::Old, Tracked::Untracked));
    }

    #[test]
    fn the_best_issue_comes_first_and_what_is_missing_is_unknown() {
        let mut other_job = issue(named(&[NETWORK], &["kind"]));
        other_job.issue.number = 2;
        let mut advanced = issue(named(&[NETWORK], &["gce"]));
        advanced.issue.number = 3;
        advanced.effort.effort = Effort::Triaged;
        let mut tracking = join(vec![issue(named(&[NETWORK], &["gce"])), other_job, advanced]);
        let numbers: Vec<u64> = tracking
            .matches(2)
            .iter()
            .filter_map(|m| tracking.issue(m))
            .map(|read| read.issue.number)
            .collect();
        assert_eq!(numbers, [3, 1, 2]);
        tracking.tracker.complete = false;
        assert_eq!((tracking.tracked(2), tracking.tracked(0)), (Tracked::Tracked, Tracked::Unknown));
        assert_eq!(Tracking::default().tracked(0), Tracked::Unknown);
    }
}
