//! The files of `analyze-historical-data`: the rows that were kept, and why a review is needed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::go::html_safe;
use super::params::{DataType, Mode, Params};
use super::row::HistoryReport;
use crate::export::write_json;
use crate::formats::payload_history::HistoryFile;
use crate::model::{HistoryKey, HistoryRow, TestSummary};
use crate::sorting::{sort_by, sort_by_key};

/// The rows of the new file that were compared, in the form of the file, sorted by their keys: what replaces the current
/// file. Empty without a row, as in the original.
pub fn write_results(new: &HistoryFile<HistoryRow>, report: &HistoryReport) -> String {
    let mut rows: Vec<&HistoryRow> = last_of_each(&new.rows, report.mode)
        .into_iter()
        .filter(|row| report.releases.hold(&row.key.release))
        .collect();
    sort_by_key(&mut rows, |row| (sort_key(&row.key, report.data_type), &row.key.master_nodes_updated));
    let wire: Vec<WireRow<'_>> = rows.into_iter().map(|row| wire(row, report)).collect();
    as_go(&wire)
}

/// As Go's `MarshalIndent`; nothing for no rows.
fn as_go<T: Serialize>(rows: &[T]) -> String {
    if rows.is_empty() { String::new() } else { html_safe(write_json(&rows).trim_end()) }
}

/// The last row of each key, by the key of the mode.
fn last_of_each(rows: &[HistoryRow], mode: Mode) -> Vec<&HistoryRow> {
    let key = |row: &HistoryRow| match mode {
        Mode::Repaired => row.key.clone(),
        Mode::Compat => HistoryKey { master_nodes_updated: String::new(), ..row.key.clone() },
    };
    let last: BTreeMap<HistoryKey, &HistoryRow> = rows.iter().map(|row| (key(row), row)).collect();
    last.into_values().collect()
}

/// The original's key: fields in this order with underscores between.
fn sort_key(key: &HistoryKey, data_type: DataType) -> String {
    let name = match data_type {
        DataType::Alerts => format!("{}_{}_{}", key.name, key.namespace, key.level),
        _ => key.name.clone(),
    };
    let rest =
        [&key.from_release, &key.release, &key.architecture, &key.platform, &key.network, &key.topology];
    rest.into_iter().fold(name, |text, part| text + "_" + part)
}

/// No time in Go.
const NO_TIME: &str = "0001-01-01T00:00:00Z";

/// A row in the form of the file: Go's field names in Go's order.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    backend_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_namespace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_level: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_observed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_observed: Option<&'a str>,
    release: &'a str,
    from_release: &'a str,
    platform: &'a str,
    architecture: &'a str,
    network: &'a str,
    topology: &'a str,
    master_nodes_updated: Option<&'a str>,
    job_runs: Option<u32>,
    #[serde(rename = "P95")]
    p95: &'a str,
    #[serde(rename = "P99")]
    p99: &'a str,
    #[serde(rename = "P75")]
    p75: &'a str,
    #[serde(rename = "P50")]
    p50: &'a str,
}

fn wire<'a>(row: &'a HistoryRow, report: &HistoryReport) -> WireRow<'a> {
    let is_alert = report.data_type == DataType::Alerts;
    let of_alert = |text: &'a str| is_alert.then_some(text);
    let time = |text: &'a str| of_alert(if text.is_empty() { NO_TIME } else { text });
    let [p50, p75, p95, p99] = &row.percentiles;
    let key = &row.key;
    WireRow {
        backend_name: (!is_alert).then_some(&key.name),
        alert_name: of_alert(&key.name),
        alert_namespace: of_alert(&key.namespace),
        alert_level: of_alert(&key.level),
        first_observed: time(&row.first_observed),
        last_observed: time(&row.last_observed),
        release: &key.release,
        from_release: &key.from_release,
        platform: &key.platform,
        architecture: &key.architecture,
        network: &key.network,
        topology: &key.topology,
        master_nodes_updated: Some(key.master_nodes_updated.as_str()).filter(|text| !text.is_empty()),
        job_runs: row.runs.or((report.mode == Mode::Compat).then_some(0)),
        p95: &p95.text,
        p99: &p99.text,
        p75: &p75.text,
        p50: &p50.text,
    }
}

/// True when the new summary covers too few days to replace the current one.
pub fn keeps_current(new: &HistoryFile<TestSummary>) -> bool {
    let days = new.rows.iter().filter_map(|row| row.days_with_data).max();
    days.is_some_and(|days| days < Params::LEAST_DAYS)
}

/// The summary of tests that is kept, in the form of the file: the new one, or the current one where the new covers too few
/// days. Sorted by release, the most failures first, then by test.
pub fn write_test_results(current: &HistoryFile<TestSummary>, new: &HistoryFile<TestSummary>) -> String {
    let kept = if keeps_current(new) { current } else { new };
    let mut rows: Vec<&TestSummary> = kept.rows.iter().collect();
    sort_by(&mut rows, |a, b| {
        let key = |row: &TestSummary| (row.release.clone(), Reverse(row.failures), row.test.clone());
        key(a).cmp(&key(b))
    });
    as_go(&rows.into_iter().map(WireTest).collect::<Vec<_>>())
}

/// A row about a test, with its columns in their order.
struct WireTest<'a>(&'a TestSummary);

impl Serialize for WireTest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.fields.iter().map(|(name, value)| (name, value)))
    }
}

/// Why a person should look: a line for what rose and one for what fell; empty when nothing did.
pub fn write_review(report: &HistoryReport) -> String {
    let line = |count: usize, word: &str| {
        let (what, leeway) = (report.data_type.word(), report.leeway_percent);
        let line = format!(
            "({what}) had ({count}) results {word} in duration beyond specified leeway of {leeway:.2}%\n"
        );
        if count > 0 { line } else { String::new() }
    };
    line(report.totals.risen, "increased") + &line(report.totals.fallen, "decreased")
}
