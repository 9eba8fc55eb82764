//! `flakes`: which tests on these boards are non-deterministic, how badly, since when, whose are they?

mod analysis;
mod flip_rate;
pub mod link;
mod params;
mod priority;
mod query;
mod report;
mod row;
mod verdict;
mod view;

pub use analysis::{Analysis, FilterError, ReportHead, Selection, TabAnalysis, analyse_tab};
pub use flip_rate::flip_rate;
pub use params::{Params, ParamsError};
pub use priority::{Evidence, Level, Priority};
pub use query::{Filter, Query, Sort, Source};
pub use report::{BrokenRun, Criterion, CriterionState, DashboardRow, JobRow, Outage, Report, Totals};
pub use row::{Column, TestRow};
pub use verdict::{Trend, Verdict};
pub use view::{
    Bar, Elsewhere, Facets, FlakesView, GridColumn, GridRow, JobView, MessageCount, OverviewView, RowRange,
    RowView, RunView, TestKey, TestView,
};
