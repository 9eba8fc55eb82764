//! Draws API v1 bodies.

use std::collections::BTreeMap;

use serde::Serialize;

use super::api_shapes::{
    AlertInfo, ApiRow, Cell, DashboardList, DashboardSettings, DashboardSummaries, DashboardSummary,
    GroupList, Header, HeaderList, OneDashboardSummary, OneTabSummary, Resource, RowList, TabList,
    TabSummaries,
};
pub use super::api_shapes::{
    FailingTest, FailureStats, FailuresSummary, FlakyTest, HealthinessStats, HealthinessSummary, TabSummary,
};
use crate::clock::{rfc3339, rfc3339_ms};
use crate::grid::{Column, Row, Tab};
use crate::judge::{Alert, Change, Health, judge};
use crate::names::normalise;

/// Statuses from worst to best, as dashboards weigh them.
const WORST_FIRST: [&str; 8] =
    ["BROKEN", "STALE", "FAILING", "FLAKY", "PENDING", "ACCEPTABLE", "PASSING", "UNKNOWN"];

/// `/dashboards`, of (name, group).
pub fn dashboards<'a>(boards: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let dashboards = boards.map(|(name, group)| resource("/dashboards/", name, group)).collect();
    body(&DashboardList { dashboards })
}

/// `/dashboard-groups`.
pub fn groups<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u8> {
    body(&GroupList {
        dashboard_groups: names.map(|name| resource("/dashboard-groups/", name, "")).collect(),
    })
}

/// `/dashboards/{d}`.
pub fn settings(default_tab: &str) -> Vec<u8> {
    body(&DashboardSettings { default_tab: default_tab.to_owned() })
}

/// `/dashboards/{d}/tabs`.
pub fn tabs<'a>(dashboard: &str, names: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let prefix = format!("/dashboards/{}/tabs/", normalise(dashboard));
    body(&TabList { dashboard_tabs: names.map(|name| resource(&prefix, name, "")).collect() })
}

/// `/dashboards/{d}/tabs/{t}/headers`.
pub fn headers(columns: &[Column]) -> Vec<u8> {
    let header = |column: &Column| Header {
        build: column.build.clone(),
        started: time_ms(column.started_at_ms),
        extra: column.custom.clone(),
    };
    body(&HeaderList { headers: columns.iter().map(header).collect() })
}

/// `/dashboards/{d}/tabs/{t}/rows`.
pub fn rows(tab: &Tab) -> Vec<u8> {
    let row = |row| api_row(tab, row);
    body(&RowList { rows: tab.rows.iter().map(row).collect() })
}

/// `/dashboards/{d}/tab-summaries`.
pub fn tab_summaries(tab_summaries: Vec<TabSummary>) -> Vec<u8> {
    body(&TabSummaries { tab_summaries })
}

/// `/dashboards/{d}/tab-summaries/{t}`.
pub fn one_tab_summary(tab_summary: TabSummary) -> Vec<u8> {
    body(&OneTabSummary { tab_summary })
}

/// `/dashboards/{d}/summary`.
pub fn dashboard_summary(name: &str, tabs: &[TabSummary]) -> Vec<u8> {
    body(&OneDashboardSummary { dashboard_summary: summary_of_dashboard(name, tabs) })
}

/// `/dashboard-groups/{g}/dashboard-summaries`.
pub fn group_summaries(boards: &[(&str, Vec<TabSummary>)]) -> Vec<u8> {
    let dashboard_summaries = boards.iter().map(|(name, tabs)| summary_of_dashboard(name, tabs)).collect();
    body(&DashboardSummaries { dashboard_summaries })
}

/// The summary of a tab, judged by the summarizer's rules.
pub fn tab_summary(dashboard: &str, tab: &Tab) -> TabSummary {
    let judged = judge(tab);
    TabSummary {
        dashboard_name: dashboard.to_owned(),
        tab_name: tab.name.clone(),
        overall_status: judged.status.name().to_owned(),
        detailed_status_message: judged.message,
        last_run_timestamp: tab
            .columns
            .first()
            .map_or_else(String::new, |column| time_ms(column.started_at_ms)),
        last_update_timestamp: rfc3339(tab.updated_at_s),
        latest_passing_build: judged.latest_green,
        failures_summary: failures_summary(tab, &judged.alerts),
        healthiness_summary: judged.health.as_ref().map(healthiness_summary),
    }
}

fn failures_summary(tab: &Tab, alerts: &[(usize, Alert)]) -> Option<FailuresSummary> {
    let mut failing: Vec<FailingTest> =
        alerts.iter().map(|(row, alert)| failing_test(tab, *row, alert)).collect();
    failing.sort_by(|a, b| b.fail_count.cmp(&a.fail_count).then_with(|| a.display_name.cmp(&b.display_name)));
    FailuresSummary::top_five(failing)
}

fn healthiness_summary(health: &Health) -> HealthinessSummary {
    let change = |change: Change| if change == Change::Unknown { "" } else { change.name() };
    let flaky = health.flaky.iter().take(5).map(|test| FlakyTest {
        display_name: test.name.clone(),
        flakiness: single(test.flakiness),
        change: change(test.change).to_owned(),
    });
    let healthiness_stats = HealthinessStats {
        start: time_ms(health.start_ms),
        end: time_ms(health.end_ms),
        num_flaky_tests: health.flaky.len(),
        average_flakiness: single(health.average),
        previous_flakiness: single(health.previous),
    };
    HealthinessSummary { top_flaky_tests: flaky.collect(), healthiness_stats }
}

impl FailuresSummary {
    /// The first five, with the number of all; nothing when there are none.
    pub fn top_five(mut failing: Vec<FailingTest>) -> Option<Self> {
        let failure_stats = FailureStats { num_failing_tests: failing.len() };
        failing.truncate(5);
        (!failing.is_empty()).then_some(Self { top_failing_tests: failing, failure_stats })
    }
}

fn failing_test(tab: &Tab, row: usize, alert: &Alert) -> FailingTest {
    let started = |column: usize| time_ms(tab.columns[column].started_at_ms);
    FailingTest {
        display_name: tab.rows[row].name.clone(),
        fail_count: alert.failures,
        pass_timestamp: alert.latest_pass.map(started).unwrap_or_default(),
        fail_timestamp: started(alert.first_failure),
    }
}

fn summary_of_dashboard(name: &str, tabs: &[TabSummary]) -> DashboardSummary {
    let mut tab_status_count: BTreeMap<String, usize> = BTreeMap::new();
    for tab in tabs {
        *tab_status_count.entry(tab.overall_status.clone()).or_default() += 1;
    }
    let worst = WORST_FIRST.iter().find(|&&status| tab_status_count.contains_key(status));
    let overall_status = (*worst.unwrap_or(&"UNKNOWN")).to_owned();
    DashboardSummary { name: name.to_owned(), overall_status, tab_status_count }
}

fn api_row<'a>(tab: &Tab, row: &'a Row) -> ApiRow<'a> {
    let cell = |(column, &result)| {
        let (message, icon) = row.notes.get(&column).map_or(("", ""), |note| (&*note.message, &*note.icon));
        Cell { result, message, icon }
    };
    ApiRow {
        name: &row.name,
        issues: row.issues.iter().map(String::as_str).collect(),
        alert: Alert::of(row).map(|alert| alert_info(tab, row, &alert)),
        cells: row.cells.iter().enumerate().map(cell).collect(),
    }
}

fn alert_info(tab: &Tab, row: &Row, alert: &Alert) -> AlertInfo {
    let column = |index: usize| &tab.columns[index];
    let first = column(alert.first_failure);
    let headers = tab.custom_headers.iter().cloned().zip(first.custom.iter().cloned());
    AlertInfo {
        fail_count: alert.failures,
        fail_build_id: first.build.clone(),
        fail_time: time_ms(first.started_at_ms),
        fail_test_id: row.name.clone(),
        pass_build_id: alert.latest_pass.map(|pass| column(pass).build.clone()).unwrap_or_default(),
        pass_time: alert.latest_pass.map(|pass| time_ms(column(pass).started_at_ms)).unwrap_or_default(),
        failure_message: row.note(alert.latest_failure).message,
        latest_fail_build_id: column(alert.latest_failure).build.clone(),
        custom_column_headers: headers.collect(),
    }
}

fn resource(prefix: &str, name: &str, group: &str) -> Resource {
    Resource {
        name: name.to_owned(),
        link: format!("{prefix}{}", normalise(name)),
        dashboard_group_name: group.to_owned(),
    }
}

/// The format has single precision here.
#[expect(clippy::cast_possible_truncation, reason = "meant to")]
fn single(value: f64) -> f32 {
    value as f32
}

/// RFC 3339; empty for an unknown time.
fn time_ms(milliseconds: i64) -> String {
    if milliseconds == 0 { String::new() } else { rfc3339_ms(milliseconds) }
}

fn body(answer: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(answer).unwrap_or_default()
}
