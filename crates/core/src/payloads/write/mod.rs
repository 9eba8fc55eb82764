//! The verdict as a file: JUnit for the next tool, rows for a spreadsheet, text for people, JSON with everything.

mod cross;
mod junit;
mod tables;
mod text;

use serde::{Deserialize, Serialize};

use super::report::VerdictReport;
use crate::export::{write_csv, write_html, write_json, write_markdown};

pub use cross::write_cross_jobs;

/// The formats of a verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl VerdictFormat {
    /// The ending of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Junit => "xml",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
            Self::Junit => "application/xml",
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payloads::runs::{Coordinates, Marks, RunInfo, Runs};
    use crate::payloads::{Lists, Params, Past, Record, Records, verdict};

    const TESTS: [(&str, &str, &str); 6] = [
        ("e2e|||net", "[sig-network] works", "PFPFPFPFPF"),
        ("e2e|||net", "[sig-network] fails with it", "PFPFPFPFPF"),
        ("e2e", "informs", "IIIIIIIIII"),
        ("e2e", "flakes", "PKPPPPPPP."),
        ("e2e", "passes", "PPPPPPPPPP"),
        ("e2e", "is skipped", "SSSSSSSSSS"),
    ];

    fn runs() -> Runs {
        let mut runs = Runs::default();
        for run in 0..10_usize {
            let incomplete = if run == 9 { "junit.xml is broken" } else { "" }.to_owned();
            let url = format!("https://prow.example/{run}");
            runs.begin(RunInfo {
                id: format!("{run}"),
                job: "e2e-aws".to_owned(),
                url,
                incomplete,
                ..RunInfo::default()
            });
            for (suite, test, letters) in TESTS {
                let mark = match letters.as_bytes()[run] {
                    b'P' => Marks::PASS,
                    b'F' => Marks::FAIL,
                    b'K' => Marks::PASS.and(Marks::FAIL),
                    b'I' => Marks::FAIL.and(Marks::INFORMING),
                    b'S' => Marks::SKIP,
                    _ => Marks::NONE,
                };
                runs.mark(run, Coordinates::new(suite, test), mark);
            }
        }
        runs
    }

    #[test]
    fn for_people_and_for_the_next_tool() {
        let mut records = Records::of_job("e2e-aws");
        for (suite, test, _) in TESTS {
            records.add(Coordinates::new(suite, test), Record { passes: 195, failures: 4, flakes: 1 });
        }
        let report =
            verdict(&runs(), &Past::Known(records), &Params::default(), &Lists::default(), Vec::new());
        insta::assert_snapshot!("markdown", write_verdict(&report, VerdictFormat::Markdown));
        insta::assert_snapshot!(
            "junit",
            write_verdict(&report, VerdictFormat::Junit).lines().take(45).collect::<Vec<_>>().join("\n")
        );
        insta::assert_snapshot!("csv", write_verdict(&report, VerdictFormat::Csv));
        let json: VerdictReport = serde_json::from_str(&write_verdict(&report, VerdictFormat::Json)).unwrap();
        assert_eq!((json.totals, json.passed, json.tests.len()), (report.totals, false, 6));
    }
}
