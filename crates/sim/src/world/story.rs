//! What happens to a job as a whole: runs that break, outages, changes that break many tests.

use super::catalogue::{Plot, TabSpec};
use super::causes::{self, Cause};
use crate::dice::Dice;

/// Columns that are kept free between two incidents, so that each can be told apart.
const QUIET_COLUMNS: usize = 4;

/// One run in which a large share of the tests failed for a reason of the run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrokenRun {
    pub(crate) column: usize,
    pub(crate) share_percent: usize,
    pub(crate) cause: Cause,
}

/// Runs in a row in which everything failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outage {
    pub(crate) newest: usize,
    pub(crate) oldest: usize,
    pub(crate) cause: Cause,
}

/// A change that broke many tests, which nobody has mended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Regression {
    pub(crate) oldest: usize,
    pub(crate) share_percent: usize,
    pub(crate) cause: Cause,
}

/// The incidents of one tab.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    /// Why single runs break.
    run_causes: &'static [Cause],
    pub(crate) running: bool,
    pub(crate) setup_failures: Vec<usize>,
    pub(crate) broken_runs: Vec<BrokenRun>,
    pub(crate) outage: Option<Outage>,
    pub(crate) regression: Option<Regression>,
}

impl Story {
    /// Draws the incidents of a tab with so many columns.
    pub(crate) fn draw(spec: &TabSpec, columns: usize, dice: &mut Dice) -> Self {
        let running = spec.plot == Plot::SetupFailures;
        let mut story = Self { run_causes: causes::broken_runs(spec.suite), running, ..Self::default() };
        if columns < 10 {
            return story;
        }
        story.running |= dice.chance(0.15);
        match spec.plot {
            Plot::MassRegression => story.draw_regression(columns, dice),
            Plot::Outage => story.draw_outage(columns, dice),
            Plot::BrokenRuns => story.draw_pair(columns, dice),
            Plot::SetupFailures => (0..3).for_each(|_| story.draw_setup_failure(columns, dice)),
            Plot::TinyBrokenRun => story.draw_broken_run(columns, 100, dice),
            _ => {}
        }
        if !is_small(spec) && spec.plot != Plot::Calm {
            story.draw_broken_runs(columns, dice);
        }
        story
    }

    /// Whether tests have a result in the column.
    pub(crate) fn is_live(&self, column: usize) -> bool {
        let running = self.running && column == 0;
        !(running || self.setup_failures.contains(&column))
    }

    /// Whether the outage covers the column.
    pub(crate) fn in_outage(&self, column: usize) -> bool {
        self.outage.is_some_and(|outage| (outage.newest..=outage.oldest).contains(&column))
    }

    /// Whether the column is one of the broken runs.
    pub(crate) fn is_broken_run(&self, column: usize) -> bool {
        self.broken_runs.iter().any(|run| run.column == column)
    }

    /// Columns that have to share one commit: the outage, and the run after it, which passes.
    pub(crate) fn one_commit(&self) -> Option<(usize, usize)> {
        self.outage.map(|outage| (outage.newest - 1, outage.oldest))
    }

    fn draw_regression(&mut self, columns: usize, dice: &mut Dice) {
        let oldest = dice.between(6, (columns / 3).max(7));
        let cause = *dice.pick(causes::REGRESSIONS);
        self.regression = Some(Regression { oldest, share_percent: dice.between(28, 42), cause });
    }

    fn draw_outage(&mut self, columns: usize, dice: &mut Dice) {
        let newest = dice.between(3, (columns / 2).max(4));
        let oldest = newest + dice.between(3, 5);
        self.outage = Some(Outage { newest, oldest, cause: *dice.pick(causes::OUTAGES) });
    }

    fn draw_pair(&mut self, columns: usize, dice: &mut Dice) {
        let column = dice.between(2, columns / 3);
        for (column, share_percent) in [(column, 50), (column + 1, 85)] {
            self.broken_runs.push(BrokenRun { column, share_percent, cause: *dice.pick(self.run_causes) });
        }
        self.draw_broken_run(columns, 35, dice);
    }

    /// Now and then one, for every eighty columns.
    fn draw_broken_runs(&mut self, columns: usize, dice: &mut Dice) {
        for _ in 0..columns.div_ceil(80) {
            if dice.chance(0.35) {
                let share_percent = dice.between(30, 95);
                self.draw_broken_run(columns, share_percent, dice);
            }
        }
    }

    fn draw_broken_run(&mut self, columns: usize, share_percent: usize, dice: &mut Dice) {
        if let Some(column) = self.quiet_column(columns, dice) {
            self.broken_runs.push(BrokenRun { column, share_percent, cause: *dice.pick(self.run_causes) });
            self.broken_runs.sort_by_key(|run| run.column);
        }
    }

    fn draw_setup_failure(&mut self, columns: usize, dice: &mut Dice) {
        if let Some(column) = self.quiet_column(columns, dice) {
            self.setup_failures.push(column);
            self.setup_failures.sort_unstable();
        }
    }

    fn quiet_column(&self, columns: usize, dice: &mut Dice) -> Option<usize> {
        (0..40).map(|_| dice.between(1, columns - 1)).find(|&column| {
            let near = |other: usize| other.abs_diff(column) < QUIET_COLUMNS;
            let outage =
                self.outage.is_some_and(|o| near(o.newest) || near(o.oldest) || self.in_outage(column));
            let regression = self.regression.is_some_and(|regression| near(regression.oldest));
            let others =
                self.broken_runs.iter().map(|run| run.column).chain(self.setup_failures.iter().copied());
            !(outage || regression || others.into_iter().any(near))
        })
    }
}

/// Tabs without enough tests for a broken run to mean anything.
pub(crate) fn is_small(spec: &TabSpec) -> bool {
    use super::catalogue::Suite::{Build, Kubeadm, Scale};
    let few = matches!(
        spec.plot,
        Plot::Tiny(_) | Plot::OverallOnly | Plot::TinyBrokenRun | Plot::Stale | Plot::Empty
    );
    few || matches!(spec.suite, Build | Kubeadm | Scale)
}
