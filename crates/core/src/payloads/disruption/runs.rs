//! Single rows as runs: the seconds of each backend in each run.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::payload_history::HistoryFile;
use crate::model::DisruptionRun;
use crate::warning::Warning;

/// Rows of all files, with the files' warnings.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows<'a> {
    pub(super) rows: Vec<&'a DisruptionRun>,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(files: &'a [HistoryFile<DisruptionRun>]) -> Self {
        Self {
            rows: files.iter().flat_map(|file| &file.rows).collect(),
            warnings: files.iter().flat_map(|file| file.warnings.clone()).collect(),
        }
    }

    /// The rows for which this holds.
    pub(super) fn retain(&mut self, holds: impl Fn(&DisruptionRun) -> bool) {
        self.rows.retain(|row| holds(row));
    }

    /// The names of the runs.
    pub(super) fn runs(&self) -> BTreeSet<&'a str> {
        self.rows.iter().map(|row| row.run.as_str()).collect()
    }

    /// The names of the jobs that are known.
    pub(super) fn jobs(&self) -> BTreeSet<&'a str> {
        self.rows.iter().map(|row| row.job.as_str()).filter(|job| !job.is_empty()).collect()
    }

    /// For each backend the seconds of each run. Every row is rounded up to whole seconds, and rows of one run and backend
    /// are added, as openshift/ci-tools does with the files of a run's phases.
    pub(super) fn seconds(&self) -> BTreeMap<&'a str, BTreeMap<&'a str, u32>> {
        let mut seconds: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
        for row in &self.rows {
            let sum = seconds.entry(&row.backend).or_default().entry(&row.run).or_default();
            *sum = sum.saturating_add(whole_seconds(row.ms));
        }
        seconds
    }

    /// Runs with several rows for one backend, as a warning.
    pub(super) fn note_added(&mut self, subject: &str) {
        let mut seen = BTreeSet::new();
        let again: Vec<_> =
            self.rows.iter().filter(|row| !seen.insert((row.backend.as_str(), row.run.as_str()))).collect();
        if let Some(first) = again.first() {
            let message = format!(
                "{} rows are not the first of their run and backend (run {}, {}); their seconds are added, as phases of one \
                 run. Was a file named twice?",
                again.len(),
                first.run,
                first.backend
            );
            self.warnings.push(Warning::new(subject, message));
        }
    }
}

fn whole_seconds(ms: i64) -> u32 {
    u32::try_from(ms.max(0).saturating_add(999) / 1000).unwrap_or(u32::MAX)
}
