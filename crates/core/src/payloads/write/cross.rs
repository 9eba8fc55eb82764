//! One test over many jobs, as a file.

use std::borrow::Cow;

use super::VerdictFormat;
use super::junit::{AggregatedCase, details, document};
use crate::export::{
    Cell, Document, Part, Sheet, Value, warnings, write_csv, write_html, write_json, write_markdown,
};
use crate::payloads::cross_jobs::{CrossJobs, CrossRun};
use crate::payloads::report::RunRow;
use crate::payloads::runs::SUITE_SEPARATOR;

/// Writes the answer.
pub fn write_cross_jobs(found: &CrossJobs, format: VerdictFormat) -> String {
    match format {
        VerdictFormat::Markdown => write_markdown(&text(found)),
        VerdictFormat::Html => write_html(&text(found)),
        VerdictFormat::Json => write_json(found),
        VerdictFormat::Csv => write_csv(&sheet(found)),
        VerdictFormat::Junit => junit(found),
    }
}

fn text(found: &CrossJobs) -> Document<'_> {
    let mut text = Document::new("One test over many jobs");
    text.line(vec![Part::strong(&found.sentence)]);
    if !found.narrowed.is_empty() {
        text.line(vec![Part::text(format!("Jobs: {}.", found.narrowed))]);
    }
    text.table(sheet(found));
    warnings(&mut text, &found.warnings);
    text
}

fn sheet<'a>(found: &'a CrossJobs) -> Sheet<'a> {
    let row = |run: &'a CrossRun| {
        let [job, result, incomplete] =
            [&run.job, &run.result, &run.incomplete].map(|text| Cell::from(Value::Text(text)));
        vec![job, Cell { value: Value::Text(&run.id), link: Cow::Borrowed(&run.url) }, result, incomplete]
    };
    Sheet { columns: vec!["job", "run", "result", "incomplete"], rows: found.runs.iter().map(row).collect() }
}

/// The suite `payload-cross-jobs` of openshift/ci-tools.
fn junit(found: &CrossJobs) -> String {
    let rows: Vec<(RunRow, &str)> =
        found.runs.iter().map(|run| (run_row(run), run.result.as_str())).collect();
    let of = |word: &str| -> Vec<&RunRow> {
        rows.iter().filter(|(_, result)| *result == word).map(|(row, _)| row).collect()
    };
    let suffix = if found.narrowed.is_empty() { String::new() } else { format!(" for {}", found.narrowed) };
    let name = &found.test.test;
    let too_few = format!("required minimum successful count {}, got {}", found.minimum, found.passes);
    let suites = found.test.suite.split(SUITE_SEPARATOR).filter(|suite| !suite.is_empty());
    document(&[AggregatedCase {
        name: format!("test '{name}' has required number of successful passes across payload jobs{suffix}"),
        path: ["payload-cross-jobs", "minimum-required-passes-checker"].into_iter().chain(suites).collect(),
        failure: (!found.passed).then_some(too_few),
        skipped: None,
        informing: false,
        details: details(
            [name, &found.test.suite, &found.sentence],
            [&of("passed"), &of("failed"), &of("skipped")],
        ),
    }])
}

fn run_row(run: &CrossRun) -> RunRow {
    RunRow {
        id: run.id.clone(),
        url: run.url.clone(),
        artifacts_url: run.artifacts_url.clone(),
        started: None,
        results: 0,
        failures: 0,
        incomplete: run.incomplete.clone(),
    }
}
