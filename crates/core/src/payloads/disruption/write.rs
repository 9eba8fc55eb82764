//! The checks as JSON with everything, as a table for a spreadsheet, and for reading.

use super::report::{CheckRow, DisruptionReport};
use crate::export::{
    Cell, Document, Format, Part, Sheet, Value, warnings, write_csv, write_html, write_json, write_markdown,
    write_org,
};

const COLUMNS: [&str; 13] = [
    "backend",
    "check",
    "verdict",
    "runs",
    "passes",
    "failures",
    "required_passes",
    "threshold_seconds",
    "grace_seconds",
    "mean_seconds",
    "history_runs",
    "runs_above",
    "reason",
];

/// The places in [`COLUMNS`] of what fits a page.
const SHORT: [usize; 5] = [0, 1, 2, 3, 12];

/// Writes the answer.
pub fn write_disruption(report: &DisruptionReport, format: Format) -> String {
    let cells: Vec<Vec<String>> = report.checks.iter().map(cells).collect();
    let every: Vec<usize> = (0..COLUMNS.len()).collect();
    match format {
        Format::Json => write_json(report),
        Format::Csv => write_csv(&sheet(&cells, &every)),
        Format::Markdown => write_markdown(&for_reading(report, &cells)),
        Format::Org => write_org(&for_reading(report, &cells)),
        Format::Html => write_html(&for_reading(report, &cells)),
    }
}

fn sheet<'a>(cells: &'a [Vec<String>], places: &[usize]) -> Sheet<'a> {
    let row = |row: &'a Vec<String>| {
        places.iter().filter_map(|place| row.get(*place)).map(|text| Cell::from(Value::Text(text))).collect()
    };
    Sheet {
        columns: places.iter().filter_map(|place| COLUMNS.get(*place).copied()).collect(),
        rows: cells.iter().map(row).collect(),
    }
}

fn cells(row: &CheckRow) -> Vec<String> {
    let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    let seconds = |seconds: Option<f64>| seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
    vec![
        row.backend.clone(),
        row.check.word().to_owned(),
        row.verdict.word().to_owned(),
        row.runs.to_string(),
        count(row.passes),
        count(row.failures),
        count(row.required_passes),
        seconds(row.threshold_seconds),
        count(row.grace_seconds),
        seconds(row.mean_seconds),
        row.history_runs.to_string(),
        row.runs_above.join(" "),
        row.reason.clone(),
    ]
}

fn for_reading<'a>(report: &'a DisruptionReport, cells: &'a [Vec<String>]) -> Document<'a> {
    let mut document = Document::new(format!("Disruption: {}", report.verdict.word()));
    let job = if report.job.is_empty() { String::new() } else { format!(" of {}", report.job) };
    document.line(vec![Part::text(format!("{} runs{job}. {}", report.runs, report.sentence))]);
    if let Some(history) = &report.history {
        document.heading(format!("History: {} runs", history.runs));
        document.list(history.notes.iter().map(|note| vec![Part::text(note)]).collect());
    }
    if !cells.is_empty() {
        document.heading(format!("Checks ({})", cells.len()));
        document.table(sheet(cells, &SHORT));
    }
    warnings(&mut document, &report.warnings);
    document
}
