//! The verdict as a file: JUnit for the next tool, rows for a spreadsheet, text for people, JSON with everything.

mod cross;
mod junit;
mod tables;
mod text;

use super::report::VerdictReport;
use crate::export::{write_csv, write_html, write_json, write_markdown};

pub use cross::write_cross_jobs;

/// The formats of a verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerdictFormat {
    /// For an issue or a chat.
    #[default]
    Markdown,
    /// Everything.
    Json,
    /// A row for each test.
    Csv,
    /// A page of its own.
    Html,
    /// `junit-aggregated.xml` as openshift/ci-tools writes it.
    Junit,
}

/// Writes a verdict.
pub fn write_verdict(report: &VerdictReport, format: VerdictFormat) -> String {
    match format {
        VerdictFormat::Markdown => write_markdown(&text::document(report)),
        VerdictFormat::Html => write_html(&text::document(report)),
        VerdictFormat::Json => write_json(report),
        VerdictFormat::Csv => write_csv(&tables::all(report)),
        VerdictFormat::Junit => junit::verdict(report),
    }
}
