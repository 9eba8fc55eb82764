//! The numbers of one test over the window, and the verdict they give.

use super::super::{Params, Verdict, flip_rate};
use super::episodes::{Episode, episodes};
use super::history::{self, Results};
use super::{Columns, Tally, TestRows};
use crate::model::{Outcome, Table};
use crate::stats::{FisherP, Interval, LogTables, wilson_95};

/// What the window says of one test; columns are counted from the newest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct TestStats {
    pub(in super::super) passes: u32,
    pub(in super::super) failures: u32,
    pub(in super::super) flaky_cells: u32,
    pub(in super::super) skips: u32,
    pub(in super::super) verdict: Verdict,
    pub(in super::super) reason: Reason,
    pub(in super::super) stale: bool,
    pub(in super::super) flip_rate: f64,
    pub(in super::super) interval: Option<Interval>,
    pub(in super::super) since: Option<Since>,
    pub(in super::super) trend_p: Option<FisherP>,
    pub(in super::super) first_failure: Option<usize>,
    pub(in super::super) last_failure: Option<usize>,
}

/// The rule that decided the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Reason {
    /// The open episode of this many failures is a breakage.
    OpenBreakage(u32),
    /// This many cells failed and passed within one run.
    FlakyCells(u32),
    /// Passed and failed on the commit of this column.
    SameCommit(usize),
    /// This many closed flips in at least [`Params::FLAKY_RESULTS`] results.
    Flips(u32),
    /// Flips, but too few of them, or too few results: (closed flips, open flips).
    TooLittle(u32, u32),
    /// This many breakages, all closed.
    ClosedBreakages(u32),
    /// No failure.
    NoFailure,
}

/// When it began, as columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Since {
    pub(in super::super) at: usize,
    /// Both ends for a change point; none for a breakage, whose start is seen.
    pub(in super::super) ends: Option<(usize, usize)>,
}

impl TestStats {
    #[inline(never)]
    pub(super) fn new(
        test: usize,
        rows: &TestRows,
        columns: &Columns,
        table: &Table,
        tables: &LogTables,
    ) -> Self {
        let outcomes = rows.outcomes(test);
        let mut stats = Self::of_counts(counted_in_window(test, rows, columns));
        stats.stale = !rows.has_fresh_result(test, table, columns.fresh);
        if rows.tally(test).non_passes() > 0 {
            let results = history::results(outcomes, columns);
            stats.judge(&results, columns);
            stats.trend_p = history::trend_p(&results, outcomes);
            if stats.since.is_none() && stats.verdict != Verdict::Failing {
                stats.since = history::since(&results, tables);
            }
        } else {
            stats.trend_p = history::clean_trend_p(outcomes, columns);
        }
        stats
    }

    fn of_counts(tally: Tally) -> Self {
        Self {
            passes: tally.count(Outcome::Pass),
            failures: tally.count(Outcome::Fail),
            flaky_cells: tally.count(Outcome::Flaky),
            skips: tally.count(Outcome::Skip),
            verdict: Verdict::Passing,
            reason: Reason::NoFailure,
            stale: false,
            flip_rate: 0.0,
            interval: wilson_95(tally.non_passes(), tally.results()),
            since: None,
            trend_p: None,
            first_failure: None,
            last_failure: None,
        }
    }

    pub(in super::super) fn runs(&self) -> u32 {
        self.passes + self.failures + self.flaky_cells
    }

    pub(in super::super) fn non_passes(&self) -> u32 {
        self.failures + self.flaky_cells
    }

    /// (failures + flaky cells) / runs.
    pub(in super::super) fn failure_rate(&self) -> Option<f64> {
        (self.runs() > 0).then(|| f64::from(self.non_passes()) / f64::from(self.runs()))
    }

    /// Both outcomes seen in the window.
    pub(in super::super) fn ndr(&self) -> bool {
        self.flaky_cells > 0 || (self.failures > 0 && self.passes > 0)
    }

    fn judge(&mut self, results: &Results, columns: &Columns) {
        let window = history::before(results, columns.window);
        self.flip_rate = flip_rate(window.iter().map(|(_, o)| *o));
        let mut failed = window.iter().filter(|(_, o)| o.is_non_pass()).map(|(column, _)| *column);
        self.last_failure = failed.next();
        self.first_failure = failed.next_back().or(self.last_failure);
        let mut seen = episodes(results.iter().copied());
        seen.retain(|episode| episode.newest < columns.window);
        let (breakages, flips): (Vec<Episode>, Vec<Episode>) =
            seen.iter().partition(|episode| self.is_breakage(episode, window));
        self.reason = self.decide(&breakages, &flips, || same_commit(window, &seen, columns));
        self.verdict = self.reason.verdict();
        if let Some(open) = breakages.iter().find(|e| e.open) {
            self.since = Some(Since { at: open.oldest, ends: None });
        }
    }

    /// k ≥ 3 and q^k < 0.05 with q = (non-passes outside + ½) / (results outside + 1), or nothing outside.
    fn is_breakage(&self, episode: &Episode, window: &[(usize, Outcome)]) -> bool {
        if !episode.is_long() {
            return false;
        }
        let inside = window
            .iter()
            .filter(|(c, o)| *o == Outcome::Fail && (episode.newest..=episode.oldest).contains(c));
        let inside = u32::try_from(inside.count()).unwrap_or(u32::MAX);
        let outside = self.runs().saturating_sub(inside);
        let non_passes = self.non_passes().saturating_sub(inside);
        let q = (f64::from(non_passes) + 0.5) / (f64::from(outside) + 1.0);
        outside == 0 || q.powf(f64::from(episode.length)) < Params::BREAKAGE_P
    }

    fn decide(
        &self,
        breakages: &[Episode],
        flips: &[Episode],
        same_commit: impl FnOnce() -> Option<usize>,
    ) -> Reason {
        let open_flips = count(flips, |e| e.open);
        let closed_flips = count(flips, |e| !e.open);
        if let Some(open) = breakages.iter().find(|e| e.open) {
            Reason::OpenBreakage(open.length)
        } else if self.flaky_cells > 0 {
            Reason::FlakyCells(self.flaky_cells)
        } else if let Some(column) = same_commit() {
            Reason::SameCommit(column)
        } else if self.runs() >= Params::FLAKY_RESULTS && closed_flips >= 2 {
            Reason::Flips(closed_flips)
        } else if open_flips + closed_flips > 0 {
            Reason::TooLittle(closed_flips, open_flips)
        } else if !breakages.is_empty() {
            Reason::ClosedBreakages(count(breakages, |_| true))
        } else {
            Reason::NoFailure
        }
    }
}

/// The outcomes of the window that count.
fn counted_in_window(test: usize, rows: &TestRows, columns: &Columns) -> Tally {
    let outcomes = rows.outcomes(test);
    let window = outcomes.get(..columns.window).unwrap_or(outcomes);
    let is_all = window.len() == outcomes.len();
    let mut tally = if is_all { rows.tally(test) } else { Tally::of(window) };
    let set_aside = columns.set_aside.iter().filter_map(|column| window.get(*column));
    set_aside.for_each(|outcome| tally.remove(*outcome));
    tally
}

impl Reason {
    fn verdict(self) -> Verdict {
        match self {
            Self::OpenBreakage(_) => Verdict::Failing,
            Self::FlakyCells(_) | Self::SameCommit(_) | Self::Flips(_) => Verdict::Flaky,
            Self::TooLittle(..) => Verdict::Suspect,
            Self::ClosedBreakages(_) => Verdict::Recovered,
            Self::NoFailure => Verdict::Passing,
        }
    }
}

fn count(episodes: &[Episode], keep: impl Fn(&Episode) -> bool) -> u32 {
    u32::try_from(episodes.iter().filter(|e| keep(e)).count()).unwrap_or(u32::MAX)
}

/// The newest failure in a short episode whose commit also has a pass.
fn same_commit(window: &[(usize, Outcome)], episodes: &[Episode], columns: &Columns) -> Option<usize> {
    let passed = |commit: u32| {
        window
            .iter()
            .any(|(column, o)| *o == Outcome::Pass && columns.commits.number(*column) == Some(commit))
    };
    let in_short =
        |column: usize| episodes.iter().any(|e| !e.is_long() && (e.newest..=e.oldest).contains(&column));
    let failed = window.iter().filter(|(_, o)| *o == Outcome::Fail).map(|(column, _)| *column);
    failed.filter(|c| in_short(*c)).find(|c| columns.commits.shared_number(*c).is_some_and(passed))
}
