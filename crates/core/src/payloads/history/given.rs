//! Two files of which nobody said what they are about, and the files that come out of their comparison.

use serde::{Deserialize, Serialize};

use super::compare::{CompareError, compare_history, compare_tests};
use super::files::{keeps_current, write_results, write_review, write_test_results};
use super::params::{DataType, Params};
use super::pull_request::write_pull_request;
use super::row::HistoryReport;
use super::write::write_history;
use crate::export::Format;
use crate::formats::payload_history::{AnyHistory, HistorySubject};
use crate::warning::Warning;

impl AnyHistory {
    /// What it is about.
    pub fn data_type(&self) -> DataType {
        match self {
            Self::Percentiles(HistorySubject::Disruptions, _) => DataType::Disruptions,
            Self::Percentiles(HistorySubject::Alerts, _) => DataType::Alerts,
            Self::Tests(_) => DataType::Tests,
        }
    }

    /// The file, as the user knows it.
    pub fn source_name(&self) -> &str {
        match self {
            Self::Percentiles(_, file) => &file.source_name,
            Self::Tests(file) => &file.source_name,
        }
    }

    /// How many rows could be read.
    pub fn rows(&self) -> usize {
        match self {
            Self::Percentiles(_, file) => file.rows.len(),
            Self::Tests(file) => file.rows.len(),
        }
    }

    /// What could not be read.
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Percentiles(_, file) => &file.warnings,
            Self::Tests(file) => &file.warnings,
        }
    }
}

/// Compares two files about the same; `wanted` is what they must be about, if somebody said so.
pub fn compare_any(
    current: &AnyHistory,
    new: &AnyHistory,
    wanted: Option<DataType>,
    params: &Params,
) -> Result<HistoryReport, CompareError> {
    let name = |file: &AnyHistory| file.source_name().to_owned();
    let is_other = |file: &&AnyHistory| wanted.is_some_and(|wanted| wanted != file.data_type());
    if let Some(file) = [current, new].into_iter().find(is_other) {
        let (found, wanted) = (file.data_type().word(), wanted.unwrap_or_default().word());
        return Err(CompareError::OtherType { source_name: name(file), found, wanted });
    }
    match (current, new) {
        (AnyHistory::Percentiles(subject, current), AnyHistory::Percentiles(other, new))
            if subject == other =>
        {
            compare_history(current, new, *subject, params)
        }
        (AnyHistory::Tests(current), AnyHistory::Tests(new)) => compare_tests(current, new, params),
        _ => Err(CompareError::TwoTypes {
            current: name(current),
            of_current: current.data_type().word(),
            new: name(new),
            of_new: new.data_type().word(),
        }),
    }
}

/// The files that come out of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// The rows to keep, in the form of the files.
    Results,
    /// What became of each row.
    Comparison(Format),
    /// The text for a pull request.
    PullRequest,
    /// Why a person should look.
    Review,
}

impl Output {
    /// The name that the command line gives it in its folder.
    pub fn file_name(self, data_type: DataType) -> String {
        match self {
            Self::Results => format!("results_{}.json", data_type.word()),
            Self::Comparison(format) => format!("comparison_{}.{}", data_type.word(), format.extension()),
            Self::PullRequest => "pr_message.md".to_owned(),
            Self::Review => "require_review".to_owned(),
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Results => Format::Json.media_type(),
            Self::Comparison(format) => format.media_type(),
            Self::PullRequest => Format::Markdown.media_type(),
            Self::Review => "text/plain",
        }
    }
}

/// Writes one of the files; empty where there is nothing to say.
pub fn write_output(
    current: &AnyHistory,
    new: &AnyHistory,
    report: &HistoryReport,
    output: Output,
) -> String {
    match (output, current, new) {
        (Output::Comparison(format), ..) => write_history(report, format),
        (Output::PullRequest, ..) => write_pull_request(report),
        (Output::Review, ..) => write_review(report),
        (Output::Results, _, AnyHistory::Percentiles(_, new)) => write_results(new, report),
        (Output::Results, AnyHistory::Tests(current), AnyHistory::Tests(new)) => {
            write_test_results(current, new)
        }
        // Files about two things make no report.
        (Output::Results, AnyHistory::Percentiles(..), AnyHistory::Tests(_)) => String::new(),
    }
}

/// What must be said of the rows to keep.
pub fn kept_instead(new: &AnyHistory) -> Option<Warning> {
    let AnyHistory::Tests(file) = new else { return None };
    let least = Params::LEAST_DAYS;
    let message =
        format!("it covers fewer than {least} days; the results file keeps the rows of the current file");
    keeps_current(file).then(|| Warning::new(new.source_name(), message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::payload_history::read_any_history;

    fn read(name: &str, text: &str) -> AnyHistory {
        read_any_history(text.as_bytes(), name).unwrap()
    }

    fn disruptions(name: &str, p99: &str) -> AnyHistory {
        read(name, &format!(r#"[{{"BackendName":"a","Release":"4.16","JobRuns":200,"P99":"{p99}"}}]"#))
    }

    fn tests(name: &str, failures: u32, days: u32) -> AnyHistory {
        read(
            name,
            &format!(
                r#"[{{"TestName":"t","Release":"4.16","TotalTestCount":200,"TotalFailureCount":{failures},"DaysWithData":{days}}}]"#
            ),
        )
    }

    #[test]
    fn files_about_two_things_are_not_compared() {
        let (a, b, t) = (disruptions("a.json", "1"), disruptions("b.json", "4"), tests("t.json", 2, 14));
        let refused = |current, new, wanted| {
            compare_any(current, new, wanted, &Params::default())
                .map(|report| report.totals.risen)
                .map_err(|e| e.to_string())
        };
        assert_eq!(refused(&a, &b, None), Ok(1));
        assert_eq!(refused(&a, &b, Some(DataType::Disruptions)), Ok(1));
        assert_eq!(
            refused(&a, &t, None).unwrap_err(),
            "a.json is about disruptions, and t.json about tests; choose two files about the same"
        );
        assert_eq!(
            refused(&a, &b, Some(DataType::Alerts)).unwrap_err(),
            "a.json is about disruptions, and alerts are asked for; choose another file"
        );
    }

    #[test]
    fn the_files_are_those_of_the_command_line() {
        let (a, b) = (disruptions("a.json", "1"), disruptions("b.json", "4"));
        let report = compare_any(&a, &b, None, &Params::default()).unwrap();
        let text = |output| write_output(&a, &b, &report, output);
        assert!(text(Output::Results).contains("\"BackendName\": \"a\""));
        assert!(text(Output::Comparison(Format::Csv)).contains(",risen,"));
        assert_eq!(
            text(Output::Review),
            "(disruptions) had (1) results increased in duration beyond specified leeway of 0.00%\n"
        );
        assert!(text(Output::PullRequest).starts_with("## disruptions Information"));
        let names = [Output::Results, Output::Comparison(Format::Html), Output::PullRequest, Output::Review]
            .map(|output| output.file_name(DataType::Alerts));
        assert_eq!(
            names,
            ["results_alerts.json", "comparison_alerts.html", "pr_message.md", "require_review"]
        );
    }

    #[test]
    fn a_summary_of_few_days_does_not_replace_the_current_one() {
        let (current, short, long) = (tests("c", 2, 14), tests("n", 4, 9), tests("n", 4, 10));
        assert!(kept_instead(&short).is_some_and(|w| w.message.contains("fewer than 10 days")));
        assert_eq!(kept_instead(&long), None);
        let report = compare_any(&current, &short, None, &Params::default()).unwrap();
        assert!(
            write_output(&current, &short, &report, Output::Results).contains("\"TotalFailureCount\": 2")
        );
    }
}
