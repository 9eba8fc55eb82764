//! The analysis of everything that was read, and the rows and views that are made of it on demand.

use thiserror::Error;

use super::{
    Filter, FlakesView, JobView, OverviewView, Params, Report, RowRange, Sort, TestKey, TestRow, TestView,
};
use crate::model::{Tab, TimeMs};
use crate::warning::Warning;

/// One tab analysed; a step that takes some milliseconds, so that a caller can rest between tabs.
#[derive(Clone, Debug, Default)]
pub struct TabAnalysis {}

/// Every tab analysed and compared. Rows are made on demand, because most are never looked at.
#[derive(Clone, Debug, Default)]
pub struct Analysis {}

/// The rows that a filter leaves, in order: numbers for [`Analysis::row`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(pub Vec<u32>);

/// Why a filter was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FilterError {
    /// The search text is not a regular expression.
    #[error("the search {text:?} is not a regular expression: {message}")]
    Text {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        message: String,
    },
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

/// Analyses one tab. Pure; takes time in proportion to its cells.
pub fn analyse_tab(_tab: &Tab, _params: &Params) -> TabAnalysis {
    TabAnalysis::default()
}

impl Analysis {
    /// Joins the tabs and decides what needs all of them: trends, equal tests elsewhere.
    pub fn new(_tabs: Vec<TabAnalysis>, _params: Params) -> Self {
        Self::default()
    }

    /// The rows that `filter` leaves, ordered by `sort`; ties are broken by dashboard, job and test.
    pub fn select(&self, _filter: &Filter, _sort: Sort) -> Result<Selection, FilterError> {
        Ok(Selection::default())
    }

    /// The row of a number from a [`Selection`].
    pub fn row(&self, _index: u32) -> Option<TestRow> {
        None
    }

    /// The table page.
    pub fn flakes_view(&self, _selection: &Selection, _range: RowRange) -> FlakesView {
        FlakesView::default()
    }

    /// The release-meeting page.
    pub fn overview(&self) -> OverviewView {
        OverviewView::default()
    }

    /// All the evidence about one test.
    pub fn test_view(&self, _key: &TestKey) -> Option<TestView> {
        None
    }

    /// One job's grid.
    pub fn job_view(&self, _dashboard: &str, _job: &str) -> Option<JobView> {
        None
    }

    /// The report with the rows of `selection`.
    pub fn report(&self, _selection: &Selection, head: ReportHead) -> Report {
        Report {
            generated_at: head.generated_at,
            source: head.source,
            window_days: 14,
            dashboards: Vec::new(),
            jobs: Vec::new(),
            broken_runs: Vec::new(),
            tests: Vec::new(),
            warnings: head.warnings,
        }
    }
}
