//! Every tab analysed and compared; rows are made on demand, because most are never looked at.

use super::issues::Tracking;
use super::meeting::Changes;
use super::tab::{Grid, TabAnalysis, TestStats};
use super::{BrokenRun, DashboardRow, Facets, JobRow, Params, Report, Totals, Trend};
use crate::model::{Tab, TimeMs};
use crate::stats::benjamini_hochberg;
use crate::warning::Warning;

/// Every tab analysed and compared.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    pub(super) params: Params,
    pub(super) tabs: Vec<TabAnalysis>,
    /// For each test its tab and its number in the tab.
    pub(super) places: Vec<(u32, u32)>,
    pub(super) trends: Vec<Trend>,
    /// Counted once: a page asks for them with every row that comes into sight.
    pub(super) facets: Facets,
    pub(super) broken_runs: Vec<BrokenRun>,
    /// What issues say of the tests; nothing until [`Analysis::track`].
    pub(super) tracking: Tracking,
}

/// A test with all that its row is made of.
#[derive(Clone, Copy)]
pub(super) struct Test<'a> {
    pub(super) number: u32,
    pub(super) in_tab: usize,
    pub(super) tab: &'a TabAnalysis,
    pub(super) grid: &'a Grid,
    pub(super) stats: &'a TestStats,
    pub(super) trend: Trend,
    pub(super) tracking: &'a Tracking,
}

/// What a report says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportHead {
    /// When it is made; the caller's clock.
    pub generated_at: TimeMs,
    /// Where the data come from, in words.
    pub source: String,
    /// What did not go well.
    pub warnings: Vec<Warning>,
}

impl Analysis {
    /// Joins the tabs and decides what needs all of them: the trends, with their false-discovery rate.
    pub fn new(tabs: Vec<TabAnalysis>, params: Params) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let tests = |tab: &TabAnalysis| tab.grid.as_ref().map_or(0, |grid| grid.tests.len());
        let places: Vec<(u32, u32)> = tabs
            .iter()
            .enumerate()
            .flat_map(|(tab_number, tab)| (0..tests(tab)).map(move |test| (number(tab_number), number(test))))
            .collect();
        let trends = trends(&tabs);
        let mut analysis = Self { params, tabs, places, trends, ..Self::default() };
        analysis.facets = analysis.count_facets();
        analysis.broken_runs = analysis.broken_runs_in_window();
        analysis
    }

    /// Analyses tabs one after another, for callers that need no rest between them.
    pub fn of_tabs<'a>(tabs: impl IntoIterator<Item = &'a Tab>, params: Params) -> Self {
        Self::new(tabs.into_iter().map(|tab| super::analyse_tab(tab, &params)).collect(), params)
    }

    pub(super) fn test(&self, number: u32) -> Option<Test<'_>> {
        let (tab, test) = self.places.get(number as usize)?;
        let tab = self.tabs.get(*tab as usize)?;
        let grid = tab.grid.as_deref()?;
        let stats = grid.tests.get(*test as usize)?;
        let trend = self.trends.get(number as usize).copied().unwrap_or_default();
        Some(Test { number, in_tab: *test as usize, tab, grid, stats, trend, tracking: &self.tracking })
    }

    pub(super) fn tests(&self) -> impl Iterator<Item = Test<'_>> {
        (0..u32::try_from(self.places.len()).unwrap_or(u32::MAX)).filter_map(|number| self.test(number))
    }

    /// The jobs, in the order of their boards.
    pub fn jobs(&self) -> Vec<JobRow> {
        self.tabs.iter().map(|tab| tab.job.clone()).collect()
    }

    /// The boards, in the order in which they were read.
    pub fn dashboards(&self) -> Vec<DashboardRow> {
        let mut boards: Vec<DashboardRow> = Vec::new();
        for tab in &self.tabs {
            if boards.last().is_none_or(|b| b.dashboard != tab.job.dashboard) {
                boards.push(DashboardRow { dashboard: tab.job.dashboard.clone(), ..DashboardRow::default() });
            }
            if let Some(board) = boards.last_mut() {
                board.add(&tab.job);
            }
        }
        boards
    }

    /// All tests by verdict.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.tabs.iter().for_each(|tab| totals.add(&tab.job.tests));
        totals
    }

    /// The report with the rows of `selection`, and what changed, if that was asked.
    pub fn report(&self, selection: &super::Selection, head: ReportHead, changes: Option<Changes>) -> Report {
        Report {
            generated_at: head.generated_at,
            source: head.source,
            window_days: self.params.window_days,
            dashboards: self.dashboards(),
            jobs: self.jobs(),
            broken_runs: self
                .tabs
                .iter()
                .filter_map(|t| t.grid.as_ref())
                .flat_map(|g| g.broken_runs.clone())
                .collect(),
            tests: selection.rows.iter().filter_map(|number| self.row(*number)).collect(),
            muted: None,
            changes,
            warnings: head.warnings,
        }
    }
}

impl DashboardRow {
    fn add(&mut self, job: &JobRow) {
        self.jobs += 1;
        self.jobs_read += u32::from(job.read);
        self.tests.add(&job.tests);
        match self.statuses.binary_search_by_key(&job.status, |(status, _)| *status) {
            Ok(place) => self.statuses.iter_mut().skip(place).take(1).for_each(|(_, count)| *count += 1),
            Err(place) => self.statuses.insert(place, (job.status, 1)),
        }
    }
}

impl Totals {
    pub(super) fn add(&mut self, other: &Self) {
        let Self { tests, runs, failing, flaky, suspect, recovered, passing, stale, ndr } = other;
        self.tests += tests;
        self.runs += runs;
        self.failing += failing;
        self.flaky += flaky;
        self.suspect += suspect;
        self.recovered += recovered;
        self.passing += passing;
        self.stale += stale;
        self.ndr += ndr;
    }
}

/// The trend of every test: the families "more failures" and "fewer failures" each keep the false-discovery rate.
fn trends(tabs: &[TabAnalysis]) -> Vec<Trend> {
    let tests = || tabs.iter().filter_map(|tab| tab.grid.as_ref()).flat_map(|grid| &grid.tests);
    let side = |of: fn(crate::stats::FisherP) -> f64| -> Vec<bool> {
        let p: Vec<f64> = tests().map(|test| test.trend_p.map_or(f64::NAN, of)).collect();
        benjamini_hochberg(&p, Params::TREND_FALSE_DISCOVERY)
    };
    let (up, down) = (side(|p| p.more), side(|p| p.fewer));
    let trend = |((test, up), down): ((&TestStats, bool), bool)| match test.trend_p {
        None => Trend::Unknown,
        Some(_) if up => Trend::Up,
        Some(_) if down => Trend::Down,
        Some(_) => Trend::NoChange,
    };
    tests().zip(up).zip(down).map(trend).collect()
}
