//! Did disruption, alerts or failures of tests get worse? Two files of history are compared row by row.
//!
//! The original is openshift/ci-tools' `analyze-historical-data`. [`Mode::Compat`] does as it does. [`Mode::Repaired`]
//! flags a rise from zero, counts a missing row once, tells rows with updated master nodes from those without, lets
//! decreases respect the leeway, compares all four percentiles, and marks what few runs say as weak.

mod compare;
mod entry;
mod files;
mod given;
mod go;
mod join;
mod judge;
pub mod link;
mod measure;
mod params;
mod pull_request;
mod query;
mod reason;
mod releases;
mod row;
mod view;
mod write;

pub use compare::{CompareError, compare_history, compare_tests};
pub use files::{keeps_current, write_results, write_review, write_test_results};
pub use given::{Output, compare_any, kept_instead, write_output};
pub use measure::{Measure, Measured, Move};
pub use params::{DataType, Mode, Params, ParamsError};
pub use pull_request::write_pull_request;
pub use query::{Field, HistoryFilter, Query};
pub use releases::Releases;
pub use row::{ComparisonRow, HistoryReport, Kind, Totals};
pub use view::{Change, ComparedView, Facet, HistoryView, Slot};
pub use write::write_history;

#[cfg(test)]
mod tests;
