//! From the analysis to what a page draws.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::analysis::{Analysis, Test};
use super::issues::EffortGroup;
use super::labels::sig;
use super::meeting::{Changes, GoNoGo};
use super::tab::{Grid, triage_url};
use super::{
    Bar, BrokenRun, Elsewhere, Facets, Filter, FlakesView, GridColumn, GridRow, JobView, Level, MessageCount,
    NewIssueView, OverviewView, RowRange, RowView, RunView, Selection, Sort, TestKey, TestView, Verdict,
    sentence, why,
};
use crate::model::TabStatus;
use crate::sorting::{sort_by, sort_by_key};
use crate::stats::{round6, runs_to_see};

/// Runs in a row's strip.
const STRIP_RUNS: usize = 60;
/// Rows of the overview.
const WORST: usize = 10;
/// The letter of a run that was set aside.
const SET_ASIDE: char = 'x';

impl Analysis {
    /// The table page: the rows of `range` among `selection`, with numbers over everything that was read.
    pub fn flakes_view(&self, selection: &Selection, range: RowRange) -> FlakesView {
        let (totals, rows) = (self.totals(), &selection.rows);
        let sight = rows.iter().skip(range.start as usize).take(range.count as usize);
        FlakesView {
            sentence: if rows.is_empty() && totals.tests > 0 {
                sentence::nothing_found(&totals, &selection.filter, self.params)
            } else {
                sentence::flakes(&totals, self.broken_runs.len(), self.params)
                    + &sentence::nobody_part(self.nobody_on_it())
            },
            totals,
            matching: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            rows: sight.filter_map(|number| self.test(*number)).map(|test| row_view(&test)).collect(),
            start: range.start,
            facets: self.facets.clone(),
            per_job: selection.per_job.clone(),
            per_sig: selection.per_sig.clone(),
            broken_runs: self.broken_runs.clone(),
        }
    }

    /// The release-meeting page. `asked` are the boards that were asked for: one that did not come makes the light
    /// unknown.
    pub fn overview(&self, asked: &[String], changes: Option<Changes>) -> OverviewView {
        let (dashboards, mut jobs) = (self.dashboards(), self.jobs());
        let nobody = self.nobody_on_it();
        let sentence = sentence::overview(&dashboards, &jobs) + &sentence::nobody_part(nobody);
        sort_by_key(&mut jobs, |job| urgency(job.status));
        let worst = self.order(&Filter::default().without_search(), Sort::default());
        let worst = worst.iter().filter_map(|number| self.test(*number));
        let worst = worst.filter(|test| !test.stats.stale && !is_of_open_outage(test));
        let unattended = worst.clone().filter(|test| is_unattended(test));
        OverviewView {
            sentence,
            go_no_go: GoNoGo::new(&dashboards, asked),
            unattended: unattended.take(WORST).map(|test| row_view(&test)).collect(),
            nobody,
            changes,
            dashboards,
            jobs,
            totals: self.totals(),
            per_job: bars_per_job(self.tests()),
            per_sig: bars_per_sig(self.tests()),
            worst: worst.take(WORST).map(|test| row_view(&test)).collect(),
            broken_runs: self.broken_runs.clone(),
        }
    }

    /// All the evidence about one test; `None` when it was not read.
    pub fn test_view(&self, key: &TestKey) -> Option<TestView> {
        let test = self.find(key)?;
        let rate = test.stats.failure_rate();
        let mut view = TestView {
            row: test.row(),
            why: why::why(&test, self.params),
            runs: runs(&test),
            messages: messages(&test),
            runs_to_see: rate.and_then(runs_to_see),
            change_probability: test.grid.change_probability(test.in_tab).map(round6),
            elsewhere: self.elsewhere(&test),
            triage_url: triage_url(test.name()),
            issues: self.issue_views(&test),
            new_issue: NewIssueView::default(),
        };
        view.new_issue = self.new_issue_view(&test, &view);
        Some(view)
    }

    /// One job's grid; `None` when the job was not read or has no grid.
    pub fn job_view(&self, dashboard: &str, job: &str) -> Option<JobView> {
        let tab = self.tabs.iter().find(|tab| tab.job.dashboard == dashboard && tab.job.job == job)?;
        let grid = tab.grid.as_ref()?;
        let mut view = JobView {
            job: tab.job.clone(),
            columns: grid_columns(grid),
            broken_runs: grid.broken_runs.clone(),
            ..JobView::default()
        };
        self.fill_rows(&mut view, grid, dashboard, job);
        Some(view)
    }

    pub(super) fn find(&self, key: &TestKey) -> Option<Test<'_>> {
        let here = |test: &Test<'_>| test.tab.job.dashboard == key.dashboard && test.tab.job.job == key.job;
        self.tests().find(|test| here(test) && test.name() == key.test)
    }

    fn elsewhere(&self, test: &Test<'_>) -> Vec<Elsewhere> {
        let name = test.name();
        let mut found: Vec<Elsewhere> = self
            .tests()
            .filter(|other| other.number != test.number && other.name() == name)
            .map(|t| elsewhere(&t))
            .collect();
        sort_by(&mut found, |a, b| (a.verdict, &a.key).cmp(&(b.verdict, &b.key)));
        found
    }

    pub(super) fn broken_runs_in_window(&self) -> Vec<BrokenRun> {
        let grids = self.tabs.iter().filter_map(|tab| tab.grid.as_ref());
        grids.flat_map(|grid| grid.broken_runs.iter().filter(|run| run.in_window).cloned()).collect()
    }

    /// The choices of the filter menus, counted over tests that need a look and are not stale.
    pub(super) fn count_facets(&self) -> Facets {
        let mut facets = Facets::default();
        let mut sigs = BTreeMap::<&str, u32>::new();
        let mut verdicts = BTreeMap::<Verdict, u32>::new();
        let mut priorities = BTreeMap::<Level, u32>::new();
        facets.efforts = EffortGroup::ALL.map(|group| (group, 0)).to_vec();
        for test in self.tests() {
            *verdicts.entry(test.stats.verdict).or_default() += 1;
            let look = Filter::DEFAULT_VERDICTS.contains(&test.stats.verdict) && !test.stats.stale;
            *sigs.entry(sig(test.name())).or_default() += u32::from(look);
            let efforts = facets.efforts.iter_mut().skip(test.effort_group().place());
            efforts.take(usize::from(look)).for_each(|(_, count)| *count += 1);
            if let Some(level) = test.priority().level() {
                *priorities.entry(level).or_default() += 1;
            }
        }
        for tab in &self.tabs {
            let tests = &tab.job.tests;
            let look = tests.failing + tests.flaky + tests.suspect + tests.recovered;
            add_to(&mut facets.dashboards, &tab.job.dashboard, look);
            add_to(&mut facets.jobs, &tab.job.job, look);
        }
        facets.sigs = sigs.into_iter().map(|(sig, count)| (sig.to_owned(), count)).collect();
        facets.verdicts = Verdict::ALL.iter().map(|v| (*v, verdicts.get(v).copied().unwrap_or(0))).collect();
        facets.priorities = priorities.into_iter().collect();
        facets
    }

    fn fill_rows(&self, view: &mut JobView, grid: &Grid, dashboard: &str, job: &str) {
        let mut texts = Texts::default();
        for (number, row) in grid.table.rows.iter().enumerate() {
            let name = grid.table.name(row);
            if !grid.rows.job_level && !super::tab::is_job_level(name) {
                continue;
            }
            let outcomes = grid.table.cells(number).iter().map(|cell| cell.outcome().letter());
            view.cells.extend(outcomes);
            let said = grid
                .table
                .messages(row)
                .iter()
                .map(|m| (m.column, texts.number(grid.table.texts.get(m.text))));
            view.rows.push(GridRow { name: name.to_owned(), verdict: None, messages: said.collect() });
        }
        for test in self.worst_of_job(dashboard, job) {
            view.cells.extend(strip(&test).take(grid.table.columns.len()));
            let verdict = Some(test.stats.verdict);
            let said = said_columns(&test).map(|(column, text)| (column, texts.number(text)));
            view.rows.push(GridRow { name: test.name().to_owned(), verdict, messages: said.collect() });
        }
        view.texts = texts.texts;
    }

    fn worst_of_job(&self, dashboard: &str, job: &str) -> Vec<Test<'_>> {
        let filter =
            Filter { jobs: vec![job.to_owned()], verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
        let order = self.order(&filter.without_search(), Sort::default());
        let tests = order.iter().filter_map(|number| self.test(*number));
        tests.filter(|test| test.tab.job.dashboard == dashboard && !test.grid.rows.job_level).collect()
    }
}

/// Numbers texts in the order of their first use.
#[derive(Default)]
struct Texts {
    texts: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// True for a test that broke together with many others: they are one line, the outage, and would bury all else.
fn is_of_open_outage(test: &Test<'_>) -> bool {
    let broke_at = test.started_at(test.stats.since.map(|since| since.at));
    let mut outages = test.tab.job.outages.iter();
    test.stats.verdict == Verdict::Failing
        && outages.any(|o| o.open && o.from.is_some() && o.from == broke_at)
}

/// True for a failing or flaky test that nobody is on.
fn is_unattended(test: &Test<'_>) -> bool {
    test.needs_issue() && EffortGroup::NOBODY.contains(&test.effort_group())
}

/// The order of the jobs on the overview: what stops a release first, what says nothing last.
fn urgency(status: TabStatus) -> usize {
    let order =
        [TabStatus::Failing, TabStatus::Broken, TabStatus::Flaky, TabStatus::Stale, TabStatus::Pending];
    order.iter().position(|s| *s == status).unwrap_or(order.len() + status as usize)
}

fn add_to(list: &mut Vec<(String, u32)>, name: &str, count: u32) {
    match list.iter_mut().find(|(n, _)| n == name) {
        Some((_, sum)) => *sum += count,
        None => list.push((name.to_owned(), count)),
    }
}

fn row_view(test: &Test<'_>) -> RowView {
    RowView {
        row: test.row(),
        strip: strip(test).take(STRIP_RUNS).collect(),
        effort: test.effort_group(),
        labelled: test.labelled(),
    }
}

/// One letter a run, newest first.
fn strip<'a>(test: &Test<'a>) -> impl Iterator<Item = char> + use<'a> {
    let columns = &test.grid.columns;
    let letters = test.grid.outcomes(test.in_tab).iter().enumerate();
    letters
        .map(move |(column, outcome)| if columns.is_counted(column) { outcome.letter() } else { SET_ASIDE })
}

fn runs(test: &Test<'_>) -> Vec<RunView> {
    let columns = &test.grid.columns;
    let outcomes = test.grid.outcomes(test.in_tab).iter().enumerate();
    let view = |(column, outcome): (usize, &crate::model::Outcome)| {
        let run = test.grid.table.columns.get(column)?;
        Some(RunView {
            build: run.build.clone(),
            started_at: run.started_at,
            outcome: outcome.letter(),
            broken: columns.is_broken(column),
            counted: columns.is_counted(column) && column < columns.window,
            message: test.message(column).to_owned(),
            commit: columns.commits.token(column).to_owned(),
            url: test.grid.links.run(&run.build),
        })
    };
    outcomes.filter_map(view).collect()
}

/// The texts of a test's cells: (column, text), newest first.
fn said_columns<'a>(test: &Test<'a>) -> impl Iterator<Item = (u32, &'a str)> + use<'a> {
    let test = *test;
    let width = u32::try_from(test.grid.table.columns.len()).unwrap_or(u32::MAX);
    (0..width).map(move |column| (column, test.message(column as usize))).filter(|(_, text)| !text.is_empty())
}

/// What the failures that count said, most frequent first.
fn messages(test: &Test<'_>) -> Vec<MessageCount> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for run in runs(test).into_iter().filter(|run| run.counted && matches!(run.outcome, 'f' | 'F')) {
        *counts.entry(run.message).or_default() += 1;
    }
    let mut list: Vec<MessageCount> =
        counts.into_iter().map(|(text, count)| MessageCount { text, count }).collect();
    sort_by_key(&mut list, |message| std::cmp::Reverse(message.count));
    list
}

fn elsewhere(test: &Test<'_>) -> Elsewhere {
    Elsewhere {
        key: test.key(),
        verdict: test.stats.verdict,
        failure_rate: test.stats.failure_rate().map(round6),
        runs: test.stats.runs(),
    }
}

/// Tests that need a look, per job.
pub(super) fn bars_per_job<'a>(tests: impl Iterator<Item = Test<'a>>) -> Vec<Bar> {
    bars(tests, |test| &test.tab.job.job)
}

/// Tests that need a look, per SIG.
pub(super) fn bars_per_sig<'a>(tests: impl Iterator<Item = Test<'a>>) -> Vec<Bar> {
    bars(tests, |test| sig(test.name()))
}

/// Tests that need a look under one name, most first; stale ones left out.
fn bars<'a>(tests: impl Iterator<Item = Test<'a>>, name: impl Fn(&Test<'a>) -> &'a str) -> Vec<Bar> {
    let mut bars: BTreeMap<&str, Bar> = BTreeMap::new();
    for test in tests.filter(|test| !test.stats.stale) {
        let count: fn(&mut Bar) -> &mut u32 = match test.stats.verdict {
            Verdict::Failing => |bar| &mut bar.failing,
            Verdict::Flaky => |bar| &mut bar.flaky,
            Verdict::Suspect => |bar| &mut bar.suspect,
            Verdict::Recovered | Verdict::Passing => continue,
        };
        let bar = bars.entry(name(&test)).or_default();
        *count(bar) += 1;
        bar.efforts.iter_mut().skip(test.effort_group().place()).take(1).for_each(|n| *n += 1);
    }
    let named = |(name, bar): (&str, Bar)| Bar { name: name.to_owned(), ..bar };
    let mut bars: Vec<Bar> = bars.into_iter().map(named).collect();
    sort_by_key(&mut bars, |bar| std::cmp::Reverse((bar.failing + bar.flaky, bar.suspect)));
    bars
}

fn grid_columns(grid: &Grid) -> Vec<GridColumn> {
    let column = |(number, run): (usize, &crate::model::Column)| GridColumn {
        build: run.build.clone(),
        started_at: run.started_at,
        commit: grid.columns.commits.token(number).to_owned(),
        broken: grid.columns.is_broken(number),
        in_window: number < grid.columns.window,
        url: grid.links.run(&run.build),
    };
    grid.table.columns.iter().enumerate().map(column).collect()
}
