//! The join of tests and issues against the truth of made-up worlds, beside what plain text equality would find: of the
//! lines between the headings "Which test(s) are flaking" and "Testgrid link" (the original Flake Tracker), and, kinder to
//! it, of any line. Prints a table a seed and every case that came out wrong, with its reason.
//!
//! A match is right when the issue is truly about the row. A row is truly tracked when an issue is about it that is open,
//! or that was closed and the test has not failed of itself since. Only names count as tracking, so rows whose issues name
//! no test at all (but job and SIG, or the text of a failure) are counted apart, with the suggestions.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the figures are for reading; a test stops where its helper fails"
)]

mod sim_issues;
mod sim_world;

use std::collections::BTreeMap;

use flakescope_core::flakes::issues::{EffortGroup, IssueList, MatchKind, Tracker};
use flakescope_core::flakes::{
    Analysis, Filter, IssueView, Params, RowRange, RowView, Sort, TestKey, TestRow, Verdict, compile_search,
};
use flakescope_core::model::clean_line;
use flakescope_sim::github::truth::{IssueTruth, Track};
use flakescope_sim::world::{World, WorldOptions};

const SEEDS: [u64; 6] = [1, 2, 3, 5, 8, 13];

/// Right ones among some.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    right: u32,
    all: u32,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.all += 1;
    }

    fn add_if(&mut self, counts: bool, right: bool) {
        if counts {
            self.add(right);
        }
    }

    fn merge(&mut self, other: Self) {
        self.right += other.right;
        self.all += other.all;
    }

    fn rate(self) -> f64 {
        f64::from(self.right) / f64::from(self.all.max(1))
    }
}

/// The figures of one world.
#[derive(Clone, Debug, Default)]
struct Figures {
    /// Matches by kind, in the order of [`MatchKind::ALL`].
    kinds: [Share; MatchKind::ALL.len()],
    /// Rows that are said to be tracked.
    said: Share,
    /// Rows that need a look and are truly tracked by an issue that names the test, well or badly.
    tracked: Share,
    /// Of those, the failing ones.
    failing: Share,
    /// Rows that need a look and whose issues name no test, but its job and SIG or its failure: those that have a right
    /// suggestion.
    suggested: Share,
    /// Pairs of a line and a row that are equal.
    equal: Share,
    /// Rows that are truly tracked: those that an equal line finds.
    equal_tracked: Share,
    /// The same two for every line of an issue, under whatever heading, without blanks and marks of lists and code.
    anywhere: Share,
    anywhere_tracked: Share,
    /// Issues whose effort is that of the truth.
    effort: Share,
    /// Rows that are truly tracked but pass throughout the window, so that nobody looks for their issues.
    passing: u32,
    /// Issues that were found for a test and lack something on purpose: those of which that is told.
    lacking: Share,
    /// Issues that were found and name their tests well: those of which no name is called unknown.
    known: Share,
    wrong: Vec<String>,
}

impl Figures {
    fn of(&self, kind: MatchKind) -> Share {
        self.kinds[MatchKind::ALL.iter().position(|k| *k == kind).unwrap()]
    }

    fn by_name(&self) -> Share {
        let mut sum = self.of(MatchKind::Exact);
        sum.merge(self.of(MatchKind::Normalised));
        sum
    }

    fn merge(&mut self, other: &Self) {
        self.kinds.iter_mut().zip(other.kinds).for_each(|(sum, share)| sum.merge(share));
        self.said.merge(other.said);
        self.tracked.merge(other.tracked);
        self.failing.merge(other.failing);
        self.suggested.merge(other.suggested);
        self.equal.merge(other.equal);
        self.equal_tracked.merge(other.equal_tracked);
        self.anywhere.merge(other.anywhere);
        self.anywhere_tracked.merge(other.anywhere_tracked);
        self.effort.merge(other.effort);
        self.passing += other.passing;
        self.lacking.merge(other.lacking);
        self.known.merge(other.known);
    }

    fn print(&self, title: &str) {
        println!("{title}");
        let line = |name: &str, share: Share| {
            println!("  {name:<44} {:.4}  ({} of {})", share.rate(), share.right, share.all);
        };
        line("precision of exact", self.of(MatchKind::Exact));
        line("precision of normalised", self.of(MatchKind::Normalised));
        line("precision of both", self.by_name());
        line("rows called tracked that are", self.said);
        line("recall of truly tracked rows", self.tracked);
        line("  of them, failing rows", self.failing);
        line("recall of rows whose issues name no test", self.suggested);
        line("suggestions by job that are right", self.of(MatchKind::Job));
        line("suggestions by triage that are right", self.of(MatchKind::Triage));
        line("plain text equality: precision", self.equal);
        line("plain text equality: recall", self.equal_tracked);
        line("equality with any line: precision", self.anywhere);
        line("equality with any line: recall", self.anywhere_tracked);
        line("effort as in the truth", self.effort);
        line("dead links and missing SIGs that are told", self.lacking);
        line("well named tests that are not called unknown", self.known);
        println!("  truly tracked rows that pass throughout the window: {}", self.passing);
    }
}

/// The lines that the original took for names of tests.
fn listed_lines(body: &str) -> Vec<&str> {
    let after = body.lines().skip_while(|line| !line.contains("Which test(s) are flaking")).skip(1);
    after.take_while(|line| !line.contains("Testgrid link")).collect()
}

/// Dashboard, tab and name of a row.
type Place = (String, String, String);

/// Every line of a text, without blanks and marks of lists and code.
fn all_lines(body: &str) -> Vec<&str> {
    body.lines().map(|line| line.trim().trim_start_matches("- ").trim_matches('`')).collect()
}

/// One world: what was joined, and what is true.
struct Case {
    analysis: Analysis,
    list: IssueList,
    truth: BTreeMap<u64, IssueTruth>,
    /// The issues that are truly about a row, by its names.
    about: BTreeMap<Place, Vec<(u64, Track)>>,
    /// The issues that list a line, by the line.
    listed: BTreeMap<String, Vec<u64>>,
    /// The issues that hold a line, by the line.
    lines: BTreeMap<String, Vec<u64>>,
    figures: Figures,
}

fn about(truth: &BTreeMap<u64, IssueTruth>) -> BTreeMap<Place, Vec<(u64, Track)>> {
    let mut about: BTreeMap<Place, Vec<(u64, Track)>> = BTreeMap::new();
    for (number, issue) in truth {
        for track in &issue.tracks {
            let place = (track.dashboard.clone(), track.tab.clone(), clean_line(&track.test).into_owned());
            about.entry(place).or_default().push((*number, track.clone()));
        }
    }
    about
}

fn by_line(list: &IssueList, lines_of: fn(&str) -> Vec<&str>) -> BTreeMap<String, Vec<u64>> {
    let mut lines: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for issue in list.issues.iter().filter(|issue| !issue.is_pull_request) {
        for line in lines_of(&issue.body) {
            lines.entry(line.to_owned()).or_default().push(issue.number);
        }
    }
    lines
}

impl Case {
    fn new(seed: u64) -> Self {
        let world = World::build(WorldOptions { seed, ..WorldOptions::default() });
        let list = sim_issues::read_issues(&world.github);
        let analysis = Analysis::of_tabs(&sim_world::tabs_of(world.dashboards), Params::default());
        let issues = world.truth.github.issues.into_iter();
        let truth: BTreeMap<u64, IssueTruth> = issues.map(|issue| (issue.number, issue)).collect();
        let (about, figures) = (about(&truth), Figures::default());
        let (listed, lines) = (by_line(&list, listed_lines), by_line(&list, all_lines));
        Self { analysis, list, truth, about, listed, lines, figures }
    }

    fn score(mut self) -> Figures {
        let now = self.analysis.newest_run_at().unwrap();
        let tracker = Tracker::new(&self.list, now);
        self.score_efforts(&tracker);
        self.analysis = std::mem::take(&mut self.analysis).track(tracker);
        let mut found = BTreeMap::new();
        for row in self.rows() {
            self.score_row(&row, &mut found);
        }
        for issue in found.values() {
            self.score_lint(issue);
        }
        self.figures
    }

    fn score_efforts(&mut self, tracker: &Tracker) {
        for read in &tracker.issues {
            let truth = &self.truth[&read.issue.number];
            let right = truth.effort == Some(read.effort.effort.word());
            self.figures.effort.add(right);
            if !right {
                let (number, form, trap) = (truth.number, truth.form, truth.trap.unwrap_or("no trap"));
                let (effort, rule) = (read.effort.effort.word(), &read.effort.rule);
                self.figures.wrong.push(format!(
                    "effort of #{number} ({form}, {trap}): said {effort} ({rule}), truly {:?}",
                    truth.effort
                ));
            }
        }
    }

    fn rows(&self) -> Vec<RowView> {
        let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
        let selection = self.analysis.select(&all.ready(compile_search).unwrap(), Sort::default());
        self.analysis.flakes_view(&selection, RowRange { start: 0, count: u32::MAX }).rows
    }

    /// The issues that are about this row, under its name or its older one, open or not.
    fn about<'a>(&'a self, row: &'a TestRow) -> impl Iterator<Item = (&'a IssueTruth, &'a Track)> {
        let names = [&row.test, &row.renamed_from].into_iter().filter(|name| !name.is_empty());
        let place = |name: &String| (row.dashboard.clone(), row.job.clone(), name.clone());
        let tracks = names.filter_map(move |name| self.about.get(&place(name))).flatten();
        tracks.map(|(number, track)| (&self.truth[number], track))
    }

    /// The issues that track the row, by the truth.
    fn trackers<'a>(&'a self, row: &'a TestRow) -> impl Iterator<Item = (&'a IssueTruth, &'a Track)> {
        self.about(row).filter(|(_, track)| track.failed_since != Some(true))
    }

    fn score_lint(&mut self, found: &IssueView) {
        let truth = &self.truth[&found.number];
        let lacks = match truth.trap {
            Some("dead_link") => Some("has no tab"),
            // The title may give it to one all the same.
            Some("missing_sig") if !found.title.contains("[sig-") => Some("is given to no SIG"),
            _ => None,
        };
        let says = |words: &str| found.problems.iter().any(|problem| problem.contains(words));
        let is_told = lacks.is_none_or(says);
        let is_well_named = matches!(truth.how_named, Some("exact" | "normalised"));
        let is_known = !is_well_named || !says("No test is called");
        self.figures.lacking.add_if(lacks.is_some(), is_told);
        self.figures.known.add_if(is_well_named, is_known);
        if !is_told || !is_known {
            self.figures.wrong.push(format!("lint of {}: {:?}", issue_words(truth), found.problems));
        }
    }

    fn score_row(&mut self, view: &RowView, found: &mut BTreeMap<u64, IssueView>) {
        let row = &view.row;
        let names = |track: &Track| !matches!(track.named, "job_only" | "cluster");
        let is_tracked = self.trackers(row).any(|(_, track)| track.troubled && names(track));
        let is_suggested = !is_tracked && self.trackers(row).any(|(_, track)| track.troubled);
        if row.verdict == Verdict::Passing {
            self.figures.passing += u32::from(is_tracked);
            return;
        }
        let key = TestKey { dashboard: row.dashboard.clone(), job: row.job.clone(), test: row.test.clone() };
        let issues = self.analysis.test_view(&key).unwrap().issues;
        for issue in &issues {
            self.score_match(row, issue);
        }
        let right = |issue: &IssueView| self.about(row).any(|(truth, _)| truth.number == issue.number);
        self.figures.suggested.add_if(is_suggested, issues.iter().any(right));
        self.score_equality(row, is_tracked);
        self.score_tracked(view, &issues, is_tracked);
        found.extend(issues.into_iter().map(|issue| (issue.number, issue)));
    }

    fn score_match(&mut self, row: &TestRow, found: &IssueView) {
        let truth = &self.truth[&found.number];
        let right = self.about(row).any(|(issue, _)| issue.number == found.number);
        let place = MatchKind::ALL.iter().position(|kind| *kind == found.kind).unwrap();
        self.figures.kinds[place].add(right);
        if !right {
            self.figures.wrong.push(format!(
                "{} match of {} with {}: {}",
                found.kind.word(),
                words(row),
                issue_words(truth),
                found.evidence
            ));
        }
    }

    fn score_tracked(&mut self, view: &RowView, issues: &[IssueView], is_tracked: bool) {
        let (row, said) = (&view.row, EffortGroup::TRACKED.contains(&view.effort));
        let right = self.trackers(row).next().is_some();
        self.figures.said.add_if(said, right);
        self.figures.tracked.add_if(is_tracked, said);
        self.figures.failing.add_if(is_tracked && row.verdict == Verdict::Failing, said);
        if said && !right {
            self.figures.wrong.push(format!("called tracked: {}: {}", words(row), found_words(issues)));
        }
        if is_tracked && !said {
            let missed = self.missed_words(row, issues);
            self.figures.wrong.push(missed);
        }
    }

    fn missed_words(&self, row: &TestRow, issues: &[IssueView]) -> String {
        let by =
            |(issue, track): (&IssueTruth, &Track)| format!("{}, named {}", issue_words(issue), track.named);
        let by: Vec<String> = self.trackers(row).map(by).collect();
        let last = row.last_failure.map(|at| at.to_string()).unwrap_or_default();
        let (row, by, found) = (words(row), by.join(" and "), found_words(issues));
        format!("missed: {row}, last failure {last}, tracked by {by}; found {found}")
    }

    fn score_equality(&mut self, row: &TestRow, is_tracked: bool) {
        let (mut listed, mut anywhere) = (Share::default(), Share::default());
        let in_list = self.is_found(&self.listed, row, &mut listed);
        let in_text = self.is_found(&self.lines, row, &mut anywhere);
        self.figures.equal.merge(listed);
        self.figures.anywhere.merge(anywhere);
        self.figures.equal_tracked.add_if(is_tracked, in_list);
        self.figures.anywhere_tracked.add_if(is_tracked, in_text);
    }

    /// Does a line find an issue that truly tracks the row?
    fn is_found(&self, lines: &BTreeMap<String, Vec<u64>>, row: &TestRow, share: &mut Share) -> bool {
        let mut hit = false;
        for number in lines.get(&row.test).into_iter().flatten() {
            let is_it = |(issue, _): &(&IssueTruth, &Track)| issue.number == *number;
            let failed_since = self.about(row).find(is_it).map(|(_, track)| track.failed_since);
            share.add(failed_since.is_some());
            hit |= failed_since.is_some_and(|failed_since| failed_since != Some(true));
        }
        hit
    }
}

fn words(row: &TestRow) -> String {
    let older = if row.renamed_from.is_empty() { "" } else { " (renamed)" };
    format!("{} / {}{older}, {}", row.job, row.test, row.verdict)
}

fn issue_words(issue: &IssueTruth) -> String {
    let (number, form, trap) = (issue.number, issue.form, issue.trap.unwrap_or("no trap"));
    let closed = issue.closed_at.as_ref().map_or_else(|| "open".to_owned(), |at| format!("closed {at}"));
    format!("#{number} ({form}, {trap}, {closed})")
}

fn found_words(issues: &[IssueView]) -> String {
    let one = |found: &IssueView| {
        format!("#{} {} {:?} ({})", found.number, found.kind.word(), found.standing, found.evidence)
    };
    let all: Vec<String> = issues.iter().map(one).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}

#[test]
fn the_join_agrees_with_the_truth() {
    let mut sum = Figures::default();
    for seed in SEEDS {
        let figures = Case::new(seed).score();
        figures.print(&format!("seed {seed}"));
        figures.wrong.iter().for_each(|line| println!("    {line}"));
        sum.merge(&figures);
    }
    sum.print("all seeds");
    assert_eq!(sum.of(MatchKind::Exact).right, sum.of(MatchKind::Exact).all);
    assert!(sum.by_name().rate() >= 0.98 && sum.said.rate() >= 0.98);
    assert!(sum.tracked.rate() >= 0.95 && sum.failing.rate() >= 0.95);
    assert!(sum.effort.rate() >= 0.98);
    assert!(sum.lacking.all > 0 && sum.lacking.right == sum.lacking.all);
    assert!(sum.known.rate() >= 0.99);
    assert!(sum.tracked.rate() > sum.equal_tracked.rate().max(sum.anywhere_tracked.rate()));
}
