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
        section(&mut document, report, title, &|row| row.verdict == outcome);
    }
    let failed_sometimes = |row: &TestRow| row.verdict == Outcome::Passed && row.failures > 0;
    section(&mut document, report, "Failed sometimes, but passed often enough", &failed_sometimes);
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

/// The tests that are meant: a line for each with its reason, and a table.
fn section<'a>(
    document: &mut Document<'a>,
    report: &'a VerdictReport,
    title: &str,
    is_meant: &dyn Fn(&TestRow) -> bool,
) {
    let rows: Vec<&TestRow> = report.tests.iter().filter(|row| is_meant(row)).collect();
    if rows.is_empty() {
        return;
    }
    document.heading(format!("{title} ({})", rows.len()));
    document.list(rows.iter().map(|row| reason(row, report)).collect());
    document.table(tables::short(rows.into_iter()));
}

fn reason<'a>(row: &'a TestRow, report: &VerdictReport) -> Vec<Part<'a>> {
    let mut line = vec![Part::strong(&row.test), Part::text(" "), Part::text(&row.reason)];
    line.extend(evidence(row).map(Part::text));
    let others = report.tests.iter().filter(|other| row.group > 0 && other.group == row.group).count();
    if others > 1 {
        line.push(Part::text(format!("; {others} tests fail in the very same runs")));
    }
    for (runs, what) in [(&row.missing_in, "missing in"), (&row.lost_in, "perhaps lost in")] {
        if !runs.is_empty() {
            line.push(Part::text(format!("; {what} {}", runs.join(", "))));
        }
    }
    line.push(Part::text("."));
    line
}

/// Size and significance of a change for the worse, which are two things.
fn evidence(row: &TestRow) -> Option<String> {
    let points = |share: f64| format!("{:.0}", share * -100.0);
    let worse = row.difference.filter(|difference| *difference < 0.0)?;
    let (low, high, p, q) = (row.difference_low?, row.difference_high?, row.p?, row.q?);
    Some(format!(
        "; size: {} points fewer passes (95 %: {} to {}); significance: p {p:.2e}, q {q:.2e}",
        points(worse),
        points(high),
        points(low)
    ))
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
