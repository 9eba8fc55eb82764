//! The text for the pull request that replaces the current file, in the form of openshift/ci-tools' template.

use std::cmp::Reverse;

use super::go::duration;
use super::measure::{Measure, Measured, Move};
use super::params::{Mode, Params};
use super::row::{ComparisonRow, HistoryReport, Kind};
use crate::export::escape_markdown;
use crate::sorting::sort_by_key;

/// The text. As in the original there is a table only where something rose, of rows with enough runs; the repaired one
/// says which percentiles rose, has the column of the master nodes, and closes its rows.
pub fn write_pull_request(report: &HistoryReport) -> String {
    let what = report.data_type.word();
    let (added, removed) = (report.totals.added, report.totals.removed);
    let mut text =
        format!("## {what} Information\n\nThere were (`{added}`) added jobs and (`{removed}`) were removed.");
    if report.totals.risen > 0 {
        text += &format!(
            "\n\n### Comparisons were above allowed leeway of `{:.2}%`\n\n\
             Note: For {}, {what} had `{}` jobs increased and `{}` jobs decreased.\n\n\
             <details>\n  <summary>Click To Show Table</summary>\n\n{}\n\n</details>\n",
            report.leeway_percent,
            measures(report),
            report.totals.risen,
            report.totals.fallen,
            table(report)
        );
    }
    text + "\n"
}

/// Which numbers decide.
fn measures(report: &HistoryReport) -> String {
    if report.mode == Mode::Compat {
        return "P99".to_owned();
    }
    let names: Vec<&str> = report
        .rows
        .first()
        .map(|row| row.measures.iter().map(|m| m.measure.name()).collect())
        .unwrap_or_default();
    names.join(", ")
}

fn table(report: &HistoryReport) -> String {
    match report.mode {
        Mode::Compat => original_table(report),
        Mode::Repaired => repaired_table(report),
    }
}

/// Rows with enough runs of which P99 rose, by how much P95 rose; what rose alike by its key, where the original has no order.
fn original_table(report: &HistoryReport) -> String {
    let has_enough = |row: &&ComparisonRow| row.new_runs.is_some_and(|runs| runs >= Params::WEAK_UNDER_RUNS);
    let mut rows: Vec<&ComparisonRow> =
        report.rows.iter().filter(|row| row.kind == Kind::Risen).filter(has_enough).collect();
    sort_by_key(&mut rows, |row| (Reverse(rise(row, Measure::P95).0), row.key().map(str::to_owned)));
    rows.into_iter().fold(ORIGINAL_HEADER.to_owned(), |text, row| text + &original_row(row))
}

const ORIGINAL_HEADER: &str = "\
| Name | Release | From | Arch | Network | Platform | Topology | Job Results | P95 | P95 % Increase | P99 | P99 % Increase |\n\
| ---- | ------- | ---- | ---- | ------- | -------- |--------- | ----------- | --- | -------------- | --- | -------------- |\n";

fn original_row(row: &ComparisonRow) -> String {
    let key = key_cells(row).join(" | ");
    let shown = |measure: Measure| duration(milliseconds(find(row, measure).and_then(|m| m.new)));
    let percent = |measure: Measure| format!("{:.2}%", rise(row, measure).1);
    // No bar at the end: the original has none.
    format!(
        "| {key} | {} | {}| {} | {} | {} \n",
        row.new_runs.unwrap_or(0),
        shown(Measure::P95),
        percent(Measure::P95),
        shown(Measure::P99),
        percent(Measure::P99)
    )
}

fn find(row: &ComparisonRow, measure: Measure) -> Option<&Measured> {
    row.measures.iter().find(|own| own.measure == measure)
}

/// By how much a number rose, in milliseconds and in percent; zero where it did not rise beyond the leeway.
fn rise(row: &ComparisonRow, measure: Measure) -> (i64, f64) {
    let risen = find(row, measure).filter(|measured| measured.moved == Move::Risen);
    risen.map_or((0, 0.0), |m| {
        let (old, rise) = (milliseconds(m.old), milliseconds(m.new) - milliseconds(m.old));
        (rise, rise as f64 / old as f64 * 100.0)
    })
}

#[expect(clippy::cast_possible_truncation, reason = "made from whole milliseconds")]
fn milliseconds(seconds: Option<f64>) -> i64 {
    seconds.map_or(0, |seconds| (seconds * 1000.0).round() as i64)
}

/// Name, release, from, architecture, network, platform, topology.
fn key_cells(row: &ComparisonRow) -> [String; 7] {
    let name = match (row.namespace.as_str(), row.level.as_str()) {
        ("", "") => row.name.clone(),
        (namespace, level) => format!("{} {namespace} {level}", row.name),
    };
    let rest =
        [&row.release, &row.from_release, &row.architecture, &row.network, &row.platform, &row.topology];
    let [release, from, architecture, network, platform, topology] = rest.map(|text| safe(text));
    [safe(&name), release, from, architecture, network, platform, topology]
}

/// The signs of usual names as they are, since other programs may look for them; with any other sign all are escaped.
fn safe(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ._:/-".contains(c);
    if text.chars().all(is_plain) { text.to_owned() } else { escape_markdown(text) }
}

/// Rows with enough runs that rose, the largest difference first, with what was and what is.
fn repaired_table(report: &HistoryReport) -> String {
    let rows: Vec<&ComparisonRow> =
        report.rows.iter().filter(|row| row.kind == Kind::Risen && !row.weak).collect();
    let names: Vec<&str> =
        rows.first().map(|row| row.measures.iter().map(|m| m.measure.name()).collect()).unwrap_or_default();
    let rules: Vec<&str> = names.iter().map(|_| "---").collect();
    let mut text = format!(
        "| Name | Release | From | Arch | Network | Platform | Topology | Master Nodes Updated | Job Results | {} |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | {} |\n",
        names.join(" | "),
        rules.join(" | ")
    );
    for row in rows {
        let measures: Vec<String> = row.measures.iter().map(repaired_cell).collect();
        text += &format!(
            "| {} | {} | {} | {} |\n",
            key_cells(row).join(" | "),
            safe(&row.master_nodes_updated),
            row.new_runs.map(|runs| runs.to_string()).unwrap_or_default(),
            measures.join(" | ")
        );
    }
    text
}

/// `1 s → 4 s (+300.00%)`, in bold where it rose; one value where nothing changed.
fn repaired_cell(measured: &Measured) -> String {
    let shown = |value: f64| measured.measure.shown(value);
    let (Some(old), Some(new)) = (measured.old.map(shown), measured.new.map(shown)) else {
        return "?".to_owned();
    };
    let percent =
        measured.percent.map_or_else(|| "from zero".to_owned(), |percent| format!("{percent:+.2}%"));
    match measured.moved {
        Move::Risen => format!("**{old} → {new} ({percent})**"),
        _ if measured.difference == Some(0.0) => new,
        _ => format!("{old} → {new}"),
    }
}
