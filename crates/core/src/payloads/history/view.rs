//! What the page shows of a comparison: the rows in sight, the values to choose from, and the largest changes for a figure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measure::{Measure, Measured, Move};
use super::params::DataType;
use super::query::{Field, HistoryFilter, Query, ReadyFilter};
use super::row::{ComparisonRow, HistoryReport};
use crate::sorting::sort_by;
use crate::warning::Warning;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HistoryView {
    /// The files are those of the made-up sample.
    pub made_up: bool,
    /// The file that is in use, and the one that would replace it.
    pub slots: [Slot; 2],
    /// Why there is no comparison; empty where there is one, and as long as a file is missing.
    pub problem: String,
    /// The comparison, when both files are there.
    pub compared: Option<ComparedView>,
}

/// What is known of one of the two files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its name; empty where no file was chosen.
    pub name: String,
    /// What it is about; `None` where it could not be read.
    pub data_type: Option<DataType>,
    /// How many rows could be read.
    pub rows: u32,
    /// What could not be read; the whole file, where it has no type.
    pub warnings: Vec<Warning>,
}

/// A comparison, as far as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedView {
    /// The answer in a sentence or two.
    pub sentence: String,
    /// The comparison; of its rows those that are listed, at most as many as were asked for.
    pub report: HistoryReport,
    /// How many rows the filter takes.
    pub matching: u32,
    /// The values of each column, in the order of [`Field::ALL`].
    pub facets: Vec<Facet>,
    /// The number of the figure.
    pub measure: Measure,
    /// The largest changes of that number among the rows that the filter takes, the largest first.
    pub changes: Vec<Change>,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The column.
    pub field: Field,
    /// Each value with how many rows the rest of the filter takes, sorted by value. A missing value cannot be chosen.
    pub values: Vec<(String, u32)>,
}

/// A row of the figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What it is about: its name, and what tells it from the others.
    pub name: String,
    /// In the current file: seconds, or a fraction.
    pub old: f64,
    /// In the new file.
    pub new: f64,
    /// Whether it went beyond the leeway.
    pub moved: Move,
    /// Little can be said.
    pub weak: bool,
}

impl ComparedView {
    /// So many changes are drawn.
    pub const MOST_CHANGES: usize = 30;

    /// The first `limit` rows that the filter takes, and what stands beside them.
    pub fn of(report: &HistoryReport, query: &Query, limit: u32) -> Self {
        let filter = query.filter.ready();
        let taken: Vec<&ComparisonRow> = report.rows.iter().filter(|row| filter.takes(row)).collect();
        let measure = measure_of(report.data_type, query.measure);
        Self {
            sentence: report.summary(),
            matching: u32::try_from(taken.len()).unwrap_or(u32::MAX),
            facets: Field::ALL
                .into_iter()
                .map(|field| facet(report, &filter, &query.filter, field))
                .collect(),
            measure,
            changes: changes(&taken, measure),
            report: HistoryReport {
                rows: taken.into_iter().take(limit as usize).cloned().collect(),
                releases: report.releases.clone(),
                warnings: report.warnings.clone(),
                ..*report
            },
        }
    }
}

/// Files about tests have one number.
fn measure_of(data_type: DataType, asked: Measure) -> Measure {
    if data_type == DataType::Tests { Measure::FailureRate } else { asked }
}

fn facet(report: &HistoryReport, ready: &ReadyFilter<'_>, filter: &HistoryFilter, field: Field) -> Facet {
    let mut values: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &report.rows {
        *values.entry(field.of(row)).or_default() += u32::from(ready.takes_but_for(row, Some(field)));
    }
    // What a link chose stays, so that it can be seen and taken back.
    values.entry(filter.chosen(field)).or_default();
    values.remove("");
    Facet { field, values: values.into_iter().map(|(value, rows)| (value.to_owned(), rows)).collect() }
}

fn changes(rows: &[&ComparisonRow], measure: Measure) -> Vec<Change> {
    let mut found: Vec<(&ComparisonRow, Measured)> = rows
        .iter()
        .filter_map(|row| Some((*row, *row.measures.iter().find(|own| own.measure == measure)?)))
        .filter(|(_, measured)| measured.difference.is_some_and(|difference| difference != 0.0))
        .collect();
    let size = |measured: &Measured| measured.difference.map_or(0.0, f64::abs);
    sort_by(&mut found, |(a, own), (b, other)| {
        size(other).total_cmp(&size(own)).then_with(|| a.key().cmp(&b.key()))
    });
    found.truncate(ComparedView::MOST_CHANGES);
    let differs = differing(&found);
    let change = |(row, measured): &(&ComparisonRow, Measured)| {
        let (old, new) = measured.old.zip(measured.new)?;
        Some(Change { name: name(row, differs), old, new, moved: measured.moved, weak: row.weak })
    };
    found.iter().filter_map(change).collect()
}

/// The parts of the key in which the rows of the figure differ.
fn differing(rows: &[(&ComparisonRow, Measured)]) -> [bool; 10] {
    let first = rows.first().map(|(row, _)| row.key()).unwrap_or_default();
    rows.iter().fold([false; 10], |mut differs, (row, _)| {
        let parts = row.key().into_iter().zip(first);
        differs.iter_mut().zip(parts).for_each(|(differs, (own, first))| *differs |= own != first);
        differs
    })
}

/// `kube-api-new-connections · 4.16 · aws`.
fn name(row: &ComparisonRow, differs: [bool; 10]) -> String {
    let parts = row.key().into_iter().zip(differs).skip(1);
    let parts = parts.filter(|(part, differs)| *differs && !part.is_empty()).map(|(part, _)| part);
    std::iter::once(row.name.as_str()).chain(parts).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::payload_history::{HistorySubject, read_history};
    use crate::payloads::history::{Kind, compare_history};

    /// Name, platform, network, the 99th percentile before and now.
    const ROWS: [(&str, &str, &str, &str, &str); 5] = [
        ("kube-api", "aws", "ovn", "1", "9"),
        ("kube-api", "gcp", "ovn", "4", "1"),
        ("ingress", "aws", "sdn", "2", "2"),
        ("oauth", "", "ovn", "2", "2.2"),
        ("image", "aws", "ovn", "", "3"),
    ];

    fn report() -> HistoryReport {
        let file = |new: bool| {
            let row = |(name, platform, network, old, now): &(&str, &str, &str, &str, &str)| {
                let p99 = if new { now } else { old };
                format!(
                    r#"{{"BackendName":"{name}","Release":"4.16","FromRelease":"4.15","Platform":"{platform}","Network":"{network}","JobRuns":500,"P99":"{p99}"}}"#
                )
            };
            let rows: Vec<String> = ROWS.iter().filter(|row| new || !row.3.is_empty()).map(row).collect();
            let text = format!("[{}]", rows.join(","));
            read_history(text.as_bytes(), "f", HistorySubject::Disruptions).unwrap()
        };
        let params = Query::default().params;
        compare_history(&file(false), &file(true), HistorySubject::Disruptions, &params).unwrap()
    }

    fn check(filter: &HistoryFilter, limit: u32, expect: (&[&str], u32)) {
        let query = Query { filter: filter.clone(), ..Query::default() };
        let view = ComparedView::of(&report(), &query, limit);
        let names: Vec<String> =
            view.report.rows.iter().map(|row| format!("{} {}", row.name, row.platform)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!((names.as_slice(), view.matching), expect, "{filter:?}");
    }

    #[test]
    fn what_changed_comes_first_and_can_be_narrowed() {
        let usual = HistoryFilter::default;
        check(&usual(), 9, (&["kube-api aws", "kube-api gcp", "image aws"], 3));
        check(&usual(), 1, (&["kube-api aws"], 3));
        check(&usual().with(Field::Platform, "aws"), 9, (&["kube-api aws", "image aws"], 2));
        check(&usual().with(Field::Platform, "azure"), 9, (&[], 0));
        check(&HistoryFilter { text: " KUBE ".into(), ..usual() }, 9, (&["kube-api aws", "kube-api gcp"], 2));
        check(&HistoryFilter { kinds: vec![Kind::Same], ..usual() }, 9, (&["oauth ", "ingress aws"], 2));
    }

    #[test]
    fn values_are_counted_by_the_rest_of_the_filter() {
        let filter = HistoryFilter::default().with(Field::Platform, "gcp").with(Field::Release, "4.1");
        let query = Query { filter: filter.with(Field::Release, ""), ..Query::default() };
        let view = ComparedView::of(&report(), &query, 9);
        let values = |field: Field| -> Vec<(String, u32)> {
            view.facets.iter().find(|facet| facet.field == field).unwrap().values.clone()
        };
        assert_eq!(values(Field::Platform), [("aws".to_owned(), 2), ("gcp".to_owned(), 1)]);
        assert_eq!(values(Field::Network), [("ovn".to_owned(), 1), ("sdn".to_owned(), 0)]);
        let chosen = Query { filter: HistoryFilter::default().with(Field::Topology, "ha"), ..query };
        let facets = ComparedView::of(&report(), &chosen, 9).facets;
        assert_eq!(facets[3].values, [("ha".to_owned(), 0)], "what a link chose stays");
    }

    #[test]
    fn the_largest_changes_are_drawn() {
        let all = HistoryFilter { kinds: Kind::ALL.to_vec(), ..HistoryFilter::default() };
        let view = ComparedView::of(&report(), &Query { filter: all, ..Query::default() }, 0);
        let drawn: Vec<_> = view
            .changes
            .iter()
            .map(|change| (change.name.as_str(), change.old, change.new, change.moved))
            .collect();
        assert_eq!(
            drawn,
            [
                ("kube-api · aws", 1.0, 9.0, Move::Risen),
                ("kube-api · gcp", 4.0, 1.0, Move::Fallen),
                ("oauth", 2.0, 2.2, Move::Same),
            ]
        );
        assert!(
            view.report.rows.is_empty() && view.sentence.starts_with("1 of 5 rows rose by more than 30 %")
        );
        let median = Query { measure: Measure::P50, ..Query::default() };
        assert!(ComparedView::of(&report(), &median, 9).changes.is_empty());
    }
}
