//! The runs of a tab: which lie in the window, which are broken, which have finished, and on which commit.

use super::super::Params;
use super::broken_runs::Broken;
use super::column_facts::ColumnFacts;
use super::commits::Commits;
use crate::model::{Table, TimeMs};

/// One flag or number a column, newest first.
#[derive(Clone, Debug)]
pub(in super::super) struct Columns {
    /// Columns of the window: the first this many.
    pub(in super::super) window: usize,
    /// True where the run is broken.
    pub(in super::super) broken: Vec<bool>,
    /// True where results count in statistics: not broken, or broken runs are kept.
    pub(in super::super) counted: Vec<bool>,
    /// The columns whose results do not count, newest first.
    pub(super) set_aside: Vec<usize>,
    /// Columns that must hold a result of a test that is not stale: the first this many.
    pub(in super::super) fresh: usize,
    /// What the cells hold.
    pub(super) facts: Vec<ColumnFacts>,
    /// The commits.
    pub(in super::super) commits: Commits,
}

impl Columns {
    pub(super) fn new(table: &Table, params: Params) -> Self {
        let count = table.columns.len();
        let facts = ColumnFacts::of_table(table);
        Self {
            window: window_width(table, params.window_days),
            broken: vec![false; count],
            counted: vec![true; count],
            set_aside: Vec::new(),
            fresh: fresh_width(&facts),
            facts,
            commits: Commits::new(&table.columns),
        }
    }

    pub(super) fn set_broken(&mut self, found: &[Option<Broken>], keep: bool) {
        self.broken = found.iter().map(Option::is_some).collect();
        self.counted = self.broken.iter().map(|broken| keep || !broken).collect();
        self.set_aside = (0..self.counted.len()).filter(|column| !self.is_counted(*column)).collect();
    }

    pub(in super::super) fn is_broken(&self, column: usize) -> bool {
        self.broken.get(column).copied().unwrap_or(false)
    }

    pub(in super::super) fn is_counted(&self, column: usize) -> bool {
        self.counted.get(column).copied().unwrap_or(false)
    }
}

/// The window reaches `days` days back from the newest run; a run without a start lies where its newer neighbour does.
fn window_width(table: &Table, days: u32) -> usize {
    let newest = table.columns.iter().filter_map(|c| c.started_at).max();
    let Some(edge) = newest.map(|t: TimeMs| t.minus_days(days)) else { return table.columns.len() };
    let last = table.columns.iter().rposition(|c| c.started_at.is_some_and(|t| t >= edge));
    let oldest_inside = last.map_or(0, |column| column + 1);
    let untimed = table.columns.iter().skip(oldest_inside).take_while(|c| c.started_at.is_none()).count();
    oldest_inside + untimed
}

/// How many columns hold the newest [`Params::STALE_RUNS`] finished runs.
fn fresh_width(facts: &[ColumnFacts]) -> usize {
    let wanted =
        facts.iter().enumerate().filter(|(_, facts)| facts.is_finished()).nth(Params::STALE_RUNS - 1);
    wanted.map_or(facts.len(), |(column, _)| column + 1)
}
