//! What a message to the team says, before it is written for a chat: numbers, the jobs and pull requests that fail most, and a button.
//! The fields are those of `ci_stat`'s card. Everything is cut with "+N more"; how much stays is a matter of [`Detail`].

use std::borrow::Cow;

use super::{Period, WriteOptions, cut, first};
use crate::activity::Counts;
use crate::activity::report::ActivityReport;
use crate::activity::rows::{JobRow, PullRow, RunRow};
use crate::activity::run::RunStatus;
use crate::export::{Line, Part, web_address};
use crate::sorting::sort_by;

/// How much of each list a message shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detail {
    /// Pull requests and jobs that fail most.
    pub(super) top: usize,
    /// Failed runs of each.
    runs: usize,
    /// Lines around each failure.
    lines: usize,
}

/// From all that `ci_stat` shows down to the numbers alone. The first that fits is sent.
pub(super) const DETAILS: [Detail; 6] = [
    Detail { top: 4, runs: 3, lines: 5 },
    Detail { top: 4, runs: 3, lines: 2 },
    Detail { top: 4, runs: 3, lines: 0 },
    Detail { top: 4, runs: 1, lines: 0 },
    Detail { top: 2, runs: 1, lines: 0 },
    Detail { top: 0, runs: 0, lines: 0 },
];

/// Failures of one run that are shown.
const CASES: usize = 2;
/// Characters of a line of a log, as in `ci_stat`.
const LINE: usize = 83;
/// Characters of names.
const NAME: usize = 80;
/// Pull requests of a job.
const PULLS: usize = 6;
/// Jobs that run again most, and pull requests and runs of each.
const RERUNNING: usize = 10;
const RERUN_PULLS: usize = 3;
const RERUN_RUNS: usize = 3;

/// A message.
#[derive(Debug)]
pub(super) struct Digest<'a> {
    pub(super) title: &'static str,
    pub(super) sentence: String,
    /// Name and value of each number.
    pub(super) numbers: Vec<(&'static str, String)>,
    pub(super) sections: Vec<Section<'a>>,
    /// Where the button leads; empty for no button.
    pub(super) button: String,
    /// Is there anything to worry about?
    pub(super) failed: bool,
}

/// A part of a message with a heading; what is above each item is a line of its own.
#[derive(Debug)]
pub(super) struct Section<'a> {
    pub(super) heading: &'static str,
    pub(super) items: Vec<Vec<Line<'a>>>,
}

/// Makes a message.
pub(super) fn digest<'a>(report: &'a ActivityReport, options: &WriteOptions, detail: Detail) -> Digest<'a> {
    let summary = &report.summary;
    let mut sections = vec![failing_pulls(report, detail), failing_jobs(report, detail)];
    if options.period == Period::Daily {
        sections.push(rerunning_jobs(report, detail));
    }
    sections.retain(|section| !section.items.is_empty());
    Digest {
        title: match options.period {
            Period::Hourly => "CI Status Hourly Report",
            Period::Daily => "CI Status Daily Report",
        },
        sentence: report.sentence(),
        numbers: vec![
            ("Time span", format!("{} to {}", summary.from, summary.to)),
            ("# of PRs", summary.pull_requests.to_string()),
            ("# of Jobs", summary.jobs.to_string()),
            ("# of Runs", summary.runs.to_string()),
            ("# of Fails", summary.failure.to_string()),
            ("Without a known cause", summary.unknown().to_string()),
        ],
        sections,
        button: button(report, options),
        failed: summary.failure > 0,
    }
}

/// The page that was named, else the log of the first failed run that has one.
fn button(report: &ActivityReport, options: &WriteOptions) -> String {
    let failed = report.runs.iter().filter(|run| run.status == RunStatus::Failure);
    let urls = std::iter::once(options.page.as_str()).chain(failed.map(|run| run.url.as_str()));
    urls.into_iter().find_map(web_address).filter(|url| url.len() <= 3_000).unwrap_or_default()
}

fn counts(counts: Counts) -> String {
    format!("🟢 {} 🔴 {} 🟡 {} 🔄 {}", counts.success, counts.failure, counts.aborted, counts.reruns)
}

fn more<'a>(count: usize, what: &str) -> Option<Line<'a>> {
    (count > 0).then(|| vec![Part::text(format!("+{count} more {what}"))])
}

fn failing_pulls(report: &ActivityReport, detail: Detail) -> Section<'_> {
    let failing: Vec<&PullRow> = report.pull_requests.iter().filter(|row| row.failure > 0).collect();
    let (shown, left) = first(&failing, detail.top);
    let mut items: Vec<Vec<Line<'_>>> = shown.iter().map(|row| pull(report, row, detail)).collect();
    items.extend(more(left, "with failures").map(|line| vec![line]));
    Section { heading: "Top Failing PR", items }
}

fn pull<'a>(report: &'a ActivityReport, row: &'a PullRow, detail: Detail) -> Vec<Line<'a>> {
    let name = cut(format!("{} {}", row.repository, row.branch).trim(), NAME);
    let link = match row.number {
        Some(number) => Part::link(format!("#{number}"), &row.url),
        None => Part::text("no pull request"),
    };
    let mut lines = vec![vec![
        Part::strong(name),
        Part::text(" "),
        link,
        Part::text(format!(" {}", counts(row.counts()))),
    ]];
    let own = |run: &&RunRow| {
        run.repository == row.repository && run.number == row.number && run.status == RunStatus::Failure
    };
    let failed: Vec<&RunRow> = report.runs.iter().filter(own).collect();
    let (shown, left) = first(&failed, detail.runs);
    lines.extend(shown.iter().flat_map(|run| failed_run(run, detail)));
    lines.extend(more(left, "failed runs"));
    lines
}

/// The last two parts of the job's name, with the run's page, and below it what failed.
fn failed_run(run: &RunRow, detail: Detail) -> Vec<Line<'_>> {
    let parts: Vec<&str> = run.job.rsplit('/').take(2).collect();
    let name: Vec<&str> = parts.into_iter().rev().collect();
    let name = cut(&format!("{} {}", name.join("/"), run.id), NAME);
    let mut lines = vec![vec![Part::text("• "), Part::link(name, &run.url)]];
    let (shown, left) = first(&run.failures, CASES);
    for failure in shown {
        let case = if failure.case.is_empty() { "no rule knows it" } else { &failure.case };
        lines.push(vec![Part::text(format!("  {}: {}", failure.category.word(), cut(case, LINE)))]);
        let around = failure.context.iter().take(detail.lines);
        lines.extend(around.map(|line| vec![Part::text(format!("    {}", cut(line, LINE)))]));
    }
    if run.failures.is_empty() {
        lines.push(vec![Part::text("  unknown cause")]);
    }
    lines.extend(more(left, "failures"));
    lines
}

fn failing_jobs(report: &ActivityReport, detail: Detail) -> Section<'_> {
    let failing: Vec<&JobRow> = report.jobs.iter().filter(|row| row.failure > 0).collect();
    let (shown, left) = first(&failing, detail.top);
    let mut items: Vec<Vec<Line<'_>>> =
        shown.iter().map(|row| vec![job_line(row), failed_pulls(report, row)]).collect();
    items.extend(more(left, "with failures").map(|line| vec![line]));
    Section { heading: "Top Failing Job", items }
}

fn job_line(row: &JobRow) -> Line<'_> {
    let name = cut(&format!("{} {}", row.repository, row.job), NAME);
    vec![Part::strong(name), Part::text(format!(" {}", counts(row.counts())))]
}

/// `repo[#n] [k times]`, as in `ci_stat`.
fn failed_pulls<'a>(report: &'a ActivityReport, row: &'a JobRow) -> Line<'a> {
    let (shown, left) = first(&row.failed_pull_requests, PULLS);
    let mut line: Line<'a> = vec![Part::text("• ")];
    for (number, count) in shown {
        let label = format!("{}#{number}", cut(short(&row.repository), NAME));
        line.push(Part::link(label, pull_url(report, &row.repository, *number)));
        line.push(Part::text(format!(" [{count} times] ")));
    }
    if left > 0 {
        line.push(Part::text(format!("+{left} more")));
    }
    let in_pulls: u32 = row.failed_pull_requests.iter().map(|(_, count)| count).sum();
    if row.failure > in_pulls {
        line.push(Part::text(format!(" {} of no pull request", row.failure - in_pulls)));
    }
    line
}

fn short(repository: &str) -> &str {
    repository.rsplit('/').next().unwrap_or(repository)
}

fn pull_url<'a>(report: &'a ActivityReport, repository: &str, number: u64) -> Cow<'a, str> {
    let own = |row: &&PullRow| row.repository == repository && row.number == Some(number);
    report.pull_requests.iter().find(own).map_or(Cow::Borrowed(""), |row| Cow::Borrowed(row.url.as_str()))
}

fn rerunning_jobs(report: &ActivityReport, detail: Detail) -> Section<'_> {
    let mut rerunning: Vec<&JobRow> = report.jobs.iter().filter(|row| row.reruns > 0).collect();
    sort_by(&mut rerunning, |a, b| b.reruns.cmp(&a.reruns));
    let (shown, left) = first(&rerunning, if detail.top == 0 { 0 } else { RERUNNING });
    let mut items: Vec<Vec<Line<'_>>> = shown.iter().map(|row| rerunning_job(report, row)).collect();
    items.extend(more(left, "with reruns").map(|line| vec![line]));
    Section { heading: "Top Rerunning Job", items }
}

fn rerunning_job<'a>(report: &'a ActivityReport, row: &'a JobRow) -> Vec<Line<'a>> {
    let (shown, left) = first(&row.rerun_pull_requests, RERUN_PULLS);
    let mut lines = vec![job_line(row)];
    for (number, count) in shown {
        let label = format!("{}#{number}", cut(short(&row.repository), NAME));
        let url = pull_url(report, &row.repository, *number);
        let mut line =
            vec![Part::text("• "), Part::link(label, url), Part::text(format!(" [{count} times] "))];
        let own = |run: &&RunRow| {
            run.rerun
                && run.number == Some(*number)
                && (&run.repository, &run.job) == (&row.repository, &row.job)
        };
        for run in report.runs.iter().filter(own).take(RERUN_RUNS) {
            line.extend([Part::link(cut(&run.id, NAME), &run.url), Part::text(" ")]);
        }
        lines.push(line);
    }
    lines.extend(more(left, "pull requests"));
    lines
}
