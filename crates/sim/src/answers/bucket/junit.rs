//! JUnit files of a run: whole texts, where the grid has their ends.

use std::fmt::Write;

use crate::grid::{FAIL, FLAKY, NO_RESULT, Outcome, PASS_WITH_SKIPS, RUNNING, Row, Tab, outcome};

/// What every failure ends with, as frameworks print it.
const STACK: &str = "\nfull stack trace:\nk8s.io/kubernetes/test/e2e/framework.ExpectNoError\n\
                     \ttest/e2e/framework/expect.go:76\ntesting.tRunner\n\t/usr/local/go/src/testing/testing.go:1792";

/// The suite of the tests, which boards put before their names.
const SUITE: &str = "Kubernetes e2e suite";

/// The tests.
pub(super) fn tests(tab: &Tab, column: usize) -> Vec<u8> {
    suite(SUITE, tab, column, |row| !is_of_job(row))
}

/// What the runner says of the job.
pub(super) fn job(tab: &Tab, column: usize) -> Vec<u8> {
    suite("kubetest2", tab, column, is_of_job)
}

pub(super) fn fails(row: &Row, column: usize) -> bool {
    outcome(row.cells[column]) == Outcome::Fail
}

fn is_of_job(row: &Row) -> bool {
    row.name.ends_with("Overall") || row.name.ends_with(".Pod") || row.name.starts_with("kubetest")
}

fn suite(name: &str, tab: &Tab, column: usize, belongs: impl Fn(&Row) -> bool) -> Vec<u8> {
    let has_result = |row: &&Row| !matches!(row.cells[column], NO_RESULT | RUNNING);
    let rows: Vec<&Row> = tab.rows.iter().filter(|row| belongs(row)).filter(has_result).collect();
    let failures = rows.iter().filter(|row| fails(row, column)).count();
    let started = crate::clock::rfc3339_ms(tab.columns[column].started_at_ms);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites><testsuite name=\"{name}\" tests=\"{}\" \
         failures=\"{failures}\" timestamp=\"{started}\">\n",
        rows.len()
    );
    for row in rows {
        case(&mut text, name, row, column);
    }
    text.push_str("</testsuite></testsuites>\n");
    text.into_bytes()
}

/// A flaky test is there twice: once failed, once passed. Its class is its suite, as Kubernetes writes it.
fn case(text: &mut String, suite: &str, row: &Row, column: usize) {
    let of_suite = row.name.strip_prefix(SUITE).and_then(|rest| rest.strip_prefix('.'));
    let name = escape(of_suite.unwrap_or(&row.name));
    let open = format!("<testcase name=\"{name}\" classname=\"{suite}\" time=\"1.5\"");
    let value = row.cells[column];
    if value == FAIL || value == FLAKY {
        let note = row.note(column).text;
        let first = note.lines().next().unwrap_or_default();
        let _ = writeln!(
            text,
            "{open}><failure message=\"{}\">{}{STACK}</failure></testcase>",
            escape(first),
            escape(&note)
        );
    }
    if value == PASS_WITH_SKIPS {
        let _ = writeln!(text, "{open}><skipped/></testcase>");
    } else if value != FAIL {
        let _ = writeln!(text, "{open}/>");
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
