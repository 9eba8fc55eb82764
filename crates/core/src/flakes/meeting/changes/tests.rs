//! Cases by hand, and an oracle that counts letters.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::flakes::{Analysis, Filter, Params, Sort, compile_search};
use crate::model::{Cell, Column, Tab, TabSummary, Table, TableBuilder};

const HOUR_MS: i64 = 3_600_000;
const NEWEST_MS: i64 = 1_700_000_000_000;

/// When the column of this number started.
fn start(column: usize) -> TimeMs {
    TimeMs(NEWEST_MS - HOUR_MS * i64::try_from(column).unwrap())
}

/// Rows in letters without their newest `skip` runs.
fn table(rows: &[(&str, String)], skip: usize) -> Table {
    let mut builder = TableBuilder::default();
    for (name, letters) in rows {
        let cells = letters.chars().skip(skip).map(|letter| match letter {
            'p' => 1,
            'f' => 12,
            'F' => 13,
            _ => 0,
        });
        cells.for_each(|cell| builder.push_cells(Cell(cell), 1));
        builder.end_row(name);
    }
    let width = rows.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
    let column =
        |n: usize| Column { build: (width - n).to_string(), started_at: Some(start(n)), extra: Vec::new() };
    builder.finish((skip..width).map(column).collect()).0
}

fn tab(table: Table) -> Tab {
    let summary = TabSummary { dashboard: "x-blocking".into(), tab: "job".into(), ..TabSummary::default() };
    Tab { summary, table: Some(Arc::new(table)) }
}

/// The changes after the newest `since` runs are taken away.
fn changes(rows: &[(&str, String)], since: usize) -> Changes {
    let tabs = [tab(table(rows, 0))];
    let earlier: Vec<Tab> = tabs.iter().map(|tab| tab.before(start(since))).collect();
    let params = Params::default();
    Analysis::of_tabs(&tabs, params).changes(&Analysis::of_tabs(&earlier, params), start(since))
}

/// `new a?` for an uncertain one, and so on.
fn words(changes: &Changes) -> String {
    let lists = [
        ("new", &changes.new),
        ("fixed", &changes.fixed),
        ("quiet", &changes.quiet),
        ("worse", &changes.worse),
        ("better", &changes.better),
        ("gone", &changes.gone),
    ];
    let word = |(kind, list): (&str, &Vec<Change>)| {
        list.iter()
            .map(|c| format!("{kind} {}{}", c.row.test, if c.certain { "" } else { "?" }))
            .collect::<Vec<_>>()
    };
    lists.into_iter().flat_map(word).collect::<Vec<_>>().join(", ")
}

/// One test beside a healthy one, which keeps the runs finished; `|` is the date, the newest run comes first.
fn check(letters: &str, expect: &str) {
    let (since, before) = letters.split_once('|').unwrap();
    let row = format!("{since}{before}");
    let healthy = "p".repeat(row.len());
    let found = changes(&[("t", row), ("healthy", healthy)], since.len());
    assert_eq!(words(&found), expect, "{letters}");
}

/// `pattern` again and again, to this length.
fn cycle(pattern: &str, length: usize) -> String {
    pattern.chars().cycle().take(length).collect()
}

#[test]
fn new_ones_failed_since_and_were_not_named_before() {
    let clean = "p".repeat(40);
    check(&format!("ffff|{clean}"), "new t");
    check(&format!("pfppfpp|{clean}"), "new t");
    check("pfpppppppfpppppppppppp|ppp", "new t?");
    check(&format!("pfppfpp|{}", ".".repeat(40)), "");
    check(&format!("pfppfppppppppppppppppppp|{}", ".".repeat(40)), "new t");
    check(&format!("pp|pfppfpp{clean}"), "quiet t?");
    check(&format!("pfppfpp|pppp{}pppp", cycle("pf", 20)), "");
    check(&format!("pfpp|ppppppppppfpppp{clean}"), "new t?");
}

#[test]
fn a_fix_takes_as_many_passes_as_show_the_earlier_rate() {
    let then = cycle("pppf", 40);
    check(&format!("{}|{then}", "p".repeat(11)), "fixed t");
    check(&format!("{}|{then}", "p".repeat(10)), "quiet t?");
    check(&format!("{}fpfpfpf|{then}", "p".repeat(16)), "fixed t");
    check(&format!("{}fppp|{then}", "p".repeat(12)), "");
    check(&format!("ppfppp|{then}"), "");
    check(&format!("pp|ffff{}", "p".repeat(20)), "fixed t");
    check(&format!("ppff|ffff{}", "p".repeat(20)), "fixed t");
    check(&format!("p|ffff{}", "p".repeat(20)), "quiet t?");
    check(&format!("pff|ffff{}", "p".repeat(20)), "better t");
}

#[test]
fn worse_and_better() {
    let rare = cycle("pppppppppf", 60);
    check(&format!("{}|{rare}", cycle("pf", 20)), "worse t");
    check(&format!("{rare}|{}", cycle("pf", 40)), "better t");
    check(&format!("{rare}|{rare}"), "");
    check(&format!("ffffffff|{rare}"), "worse t");
    check(&format!("ff|ffffffff{}", "p".repeat(20)), "");
}

#[test]
fn without_new_results_it_is_gone() {
    check(&format!("{}|{}", ".".repeat(12), cycle("pppf", 40)), "gone t");
    check(&format!("{}|{}", ".".repeat(3), cycle("pppf", 40)), "");
}

#[test]
fn a_broken_run_changes_nothing() {
    let rows: Vec<(String, String)> =
        (0..6).map(|n| (format!("t{n}"), format!("pfp{}", "p".repeat(30)))).collect();
    let rows: Vec<(&str, String)> = rows.iter().map(|(name, row)| (name.as_str(), row.clone())).collect();
    let found = changes(&rows, 3);
    assert_eq!((words(&found).as_str(), found.runs_before, found.runs_since), ("", 180, 12));
}

#[test]
fn a_renamed_test_is_the_same() {
    let old = format!("{}{}", ".".repeat(12), cycle("pppf", 40));
    let new = format!("{}{}", "p".repeat(12), ".".repeat(40));
    let rows = [("[a] t", new), ("[b] t", old), ("u", "p".repeat(52))];
    let found = changes(&rows, 12);
    assert_eq!(words(&found), "fixed [a] t");
    assert_eq!((found.fixed[0].runs_before, found.fixed[0].failures_before), (40, 10));
}

#[test]
fn what_is_not_served_is_said() {
    let rows = [("t", "p".repeat(8))];
    let found = changes(&rows, 3);
    assert_eq!(
        (found.reaches_back_to, found.jobs_compared, found.not_compared.len()),
        (Some(start(7)), 1, 0)
    );
    assert_eq!((found.runs_before, found.runs_since), (5, 3));
    let found = changes(&rows, 8);
    let names: Vec<&str> = found.not_compared.iter().map(|name| name.job.as_str()).collect();
    assert_eq!((found.reaches_back_to, found.jobs_compared, names), (None, 0, vec!["job"]));
    assert_eq!((found.runs_before, found.runs_since, words(&found).as_str()), (0, 0, ""));
}

/// What the definitions give, counted on the letters; verdicts are those of a grid that was built without the runs since.
fn by_hand(rows: &[(&str, String)], since: usize) -> Vec<String> {
    let (now, then) = (verdicts(table(rows, 0)), verdicts(table(rows, since)));
    let sides: Vec<[Vec<char>; 2]> = rows.iter().map(|(_, row)| sides(row, since)).collect();
    let p: Vec<(f64, f64)> = sides.iter().map(fisher).collect();
    let (more, fewer) = (rejected(p.iter().map(|p| p.0)), rejected(p.iter().map(|p| p.1)));
    let mut found = Vec::new();
    for (n, (name, _)) in rows.iter().enumerate() {
        let (now, then) = (&now[n], &then[n]);
        if let Some(word) = kind(now, then, &sides[n], more[n], fewer[n]) {
            found.push(format!("{word} {name}"));
        }
    }
    found.sort();
    found
}

/// The rows of an analysis, in the order of their names.
fn verdicts(table: Table) -> Vec<TestRow> {
    let analysis = Analysis::of_tabs(&[tab(table)], Params::default());
    let all = Filter { verdicts: Verdict::ALL.to_vec(), ..Filter::default() };
    let sort = Sort { column: Some(crate::flakes::Column::Test), descending: false };
    analysis
        .select(&all.ready(compile_search).unwrap(), sort)
        .rows
        .iter()
        .filter_map(|n| analysis.row(*n))
        .collect()
}

/// The results since and before, newest first.
fn sides(row: &str, since: usize) -> [Vec<char>; 2] {
    let results = |part: &str| part.chars().filter(|c| *c != '.').collect();
    [results(&row[..since]), results(&row[since..])]
}

fn bad(results: &[char]) -> usize {
    results.iter().filter(|c| **c != 'p').count()
}

fn clean(results: &[char]) -> usize {
    results.iter().take_while(|c| **c == 'p').count()
}

fn choose(n: usize, k: usize) -> f64 {
    if k > n { 0.0 } else { (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product() }
}

fn fisher([since, before]: &[Vec<char>; 2]) -> (f64, f64) {
    let (n1, n2, a, all) = (since.len(), before.len(), bad(since), bad(since) + bad(before));
    if n1 == 0 || n2 == 0 {
        return (f64::NAN, f64::NAN);
    }
    let p = |x: usize| choose(n1, x) * choose(n2, all - x) / choose(n1 + n2, all);
    ((a..=n1.min(all)).map(p).sum(), (0..=a).map(p).sum())
}

/// The largest set of k smallest probabilities, all at most 5 % times k over their number.
fn rejected(p: impl Iterator<Item = f64>) -> Vec<bool> {
    let p: Vec<f64> = p.collect();
    let real: Vec<f64> = p.iter().copied().filter(|p| !p.is_nan()).collect();
    let ok = |line: f64| {
        let at_most = real.iter().filter(|p| **p <= line).count();
        line <= 0.05 * at_most as f64 / real.len() as f64 + 1e-12
    };
    p.iter().map(|p| !p.is_nan() && real.iter().any(|line| p <= line && ok(*line))).collect()
}

/// So many passes in a row are as unlikely as 5 % or less at this rate.
fn shows(runs: usize, rate: f64) -> bool {
    rate > 0.0 && runs > 0 && (0..runs).map(|_| 1.0 - rate).product::<f64>() <= 0.05
}

fn open_rate(verdict: Verdict, whole: &[char], part: &[char]) -> f64 {
    let open = whole.iter().take_while(|c| **c == 'f').count() as f64;
    if verdict == Verdict::Failing {
        (open + 0.5) / (open + 1.0)
    } else {
        bad(part) as f64 / part.len().max(1) as f64
    }
}

fn kind(now: &TestRow, then: &TestRow, sides: &[Vec<char>; 2], more: bool, fewer: bool) -> Option<String> {
    let [since, before] = sides;
    let named = |row: &TestRow| row.verdict <= Verdict::Flaky && !row.stale;
    let had_results = !before.is_empty();
    let was = named(then) && had_results;
    let whole: Vec<char> = since.iter().chain(before).copied().collect();
    if was && now.stale {
        return Some("gone".into());
    }
    if named(now) && !was {
        let certain = !had_results || shows(clean(before), open_rate(now.verdict, &whole, since));
        return (bad(since) > 0).then(|| if certain { "new".into() } else { "new?".into() });
    }
    let healed = matches!(now.verdict, Verdict::Recovered | Verdict::Passing);
    let share = |part: &[char]| bad(part) as f64 / part.len().max(1) as f64;
    let rate = match then.verdict {
        Verdict::Failing if healed => open_rate(then.verdict, before, before),
        _ if bad(since) == 0 => share(before),
        _ => share(before).min(share(since)),
    };
    if was && shows(clean(since), rate) {
        return Some("fixed".into());
    }
    if was && !since.is_empty() && bad(since) == 0 {
        return Some("quiet?".into());
    }
    let look = |row: &TestRow| row.verdict <= Verdict::Suspect;
    let both = look(now) && look(then) && had_results && !now.stale;
    if now.verdict == Verdict::Failing {
        return (both && then.verdict == Verdict::Flaky).then(|| "worse".into());
    }
    if then.verdict == Verdict::Failing {
        return (was && !since.is_empty()).then(|| "better".into());
    }
    match (both && more, both && fewer) {
        (true, _) => Some("worse".into()),
        (_, true) => Some("better".into()),
        _ => None,
    }
}

/// Rows of different temper, so that every kind of change comes up.
fn row() -> impl Strategy<Value = String> {
    let block = (prop::sample::select(vec!["p", "ppppf", "pf", "f", ".", "ppF", "p."]), 1..30_usize);
    prop::collection::vec(block, 1..5)
        .prop_map(|blocks| {
            blocks.iter().map(|(pattern, n)| cycle(pattern, *n)).collect::<String>() + &"p".repeat(60)
        })
        .prop_map(|row| row.chars().take(60).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn equals_counting(rows in prop::collection::vec(row(), 1..5), since in 0..50_usize) {
        let names = ["a", "b", "c", "d"];
        let rows: Vec<(&str, String)> = names.into_iter().zip(rows).collect();
        let found = changes(&rows, since);
        let mut words: Vec<String> = words(&found).split(", ").filter(|w| !w.is_empty()).map(|word| {
            let (kind, name) = word.split_once(' ').unwrap();
            let sign = if name.ends_with('?') { "?" } else { "" };
            format!("{kind}{sign} {}", name.trim_end_matches('?'))
        }).collect();
        words.sort();
        prop_assert_eq!(words, by_hand(&rows, since));
        let runs: Vec<[Vec<char>; 2]> = rows.iter().map(|(_, row)| sides(row, since)).collect();
        prop_assert_eq!(found.runs_since, runs.iter().map(|s| s[0].len() as u64).sum::<u64>());
        prop_assert_eq!(found.runs_before, runs.iter().map(|s| s[1].len() as u64).sum::<u64>());
    }
}
