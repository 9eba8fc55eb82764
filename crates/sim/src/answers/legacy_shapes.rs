//! Legacy bodies field by field, in the spelling of the old front end: kebab case here, snake case there.

use std::collections::BTreeMap;

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Summary {
    pub(super) alert: String,
    pub(super) last_run_timestamp: i64,
    pub(super) last_update_timestamp: i64,
    pub(super) latest_green: String,
    pub(super) overall_status: &'static str,
    pub(super) overall_status_icon: &'static str,
    pub(super) status: String,
    pub(super) tests: Vec<AlertingTest>,
    pub(super) dashboard_name: String,
    pub(super) bug_url: String,
}

#[derive(Serialize)]
pub(super) struct AlertingTest {
    pub(super) display_name: String,
    pub(super) test_name: String,
    pub(super) fail_count: usize,
    pub(super) fail_timestamp: i64,
    pub(super) pass_timestamp: i64,
    pub(super) build_link: String,
    pub(super) build_url_text: String,
    pub(super) build_link_text: String,
    pub(super) failure_message: String,
    pub(super) linked_bugs: Vec<String>,
    pub(super) fail_test_link: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "the format has them")]
pub(super) struct Table<'a> {
    pub(super) test_group_name: String,
    pub(super) query: &'a str,
    pub(super) status: &'static str,
    pub(super) phase_timer: PhaseTimer,
    pub(super) cached: bool,
    pub(super) summary: &'static str,
    pub(super) bugs: Empty,
    pub(super) changelists: Vec<&'a str>,
    #[serde(rename = "column_ids")]
    pub(super) column_ids: Vec<String>,
    pub(super) custom_columns: Vec<Vec<&'a str>>,
    pub(super) column_header_names: Vec<&'a str>,
    pub(super) groups: Vec<&'static str>,
    pub(super) metrics: [&'static str; 1],
    pub(super) tests: Vec<TableRow<'a>>,
    #[serde(rename = "row_ids")]
    pub(super) row_ids: Vec<&'a str>,
    pub(super) timestamps: Vec<i64>,
    pub(super) clusters: Vec<Cluster<'a>>,
    #[serde(rename = "test_id_map")]
    pub(super) test_id_map: Option<Empty>,
    pub(super) test_metadata: Empty,
    pub(super) stale_test_threshold: usize,
    pub(super) num_stale_tests: usize,
    pub(super) add_tabular_names_option: bool,
    pub(super) show_tabular_names: bool,
    pub(super) description: &'static str,
    pub(super) bug_component: u32,
    pub(super) code_search_path: &'static str,
    pub(super) open_test_template: Template,
    pub(super) file_bug_template: Template,
    pub(super) attach_bug_template: Template,
    pub(super) results_url_template: Template,
    pub(super) code_search_url_template: Template,
    pub(super) about_dashboard_url: &'static str,
    pub(super) open_bug_template: Template,
    pub(super) results_text: &'static str,
    pub(super) latest_green: String,
    pub(super) triage_enabled: bool,
    pub(super) notifications: Option<Empty>,
    pub(super) overall_status: u8,
}

#[derive(Serialize)]
pub(super) struct Empty {}

#[derive(Serialize)]
pub(super) struct PhaseTimer {
    pub(super) phases: [&'static str; 2],
    pub(super) delta: [f64; 2],
    pub(super) total: f64,
}

#[derive(Serialize)]
pub(super) struct Template {
    pub(super) url: &'static str,
    pub(super) options: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
pub(super) struct TableRow<'a> {
    pub(super) name: &'a str,
    #[serde(rename = "original-name")]
    pub(super) original_name: &'a str,
    pub(super) alert: Option<RowAlert<'a>>,
    pub(super) linked_bugs: &'a [String],
    pub(super) messages: Vec<&'a str>,
    pub(super) short_texts: Vec<&'a str>,
    pub(super) statuses: Vec<Stretch>,
    pub(super) target: &'a str,
}

/// A stretch of equal cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Stretch {
    pub(super) count: usize,
    pub(super) value: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct RowAlert<'a> {
    pub(super) fail_cl: String,
    pub(super) fail_count: usize,
    pub(super) fail_time: i64,
    pub(super) text: String,
    pub(super) message: String,
    pub(super) link_text: &'static str,
    pub(super) link: &'static str,
    pub(super) url_text: &'static str,
    pub(super) test_id: &'static str,
    pub(super) pass_cl: String,
    pub(super) pass_count: usize,
    pub(super) pass_time: i64,
    pub(super) code_search_path: &'static str,
    pub(super) test_name: &'a str,
}

#[derive(Serialize)]
pub(super) struct Cluster<'a> {
    pub(super) test_status: u8,
    pub(super) message: &'a str,
    pub(super) area: usize,
    pub(super) test_results: BTreeMap<&'a str, Vec<usize>>,
}
