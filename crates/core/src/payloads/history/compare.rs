//! The comparison of two files.

use std::cmp::Ordering;

use thiserror::Error;

use super::entry::Entry;
use super::join::{Side, join};
use super::judge::judge;
use super::params::{DataType, Mode, Params, ParamsError};
use super::releases::Releases;
use super::row::{ComparisonRow, HistoryReport, Totals};
use crate::formats::payload_history::{HistoryFile, HistorySubject};
use crate::model::{HistoryRow, TestSummary};
use crate::sorting::sort_by;
use crate::warning::Warning;

/// Why two files were not compared.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CompareError {
    /// The parameters cannot be used.
    #[error(transparent)]
    Params(#[from] ParamsError),
    /// A file has no row that could be read.
    #[error("{0}: no rows; without history nothing can be compared")]
    Empty(String),
    /// The new file has nothing about the releases.
    #[error("{source_name}: no rows of {target} or {previous}; name the releases that it holds")]
    NoSuchRelease {
        /// The new file.
        source_name: String,
        /// The release that is worked on.
        target: String,
        /// The one before.
        previous: String,
    },
    /// A file is about something else than what was asked for.
    #[error("{source_name} is about {found}, and {wanted} are asked for; choose another file")]
    OtherType {
        /// The file.
        source_name: String,
        /// What it is about.
        found: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// The files are about two things.
    #[error("{current} is about {of_current}, and {new} about {of_new}; choose two files about the same")]
    TwoTypes {
        /// The current file.
        current: String,
        /// What it is about.
        of_current: &'static str,
        /// The new file.
        new: String,
        /// What that is about.
        of_new: &'static str,
    },
}

/// Compares the history of disruption or of alerts.
pub fn compare_history(
    current: &HistoryFile<HistoryRow>,
    new: &HistoryFile<HistoryRow>,
    subject: HistorySubject,
    params: &Params,
) -> Result<HistoryReport, CompareError> {
    let data_type = match subject {
        HistorySubject::Disruptions => DataType::Disruptions,
        HistorySubject::Alerts => DataType::Alerts,
    };
    let entries = |file: &HistoryFile<HistoryRow>| {
        file.rows.iter().map(|row| Entry::of_history(row, params.mode)).collect()
    };
    let mut report =
        compare(File::of(current, entries(current)), File::of(new, entries(new)), data_type, params)?;
    let is_unknown = |row: &HistoryRow| row.percentiles.iter().any(|seconds| seconds.ms.is_none());
    if params.mode == Mode::Compat && current.rows.iter().chain(&new.rows).any(is_unknown) {
        report.warnings.push(Warning::new(&new.source_name, AS_ZERO));
    }
    Ok(report)
}

const AS_ZERO: &str = "by the rules of the original, values that are missing or cannot be read count as zero";

/// Compares how often tests failed. The original compares nothing here; in its mode there are no rows.
pub fn compare_tests(
    current: &HistoryFile<TestSummary>,
    new: &HistoryFile<TestSummary>,
    params: &Params,
) -> Result<HistoryReport, CompareError> {
    let entries = |file: &HistoryFile<TestSummary>| file.rows.iter().map(Entry::of_test).collect();
    let files = (File::of(current, entries(current)), File::of(new, entries(new)));
    let mut report = compare(files.0, files.1, DataType::Tests, params)?;
    if params.mode == Mode::Compat {
        report.rows.clear();
        report.totals = Totals::default();
    }
    Ok(report)
}

struct File<'a> {
    source_name: &'a str,
    entries: Vec<Entry>,
    warnings: &'a [Warning],
}

impl<'a> File<'a> {
    fn of<T>(file: &'a HistoryFile<T>, entries: Vec<Entry>) -> Self {
        Self { source_name: &file.source_name, entries, warnings: &file.warnings }
    }
}

fn compare(
    current: File<'_>,
    new: File<'_>,
    data_type: DataType,
    params: &Params,
) -> Result<HistoryReport, CompareError> {
    let params = params.clone().check()?;
    if let Some(empty) = [&current, &new].into_iter().find(|file| file.entries.is_empty()) {
        return Err(CompareError::Empty(empty.source_name.to_owned()));
    }
    let releases = releases_of(&new, &params)?;
    let mut warnings = [current.warnings, new.warnings].concat();
    let (old_side, new_side) = (side(current, params.mode), side(new, params.mode));
    warnings.extend(old_side.warnings.iter().chain(&new_side.warnings).cloned());
    let pairs = join(old_side, new_side, &releases, params.mode);
    let mut rows: Vec<ComparisonRow> = pairs.iter().filter_map(|pair| judge(pair, &params)).collect();
    sort_by(&mut rows, worst_first);
    Ok(HistoryReport {
        data_type,
        mode: params.mode,
        leeway_percent: params.leeway_percent,
        releases,
        totals: Totals::of(&rows, params.mode),
        rows,
        warnings,
    })
}

fn side(file: File<'_>, mode: Mode) -> Side {
    Side::of(file.entries, file.source_name, mode)
}

/// Those that were asked for, or the newest of the new file, which must hold one of them.
fn releases_of(new: &File<'_>, params: &Params) -> Result<Releases, CompareError> {
    let held = || new.entries.iter().map(|entry| entry.key.release.as_str());
    let releases = params.releases.clone().unwrap_or_else(|| Releases::newest(held()));
    if held().any(|release| releases.hold(release)) {
        return Ok(releases);
    }
    let Releases { target, previous } = releases;
    Err(CompareError::NoSuchRelease { source_name: new.source_name.to_owned(), target, previous })
}

fn worst_first(a: &ComparisonRow, b: &ComparisonRow) -> Ordering {
    let place = |row: &ComparisonRow| (row.kind, row.weak);
    place(a)
        .cmp(&place(b))
        .then_with(|| largest(b).total_cmp(&largest(a)))
        .then_with(|| a.key().cmp(&b.key()))
}

/// The largest difference of a row, either way.
fn largest(row: &ComparisonRow) -> f64 {
    row.measures.iter().filter_map(|measured| measured.difference).map(f64::abs).fold(0.0, f64::max)
}
