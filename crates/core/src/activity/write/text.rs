//! The answer for a terminal: what `ci_stat`'s `summary`, `job_list` and `pr_list` show, in colour where it is wanted.

use std::collections::{BTreeMap, BTreeSet};

use crate::activity::report::ActivityReport;
use crate::activity::rows::{FailureRow, JobRow, PullRow, RunRow};
use crate::activity::run::{Category, RunStatus};
use crate::activity::sentence::{percent, plural};
use crate::activity::{Counts, Quantiles};
use crate::model::{TimeMs, clean_line};

/// Writes text, with colours or without.
struct Writer<'a> {
    report: &'a ActivityReport,
    groups: Groups<'a>,
    colour: bool,
    text: String,
}

/// The runs of each thing that is listed, so that no list is gone through for each row of another.
#[derive(Default)]
struct Groups<'a> {
    /// By repository, job and pull request: the failed ones.
    failed: BTreeMap<(&'a str, &'a str, Option<u64>), Vec<&'a RunRow>>,
    /// By repository and pull request.
    pulls: BTreeMap<(&'a str, Option<u64>), Vec<&'a RunRow>>,
    /// By repository, category and case.
    causes: BTreeMap<(&'a str, Category, &'a str), Vec<&'a RunRow>>,
}

impl<'a> Groups<'a> {
    fn of(report: &'a ActivityReport) -> Self {
        let mut groups = Self::default();
        for run in &report.runs {
            let repository = run.repository.as_str();
            groups.pulls.entry((repository, run.number)).or_default().push(run);
            if run.status == RunStatus::Failure {
                groups.failed.entry((repository, &run.job, run.number)).or_default().push(run);
            }
            for cause in causes_of(run) {
                groups.causes.entry((repository, cause.0, cause.1)).or_default().push(run);
            }
        }
        groups
    }
}

/// The causes of a run, each once; a failed run that nothing explains has one as well.
fn causes_of(run: &RunRow) -> BTreeSet<(Category, &str)> {
    let mut causes: BTreeSet<(Category, &str)> =
        run.failures.iter().map(|failure| (failure.category, failure.case.as_str())).collect();
    if causes.is_empty() && run.status == RunStatus::Failure {
        causes.insert((Category::Unknown, ""));
    }
    causes
}

/// Codes of colours (ECMA-48, SGR).
const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// Writes the answer.
pub(super) fn write(report: &ActivityReport, colour: bool) -> String {
    let mut writer = Writer { report, groups: Groups::of(report), colour, text: String::new() };
    writer.summary();
    if report.summary.runs > 0 {
        writer.jobs();
        writer.pull_requests();
        writer.failures();
    }
    writer.text
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        self.text += &"  ".repeat(depth);
        self.text += text;
        self.text.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let heading = self.paint(BOLD, text);
        self.text.push('\n');
        self.line(0, &heading);
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn status(&self, status: RunStatus) -> String {
        let code = match status {
            RunStatus::Success => GREEN,
            RunStatus::Failure => RED,
            RunStatus::Aborted => YELLOW,
        };
        self.paint(code, status.word())
    }

    /// Counts with their shares.
    fn counts(&self, counts: Counts) -> String {
        let share = |word: &str, count, code| {
            let text = format!("{word} {count} ({})", percent(counts.rate(count)));
            if count > 0 { self.paint(code, &text) } else { text }
        };
        [
            share("success", counts.success, GREEN),
            share("failure", counts.failure, RED),
            share("aborted", counts.aborted, YELLOW),
            format!("rerun {} ({})", counts.reruns, percent(counts.rate(counts.reruns))),
        ]
        .join(", ")
    }

    fn summary(&mut self) {
        let summary = &self.report.summary;
        let title = self.paint(BOLD, &format!("CI from {} to {}", summary.from, summary.to));
        self.line(0, &title);
        self.line(0, &self.report.sentence());
        let numbers = format!(
            "{}, {}, {}, {}; {} of no pull request",
            plural(summary.pull_requests, "pull request"),
            plural(summary.commits, "commit"),
            plural(summary.jobs, "job"),
            plural(summary.runs, "run"),
            plural(summary.without_pull_request, "run"),
        );
        self.line(0, &numbers);
        self.line(0, &self.counts(summary.counts()));
        let flakes = format!(
            "the same commit both passed and failed: {}; runs of a new commit: {}",
            plural(summary.flakes, "time"),
            summary.new_commit_runs
        );
        self.line(0, &flakes);
        self.line(0, &format!("duration: {}", times(summary.duration_ms)));
        if summary.queued_ms.p50.is_some() {
            self.line(0, &format!("queue: {}", times(summary.queued_ms)));
        }
        let causes: Vec<String> =
            summary.causes.iter().map(|count| format!("{} {}", count.category.word(), count.runs)).collect();
        self.line(0, &format!("causes of failed runs: {}", causes.join(", ")));
    }

    fn jobs(&mut self) {
        self.heading("Jobs by failures");
        for row in &self.report.jobs {
            self.job(row);
        }
    }

    fn job(&mut self, row: &JobRow) {
        let name = self.paint(BOLD, &clean_line(&format!("{} {}", row.repository, row.job)));
        let counts = self.counts(row.counts());
        self.line(1, &format!("{name}: {}, {counts}", plural(row.runs, "run")));
        for (number, count) in &row.failed_pull_requests {
            let key = (row.repository.as_str(), row.job.as_str(), Some(*number));
            let runs = self.groups.failed.get(&key).map_or(&[][..], Vec::as_slice);
            let runs: Vec<String> = runs.iter().map(|run| format!("{}{}", run.id, cause(run))).collect();
            self.line(
                2,
                &clean_line(&format!("#{number}: {}: {}", plural(*count, "failure"), runs.join(", "))),
            );
        }
    }

    fn pull_requests(&mut self) {
        self.heading("Pull requests by failures");
        for row in &self.report.pull_requests {
            self.pull_request(row);
        }
    }

    fn pull_request(&mut self, row: &PullRow) {
        let name = match row.number {
            Some(number) => {
                format!("{} #{number} {} {} {}", row.repository, row.branch, row.author, row.title)
            }
            None => format!("{} (no pull request)", row.repository),
        };
        let name = self.paint(BOLD, clean_line(&name).trim());
        let counts = self.counts(row.counts());
        self.line(1, &format!("{name}: {}, {counts}", plural(row.runs, "run")));
        let runs = self.groups.pulls.get(&(row.repository.as_str(), row.number)).cloned().unwrap_or_default();
        if row.number.is_none() {
            // Each of them has a commit of its own, or none.
            self.runs(2, &runs);
            return;
        }
        let mut commits: Vec<(&str, Vec<&RunRow>)> = Vec::new();
        for run in runs {
            match commits.iter_mut().find(|(commit, _)| *commit == run.commit) {
                Some((_, own)) => own.push(run),
                None => commits.push((&run.commit, vec![run])),
            }
        }
        for (commit, runs) in commits {
            self.line(2, &if commit.is_empty() { "commit unknown".to_owned() } else { short(commit) });
            self.runs(3, &runs);
        }
    }

    fn runs(&mut self, depth: usize, runs: &[&RunRow]) {
        for run in runs {
            let text = self.run(run);
            self.line(depth, &text);
        }
    }

    fn run(&self, run: &RunRow) -> String {
        let pull = run.number.map(|number| format!(" #{number}")).unwrap_or_default();
        let marks = [(run.rerun, " rerun"), (run.flake, " flake")];
        let marks: String = marks.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
        let start = format!(
            "{} {} {} {}{pull} {} {}",
            run.id,
            short(&run.commit),
            run.repository,
            run.branch,
            clock(run.started_at, self.report.summary.utc_offset_min),
            duration(run.duration_ms),
        );
        let end = format!("{}{marks}{}", run.job, cause(run));
        format!("{} {} {}", clean_line(&start), self.status(run.status), clean_line(&end))
    }

    fn failures(&mut self) {
        self.heading("Failures by cause");
        for row in &self.report.failures {
            self.failure(row);
        }
    }

    fn failure(&mut self, row: &FailureRow) {
        let case = if row.case.is_empty() { "no rule knows it" } else { &row.case };
        let name = clean_line(&format!("{} {} {case}", row.repository, row.category.word())).into_owned();
        let new = if row.is_new { ", new" } else { "" };
        let name = self.paint(BOLD, &name);
        self.line(1, &format!("{name}: {}{new}, first {}", plural(row.runs, "run"), row.first_failure));
        let key = (row.repository.as_str(), row.category, row.case.as_str());
        for run in self.groups.causes.get(&key).cloned().unwrap_or_default() {
            let by = if run.author.is_empty() { String::new() } else { format!(" by {}", run.author) };
            self.line(2, clean_line(&format!("{} {}{by} {}", run.job, run.id, run.url)).trim_end());
        }
    }
}

/// Why a run failed, in brackets.
fn cause(run: &RunRow) -> String {
    let first = run.failures.first();
    match (first, run.status) {
        (Some(failure), _) if !failure.case.is_empty() => {
            let more = run.failures.len() - 1;
            let more = if more > 0 { format!(", +{more} more") } else { String::new() };
            format!(" ({}: {}{more})", failure.category.word(), failure.case)
        }
        (_, RunStatus::Failure) => " (unknown)".to_owned(),
        _ => String::new(),
    }
}

/// Nine characters of a commit, as `ci_stat` shows.
fn short(commit: &str) -> String {
    commit.chars().take(9).collect()
}

/// The time of the day on the clock of the summary.
fn clock(time: TimeMs, utc_offset_min: i32) -> String {
    let there = TimeMs(time.0.saturating_add(i64::from(utc_offset_min) * 60_000)).to_string();
    there.get(11..19).unwrap_or_default().to_owned()
}

/// A duration as hours, minutes and seconds.
fn duration(ms: Option<u64>) -> String {
    let Some(ms) = ms else { return "?".to_owned() };
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m{seconds:02}s"),
        _ => format!("{hours}h{minutes:02}m{seconds:02}s"),
    }
}

fn times(times: Quantiles) -> String {
    format!("median {}, 90 % {}, 99 % {}", duration(times.p50), duration(times.p90), duration(times.p99))
}
