//! The verdict for reading: the sentence, then what failed with its reasons, then what else must be known.

use super::tables;
use crate::export::{Document, Part, warnings};
use crate::payloads::power::PowerCurve;
use crate::payloads::report::{Outcome, TestRow, VerdictReport};

/// The report as a text.
pub(super) fn document(report: &VerdictReport) -> Document<'_> {
    let mut document = Document::new(if report.passed { "The payload passes" } else { "The payload fails" });
    document.line(vec![Part::strong(&report.sentence)]);
    document.line(vec![Part::text(totals(report))]);
    for (outcome, title) in [
        (Outcome::Failed, "Failed"),
        (Outcome::Informing, "Failed, informing only"),
        (Outcome::Flaky, "Flaked, but passed often enough"),
    ] {
        section(&mut document, title, report.tests.iter().filter(|row| row.verdict == outcome).collect());
    }
    let failed_sometimes = |row: &&TestRow| row.verdict == Outcome::Passed && row.failures > 0;
    section(
        &mut document,
        "Failed sometimes, but passed often enough",
        report.tests.iter().filter(failed_sometimes).collect(),
    );
    document.heading(format!("Runs ({})", report.runs.len()));
    document.table(tables::runs(&report.runs));
    if !report.power.is_empty() {
        document.heading("What these verdicts can see");
        document.list(report.power.iter().map(|curve| vec![Part::text(power(curve))]).collect());
    }
    warnings(&mut document, &report.warnings);
    document
}

fn totals(report: &VerdictReport) -> String {
    let totals = report.totals;
    format!(
        "{} failed, {} informing, {} flaky, {} passed, {} not run; {}. Letters of a test, one a run: P passed, F failed, K flaked, S skipped, \
         . missing, ? lost. q is the share of wrong findings to expect among the tests up to this one; it changes no verdict.",
        totals.failed, totals.informing, totals.flaky, totals.passed, totals.not_run, report.history
    )
}

fn section<'a>(document: &mut Document<'a>, title: &str, rows: Vec<&'a TestRow>) {
    if rows.is_empty() {
        return;
    }
    document.heading(format!("{title} ({})", rows.len()));
    document.list(rows.iter().map(|row| reason(row)).collect());
    document.table(tables::short(rows.into_iter()));
}

fn reason(row: &TestRow) -> Vec<Part<'_>> {
    let mut line = vec![Part::strong(&row.test), Part::text(" "), Part::text(&row.reason)];
    for (runs, what) in [(&row.missing_in, "missing in"), (&row.lost_in, "perhaps lost in")] {
        if !runs.is_empty() {
            line.push(Part::text(format!("; {what} {}", runs.join(", "))));
        }
    }
    line.push(Part::text("."));
    line
}

/// The rates of which the text speaks.
const SPOKEN: [f64; 4] = [0.95, 0.9, 0.7, 0.5];

fn power(curve: &PowerCurve) -> String {
    let said = curve.points.iter().rev().filter(|point| SPOKEN.contains(&point.pass_rate));
    let said: Vec<String> = said
        .map(|point| {
            format!(
                "{:.0} % would be flagged {:.1} % of the time",
                point.pass_rate * 100.0,
                point.flagged * 100.0
            )
        })
        .collect();
    let (attempts, required) = (curve.attempts, curve.required);
    format!(
        "{required} of {attempts} required: a test that really passes {}.",
        said.join(", one that passes ")
    )
}
