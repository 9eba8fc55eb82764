//! From the evidence about one test to the fields of the form.

use super::quote::{code, fenced, inert};
use super::{NewIssue, Template, test_key};
use crate::export::Value;
use crate::flakes::{Elsewhere, MessageCount, Priority, TestRow, Verdict, counted};
use crate::model::Issue;
use crate::sorting::sort;

/// The code host takes no longer title, in characters.
const TITLE: usize = 256;
/// Kinds of messages in an issue; the rest are counted.
const MESSAGES: usize = 10;
/// Jobs in an issue; the rest are counted.
const JOBS: usize = 20;

/// What is known of a test when an issue is filed for it.
#[derive(Clone, Copy, Debug)]
pub struct IssueEvidence<'a> {
    /// Its row.
    pub row: &'a TestRow,
    /// The window of the row's numbers in days.
    pub window_days: u32,
    /// What its failures said, most frequent first.
    pub messages: &'a [MessageCount],
    /// The same test in other jobs.
    pub elsewhere: &'a [Elsewhere],
    /// The failure search for it; empty if there is none.
    pub triage_url: &'a str,
    /// The issue about it that was closed lately, if there is one. The handbook: never reopen, file anew and name it.
    pub earlier: Option<&'a Issue>,
}

impl NewIssue {
    /// Fills in the form.
    pub fn new(evidence: &IssueEvidence<'_>) -> Self {
        let row = evidence.row;
        let template = if row.verdict == Verdict::Failing { Template::Failing } else { Template::Flaking };
        let sig = sig_name(&row.sig);
        Self {
            title: title(row, template),
            jobs: jobs(evidence),
            tests: code(&row.test),
            since: since(evidence),
            testgrid: row.testgrid_url.clone(),
            reason: reason(evidence.messages),
            additional: additional(evidence),
            sigs: format!("/sig {sig}"),
            template,
            labels: labels(template, sig, row.priority),
            key: test_key(&row.job, &row.test),
        }
    }
}

/// `[Flaking Test] name (job)`: without the suite's prefix, cut in the name so that the job stays.
fn title(row: &TestRow, template: Template) -> String {
    let kind = match template {
        Template::Flaking => "[Flaking Test]",
        Template::Failing => "[Failing Test]",
    };
    let name = row.test.strip_prefix("Kubernetes e2e suite.").unwrap_or(&row.test);
    let name = inert(name.strip_prefix("[It] ").unwrap_or(name));
    let job = shortened(&inert(&row.job), TITLE / 2);
    let room = TITLE.saturating_sub(kind.len() + job.chars().count() + 4);
    format!("{kind} {} ({job})", shortened(name.trim(), room))
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['\u{2026}']).collect()
}

/// The row's job, then the others in which the test fails or flakes, one a line.
fn jobs(evidence: &IssueEvidence<'_>) -> String {
    let needs_look = |e: &&Elsewhere| matches!(e.verdict, Verdict::Failing | Verdict::Flaky);
    let mut others: Vec<&str> =
        evidence.elsewhere.iter().filter(needs_look).map(|e| e.key.job.as_str()).collect();
    others.retain(|job| *job != evidence.row.job);
    sort(&mut others);
    others.dedup();
    let all: Vec<&str> = [evidence.row.job.as_str()].into_iter().chain(others).collect();
    let mut lines: Vec<String> = all.iter().take(JOBS).map(|job| code(job)).collect();
    if let Some(rest) = all.len().checked_sub(JOBS).filter(|rest| *rest > 0) {
        lines.push(format!("and {} more", counted(rest as u64, "job", "jobs")));
    }
    lines.join("\n")
}

fn since(evidence: &IssueEvidence<'_>) -> String {
    let row = evidence.row;
    match (row.since, row.since_low, row.since_high) {
        (Some(at), Some(low), Some(high)) => {
            format!("{} (99 % interval: {} to {})", at.day(), low.day(), high.day())
        }
        (Some(at), ..) => format!("{at}, the first failed run of an unbroken row"),
        _ => row.first_failure.map_or_else(
            || "unknown".to_owned(),
            |at| format!("{} or earlier: the oldest failure of {} days", at.day(), evidence.window_days),
        ),
    }
}

/// `3× text`, a line each. The count keeps a message from beginning its line: one with `/` would be a command.
fn reason(messages: &[MessageCount]) -> String {
    let said: Vec<&MessageCount> = messages.iter().filter(|m| !m.text.trim().is_empty()).collect();
    let mut lines: Vec<String> =
        said.iter().take(MESSAGES).map(|m| format!("{}\u{d7} {}", m.count, inert(&m.text))).collect();
    if let Some(rest) = said.len().checked_sub(MESSAGES).filter(|rest| *rest > 0) {
        lines.push(format!("and {} more", counted(rest as u64, "kind of message", "kinds of messages")));
    }
    fenced(&lines)
}

/// What matters most comes first: the last lines are cut first.
fn additional(evidence: &IssueEvidence<'_>) -> String {
    let row = evidence.row;
    let mut lines = Vec::new();
    lines.extend(evidence.earlier.map(earlier));
    lines.extend(rate(evidence));
    lines.push(format!(
        "Verdict: {} on the board {}.{}",
        row.verdict,
        code(&row.dashboard),
        priority(row.priority)
    ));
    if !row.run_url.is_empty() {
        let at = row.last_failure.map(|t| format!(", {t}")).unwrap_or_default();
        lines.push(format!("Newest failure{at}: {}", row.run_url));
    }
    if !evidence.triage_url.is_empty() {
        lines.push(format!("Failure search: {}", evidence.triage_url));
    }
    lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

fn earlier(issue: &Issue) -> String {
    let closed = issue.closed_at.map(|at| format!(", closed on {}", at.day())).unwrap_or_default();
    format!("Filed anew after {}{closed}.", issue.url())
}

fn rate(evidence: &IssueEvidence<'_>) -> Option<String> {
    let row = evidence.row;
    let percent = |rate: Option<f64>| Value::Rate(rate).short().into_owned();
    row.failure_rate?;
    Some(format!(
        "Failure rate {} (95 % interval {} to {}): {} in {} over {} days.",
        percent(row.failure_rate),
        percent(row.failure_rate_low),
        percent(row.failure_rate_high),
        counted(u64::from(row.failures + row.flaky_cells), "failure", "failures"),
        counted(u64::from(row.runs), "run", "runs"),
        evidence.window_days,
    ))
}

fn priority(priority: Priority) -> String {
    match priority.words() {
        "" => String::new(),
        words => format!(" Priority by the release-signal handbook: {words}."),
    }
}

/// `storage` of `sig-storage`; empty for what cannot be a SIG's name.
fn sig_name(sig: &str) -> &str {
    let name = sig.strip_prefix("sig-").unwrap_or_default();
    let fits =
        name.len() <= 50 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits { name } else { "" }
}

fn labels(template: Template, sig: &str, priority: Priority) -> Vec<String> {
    let mut labels = vec![format!("kind/{}", template.kind())];
    if !sig.is_empty() {
        labels.push(format!("sig/{sig}"));
    }
    if let Priority::Sure(level) = priority {
        labels.push(format!("priority/{}", level.word()));
    }
    labels
}
