//! The texts of issues, one function for each generation of the form.

use super::cases::{Case, Job, Link};
use super::report::{self, Report};
use super::style::Style;
use crate::clock;

/// What an issue is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// The Markdown template with bold lines.
    Bold,
    /// The issue form with `###` headings.
    #[default]
    Headings,
    /// The form with link and `TestGrid` name first.
    TestgridFirst,
    /// Headings in another case or order, or missing.
    OddHeadings,
    /// What signalhound writes.
    Signalhound,
    /// Sentences.
    FreeText,
    /// A title alone.
    NullBody,
    /// What the triage robot files.
    Cluster,
}

impl Form {
    /// The forms in turn, common ones more often.
    pub(super) const TURNS: [Self; 10] = [
        Self::Headings,
        Self::Bold,
        Self::TestgridFirst,
        Self::Headings,
        Self::Signalhound,
        Self::OddHeadings,
        Self::Headings,
        Self::FreeText,
        Self::Bold,
        Self::Headings,
    ];

    /// The word in the truth.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Headings => "headings",
            Self::TestgridFirst => "testgrid_first",
            Self::OddHeadings => "odd_headings",
            Self::Signalhound => "signalhound",
            Self::FreeText => "free_text",
            Self::NullBody => "null_body",
            Self::Cluster => "cluster",
        }
    }
}

/// The text of an issue.
pub(super) fn body(case: &Case, style: Style, now_s: i64) -> Option<String> {
    let report = Report::of(case, style);
    let text = match case.form {
        Form::Bold => bold(&report),
        Form::Headings => headings(&report),
        Form::TestgridFirst => testgrid_first(&report),
        Form::OddHeadings => odd_headings(&report, style.oddity),
        Form::Signalhound => signalhound(case, &report, now_s),
        Form::FreeText => free_text(case, &report, style),
        Form::Cluster => cluster(case, &report),
        Form::NullBody => return None,
    };
    Some(style.end_lines(&text))
}

fn bold(report: &Report) -> String {
    let verb = report.verb;
    let line = |head: &str, value: Option<&str>| format!("**{head}**:\n{}\n\n", value.unwrap_or(""));
    [
        "<!-- For tests that pass and fail without a change; fill in what you know -->\n\n".to_owned(),
        line(&format!("Which jobs are {verb}"), Some(&report.jobs)),
        line(&format!("Which test(s) are {verb}"), Some(&report.tests)),
        line("Testgrid link", report.link.as_deref()),
        line("Reason for failure", report.reason.as_deref()),
        line("Anything else we need to know", report.more.as_deref()),
        report.sig.clone().unwrap_or_default(),
    ]
    .concat()
}

fn field(head: &str, value: Option<&str>) -> String {
    format!("### {head}\n\n{}\n\n", value.unwrap_or("_No response_"))
}

fn headings(report: &Report) -> String {
    let verb = report.verb;
    let fields = [
        field(&format!("Which jobs are {verb}?"), Some(&report.jobs)),
        field(&format!("Which tests are {verb}?"), some(&report.tests)),
        since_field(report),
        field("Testgrid link", report.link.as_deref()),
        remarks(report),
    ];
    fields.concat().trim_end().to_owned()
}

fn testgrid_first(report: &Report) -> String {
    let verb = report.verb;
    let fields = [
        field("Testgrid link", report.link.as_deref()),
        field("Testgrid test name", some(&report.tests)),
        field(&format!("Which jobs are {verb}?"), Some(&report.jobs)),
        field(&format!("Which tests are {verb}?"), some(&report.loose)),
        since_field(report),
        remarks(report),
    ];
    fields.concat().trim_end().to_owned()
}

fn since_field(report: &Report) -> String {
    field(&format!("Since when has it been {}?", report.verb), report.since.as_deref())
}

fn remarks(report: &Report) -> String {
    [
        field("Reason for failure (if possible)", report.reason.as_deref()),
        field("Anything else we need to know?", report.more.as_deref()),
        field("Relevant SIG(s)", report.sig.as_deref()),
    ]
    .concat()
}

/// Headings as people change them.
fn odd_headings(report: &Report, oddity: usize) -> String {
    let (verb, jobs, tests) = (report.verb, &report.jobs, &report.tests);
    let link = report.link.as_deref().unwrap_or("");
    let sig = report.sig.as_deref().unwrap_or("");
    match oddity {
        0 => {
            format!("### which test(s) are {verb}:\n{tests}\n\n### which job(s) are {verb}:\n{jobs}\n\n{sig}")
        }
        1 => {
            let verb = verb.to_uppercase();
            format!(
                "## TESTGRID LINK\n{link}\n## WHICH JOBS ARE {verb}\n{jobs}\n## WHICH TESTS ARE {verb}\n{tests}\n{sig}\n"
            )
        }
        _ => format!(
            "{sig}\n\n**Which Test(s) are {verb}?**\n\n{tests}\n\n**Testgrid Link:**\n\n{link}\n\n**Reason for failure:**\n"
        ),
    }
}

fn signalhound(case: &Case, report: &Report, now_s: i64) -> String {
    let verb = report.verb;
    let plain = Style::default();
    let board = |job: &Job| {
        let address = report::link(job, Link::Good, plain);
        format!("- [{}#{}]({address}&exclude-non-failed-tests=)", job.dashboard, job.tab)
    };
    let boards = case.jobs.iter().map(board).collect::<Vec<_>>().join("\n");
    let run = run_address(case);
    let tests = case.tests.iter().map(|test| format!("- [{test}]({run})")).collect::<Vec<_>>().join("\n");
    let latest = case.newest.as_ref().map_or(now_s, |(at, ..)| *at);
    let first = clock::rfc3339(case.since_s.unwrap_or(latest));
    let since = format!("First {}: {first}\nLatest {}: {}", noun(verb), noun(verb), clock::rfc3339(latest));
    let more = "/kind flake\ncc @kubernetes/release-team-release-signal";
    [
        field(&format!("Which jobs are {verb}?"), Some(&boards)),
        field(&format!("Which tests are {verb}?"), Some(&tests)),
        field(&format!("Since when has it been {verb}?"), Some(&since)),
        field("Testgrid link", report.link.as_deref()),
        field("Reason for failure (if possible)", report.reason.as_deref()),
        field("Anything else we need to know?", Some(more)),
        field("Relevant SIG(s)", report.sig.as_deref()),
    ]
    .concat()
}

fn noun(verb: &str) -> &'static str {
    if verb == "failing" { "failure" } else { "flaky" }
}

/// Where the newest failing run is shown.
fn run_address(case: &Case) -> String {
    let job = case.jobs.first().map_or("", |job| job.prow.as_str());
    let build = case.newest.as_ref().map_or("0", |(_, _, build)| build.as_str());
    format!("https://prow.k8s.io/view/gs/kubernetes-ci-logs/logs/{job}/{build}")
}

fn free_text(case: &Case, report: &Report, style: Style) -> String {
    let tests = case.tests.iter().map(|test| format!("`{test}`")).collect::<Vec<_>>().join("\n");
    let jobs = case.jobs.iter().map(|job| job.tab.as_str()).collect::<Vec<_>>().join(" and ");
    let since = report.since.as_deref().unwrap_or("some days ago");
    let link = case.jobs.first().map_or(String::new(), |job| report::link(job, case.link, style));
    let sig = report.sig.as_deref().unwrap_or("");
    format!(
        "Seen in {jobs} since {since}, passes when it is run again:\n\n{tests}\n\nThe grid: {link}\nOne run: {}\n\n{sig}\n",
        run_address(case)
    )
}

/// No test and no heading of the form: the text of the failure, and the jobs that saw it.
fn cluster(case: &Case, report: &Report) -> String {
    let hash = cluster_hash(case);
    let message = case.newest.as_ref().map_or("", |(_, message, _)| message.as_str());
    let jobs: Vec<String> = case
        .jobs
        .iter()
        .map(|job| {
            format!("[{}](https://prow.k8s.io/job-history/gs/kubernetes-ci-logs/logs/{})", job.prow, job.prow)
        })
        .collect();
    format!(
        "### Failure cluster [{hash}](https://go.k8s.io/triage#{hash})\n\n##### Error text:\n```\n{message}\n```\n#### Recent failures:\n{}\n\n/kind failing-test\n{}\n",
        jobs.join("\n"),
        report.sig.as_deref().unwrap_or("")
    )
}

/// The name of the cluster: hex digits that follow from its text.
pub(super) fn cluster_hash(case: &Case) -> String {
    let text = case.newest.as_ref().map_or("", |(_, message, _)| message.as_str());
    let first = crate::dice::hash(1, text);
    format!("{first:016x}{:04x}", crate::dice::hash(2, text) & 0xffff)
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
