//! The comparison as JSON with everything, as a table for a spreadsheet, and for reading.

use super::measure::{Measure, Measured};
use super::params::Mode;
use super::row::{ComparisonRow, HistoryReport, Kind};
use crate::export::{
    Cell, Document, Format, Part, Sheet, Value, warnings, write_csv, write_html, write_json, write_markdown,
    write_org,
};

/// Writes the answer. JSON has everything, CSV every row; the others leave out rows without a change.
pub fn write_history(report: &HistoryReport, format: Format) -> String {
    match format {
        Format::Json => write_json(report),
        Format::Csv => {
            let measures = measures(report);
            let cells: Vec<Vec<String>> = report.rows.iter().map(|row| every_cell(row, &measures)).collect();
            write_csv(&sheet(every_column(&measures), &cells))
        }
        Format::Markdown => for_reading(report, write_markdown),
        Format::Org => for_reading(report, write_org),
        Format::Html => for_reading(report, write_html),
    }
}

/// The numbers that the rows have.
fn measures(report: &HistoryReport) -> Vec<Measure> {
    report.rows.first().map(|row| row.measures.iter().map(|m| m.measure).collect()).unwrap_or_default()
}

const KEY: [&str; 10] = [
    "name",
    "namespace",
    "level",
    "release",
    "from_release",
    "platform",
    "architecture",
    "network",
    "topology",
    "master_nodes_updated",
];

fn every_column(measures: &[Measure]) -> Vec<&'static str> {
    let fixed = KEY.into_iter().chain(["kind", "weak", "old_runs", "new_runs"]);
    fixed.chain(measures.iter().copied().flat_map(columns)).chain(["reason"]).collect()
}

/// The columns of a number.
fn columns(measure: Measure) -> [&'static str; 4] {
    match measure {
        Measure::P50 => ["p50_old", "p50_new", "p50_difference", "p50_percent"],
        Measure::P75 => ["p75_old", "p75_new", "p75_difference", "p75_percent"],
        Measure::P95 => ["p95_old", "p95_new", "p95_difference", "p95_percent"],
        Measure::P99 => ["p99_old", "p99_new", "p99_difference", "p99_percent"],
        Measure::FailureRate => {
            ["failure_rate_old", "failure_rate_new", "failure_rate_difference", "failure_rate_percent"]
        }
    }
}

fn every_cell(row: &ComparisonRow, measures: &[Measure]) -> Vec<String> {
    let runs = |runs: Option<u32>| runs.map(|runs| runs.to_string()).unwrap_or_default();
    let fixed = [row.kind.word().to_owned(), row.weak.to_string(), runs(row.old_runs), runs(row.new_runs)];
    let numbers = measures.iter().flat_map(|measure| {
        let own = row.measures.iter().find(|own| own.measure == *measure);
        own.map_or([None; 4], |m| [m.old, m.new, m.difference, m.percent])
    });
    let numbers = numbers.map(|number| number.map(|number| number.to_string()).unwrap_or_default());
    let key = row.key().into_iter().map(str::to_owned);
    key.chain(fixed).chain(numbers).chain([row.reason.clone()]).collect()
}

fn sheet<'a>(columns: Vec<&'static str>, cells: &'a [Vec<String>]) -> Sheet<'a> {
    let row = |row: &'a Vec<String>| row.iter().map(|text| Cell::from(Value::Text(text))).collect();
    Sheet { columns, rows: cells.iter().map(row).collect() }
}

fn for_reading(report: &HistoryReport, write: fn(&Document<'_>) -> String) -> String {
    let mut document = Document::new(format!("History of {}", report.data_type.word()));
    document.line(vec![Part::text(report.summary())]);
    let mut tables = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Same) {
        let rows: Vec<&ComparisonRow> = report.rows.iter().filter(|row| row.kind == kind).collect();
        if !rows.is_empty() {
            let cells: Vec<Vec<String>> = rows.into_iter().map(short_cells).collect();
            tables.push((format!("{} ({})", heading(kind), cells.len()), cells));
        }
    }
    let columns = short_columns(&measures(report));
    for (title, cells) in &tables {
        document.heading(title.clone());
        document.table(sheet(columns.clone(), cells));
    }
    warnings(&mut document, &report.warnings);
    write(&document)
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Risen => "Risen",
        Kind::Fallen => "Fallen",
        Kind::Added => "Added",
        Kind::Removed => "Removed",
        Kind::Same => "Unchanged",
    }
}

fn short_columns(measures: &[Measure]) -> Vec<&'static str> {
    let names = measures.iter().map(|measure| measure.name());
    KEY.into_iter().chain(["runs", "weak"]).chain(names).chain(["why"]).collect()
}

fn short_cells(row: &ComparisonRow) -> Vec<String> {
    let runs = |runs: Option<u32>| runs.map_or_else(|| "?".to_owned(), |runs| runs.to_string());
    let shown = match row.kind {
        Kind::Added => runs(row.new_runs),
        Kind::Removed => runs(row.old_runs),
        _ => format!("{} → {}", runs(row.old_runs), runs(row.new_runs)),
    };
    let weak = if row.weak { "weak" } else { "" };
    let numbers = row.measures.iter().map(short_number);
    let key = row.key().into_iter().map(str::to_owned);
    key.chain([shown, weak.to_owned()]).chain(numbers).chain([row.reason.clone()]).collect()
}

/// `1 s → 4 s`, or the value that there is.
fn short_number(measured: &Measured) -> String {
    let shown = |value: f64| measured.measure.shown(value);
    match (measured.old, measured.new) {
        (Some(old), Some(new)) if old.total_cmp(&new).is_ne() => format!("{} → {}", shown(old), shown(new)),
        (Some(value), _) | (None, Some(value)) => shown(value),
        (None, None) => String::new(),
    }
}

impl HistoryReport {
    /// The answer in one sentence or two.
    pub fn summary(&self) -> String {
        let t = &self.totals;
        let rules = match self.mode {
            Mode::Repaired => String::new(),
            Mode::Compat => ", by the rules of the original".to_owned(),
        };
        let releases = [self.releases.target.as_str(), self.releases.previous.as_str()];
        let releases: Vec<&str> = releases.into_iter().filter(|release| !release.is_empty()).collect();
        format!(
            "{} of {} rows rose by more than {} % ({} of them with enough runs). Fallen: {}, added: {}, removed: {}, unchanged: {}. \
             Releases: {}{rules}.",
            t.risen,
            t.rows,
            self.leeway_percent,
            t.risen_firmly,
            t.fallen,
            t.added,
            t.removed,
            t.same,
            releases.join(" and ")
        )
    }
}
