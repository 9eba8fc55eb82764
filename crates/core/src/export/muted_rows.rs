//! The JSON of a report whose tests were held against sources: each has the places in which it is muted as one more key.

use serde::Serialize;

use super::write_json;
use crate::flakes::meeting::Changes;
use crate::flakes::{BrokenRun, DashboardRow, JobRow, Report, TestRow};
use crate::model::TimeMs;
use crate::warning::Warning;

/// [`Report`] with other rows.
#[derive(Serialize)]
struct WithMuted<'a> {
    generated_at: TimeMs,
    source: &'a str,
    window_days: u32,
    dashboards: &'a [DashboardRow],
    jobs: &'a [JobRow],
    broken_runs: &'a [BrokenRun],
    tests: Vec<MutedRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<&'a Changes>,
    warnings: &'a [Warning],
}

#[derive(Serialize)]
struct MutedRow<'a> {
    #[serde(flatten)]
    row: &'a TestRow,
    muted: &'a str,
}

/// The report, its rows with what is known of them.
pub(super) fn json(report: &Report) -> String {
    let Some(muted) = &report.muted else { return write_json(report) };
    let words = muted.iter().map(String::as_str).chain(std::iter::repeat(""));
    write_json(&WithMuted {
        generated_at: report.generated_at,
        source: &report.source,
        window_days: report.window_days,
        dashboards: &report.dashboards,
        jobs: &report.jobs,
        broken_runs: &report.broken_runs,
        tests: report.tests.iter().zip(words).map(|(row, muted)| MutedRow { row, muted }).collect(),
        changes: report.changes.as_ref(),
        warnings: &report.warnings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, write_report};
    use crate::flakes::{Analysis, Params, ReportHead, Selection};

    #[test]
    fn the_column_is_there_when_it_was_asked_for() {
        let head = ReportHead { generated_at: TimeMs(0), source: "made up".to_owned(), warnings: Vec::new() };
        let bare = Analysis::new(Vec::new(), Params::default()).report(&Selection::default(), head, None);
        let muted = Report { muted: Some(Vec::new()), ..bare.clone() };
        assert_eq!(json(&muted), json(&bare), "the same keys in the same order");
        let header = |report| write_report(report, Format::Csv);
        assert_eq!(header(&muted).trim_end(), format!("{},muted", header(&bare).trim_end()));
    }
}
