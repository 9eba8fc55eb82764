//! Clusters as JSON with everything, as a table for a spreadsheet, and for reading.

use serde::{Deserialize, Serialize};

use super::cluster::Cluster;
use super::clustering::Clustering;
use crate::export::{Cell, Document, Part, Sheet, Value, warnings, write_csv, write_json, write_markdown};
use crate::model::Failure;

/// The formats of a list of clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClusterFormat {
    /// Everything, the labels of the records too.
    #[default]
    Json,
    /// A row for each cluster.
    Csv,
    /// A table for an issue or a chat.
    Markdown,
}

impl ClusterFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Markdown];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// The files about failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailuresFile {
    /// The clusters.
    Clusters(ClusterFormat),
    /// Which record lies in which cluster, as CSV.
    Labels,
    /// What was learned, to give chances with later.
    Model,
}

impl FailuresFile {
    /// Every file, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Clusters(ClusterFormat::Csv),
        Self::Clusters(ClusterFormat::Json),
        Self::Clusters(ClusterFormat::Markdown),
        Self::Labels,
        Self::Model,
    ];

    /// What it is called, in its name and in the menu.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clusters(_) => "clusters",
            Self::Labels => "labels",
            Self::Model => "model",
        }
    }

    /// The ending of its name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Clusters(ClusterFormat::Json) | Self::Model => "json",
            Self::Clusters(ClusterFormat::Csv) | Self::Labels => "csv",
            Self::Clusters(ClusterFormat::Markdown) => "md",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self.extension() {
            "json" => "application/json",
            "csv" => "text/csv;charset=utf-8",
            _ => "text/markdown;charset=utf-8",
        }
    }
}

/// Which record lies in which cluster, as CSV: a row for each record, in the order of the input. `cluster` is empty and
/// `label` −1 for noise and for what is no failure.
pub fn write_labels(found: &Clustering, records: &[Failure]) -> String {
    let labels: Vec<String> = found.labels.iter().map(i64::to_string).collect();
    let rows = records.iter().zip(&found.labels).zip(&labels);
    let rows = rows.map(|((record, label), word)| label_row(found, record, *label, word)).collect();
    write_csv(&Sheet { columns: LABELS.to_vec(), rows })
}

fn label_row<'a>(found: &'a Clustering, record: &'a Failure, label: i64, word: &'a str) -> Vec<Cell<'a>> {
    let cluster = usize::try_from(label).ok().and_then(|label| found.clusters.get(label));
    let [id, name] = cluster.map_or([""; 2], |cluster| [&cluster.id, &cluster.name]);
    let [own, test, job, context] =
        [&record.id, &record.test, &record.job, &record.context].map(|text| Value::Text(text));
    let cluster = [Value::Text(word), Value::Text(id), Value::Text(name)];
    [own, test, job, context, Value::Time(record.date)].into_iter().chain(cluster).map(Cell::from).collect()
}

const LABELS: [&str; 8] = ["id", "test", "job", "context", "date", "label", "cluster", "cluster_name"];

/// Writes the answer; the records show an example of each cluster.
pub fn write_clusters(found: &Clustering, records: &[Failure], format: ClusterFormat) -> String {
    match format {
        ClusterFormat::Json => write_json(found),
        ClusterFormat::Csv => write_csv(&sheet(found, records, &COLUMNS)),
        ClusterFormat::Markdown => {
            let mut document = Document::new("Failures that are the same failure");
            document.line(vec![Part::text(summary(found))]);
            document.table(sheet(found, records, &SHORT));
            warnings(&mut document, &found.warnings);
            write_markdown(&document)
        }
    }
}

/// One sentence.
fn summary(found: &Clustering) -> String {
    format!(
        "{} failures with {} different texts are {} clusters; {} are like no others. Rules: {}; distance: {} within {}; at least {} failures.",
        found.failures,
        found.distinct_texts,
        found.clusters.len(),
        found.noise,
        found.params.profile.word(),
        found.params.distance.word(),
        found.params.eps,
        found.params.min_samples
    )
}

const COLUMNS: [&str; 19] = [
    "label",
    "id",
    "name",
    "size",
    "distinct_texts",
    "test",
    "tests",
    "context",
    "contexts",
    "job",
    "jobs",
    "first_seen",
    "last_seen",
    "trend",
    "judged",
    "merged_share",
    "merged_low",
    "merged_high",
    "example_url",
];

const SHORT: [&str; 9] =
    ["label", "name", "size", "test", "tests", "first_seen", "last_seen", "trend", "merged_share"];

fn sheet<'a>(found: &'a Clustering, records: &'a [Failure], columns: &[&'static str]) -> Sheet<'a> {
    let row =
        |cluster: &'a Cluster| columns.iter().map(|name| Cell::from(value(cluster, records, name))).collect();
    Sheet { columns: columns.to_vec(), rows: found.clusters.iter().map(row).collect() }
}

fn value<'a>(cluster: &'a Cluster, records: &'a [Failure], column: &str) -> Value<'a> {
    let first = |list: &'a [super::Count]| Value::Text(list.first().map_or("", |count| &count.name));
    let length = |list: &[super::Count]| Value::Count(u32::try_from(list.len()).unwrap_or(u32::MAX));
    match column {
        "label" => Value::Count(cluster.label),
        "id" => Value::Text(&cluster.id),
        "name" => Value::Text(&cluster.name),
        "size" => Value::Count(cluster.size),
        "distinct_texts" => Value::Count(cluster.distinct_texts),
        "test" => first(&cluster.tests),
        "tests" => length(&cluster.tests),
        "context" => first(&cluster.contexts),
        "contexts" => length(&cluster.contexts),
        "job" => first(&cluster.jobs),
        "jobs" => length(&cluster.jobs),
        "first_seen" => Value::Time(cluster.first_seen),
        "last_seen" => Value::Time(cluster.last_seen),
        "trend" => Value::Text(cluster.trend.word()),
        "judged" => Value::Count(cluster.judged),
        "merged_share" => Value::Rate(cluster.merged_share),
        "merged_low" => Value::Rate(cluster.merged_low),
        "merged_high" => Value::Rate(cluster.merged_high),
        _ => Value::Text(records.get(cluster.example).map_or("", |record| &record.url)),
    }
}
