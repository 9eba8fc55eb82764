//! Results as JUnit: suites in suites, and a flaky test twice.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::suite::{End, Nature, Test};

/// A test and how it ended.
pub(super) struct Case<'a> {
    pub(super) test: &'a Test,
    pub(super) end: End,
}

/// One file.
pub(super) fn write(cases: &[Case<'_>]) -> Vec<u8> {
    let mut suites: BTreeMap<&str, Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases {
        suites.entry(case.test.suite).or_default().push(case);
    }
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for (suite, cases) in suites {
        let failures = cases.iter().filter(|case| matches!(case.end, End::Failed | End::Flaked)).count();
        let count = cases.len();
        let _ = writeln!(text, "<testsuite name=\"{suite}\" tests=\"{count}\" failures=\"{failures}\">");
        for case in cases {
            write_case(&mut text, case);
        }
        text.push_str("</testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text.into_bytes()
}

fn write_case(text: &mut String, case: &Case<'_>) {
    let lifecycle = if case.test.nature == Nature::Informing { " lifecycle=\"informing\"" } else { "" };
    let open = format!("<testcase name=\"{}\" time=\"2.5\"{lifecycle}", case.test.name);
    if matches!(case.end, End::Failed | End::Flaked) {
        let _ =
            writeln!(text, "{open}><failure message=\"timed out\">timed out after 5m0s</failure></testcase>");
    }
    let _ = match case.end {
        End::Passed | End::Flaked => writeln!(text, "{open}/>"),
        End::Skipped => writeln!(text, "{open}><skipped message=\"no display\"/></testcase>"),
        End::Failed => Ok(()),
    };
}
