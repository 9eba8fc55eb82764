//! The report itself: what is said in the meeting, as data. The JSON has these fields under these names.

use serde::{Deserialize, Serialize};

use super::{Changes, Count, CountRow, Counts, GoNoGo, MeetingRow, meeting_filter};
use crate::flakes::issues::EffortGroup;
use crate::flakes::link::to_query_string;
use crate::flakes::sentence::counted;
use crate::flakes::{Analysis, BrokenRun, DashboardRow, Filter, Query, ReadyFilter, ReportHead, Source};
use crate::model::{TabStatus, TimeMs};
use crate::warning::Warning;

/// The report for the release meeting. Addresses lead to the page; they are empty when its address is not known, or when
/// the data came from files, which an address cannot hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingReport {
    /// When it was made.
    pub generated_at: TimeMs,
    /// Where the data come from, in words; says so when they are made up.
    pub source: String,
    /// The window in days.
    pub window_days: u32,
    /// The date with which the present is compared, if any.
    pub compare_since: Option<TimeMs>,
    /// The answer in one or two sentences.
    pub sentence: String,
    /// The page with all tests that are counted.
    pub link: String,
    /// Go or no go.
    pub go_no_go: GoNoGo,
    /// The boards.
    pub boards: Vec<BoardLine>,
    /// Tests that must have an issue: failing and flaky ones.
    pub tests: CountLine,
    /// Those of unknown effort.
    pub effort_unknown: CountLine,
    /// By priority and effort, most urgent first.
    pub by_priority: Vec<CountLine>,
    /// By SIG and effort, most that nobody is on first; empty name for tests without one.
    pub by_sig: Vec<CountLine>,
    /// By job and effort, in the same order.
    pub by_job: Vec<CountLine>,
    /// How many nobody is on, and the page with them.
    pub nobody: CountLine,
    /// The tests that nobody is on, worst first: without an issue, or with one that awaits a response.
    pub nobody_on_it: Vec<MeetingRow>,
    /// Tests whose issue bears another priority label than the handbook gives.
    pub labels_differ: Vec<MeetingRow>,
    /// What changed since `compare_since`.
    pub changes: Option<Changes>,
    /// Runs that were set aside, in the window.
    pub broken_runs: Vec<BrokenRun>,
    /// What did not go well.
    pub warnings: Vec<Warning>,
}

/// One board in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardLine {
    /// The dashboard's name.
    pub dashboard: String,
    /// Its jobs.
    pub jobs: u32,
    /// Jobs by TestGrid's status, worst first.
    pub statuses: Vec<(TabStatus, u32)>,
}

/// A number of tests, where the work on them is, and the page that lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// The priority's word, the SIG or the job; empty where there is but one.
    pub name: String,
    /// How many.
    pub tests: u32,
    /// The page that lists them.
    pub link: String,
    /// The same by effort; groups without a test are left out.
    pub efforts: Vec<EffortLine>,
}

/// One group of a [`CountLine`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffortLine {
    /// Where the work is.
    pub effort: EffortGroup,
    /// How many.
    pub tests: u32,
    /// The page that lists them.
    pub link: String,
}

/// What the report is made of beside the analysis.
#[derive(Clone, Debug)]
pub struct MeetingInput<'a> {
    /// What it says of itself.
    pub head: ReportHead,
    /// What was asked: the boards, the source, and which rows; of them those that must have an issue are counted.
    pub query: &'a Query,
    /// The query's filter.
    pub filter: &'a ReadyFilter,
    /// What changed, if that was asked.
    pub changes: Option<Changes>,
    /// The address of the table's page, `https://…/flakes`; may be empty.
    pub page: &'a str,
}

impl MeetingReport {
    /// Puts the report together.
    pub fn new(analysis: &Analysis, input: MeetingInput<'_>) -> Self {
        let (boards, filter) = (analysis.dashboards(), meeting_filter(input.filter.filter()));
        let go_no_go = GoNoGo::new(&boards, &input.query.dashboards);
        let rows = analysis.meeting_rows(&input.filter.with(&filter));
        let counts = Counts::new(&rows, &filter);
        let links = Links { page: page_address(input.page, &input.query.source), query: input.query };
        let lines = |rows: &[CountRow]| rows.iter().map(|row| links.line(row)).collect();
        Self {
            generated_at: input.head.generated_at,
            source: input.head.source,
            window_days: analysis.params.window_days,
            compare_since: input.changes.as_ref().map(|changes| changes.since),
            sentence: sentence(&go_no_go, &counts),
            link: links.to(&filter),
            go_no_go,
            boards: boards.into_iter().map(board_line).collect(),
            tests: links.count(&Count { tests: counts.tests, filter }),
            effort_unknown: links.count(&counts.unknown),
            by_priority: lines(&counts.by_priority),
            by_sig: lines(&counts.by_sig),
            by_job: lines(&counts.by_job),
            nobody: links.count(&counts.nobody),
            nobody_on_it: chosen(&rows, |row| EffortGroup::NOBODY.contains(&row.effort)),
            labels_differ: chosen(&rows, label_differs),
            changes: input.changes,
            broken_runs: analysis.broken_runs.clone(),
            warnings: input.head.warnings,
        }
    }
}

fn chosen(rows: &[MeetingRow], keep: impl Fn(&MeetingRow) -> bool) -> Vec<MeetingRow> {
    rows.iter().filter(|row| keep(row)).cloned().collect()
}

/// Data from files cannot be asked for by an address.
fn page_address<'a>(page: &'a str, source: &Source) -> &'a str {
    if *source == Source::Files { "" } else { page }
}

struct Links<'a> {
    page: &'a str,
    query: &'a Query,
}

impl Links<'_> {
    fn to(&self, filter: &Filter) -> String {
        if self.page.is_empty() {
            return String::new();
        }
        let query = Query { filter: filter.clone(), ..self.query.clone() };
        format!("{}?{}", self.page, to_query_string(&query))
    }

    fn count(&self, count: &Count) -> CountLine {
        CountLine { tests: count.tests, link: self.to(&count.filter), ..CountLine::default() }
    }

    fn line(&self, row: &CountRow) -> CountLine {
        let effort = |(effort, count): &(EffortGroup, Count)| EffortLine {
            effort: *effort,
            tests: count.tests,
            link: self.to(&count.filter),
        };
        CountLine {
            name: row.name.clone(),
            efforts: row.groups.iter().map(effort).collect(),
            ..self.count(&row.all)
        }
    }
}

fn board_line(board: DashboardRow) -> BoardLine {
    BoardLine { dashboard: board.dashboard, jobs: board.jobs, statuses: board.statuses }
}

fn label_differs(test: &MeetingRow) -> bool {
    test.labelled.is_some_and(|label| !test.row.priority.agrees(label))
}

/// `No go: 1 blocking job fails. 18 tests are failing or flaky. Nobody is on 7 of them.`
fn sentence(go: &GoNoGo, counts: &Counts) -> String {
    let tests = counted(u64::from(counts.tests), "test is", "tests are");
    let stale = if counts.stale > 0 { format!(" ({} stale)", counts.stale) } else { String::new() };
    let tests = if counts.tests == 0 { "No test is".to_owned() } else { tests };
    format!("{}: {}. {tests} failing or flaky{stale}.{}", go.cut.words(), jobs(go), efforts(counts))
}

fn jobs(go: &GoNoGo) -> String {
    let sides = [("blocking", &go.blocking), ("informing", &go.informing)];
    let said = sides.iter().flat_map(|(kind, side)| {
        [said(side.failing, kind, ["fails", "fail"]), said(side.flaky, kind, ["flakes", "flake"])]
    });
    let said: Vec<String> = said.flatten().collect();
    if said.is_empty() { "no job is known to fail or flake".to_owned() } else { said.join(", ") }
}

fn said(jobs: u32, kind: &str, [one, many]: [&str; 2]) -> Option<String> {
    let what = counted(u64::from(jobs), &format!("{kind} job {one}"), &format!("{kind} jobs {many}"));
    (jobs > 0).then_some(what)
}

fn efforts(counts: &Counts) -> String {
    match (counts.tests, counts.nobody.tests, counts.unknown.tests) {
        (0, ..) => String::new(),
        (tests, _, unknown) if tests == unknown => " Whether anyone is on them is not known.".to_owned(),
        (_, nobody, 0) => format!(" Nobody is on {nobody} of them."),
        (_, nobody, unknown) => format!(" Nobody is on {nobody} of them; of {unknown} it is not known."),
    }
}
