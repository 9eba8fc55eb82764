//! A row of either kind of file, as the comparison takes it.

use super::measure::Measure;
use super::params::Mode;
use crate::model::{HistoryKey, HistoryRow, Seconds, TestSummary};

/// A row of a file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) row: usize,
    pub(super) key: HistoryKey,
    pub(super) runs: Option<u32>,
    /// In counted parts: milliseconds, or percent.
    pub(super) values: Vec<(Measure, Option<f64>)>,
}

impl Entry {
    /// The original reads what it cannot read as zero, and takes a time below zero.
    pub(super) fn of_history(row: &HistoryRow, mode: Mode) -> Self {
        let value = |seconds: &Seconds| match mode {
            Mode::Repaired => seconds.known(),
            Mode::Compat => Some(seconds.ms.unwrap_or(0)),
        };
        let values = Measure::PERCENTILES.into_iter().zip(&row.percentiles);
        let values = values.map(|(measure, seconds)| (measure, value(seconds).map(|ms| ms as f64)));
        Self { row: row.row, key: row.key.clone(), runs: row.runs, values: values.collect() }
    }

    pub(super) fn of_test(row: &TestSummary) -> Self {
        let key =
            HistoryKey { name: row.test.clone(), release: row.release.clone(), ..HistoryKey::default() };
        Self { row: row.row, key, runs: row.runs, values: vec![(Measure::FailureRate, row.failure_percent)] }
    }

    /// The value of a measure.
    pub(super) fn value(&self, measure: Measure) -> Option<f64> {
        self.values.iter().find(|(own, _)| *own == measure).and_then(|(_, value)| *value)
    }

    /// True when both say the same.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        (self.runs, &self.values) == (other.runs, &other.values)
    }
}
