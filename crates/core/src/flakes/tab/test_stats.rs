//! The numbers of one test over the window, and the verdict they give.

use super::super::{Params, Verdict, flip_rate};
use super::episodes::{Episode, episodes};
use super::{Columns, TestRows};
use crate::model::{Outcome, Table};
use crate::stats::{FisherP, Interval, LogTables, change_point, fisher_one_sided, wilson_95};

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
    pub(in super::super) change_probability: Option<f64>,
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

/// The counted results of a test over all served runs, (column, outcome), newest first.
type Results = Vec<(usize, Outcome)>;

impl TestStats {
    pub(super) fn new(
        test: usize,
        rows: &TestRows,
        columns: &Columns,
        table: &Table,
        tables: &LogTables,
    ) -> Self {
        let outcomes = rows.outcomes(test);
        let counted = || outcomes.iter().copied().zip(&columns.counted);
        let mut stats =
            Self::counts(counted().take(columns.window).filter(|(_, counts)| **counts).map(|(o, _)| o));
        stats.stale = !rows.has_fresh_result(test, table, columns.fresh);
        let half = outcomes.len().div_ceil(2);
        if outcomes.iter().any(|o| o.is_non_pass()) {
            let results = counted().enumerate().filter(|(_, (o, counts))| **counts && o.is_result());
            let results: Results = results.map(|(column, (o, _))| (column, o)).collect();
            stats.judge(&results, columns);
            stats.look_back(&results, half, tables);
        } else {
            let results = counted().map(|(o, counts)| *counts && o.is_result());
            stats.trend_p = clean_trend_p(results, half);
        }
        stats
    }

    fn counts(window: impl Iterator<Item = Outcome>) -> Self {
        let mut count = [0_u32; 5];
        for outcome in window {
            if let Some(slot) = count.get_mut(outcome as usize) {
                *slot += 1;
            }
        }
        let [_, passes, skips, failures, flaky_cells] = count;
        let runs = passes + failures + flaky_cells;
        Self {
            passes,
            failures,
            flaky_cells,
            skips,
            verdict: Verdict::Passing,
            reason: Reason::NoFailure,
            stale: false,
            flip_rate: 0.0,
            interval: wilson_95(failures + flaky_cells, runs),
            since: None,
            change_probability: None,
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
        let window: Vec<(usize, Outcome)> =
            results.iter().copied().take_while(|(column, _)| *column < columns.window).collect();
        self.flip_rate = flip_rate(window.iter().map(|(_, o)| *o));
        let mut failed = window.iter().filter(|(_, o)| o.is_non_pass()).map(|(column, _)| *column);
        self.last_failure = failed.next();
        self.first_failure = failed.next_back().or(self.last_failure);
        let seen: Vec<Episode> =
            episodes(results.iter().copied()).into_iter().filter(|e| e.newest < columns.window).collect();
        let (breakages, flips): (Vec<Episode>, Vec<Episode>) =
            seen.iter().partition(|episode| self.is_breakage(episode, &window));
        self.reason = self.decide(&breakages, &flips, same_commit(&window, &seen, columns));
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

    fn decide(&self, breakages: &[Episode], flips: &[Episode], same_commit: Option<usize>) -> Reason {
        let open_flips = count(flips, |e| e.open);
        let closed_flips = count(flips, |e| !e.open);
        if let Some(open) = breakages.iter().find(|e| e.open) {
            Reason::OpenBreakage(open.length)
        } else if self.flaky_cells > 0 {
            Reason::FlakyCells(self.flaky_cells)
        } else if let Some(column) = same_commit {
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

    /// Over all served runs: the change point, and the newer half against the older.
    fn look_back(&mut self, results: &Results, half: usize, tables: &LogTables) {
        let hits: Vec<bool> = results.iter().rev().map(|(_, o)| o.is_non_pass()).collect();
        self.trend_p = trend_p(results, half, tables);
        let Some(change) = change_point(tables, &hits, Params::CHANGE_INTERVAL) else { return };
        self.change_probability = Some(change.probability);
        let wanted = self.since.is_none() && self.verdict != Verdict::Failing;
        if wanted && change.probability >= Params::CHANGE_PROBABILITY {
            let column = |place: usize| results.iter().rev().nth(place).map_or(0, |(column, _)| *column);
            let ends = Some((column(change.low), column(change.high)));
            self.since = Some(Since { at: column(change.at), ends });
        }
    }
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
    failed.filter(|c| in_short(*c)).find(|c| columns.commits.number(*c).is_some_and(passed))
}

/// A test that never failed belongs to the family of the trends as well: it shows no difference.
fn clean_trend_p(mut results: impl Iterator<Item = bool>, half: usize) -> Option<FisherP> {
    let newer = results.by_ref().take(half).filter(|is_result| *is_result).count();
    let older = results.filter(|is_result| *is_result).count();
    let enough = Params::TREND_RESULTS as usize;
    (newer >= enough && older >= enough).then_some(FisherP { more: 1.0, fewer: 1.0 })
}

/// Newest half of the served columns (the first `half`) against the older half.
fn trend_p(results: &Results, half: usize, tables: &LogTables) -> Option<FisherP> {
    let (newer, older) = results.split_at(results.partition_point(|(column, _)| *column < half));
    let hits = |half: &[(usize, Outcome)]| {
        u32::try_from(half.iter().filter(|(_, o)| o.is_non_pass()).count()).unwrap_or(0)
    };
    let trials = |half: &[(usize, Outcome)]| u32::try_from(half.len()).unwrap_or(0);
    if trials(newer) < Params::TREND_RESULTS || trials(older) < Params::TREND_RESULTS {
        return None;
    }
    fisher_one_sided(tables, (hits(newer), hits(older)), (trials(newer), trials(older)))
}
