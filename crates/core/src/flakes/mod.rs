//! `flakes`: which tests on these boards are non-deterministic, how badly, since when, whose are they?

mod analysis;
mod board_tests;
mod failed_cells;
mod flip_rate;
pub mod issues;
mod labels;
pub mod link;
mod make_row;
mod make_view;
pub mod meeting;
mod params;
mod priority;
mod query;
mod ready_filter;
mod report;
mod row;
mod search;
mod select;
mod sentence;
mod tab;
mod tab_runs;
mod track;
mod verdict;
mod view;
mod why;

pub use analysis::{Analysis, ReportHead};
pub use board_tests::{BoardTests, JobResults};
pub use failed_cells::FailedCells;
pub use flip_rate::flip_rate;
pub use labels::sig;
pub use params::{Params, ParamsError};
pub use priority::{Evidence, Level, Priority};
pub use query::{Filter, IssueSource, ProjectBoard, Query, Sort, Source};
pub use ready_filter::ReadyFilter;
pub use report::{BrokenRun, Criterion, CriterionState, DashboardRow, JobRow, Outage, Report, Totals};
pub use row::{Column, TestRow};
pub use search::{CompileSearch, FilterError, Search, compile_search};
pub use select::Selection;
pub use sentence::{counted, thousands};
pub use tab::{TabAnalysis, analyse_tab};
pub use tab_runs::{TabRun, TabRuns};
pub use verdict::{Trend, Verdict};
pub use view::{
    Bar, Elsewhere, Facets, FlakesView, GridColumn, GridRow, IssueView, JobView, MessageCount, NewIssueView,
    OverviewView, RowRange, RowView, RunView, TestKey, TestView,
};
