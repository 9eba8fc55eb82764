//! Saved legacy answers, read with every field optional, and turned into the grid.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::answers::api::{FailingTest, FailuresSummary, TabSummary};
use crate::clock::{rfc3339, rfc3339_ms};
use crate::grid::{Column, NO_RESULT, Note, Outcome, Row, Tab, outcome};

/// The summary of a dashboard, by tab name.
pub(super) type SavedSummary = BTreeMap<String, SavedTab>;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SavedTab {
    last_run_timestamp: i64,
    last_update_timestamp: i64,
    latest_green: String,
    overall_status: String,
    status: String,
    tests: Vec<SavedAlert>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SavedAlert {
    display_name: String,
    fail_count: usize,
    fail_timestamp: i64,
    pass_timestamp: i64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct SavedTable {
    pub(super) test_group_name: String,
    pub(super) query: String,
    changelists: Vec<String>,
    custom_columns: Vec<Vec<String>>,
    column_header_names: Vec<String>,
    tests: Vec<SavedRow>,
    timestamps: Vec<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SavedRow {
    name: String,
    statuses: Vec<SavedStretch>,
    messages: Vec<String>,
    short_texts: Vec<String>,
    linked_bugs: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct SavedStretch {
    count: usize,
    value: u8,
}

impl SavedTab {
    /// The API's summary of the same tab.
    pub(super) fn api(&self, dashboard: &str, tab: &str) -> TabSummary {
        let time = |moment: i64, text: String| if moment == 0 { String::new() } else { text };
        TabSummary {
            dashboard_name: dashboard.to_owned(),
            tab_name: tab.to_owned(),
            overall_status: self.overall_status.clone(),
            detailed_status_message: self.status.clone(),
            last_run_timestamp: time(self.last_run_timestamp, rfc3339_ms(self.last_run_timestamp)),
            last_update_timestamp: time(self.last_update_timestamp, rfc3339(self.last_update_timestamp)),
            latest_passing_build: self.latest_green.clone(),
            failures_summary: FailuresSummary::top_five(self.failing_tests()),
            healthiness_summary: None,
        }
    }

    fn failing_tests(&self) -> Vec<FailingTest> {
        let mut failing: Vec<FailingTest> = self.tests.iter().map(SavedAlert::api).collect();
        failing.sort_by_key(|test| std::cmp::Reverse(test.fail_count));
        failing
    }
}

impl SavedAlert {
    fn api(&self) -> FailingTest {
        let time = |seconds: i64| if seconds == 0 { String::new() } else { rfc3339(seconds) };
        FailingTest {
            display_name: self.display_name.clone(),
            fail_count: self.fail_count,
            pass_timestamp: time(self.pass_timestamp),
            fail_timestamp: time(self.fail_timestamp),
        }
    }
}

impl SavedTable {
    /// The grid of a tab, its cells unpacked.
    pub(super) fn grid(&self, name: &str, updated_at_s: i64) -> Tab {
        Tab {
            name: name.to_owned(),
            gcs_prefix: self.query.clone(),
            custom_headers: self.column_header_names.iter().skip(2).cloned().collect(),
            columns: (0..self.changelists.len()).map(|index| self.column(index)).collect(),
            rows: self.tests.iter().map(|row| row.grid(self.changelists.len())).collect(),
            updated_at_s,
            stale_after_hours: None,
            judges_health: false,
        }
    }

    fn column(&self, index: usize) -> Column {
        let custom = self.custom_columns.iter().map(|values| values.get(index).cloned().unwrap_or_default());
        Column {
            build: self.changelists[index].clone(),
            started_at_ms: self.timestamps.get(index).copied().unwrap_or(0),
            custom: custom.collect(),
        }
    }
}

impl SavedRow {
    fn grid(&self, columns: usize) -> Row {
        let stretches =
            self.statuses.iter().flat_map(|stretch| std::iter::repeat_n(stretch.value, stretch.count));
        let mut cells: Vec<u8> = stretches.take(columns).collect();
        cells.resize(columns, NO_RESULT);
        let notes = self.notes(&cells);
        Row { name: self.name.clone(), cells, notes, issues: self.linked_bugs.clone() }
    }

    /// Messages and short texts stand for cells with a result alone.
    fn notes(&self, cells: &[u8]) -> BTreeMap<usize, Note> {
        let filled = (0..cells.len()).filter(|&column| cells[column] != NO_RESULT);
        let text = |texts: &[String], index: usize| texts.get(index).cloned().unwrap_or_default();
        filled
            .enumerate()
            .map(|(index, column)| {
                let message = text(&self.messages, index);
                let note = Note { icon: text(&self.short_texts, index), text: message.clone(), message };
                (column, note)
            })
            .filter(|(_, note)| *note != Note::default())
            .collect()
    }
}

/// A saved table without the rows that never failed.
pub(super) fn only_failed_rows(table: &[u8]) -> Option<Vec<u8>> {
    let mut table: Value = serde_json::from_slice(table).ok()?;
    let kept: Vec<bool> = table.get("tests")?.as_array()?.iter().map(has_failed).collect();
    for list in ["tests", "row_ids"] {
        let mut keep = kept.iter();
        if let Some(items) = table.get_mut(list).and_then(Value::as_array_mut) {
            items.retain(|_| keep.next().copied().unwrap_or(true));
        }
    }
    serde_json::to_vec(&table).ok()
}

fn has_failed(row: &Value) -> bool {
    let values =
        row["statuses"].as_array().into_iter().flatten().filter_map(|stretch| stretch["value"].as_u64());
    values
        .filter_map(|value| u8::try_from(value).ok())
        .any(|value| matches!(outcome(value), Outcome::Fail | Outcome::Flaky))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_table_becomes_a_grid() {
        let saved = r#"{"query": "b/logs/job", "changelists": ["9", "8", "7"], "timestamps": [3000, 2000, 1000],
            "custom-columns": [["c", "b", "a"]], "column-header-names": ["Date", "Time", "Commit"],
            "tests": [{"name": "t", "statuses": [{"count": 1, "value": 0}, {"count": 99, "value": 12}],
                       "messages": ["one", "two"], "short_texts": ["F", "F"]}]}"#;
        let tab = serde_json::from_str::<SavedTable>(saved).unwrap().grid("tab", 0);
        assert_eq!(tab.rows[0].cells, [0, 12, 12]);
        assert_eq!(
            (tab.rows[0].note(0).message, tab.rows[0].note(1).message),
            (String::new(), "one".to_owned())
        );
        assert_eq!((tab.columns[2].custom.as_slice(), tab.custom_headers.len()), (&["a".to_owned()][..], 1));
    }

    #[test]
    fn rows_that_never_failed_can_be_left_out() {
        let table = r#"{"row_ids": ["a", "b"], "tests": [{"statuses": [{"count": 1, "value": 1}]},
            {"statuses": [{"count": 1, "value": 13}]}]}"#;
        let left: Value = serde_json::from_slice(&only_failed_rows(table.as_bytes()).unwrap()).unwrap();
        assert_eq!(left["row_ids"], serde_json::json!(["b"]));
    }
}
