//! Muted tests that pass on the boards. A marker can go where its test passes every time; a test that is skipped does not run, so
//! a pass means that the board runs it from elsewhere: another branch, or without the marker.

use std::collections::BTreeSet;

use super::marker::Kind;
use super::named::{Agreement, Match, MutedNames, Reach};
use super::problem::Problem;
use super::row::Row;
use crate::flakes::{BoardTests, JobResults, counted, thousands};
use crate::model::TimeMs;

/// So many results without a failure are enough. With fewer than 14 failures in a hundred runs they may still be luck: of a test
/// that fails in 13.9 % of its runs, 20 runs in a row pass one time in twenty (0.861^20 = 0.05).
pub const ENOUGH_PASSES: u32 = 20;

/// So many jobs are named.
const NAMED_JOBS: usize = 3;

/// Markers that mute under a condition, by the beginnings of their names: where it does not hold the test runs and passes, as it
/// should.
const CONDITIONAL: [&str; 5] = ["skipif", "skipunless", "disabledif", "disabledon", "disabledfor"];

/// What was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Markers that mute one test whenever it runs: those that could be judged.
    pub markers: u32,
    /// Those whose test is on the boards.
    pub on_boards: u32,
    /// Those whose test passes there every time.
    pub passing: u32,
}

impl Judged {
    /// Adds up what was judged in several places.
    pub fn add(&mut self, other: &Self) {
        self.markers = self.markers.saturating_add(other.markers);
        self.on_boards = self.on_boards.saturating_add(other.on_boards);
        self.passing = self.passing.saturating_add(other.passing);
    }

    /// On how many tests of which boards it was judged, in sentences.
    pub fn sentence(&self, boards: &BoardTests) -> String {
        let mute = if self.markers == 1 { "marker mutes" } else { "markers mute" };
        format!(
            "Compared with {} in {} on {} ({}). {} {mute} one test and name no condition; the tests of {} are on these boards, those of {} passed there every time ({ENOUGH_PASSES} results or more).",
            counted(boards.tests.len() as u64, "test", "tests"),
            counted(boards.jobs.into(), "job", "jobs"),
            boards.dashboards.join(", "),
            counted(boards.window_days.into(), "day", "days"),
            thousands(self.markers.into()),
            thousands(self.on_boards.into()),
            thousands(self.passing.into()),
        )
    }
}

/// Holds the markers of one place against tests of boards, test by test, so that a caller can rest in between.
#[derive(Debug)]
pub struct PassingJudge<'a> {
    rows: &'a [Row],
    names: MutedNames<'a>,
    /// For each row the results of its test.
    results: Vec<Vec<&'a JobResults>>,
}

impl<'a> PassingJudge<'a> {
    /// A judge of these rows.
    pub fn new(rows: &'a [Row]) -> Self {
        Self { rows, names: MutedNames::new(rows), results: vec![Vec::new(); rows.len()] }
    }

    /// Takes a test of the boards with its results.
    pub fn take(&mut self, test: &str, jobs: &'a [JobResults]) {
        let is_meant = |found: &Match| found.agreement == Agreement::Exact && found.reach == Reach::Test;
        for found in self.names.find(test).into_iter().filter(is_meant) {
            if let Some(own) = self.results.get_mut(found.row) {
                own.extend(jobs);
            }
        }
    }

    /// What came of it.
    pub fn finish(self) -> Passes {
        let markers = count(self.rows.iter().filter(|row| mutes_always(row)).count());
        let mut judged = Judged { markers, ..Judged::default() };
        let words = self.rows.iter().zip(&self.results).map(|(row, results)| {
            if results.is_empty() || !mutes_always(row) {
                return String::new();
            }
            judged.on_boards = judged.on_boards.saturating_add(1);
            let words = passes_every_time(results);
            judged.passing = judged.passing.saturating_add(u32::from(words.is_some()));
            words.unwrap_or_default()
        });
        let words = words.collect();
        Passes { judged, words }
    }
}

/// Which rows of one place pass, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passes {
    /// What was judged.
    pub judged: Judged,
    /// For each row where its test passes, in words; empty where it does not.
    words: Vec<String>,
}

impl Passes {
    /// Judges all rows at once.
    pub fn of(rows: &[Row], boards: &BoardTests) -> Self {
        let mut judge = PassingJudge::new(rows);
        boards.tests.iter().for_each(|(test, jobs)| judge.take(test, jobs));
        judge.finish()
    }

    /// Marks the rows that were judged, in the same order.
    pub fn mark(&self, rows: &mut [Row]) {
        for (row, words) in rows.iter_mut().zip(&self.words).filter(|(_, words)| !words.is_empty()) {
            row.passes_on.clone_from(words);
            row.problems.push(Problem::Passing);
        }
    }
}

/// Does the marker mute one test, whatever the circumstances?
fn mutes_always(row: &Row) -> bool {
    let name = row.name().to_lowercase();
    let is_conditional = CONDITIONAL.iter().any(|start| name.starts_with(start));
    matches!(row.kind, Kind::Test | Kind::Call) && row.condition.is_empty() && !is_conditional
}

/// Which board runs it how often, where every result is a pass and they are enough.
fn passes_every_time(results: &[&JobResults]) -> Option<String> {
    let passes = results.iter().fold(0_u32, |sum, job| sum.saturating_add(job.passes));
    if passes < ENOUGH_PASSES || results.iter().any(|job| job.failures > 0) {
        return None;
    }
    let since = results.iter().filter_map(|job| job.since).min().map(TimeMs::day);
    let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
    let boards: BTreeSet<&str> = results.iter().map(|job| job.dashboard.as_str()).collect();
    let boards: Vec<&str> = boards.into_iter().collect();
    Some(format!("all {passes} times{since} on {} ({})", boards.join(", "), jobs(results)))
}

fn jobs(results: &[&JobResults]) -> String {
    let all: BTreeSet<&str> = results.iter().map(|job| job.job.as_str()).collect();
    let named: Vec<&str> = all.iter().copied().take(NAMED_JOBS).collect();
    let more = all.len().saturating_sub(named.len());
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(test: &str, kind: Kind, marker: &str, condition: &str) -> Row {
        let [test, marker, condition] = [test, marker, condition].map(str::to_owned);
        Row { file: "tests/test_a.py".into(), test, kind, marker, condition, ..Row::default() }
    }

    fn results(job: &str, passes: u32, failures: u32) -> JobResults {
        let since = TimeMs::parse("2026-11-07T10:00:00Z");
        JobResults { dashboard: "board".into(), job: job.into(), passes, failures, since }
    }

    fn boards(tests: &[(&str, &[JobResults])]) -> BoardTests {
        let tests = tests.iter().map(|(name, results)| ((*name).to_owned(), results.to_vec())).collect();
        BoardTests { tests, dashboards: vec!["board".into()], jobs: 2, window_days: 14 }
    }

    #[track_caller]
    fn check(row: Row, results: &[JobResults], expect: &str) {
        let mut rows = [row];
        Passes::of(&rows, &boards(&[("tests.test_a.test_x", results)])).mark(&mut rows);
        assert_eq!(rows[0].passes_on, expect, "{:?}", rows[0]);
        assert_eq!(rows[0].problems.contains(&Problem::Passing), !expect.is_empty());
    }

    #[test]
    fn every_time_and_often_enough() {
        let skip = || row("test_x", Kind::Test, "pytest.mark.skip", "");
        check(skip(), &[results("gce", 40, 0)], "all 40 times since 2026-11-07 on board (gce)");
        check(
            skip(),
            &[results("gce", 12, 0), results("kind", 8, 0)],
            "all 20 times since 2026-11-07 on board (gce, kind)",
        );
        check(skip(), &[results("gce", 19, 0)], "");
        check(skip(), &[results("gce", 400, 0), results("kind", 20, 1)], "");
        let jobs = ["a", "b", "c", "d", "e"].map(|job| results(job, 9, 0));
        check(skip(), &jobs, "all 45 times since 2026-11-07 on board (a, b, c and 2 more)");
        check(skip(), &[JobResults { since: None, ..results("gce", 40, 0) }], "all 40 times on board (gce)");
    }

    #[test]
    fn only_markers_that_mute_one_test_always_are_judged() {
        let pass = [results("gce", 40, 0)];
        let words = "all 40 times since 2026-11-07 on board (gce)";
        check(row("test_x", Kind::Call, "pytest.skip", ""), &pass, words);
        check(row("test_x", Kind::Test, "pytest.mark.xfailflake", ""), &pass, words);
        check(row("test_x", Kind::Test, "pytest.mark.skipif", "sys.platform == 'darwin'"), &pass, "");
        check(row("test_x", Kind::Call, "e2eskipper.SkipUnlessProviderIs", ""), &pass, "");
        check(row("test_x", Kind::Test, "@DisabledOnOs", ""), &pass, "");
        check(row("test_x", Kind::Test, "@Disabled", ""), &pass, words);
        check(row("test_x", Kind::Parameter, "pytest.mark.skip", ""), &pass, "");
        check(row("", Kind::Module, "pytestmark", ""), &pass, "");
    }

    #[test]
    fn a_name_alone_is_not_enough() {
        let rows = [row("test_x", Kind::Test, "pytest.mark.skip", "")];
        let passes = Passes::of(&rows, &boards(&[("test_x", &[results("gce", 40, 0)])]));
        assert_eq!(passes.judged, Judged { markers: 1, ..Judged::default() });
    }

    #[test]
    fn what_was_judged_is_said() {
        let rows = [
            row("test_x", Kind::Test, "pytest.mark.skip", ""),
            row("test_y", Kind::Test, "pytest.mark.skip", ""),
            row("test_z", Kind::Test, "pytest.mark.skipif", "x"),
        ];
        let tests: [(&str, &[JobResults]); 2] =
            [("test_a.test_x", &[results("gce", 40, 0)]), ("other", &[results("gce", 1, 1)])];
        let boards = boards(&tests);
        let mut judged = Passes::of(&rows, &boards).judged;
        insta::assert_snapshot!(judged.sentence(&boards), @"Compared with 2 tests in 2 jobs on board (14 days). 2 markers mute one test and name no condition; the tests of 1 are on these boards, those of 1 passed there every time (20 results or more).");
        judged.add(&judged.clone());
        assert_eq!(judged, Judged { markers: 4, on_boards: 2, passing: 2 });
    }
}
