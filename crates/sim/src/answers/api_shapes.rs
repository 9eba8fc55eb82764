//! API v1 bodies field by field: snake case, default values left out, enums by name, times as RFC 3339.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Floats as protojson has them: a whole number without a fraction.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
#[expect(clippy::cast_possible_truncation, reason = "whole numbers from -1 to 100")]
fn shortest<S: Serializer>(value: &f32, out: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 { out.serialize_i64(*value as i64) } else { out.serialize_f32(*value) }
}

#[derive(Serialize)]
pub(super) struct DashboardList {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dashboards: Vec<Resource>,
}

#[derive(Serialize)]
pub(super) struct GroupList {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dashboard_groups: Vec<Resource>,
}

#[derive(Serialize)]
pub(super) struct TabList {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dashboard_tabs: Vec<Resource>,
}

#[derive(Serialize)]
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) link: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) dashboard_group_name: String,
}

#[derive(Serialize)]
pub(super) struct DashboardSettings {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) default_tab: String,
}

#[derive(Serialize)]
pub(super) struct HeaderList {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) headers: Vec<Header>,
}

#[derive(Serialize)]
pub(super) struct Header {
    pub(super) build: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) started: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extra: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct RowList<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rows: Vec<ApiRow<'a>>,
}

#[derive(Serialize)]
pub(super) struct ApiRow<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) issues: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alert: Option<AlertInfo>,
    pub(super) cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
pub(super) struct Cell<'a> {
    #[serde(skip_serializing_if = "is_default")]
    pub(super) result: u8,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) icon: &'a str,
}

#[derive(Serialize)]
pub(super) struct AlertInfo {
    pub(super) fail_count: usize,
    pub(super) fail_build_id: String,
    pub(super) fail_time: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) fail_test_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) pass_build_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) pass_time: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) failure_message: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) latest_fail_build_id: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) custom_column_headers: BTreeMap<String, String>,
}

#[derive(Serialize)]
pub(super) struct TabSummaries {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tab_summaries: Vec<TabSummary>,
}

#[derive(Serialize)]
pub(super) struct OneTabSummary {
    pub(super) tab_summary: TabSummary,
}

/// The summary of a tab.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TabSummary {
    /// Raw dashboard name.
    pub dashboard_name: String,
    /// Raw tab name.
    pub tab_name: String,
    /// Status by name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub overall_status: String,
    /// The status text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detailed_status_message: String,
    /// Start of the newest run, RFC 3339.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_run_timestamp: String,
    /// Last write of the state, RFC 3339.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_update_timestamp: String,
    /// Commit or build of the newest green column.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub latest_passing_build: String,
    /// Alerting tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures_summary: Option<FailuresSummary>,
    /// Flaky tests, on tabs that ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthiness_summary: Option<HealthinessSummary>,
}

/// The alerting tests of a tab, the five with most failures by name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FailuresSummary {
    /// Most failures first.
    pub top_failing_tests: Vec<FailingTest>,
    /// How many there are.
    pub failure_stats: FailureStats,
}

/// One alerting test.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FailingTest {
    /// Shown name.
    pub display_name: String,
    /// Failures since the alert's first.
    pub fail_count: usize,
    /// Last pass, RFC 3339.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pass_timestamp: String,
    /// First failure, RFC 3339.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fail_timestamp: String,
}

/// How many tests alert.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FailureStats {
    /// Number of alerting tests.
    #[serde(skip_serializing_if = "is_default")]
    pub num_failing_tests: usize,
}

/// The flaky tests of a tab, the five worst by name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HealthinessSummary {
    /// Worst first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub top_flaky_tests: Vec<FlakyTest>,
    /// Over all tests.
    pub healthiness_stats: HealthinessStats,
}

/// One flaky test.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FlakyTest {
    /// Shown name.
    pub display_name: String,
    /// 0 to 100.
    #[serde(serialize_with = "shortest")]
    pub flakiness: f32,
    /// `UP`, `DOWN` or `NO_CHANGE`; left out when unknown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub change: String,
}

/// The health of a tab in numbers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HealthinessStats {
    /// Start of the window, RFC 3339.
    pub start: String,
    /// End of the window, RFC 3339.
    pub end: String,
    /// Tests that flip at all.
    #[serde(skip_serializing_if = "is_default")]
    pub num_flaky_tests: usize,
    /// Mean over all tests, 0 to 100.
    #[serde(serialize_with = "shortest", skip_serializing_if = "is_default")]
    pub average_flakiness: f32,
    /// The same a window earlier; −1 without one.
    #[serde(serialize_with = "shortest", skip_serializing_if = "is_default")]
    pub previous_flakiness: f32,
}

#[derive(Serialize)]
pub(super) struct OneDashboardSummary {
    pub(super) dashboard_summary: DashboardSummary,
}

#[derive(Serialize)]
pub(super) struct DashboardSummaries {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dashboard_summaries: Vec<DashboardSummary>,
}

#[derive(Serialize)]
pub(super) struct DashboardSummary {
    pub(super) name: String,
    pub(super) overall_status: String,
    pub(super) tab_status_count: BTreeMap<String, usize>,
}
