//! Counts against their filters, and the text in every format.

use std::sync::Arc;

use super::*;
use crate::flakes::issues::{EffortGroup, IssueList, Tracker};
use crate::flakes::{
    Analysis, Filter, Level, Params, Query, ReportHead, Sort, Source, Verdict, compile_search,
};
use crate::model::{
    Cell, Column, Issue, Message, Repository, Tab, TabStatus, TabSummary, TableBuilder, TimeMs,
};
use crate::warning::Warning;

const DAY_MS: i64 = 86_400_000;
const NEWEST_MS: i64 = 1_763_640_000_000;

/// A job of one board; runs are six hours apart, the newest first.
fn tab(dashboard: &str, job: &str, status: TabStatus, rows: &[(&str, &str)]) -> Tab {
    let mut builder = TableBuilder::default();
    for (name, letters) in rows {
        for (letter, column) in letters.chars().zip(0..) {
            let cell = if letter == 'p' { 1 } else { 12 };
            builder.push_cells(Cell(cell), 1);
            let text = builder.texts().intern("timed out");
            if letter == 'f' {
                builder.push_message(Message { column, text, ..Message::default() });
            }
        }
        builder.end_row(name);
    }
    let width = rows.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
    let start = |n: usize| TimeMs(NEWEST_MS - DAY_MS / 4 * i64::try_from(n).unwrap());
    let column = |n| Column { build: format!("{n}"), started_at: Some(start(n)), extra: Vec::new() };
    let (table, wrong) = builder.finish((0..width).map(column).collect());
    assert_eq!(wrong, Vec::<String>::new());
    let summary =
        TabSummary { dashboard: dashboard.into(), tab: job.into(), status, ..TabSummary::default() };
    Tab { summary, table: Some(Arc::new(table)) }
}

/// `pattern` again and again over forty runs after `newest`.
fn letters(newest: &str, pattern: &str) -> String {
    newest.chars().chain(pattern.chars().cycle()).take(40).collect()
}

fn tabs() -> Vec<Tab> {
    let clean = letters("", "p");
    let flaky = letters("", "pppppfp");
    let (failing, worse, new) =
        (letters("fffff", "p"), letters("fpfpfpffpfpfpfpf", "pppppppf"), letters("pfppfpp", "p"));
    let fixed = letters("ppppppppppppppppppppppp", "pffp");
    let blocking = [
        ("[sig-storage] PV should mount", flaky.as_str()),
        ("[sig-network] Services should serve", &failing),
        ("[sig-node] Pods <script>alert(1)</script> @all | [x](javascript:alert(1))", &worse),
        ("no SIG *bold* _it_", &new),
        ("healthy", &clean),
    ];
    let informing = [
        ("[sig-storage] PV should mount", fixed.as_str()),
        ("[sig-node] Pods", flaky.as_str()),
        ("healthy", &clean),
    ];
    let mut rows = Vec::from(informing);
    let broken: Vec<(String, String)> =
        (0..6).map(|n| (format!("[sig-cli] b{n}"), letters("pppppf", "p"))).collect();
    rows.extend(broken.iter().map(|(name, row)| (name.as_str(), row.as_str())));
    vec![
        tab("sig-release-master-blocking", "gce-cos-default", TabStatus::Failing, &blocking),
        tab("sig-release-master-blocking", "kind-ipv6", TabStatus::Passing, &[("healthy", &clean)]),
        tab("sig-release-master-informing", "gce-slow", TabStatus::Flaky, &rows),
    ]
}

fn issue(number: u64, test: &str, labels: &[&str]) -> Issue {
    let repository = Repository::parse("kubernetes/kubernetes").unwrap();
    let body = format!("### Which tests are flaking?\n\n{test}\n");
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    Issue { repository, number, body, labels, open: true, ..Issue::default() }
}

/// Issues for some of the tests.
fn tracker(complete: bool) -> Tracker {
    let fix = Issue { is_pull_request: true, body: "Fixes #12".into(), ..issue(13, "", &[]) };
    let issues = vec![
        issue(10, "[sig-storage] PV should mount", &[]),
        issue(11, "no SIG *bold* _it_", &["triage/accepted", "priority/critical-urgent"]),
        issue(12, "[sig-node] Pods", &["priority/important-longterm"]),
        fix,
    ];
    let repository = Repository::parse("kubernetes/kubernetes").unwrap();
    Tracker::new(&IssueList { repository, issues, complete, ..IssueList::default() }, TimeMs(NEWEST_MS))
}

fn analysis() -> Analysis {
    Analysis::of_tabs(&tabs(), Params::default())
}

/// Every count, with the filter that it bears.
fn all(counts: &Counts) -> Vec<&Count> {
    let rows = [&counts.by_priority, &counts.by_sig, &counts.by_job].into_iter().flatten();
    let cells = rows.flat_map(|row| [&row.all].into_iter().chain(row.groups.iter().map(|(_, count)| count)));
    cells.chain([&counts.nobody, &counts.unknown]).collect()
}

#[test]
fn a_count_is_what_its_filter_lists() {
    let everything = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    let storage = Filter { sigs: vec!["storage".into(), "none".into()], ..everything.clone() };
    let priorities = vec![Level::CriticalUrgent, Level::ImportantSoon];
    let urgent = Filter { priorities, text: "p".into(), ..everything.clone() };
    let two = Filter { efforts: vec![EffortGroup::Untracked, EffortGroup::Triaged], ..everything.clone() };
    for analysis in [analysis(), analysis().track(tracker(false)), analysis().track(tracker(true))] {
        for base in [&everything, &meeting_filter(&Filter::default()), &storage, &urgent, &two] {
            check_counts(&analysis, base);
        }
    }
}

fn check_counts(analysis: &Analysis, base: &Filter) {
    let listed = |filter: &Filter| {
        u32::try_from(analysis.select(&filter.ready(compile_search).unwrap(), Sort::default()).rows.len())
            .unwrap()
    };
    let counts = Counts::new(&analysis.meeting_rows(&base.ready(compile_search).unwrap()), base);
    assert_eq!(counts.tests, listed(base));
    for count in all(&counts).into_iter().filter(|count| count.tests > 0) {
        assert_eq!(count.tests, listed(&count.filter), "{count:?}");
    }
    let sum = |rows: &[CountRow]| rows.iter().map(|row| row.all.tests).sum::<u32>();
    assert_eq!((sum(&counts.by_sig), sum(&counts.by_job)), (counts.tests, counts.tests));
    let groups = |row: &CountRow| row.groups.iter().map(|(_, count)| count.tests).sum::<u32>();
    assert!(counts.by_sig.iter().chain(&counts.by_job).all(|row| groups(row) == row.all.tests));
}

fn report(page: &str, source: Source, days: i64) -> MeetingReport {
    let tabs = tabs();
    let since = TimeMs(NEWEST_MS - days * DAY_MS);
    let earlier: Vec<Tab> = tabs.iter().map(|tab| tab.before(since)).collect();
    let analysis = analysis().track(tracker(true));
    let changes =
        (days > 0).then(|| analysis.changes(&Analysis::of_tabs(&earlier, Params::default()), since));
    let query = Query { source, ..Query::default() };
    let warnings = vec![Warning::new("gce-\u{202e}slow", "1 \u{1b}[31mtab did not answer.\nIt is left out.")];
    let generated_at = TimeMs(NEWEST_MS);
    let head = ReportHead { generated_at, source: "a made-up board".into(), warnings };
    let filter = &query.filter.ready(compile_search).unwrap();
    MeetingReport::new(&analysis, MeetingInput { head, query: &query, filter, changes, page })
}

const PAGE: &str = "https://flakes.example/flakes";

#[test]
fn the_text_in_every_format() {
    let report = report(PAGE, Source::Sample, 5);
    for format in MeetingFormat::ALL {
        let text = write_meeting(&report, format);
        assert!(text.ends_with('\n'));
        insta::assert_snapshot!(format.word(), text);
    }
}

#[test]
fn long_lists_and_names_are_cut() {
    let flaky = letters("", "pppppfp");
    let names: Vec<String> = (0..30).map(|n| format!("[sig-{n:02}] {}", "long ".repeat(200))).collect();
    let rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), flaky.as_str())).collect();
    // Healthy rows keep the runs from being broken.
    let healthy: Vec<String> = (0..200).map(|n| format!("healthy {n}")).collect();
    let clean = letters("", "p");
    let rows: Vec<_> =
        rows.into_iter().chain(healthy.iter().map(|name| (name.as_str(), clean.as_str()))).collect();
    let tabs = [tab("a-blocking", "job", TabStatus::Flaky, &rows)];
    let analysis =
        Analysis::of_tabs(&tabs, Params::default()).track(Tracker { complete: true, ..Tracker::default() });
    let head = ReportHead { generated_at: TimeMs(NEWEST_MS), source: String::new(), warnings: Vec::new() };
    let input = MeetingInput {
        head,
        query: &Query::default(),
        filter: &Filter::default().without_search(),
        changes: None,
        page: PAGE,
    };
    let report = MeetingReport::new(&analysis, input);
    let text = write_meeting(&report, MeetingFormat::Slack);
    let more = text.lines().find(|line| line.ends_with("|+25 more>")).unwrap();
    assert!(more.contains("effort=untracked%2Cawaiting_response"), "{more}");
    assert!(text.matches("long long").count() > 0 && !text.contains(&"long ".repeat(41)));
    assert!(write_meeting(&report, MeetingFormat::Markdown).matches("[+20 more](").count() == 2);
}

#[test]
fn without_page_and_date() {
    let report = report("", Source::Sample, 0);
    let text = write_meeting(&report, MeetingFormat::Slack);
    assert!(!text.contains("flakes.example") && !text.contains("Since 20"), "{text}");
    assert_eq!((report.link.as_str(), report.compare_since), ("", None));
    assert_eq!(self::report(PAGE, Source::Files, 0).nobody.link, "");
}

#[test]
fn the_json_reads_back() {
    let report = report(PAGE, Source::TestGrid, 5);
    let read: MeetingReport = serde_json::from_str(&write_meeting(&report, MeetingFormat::Json)).unwrap();
    assert_eq!(read, report);
    for format in MeetingFormat::ALL {
        assert_eq!(MeetingFormat::parse(format.word()), Some(format));
    }
}

/// What a test's name could do to each format, and must not; the snapshots show what it does.
#[test]
fn nothing_fetched_is_a_sign_in_any_format() {
    let report = report(PAGE, Source::Sample, 5);
    let written = |format| write_meeting(&report, format);
    for format in MeetingFormat::ALL {
        assert!(!written(format).contains(['\u{202e}', '\u{1b}']), "{format:?}");
    }
    for (format, signs) in [
        (MeetingFormat::Markdown, ["<script", "@all", "](javascript:"]),
        (MeetingFormat::Slack, ["<script", "@all", "<javascript:"]),
        (MeetingFormat::Html, ["<script", "href=\"javascript:", "onclick"]),
        (MeetingFormat::Org, ["[[javascript:", "@@", "#+begin"]),
    ] {
        let text = written(format).replace("\\]", "");
        assert!(signs.iter().all(|sign| !text.contains(sign)), "{format:?}");
    }
}

#[test]
fn the_sentence_says_what_is_not_known() {
    let sentence = |analysis: &Analysis, filter: Filter| {
        let query = Query { filter, ..Query::default() };
        let head =
            ReportHead { generated_at: TimeMs(NEWEST_MS), source: String::new(), warnings: Vec::new() };
        let filter = &query.filter.ready(compile_search).unwrap();
        let input = MeetingInput { head, query: &query, filter, changes: None, page: "" };
        MeetingReport::new(analysis, input).sentence
    };
    let start = "No go: 1 blocking job fails, 1 informing job flakes.";
    let nothing = Filter { text: "no such test".into(), ..Filter::default() };
    for (analysis, filter, expect) in [
        (
            analysis(),
            Filter::default(),
            "6 tests are failing or flaky. Whether anyone is on them is not known.",
        ),
        (analysis(), nothing, "No test is failing or flaky."),
        (
            analysis().track(tracker(false)),
            Filter::default(),
            "6 tests are failing or flaky. Nobody is on 2 of them; of 2 it is not known.",
        ),
        (
            analysis().track(tracker(true)),
            Filter::default(),
            "6 tests are failing or flaky. Nobody is on 4 of them.",
        ),
    ] {
        assert_eq!(sentence(&analysis, filter), format!("{start} {expect}"));
    }
}
