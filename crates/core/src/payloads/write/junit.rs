//! `junit-aggregated.xml`: a test case for each test, in the suites it came from, with the runs behind it as YAML in `system-out`
//! (openshift/ci-tools, `TestCaseDetails`).

use std::fmt::Write;

use crate::model::clean_line;
use crate::payloads::report::{Outcome, RunRow, TestRow, VerdictReport};
use crate::payloads::runs::SUITE_SEPARATOR;
use crate::sorting;

/// One test case of an aggregation.
pub(super) struct AggregatedCase<'a> {
    /// The name of the case.
    pub(super) name: String,
    /// The suites it stands in, the outermost first.
    pub(super) path: Vec<&'a str>,
    /// Why it failed.
    pub(super) failure: Option<String>,
    /// Why it says nothing.
    pub(super) skipped: Option<&'a str>,
    /// Whether its failure only informs.
    pub(super) informing: bool,
    /// What stands in `system-out`.
    pub(super) details: String,
}

/// The whole verdict.
pub(super) fn verdict(report: &VerdictReport) -> String {
    let mut cases: Vec<AggregatedCase<'_>> = report.tests.iter().map(|row| case(row, &report.runs)).collect();
    sorting::sort_by(&mut cases, |a, b| (&a.path, &a.name).cmp(&(&b.path, &b.name)));
    document(&cases)
}

/// A file of these cases, which stand in the order of their suites.
pub(super) fn document(cases: &[AggregatedCase<'_>]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    suites(&mut xml, cases, 0);
    xml + "</testsuites>\n"
}

/// The suites at a depth, and in each its own cases before the suites within.
fn suites(xml: &mut String, cases: &[AggregatedCase<'_>], depth: usize) {
    let name = |case: &AggregatedCase<'_>| case.path.get(depth).map(|name| (*name).to_owned());
    for group in cases.chunk_by(|a, b| name(a) == name(b)) {
        let Some(suite) = group.first().and_then(name) else {
            for case in group {
                write_case(xml, case);
            }
            continue;
        };
        let failures = group.iter().filter(|case| case.failure.is_some()).count();
        let skipped = group.iter().filter(|case| case.skipped.is_some()).count();
        let (suite, tests) = (escape(&clean_line(&suite)), group.len());
        let _ = writeln!(
            xml,
            "<testsuite name=\"{suite}\" tests=\"{tests}\" failures=\"{failures}\" skipped=\"{skipped}\">"
        );
        suites(xml, group, depth + 1);
        xml.push_str("</testsuite>\n");
    }
}

fn write_case(xml: &mut String, case: &AggregatedCase<'_>) {
    let lifecycle = if case.informing { " lifecycle=\"informing\"" } else { "" };
    let _ = writeln!(xml, "<testcase name=\"{}\"{lifecycle}>", escape(&clean_line(&case.name)));
    let details = escape(&case.details);
    if let Some(message) = &case.failure {
        let _ = writeln!(xml, "<failure message=\"{}\">{details}</failure>", escape(&clean_line(message)));
    }
    if let Some(message) = case.skipped {
        let _ = writeln!(xml, "<skipped message=\"{}\"/>", escape(&clean_line(message)));
    }
    let _ = writeln!(xml, "<system-out>{details}</system-out>\n</testcase>");
}

fn case<'a>(row: &'a TestRow, runs: &[RunRow]) -> AggregatedCase<'a> {
    let of = |letters: &[char]| -> Vec<&RunRow> {
        let pairs = row.runs.chars().zip(runs);
        pairs.filter(|(letter, _)| letters.contains(letter)).map(|(_, run)| run).collect()
    };
    let note =
        if row.verdict == Outcome::Informing { " (informing: it does not fail the payload)" } else { "" };
    let fails = matches!(row.verdict, Outcome::Failed | Outcome::Informing);
    AggregatedCase {
        name: row.test.clone(),
        path: row.suite.split(SUITE_SEPARATOR).collect(),
        failure: fails.then(|| format!("{}{note}", row.reason)),
        skipped: (row.verdict == Outcome::NotRun).then_some(row.reason.as_str()),
        informing: row.verdict == Outcome::Informing,
        details: details(
            [&row.test, &row.suite, &row.reason],
            [&of(&['P', 'K']), &of(&['F', 'K']), &of(&['S'])],
        ),
    }
}

/// The details of a test: its name, suite and summary, and the runs that passed, failed and skipped it; one that flaked stands
/// among both. Texts are quoted as JSON does, which YAML reads as the same.
pub(super) fn details(texts: [&str; 3], runs: [&[&RunRow]; 3]) -> String {
    let mut yaml = String::new();
    for (key, text) in ["name", "testsuitename", "summary"].into_iter().zip(texts) {
        let _ = writeln!(yaml, "{key}: {}", quoted(text));
    }
    for (key, runs) in ["passes", "failures", "skips"].into_iter().zip(runs) {
        let _ = writeln!(yaml, "{key}:{}", if runs.is_empty() { " []" } else { "" });
        for run in runs {
            let [id, url, artifacts] = [&run.id, &run.url, &run.artifacts_url].map(|text| quoted(text));
            let _ = writeln!(yaml, "- jobrunid: {id}\n  humanurl: {url}\n  gcsartifacturl: {artifacts}");
        }
    }
    yaml
}

fn quoted(text: &str) -> String {
    // A text cannot fail to be one.
    serde_json::to_string(text).unwrap_or_default()
}

/// What XML gives a meaning, and what it cannot hold at all: that becomes U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
