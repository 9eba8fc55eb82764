//! Draws legacy bodies: `/<dashboard>/summary` and `/<dashboard>/table`.

use std::collections::BTreeMap;

use super::legacy_shapes::{
    AlertingTest, Cluster, Empty, PhaseTimer, RowAlert, Stretch, Summary, Table, TableRow, Template,
};
use crate::grid::{NO_RESULT, Outcome, Row, Tab, outcome};
use crate::judge::{Alert, RECENT_COLUMNS, judge};
use crate::names::normalise;

const CODE_SEARCH: &str = "https://github.com/kubernetes/kubernetes/search";

/// The summary of a dashboard: an object with one key per tab.
pub fn summary(dashboard: &crate::grid::Dashboard) -> Vec<u8> {
    let tabs: BTreeMap<&str, Summary> =
        dashboard.tabs.iter().map(|tab| (tab.name.as_str(), tab_summary(&dashboard.name, tab))).collect();
    serde_json::to_vec(&tabs).unwrap_or_default()
}

/// The table of a tab; `only_failed` leaves out rows without a failure.
pub fn table(tab: &Tab, only_failed: bool) -> Vec<u8> {
    let rows: Vec<&Row> = tab.rows.iter().filter(|row| !only_failed || has_failed(row)).collect();
    serde_json::to_vec(&drawn_table(tab, &rows)).unwrap_or_default()
}

fn has_failed(row: &Row) -> bool {
    row.cells.iter().any(|&value| matches!(outcome(value), Outcome::Fail | Outcome::Flaky))
}

fn tab_summary(dashboard: &str, tab: &Tab) -> Summary {
    let judged = judge(tab);
    Summary {
        alert: judged.stale,
        last_run_timestamp: tab.columns.first().map_or(0, |column| column.started_at_ms),
        last_update_timestamp: tab.updated_at_s,
        latest_green: judged.latest_green,
        overall_status: judged.status.name(),
        overall_status_icon: judged.status.icon(),
        status: judged.message,
        tests: judged.alerts.iter().map(|(row, alert)| alerting_test(tab, *row, alert)).collect(),
        dashboard_name: dashboard.to_owned(),
        bug_url: String::new(),
    }
}

fn alerting_test(tab: &Tab, row: usize, alert: &Alert) -> AlertingTest {
    let started_s = |column: usize| tab.columns[column].started_at_ms / 1000;
    let row = &tab.rows[row];
    AlertingTest {
        display_name: row.name.clone(),
        test_name: row.name.clone(),
        fail_count: alert.failures,
        fail_timestamp: started_s(alert.first_failure),
        pass_timestamp: alert.latest_pass.map_or(0, started_s),
        build_link: format!(
            "https://prow.k8s.io/view/gs/{}/{}",
            tab.gcs_prefix, tab.columns[alert.first_failure].build
        ),
        build_url_text: String::new(),
        build_link_text: tab.columns[alert.first_failure].build.clone(),
        failure_message: row.note(alert.latest_failure).message,
        linked_bugs: row.issues.clone(),
        fail_test_link: String::new(),
    }
}

fn drawn_table<'a>(tab: &'a Tab, rows: &[&'a Row]) -> Table<'a> {
    let judged = judge(tab);
    Table {
        test_group_name: normalise(tab.prow_job()),
        query: &tab.gcs_prefix,
        status: "Served from cache in 0.21 seconds",
        phase_timer: PhaseTimer {
            phases: ["config load", "table querying"],
            delta: [0.01, 0.2],
            total: 0.21,
        },
        cached: true,
        summary: "",
        bugs: Empty {},
        changelists: tab.columns.iter().map(|column| column.build.as_str()).collect(),
        column_ids: tab.columns.iter().map(|column| format!("\u{e000}{}", column.build)).collect(),
        custom_columns: custom_columns(tab),
        column_header_names: header_names(tab),
        groups: vec![""; tab.columns.len()],
        metrics: ["test-duration-minutes"],
        tests: rows.iter().map(|row| table_row(tab, row)).collect(),
        row_ids: rows.iter().map(|row| row.name.as_str()).collect(),
        timestamps: tab.columns.iter().map(|column| column.started_at_ms).collect(),
        clusters: clusters(rows),
        test_id_map: None,
        test_metadata: Empty {},
        stale_test_threshold: RECENT_COLUMNS,
        num_stale_tests: tab.rows.iter().filter(|row| is_stale(row)).count(),
        add_tabular_names_option: false,
        show_tabular_names: false,
        description: "",
        bug_component: 0,
        code_search_path: CODE_SEARCH,
        open_test_template: template("https://prow.k8s.io/view/gs/<gcs_prefix>/<changelist>"),
        file_bug_template: bug_template(),
        attach_bug_template: template(""),
        results_url_template: template("https://prow.k8s.io/job-history/<gcs_prefix>"),
        code_search_url_template: template(
            "https://github.com/kubernetes/kubernetes/compare/<start-custom-0>...<end-custom-0>",
        ),
        about_dashboard_url: "",
        open_bug_template: template("https://github.com/kubernetes/kubernetes/issues/"),
        results_text: "See these results on Prow",
        latest_green: String::new(),
        triage_enabled: false,
        notifications: None,
        overall_status: judged.status.number(),
    }
}

fn custom_columns(tab: &Tab) -> Vec<Vec<&str>> {
    (0..tab.custom_headers.len())
        .map(|header| {
            tab.columns.iter().map(|column| column.custom.get(header).map_or("", String::as_str)).collect()
        })
        .collect()
}

fn header_names(tab: &Tab) -> Vec<&str> {
    ["Date", "Time"].into_iter().chain(tab.custom_headers.iter().map(String::as_str)).collect()
}

fn is_stale(row: &Row) -> bool {
    row.cells.iter().take(RECENT_COLUMNS).all(|&value| value == NO_RESULT)
}

fn template(url: &'static str) -> Template {
    Template { url, options: BTreeMap::new() }
}

fn bug_template() -> Template {
    let options = [("body", "test: <test-name> failed, see <link>"), ("title", "E2E: <test-name>")];
    Template { url: "https://github.com/kubernetes/kubernetes/issues/new", options: options.into() }
}

fn table_row<'a>(tab: &Tab, row: &'a Row) -> TableRow<'a> {
    let filled: Vec<usize> = (0..row.cells.len()).filter(|&column| row.cells[column] != NO_RESULT).collect();
    let note = |column: &usize| row.notes.get(column);
    TableRow {
        name: &row.name,
        original_name: &row.name,
        alert: Alert::of(row).map(|alert| row_alert(tab, row, &alert)),
        linked_bugs: &row.issues,
        messages: filled.iter().map(|column| note(column).map_or("", |note| &*note.message)).collect(),
        short_texts: filled.iter().map(|column| note(column).map_or("", |note| &*note.icon)).collect(),
        statuses: run_lengths(&row.cells),
        target: &row.name,
    }
}

/// Stretches of equal cells, newest first; their counts add up to the number of columns.
fn run_lengths(cells: &[u8]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for &value in cells {
        match stretches.last_mut() {
            Some(last) if last.value == value => last.count += 1,
            _ => stretches.push(Stretch { count: 1, value }),
        }
    }
    stretches
}

fn row_alert<'a>(tab: &Tab, row: &'a Row, alert: &Alert) -> RowAlert<'a> {
    let build = |column: usize| tab.columns[column].build.clone();
    let started = |column: usize| tab.columns[column].started_at_ms;
    RowAlert {
        fail_cl: build(alert.first_failure),
        fail_count: alert.failures,
        fail_time: started(alert.first_failure),
        text: format!("Alert: {} failures", alert.failures),
        message: row.note(alert.latest_failure).message,
        link_text: "",
        link: "",
        url_text: "",
        test_id: "",
        pass_cl: alert.latest_pass.map(build).unwrap_or_default(),
        pass_count: 0,
        pass_time: alert.latest_pass.map_or(0, started),
        code_search_path: CODE_SEARCH,
        test_name: &row.name,
    }
}

/// Failures grouped by status and equal message, the biggest first.
fn clusters<'a>(rows: &[&'a Row]) -> Vec<Cluster<'a>> {
    let mut found: BTreeMap<(u8, &str), BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for row in rows {
        for (column, &value) in
            row.cells.iter().enumerate().filter(|&(_, &value)| outcome(value) == Outcome::Fail)
        {
            let message = row.notes.get(&column).map_or("", |note| note.message.as_str());
            found.entry((value, message)).or_default().entry(&row.name).or_default().push(column);
        }
    }
    let cluster = |((test_status, message), test_results): ((u8, &'a str), BTreeMap<&'a str, Vec<usize>>)| {
        let area = test_results.values().map(Vec::len).sum();
        Cluster { test_status, message, area, test_results }
    };
    let mut clusters: Vec<Cluster> = found.into_iter().map(cluster).collect();
    clusters.sort_by(|a, b| b.area.cmp(&a.area).then_with(|| a.message.cmp(b.message)));
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_lengths_add_up() {
        let cells = [0, 12, 12, 1];
        let expected = [(1, 0), (2, 12), (1, 1)].map(|(count, value)| Stretch { count, value });
        assert_eq!(run_lengths(&cells), expected);
        assert_eq!(run_lengths(&[]), []);
    }

    #[test]
    fn messages_stand_for_filled_cells_only() {
        let mut row = Row { name: "a".to_owned(), cells: vec![0, 1, 0, 0], ..Row::default() };
        row.mark(2, 12, "F", "broken".to_owned());
        let column = crate::grid::Column { build: "1".to_owned(), started_at_ms: 0, custom: Vec::new() };
        let tab = Tab {
            name: String::new(),
            gcs_prefix: String::new(),
            custom_headers: Vec::new(),
            columns: vec![column; 4],
            rows: Vec::new(),
            updated_at_s: 0,
            stale_after_hours: None,
            judges_health: false,
        };
        let drawn = table_row(&tab, &row);
        assert_eq!((drawn.messages, drawn.short_texts), (vec!["", "broken"], vec!["", "F"]));
    }
}
