//! The report's text, short enough for a chat: long lists end with how many more there are and where.

use serde::{Deserialize, Serialize};

use super::changes::{cut, named, write_changes};
use super::{CountLine, MeetingReport, MeetingRow};
use crate::export::{
    Cell, Document, Line, Part, Sheet, Value, warnings, write_html, write_json, write_markdown, write_org,
    write_slack,
};
use crate::flakes::issues::EffortGroup;
use crate::flakes::sentence::counted;
use crate::flakes::{BrokenRun, TestRow};

/// The formats of the report for the meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingFormat {
    /// GitHub's Markdown.
    #[default]
    Markdown,
    /// Emacs Org.
    Org,
    /// A page of its own, no script, no outside file.
    Html,
    /// Slack's mrkdwn.
    Slack,
    /// Everything, for a program.
    Json,
}

impl MeetingFormat {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Markdown, Self::Org, Self::Html, Self::Slack, Self::Json];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Org => "org",
            Self::Html => "html",
            Self::Slack => "slack",
            Self::Json => "json",
        }
    }

    /// Reads the word; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.word() == word)
    }

    /// The media type, with its character set.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown;charset=utf-8",
            Self::Org => "text/org;charset=utf-8",
            Self::Html => "text/html;charset=utf-8",
            Self::Slack => "text/plain;charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// The ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Slack => "txt",
            other => other.word(),
        }
    }
}

/// Writes the report in a format.
pub fn write_meeting(report: &MeetingReport, format: MeetingFormat) -> String {
    match format {
        MeetingFormat::Markdown => write_markdown(&document(report, PAGE)),
        MeetingFormat::Org => write_org(&document(report, PAGE)),
        MeetingFormat::Html => write_html(&document(report, PAGE)),
        MeetingFormat::Slack => write_slack(&document(report, CHAT)),
        MeetingFormat::Json => write_json(report),
    }
}

/// How much of each list is told.
#[derive(Clone, Copy)]
struct Room {
    rows: usize,
    changes: usize,
    /// Tables that say what the sentence says already.
    tables: bool,
}

const PAGE: Room = Room { rows: 10, changes: 5, tables: true };
const CHAT: Room = Room { rows: 5, changes: 3, tables: false };

fn document(report: &MeetingReport, room: Room) -> Document<'_> {
    let mut document = Document::new(format!("Release signal, {}", report.generated_at.day()));
    document.line(vec![Part::strong(&report.sentence)]);
    document.line(about(report));
    go_no_go(&mut document, report, room);
    boards(&mut document, report);
    nobody(&mut document, report, room);
    if let Some(changes) = &report.changes {
        write_changes(&mut document, changes, room.changes, &report.link);
    }
    efforts(&mut document, report, room);
    labels(&mut document, report, room);
    broken_runs(&mut document, &report.broken_runs, room);
    warnings(&mut document, &report.warnings);
    document
}

fn about(report: &MeetingReport) -> Line<'_> {
    let days = counted(u64::from(report.window_days), "day", "days");
    let about = format!("Source: {}. Window: {days}. Made at {}.", report.source, report.generated_at);
    let mut line = vec![Part::text(about)];
    if !report.link.is_empty() {
        line.extend([Part::text(" "), Part::link("Open the table", &report.link), Part::text(".")]);
    }
    line
}

fn go_no_go<'a>(document: &mut Document<'a>, report: &'a MeetingReport, room: Room) {
    let go = &report.go_no_go;
    let color = go.signal.map_or("unknown", |signal| signal.word());
    let state = |side: &super::Side| side.state.map_or("unknown", |state| state.word());
    document.heading(format!("Go or no go: {color}"));
    document.line(vec![Part::text(format!(
        "Blocking boards: {}. Informing boards: {}. {}",
        state(&go.blocking),
        state(&go.informing),
        go.reason
    ))]);
    if room.tables {
        document.table(three_by_three(report));
    }
}

/// Rows are states of the blocking boards, columns of the informing ones.
fn three_by_three(report: &MeetingReport) -> Sheet<'_> {
    let cells: Vec<_> = report.go_no_go.cells().collect();
    let text = |cell: &super::SignalCell| match (cell.signal, cell.applies) {
        (signal, false) => signal.word(),
        (super::Signal::Green, true) => "green (now)",
        (super::Signal::Yellow, true) => "yellow (now)",
        (super::Signal::Red, true) => "red (now)",
    };
    let row = |row: &[super::SignalCell]| {
        let name = row.first().map_or("", |cell| cell.blocking.word());
        [name].into_iter().chain(row.iter().map(text)).map(|word| Cell::from(Value::Text(word))).collect()
    };
    let columns = vec!["blocking boards", "informing healthy", "informing flaky", "informing failing"];
    Sheet { columns, rows: cells.chunks(3).map(row).collect() }
}

fn boards<'a>(document: &mut Document<'a>, report: &'a MeetingReport) {
    let line = |board: &'a super::BoardLine| {
        let count = |(status, count): &(crate::model::TabStatus, u32)| {
            format!("{count} {}", status.word().to_lowercase())
        };
        let statuses: Vec<String> = board.statuses.iter().map(count).collect();
        let jobs = counted(u64::from(board.jobs), "job", "jobs");
        vec![Part::text(&board.dashboard), Part::text(format!(": {jobs}, {}", statuses.join(", ")))]
    };
    document.heading("Boards");
    document.list(report.boards.iter().map(line).collect());
}

fn nobody<'a>(document: &mut Document<'a>, report: &'a MeetingReport, room: Room) {
    if report.tests.tests > 0 && report.effort_unknown.tests == report.tests.tests {
        return;
    }
    document.heading(format!("Nobody is on it ({})", report.nobody.tests));
    if report.nobody_on_it.is_empty() {
        document
            .line(vec![Part::text("Every failing and flaky test has an issue that somebody has answered.")]);
    }
    document.list(cut(&report.nobody_on_it, room.rows, nobody_line, &report.nobody.link));
}

fn nobody_line(test: &MeetingRow) -> Line<'_> {
    let row = &test.row;
    let mut facts = vec![row.verdict.word().to_owned()];
    facts.extend(rate(row));
    facts.extend(Some(row.priority.words().to_owned()).filter(|words| !words.is_empty()));
    facts.extend(row.since.map(|since| format!("since {}", since.day())));
    facts.extend(row.stale.then(|| "stale".to_owned()));
    let mut line = named(row);
    line.push(Part::text(format!(": {}", facts.join(", "))));
    line.extend(issue(test));
    line
}

fn rate(row: &TestRow) -> Option<String> {
    let percent = |rate| Value::Rate(rate).short().into_owned();
    let (low, high) = (percent(row.failure_rate_low), percent(row.failure_rate_high));
    let runs = counted(u64::from(row.runs), "run", "runs");
    row.failure_rate.map(|rate| format!("{} ({low} to {high}) of {runs}", percent(Some(rate))))
}

/// An issue that nobody has answered.
fn issue(test: &MeetingRow) -> Vec<Part<'_>> {
    match test.row.issue.split_whitespace().next() {
        Some(address) if test.effort == EffortGroup::AwaitingResponse => {
            vec![Part::text(", "), Part::link("issue awaiting a response", address)]
        }
        _ => Vec::new(),
    }
}

/// The test, and its job.
fn efforts<'a>(document: &mut Document<'a>, report: &'a MeetingReport, room: Room) {
    document.heading("Effort by priority");
    document.table(effort_sheet("priority", &report.by_priority));
    if room.tables && !report.by_sig.is_empty() {
        document.heading("Effort by SIG");
        document.table(effort_sheet("SIG", report.by_sig.get(..room.rows).unwrap_or(&report.by_sig)));
        let rest = report.by_sig.len().saturating_sub(room.rows);
        if rest > 0 {
            document.line(vec![Part::link(format!("+{rest} more"), &report.link)]);
        }
    }
}

fn effort_sheet<'a>(name: &'static str, lines: &'a [CountLine]) -> Sheet<'a> {
    let shown: Vec<EffortGroup> = EffortGroup::ALL
        .into_iter()
        .filter(|group| lines.iter().any(|line| of(line, *group).tests > 0))
        .collect();
    let columns = [name, "in all"].into_iter().chain(shown.iter().map(|group| group.words())).collect();
    let row = |line: &'a CountLine| {
        let name = if line.name.is_empty() { "none" } else { &line.name };
        let all = linked(line.tests, &line.link);
        let groups = shown.iter().map(|group| of(line, *group));
        let groups = groups.map(|effort| linked(effort.tests, effort.link));
        [Cell::from(Value::Text(name)), all].into_iter().chain(groups).collect()
    };
    Sheet { columns, rows: lines.iter().map(row).collect() }
}

/// The count of a group.
struct Of<'a> {
    tests: u32,
    link: &'a str,
}

fn of(line: &CountLine, group: EffortGroup) -> Of<'_> {
    let found = line.efforts.iter().find(|effort| effort.effort == group);
    found.map_or(Of { tests: 0, link: "" }, |effort| Of { tests: effort.tests, link: &effort.link })
}

fn linked(tests: u32, link: &str) -> Cell<'_> {
    Cell { value: Value::Count(tests), link: if tests == 0 { "" } else { link }.into() }
}

fn labels<'a>(document: &mut Document<'a>, report: &'a MeetingReport, room: Room) {
    let line = |test: &'a MeetingRow| {
        let label = test.labelled.map_or("", |level| level.word());
        let rule = Some(test.row.priority.words()).filter(|words| !words.is_empty()).unwrap_or("none");
        let mut line = named(&test.row);
        line.push(Part::text(format!(": labelled {label}, by the handbook {rule}")));
        line
    };
    if !report.labels_differ.is_empty() {
        document.heading(format!("Priority label and handbook differ ({})", report.labels_differ.len()));
        document.list(cut(&report.labels_differ, room.changes, line, &report.link));
    }
}

fn broken_runs<'a>(document: &mut Document<'a>, runs: &'a [BrokenRun], room: Room) {
    let line = |run: &'a BrokenRun| {
        let at = run.started_at.map(|at| format!(" at {at}")).unwrap_or_default();
        let failed =
            format!(": {} of {} failed", run.failures, counted(u64::from(run.filled), "test", "tests"));
        let name = Part::link(format!("run {}", run.build), &run.run_url);
        vec![Part::text(&run.job), Part::text(", "), name, Part::text(at + &failed)]
    };
    if !runs.is_empty() {
        document.heading(format!("Broken runs, set aside ({})", runs.len()));
        document.list(cut(runs, room.changes, line, ""));
    }
}
