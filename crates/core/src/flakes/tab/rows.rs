//! The rows of a tab as tests, one outcome a run: job-level rows kept apart, failures of [`parents`] given to their
//! children, [`renames`] joined.

use super::job_rows::{is_job_level, job_row, numbers};
use super::{Tally, parents, renames};
use crate::model::{Cell, Outcome, Table};

/// The tests of a tab with one outcome a column, newest first.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct TestRows {
    width: usize,
    tests: Vec<TestId>,
    outcomes: Vec<Outcome>,
    /// What each test's outcomes are, over all columns.
    tallies: Vec<Tally>,
    /// True when the tab has no test rows and its job row is judged instead.
    pub(in super::super) job_level: bool,
}

/// Which rows of the table a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct TestId {
    /// The row.
    pub(in super::super) row: usize,
    /// The row of its older name.
    pub(in super::super) renamed_from: Option<usize>,
}

impl TestRows {
    pub(super) fn new(table: &Table) -> Self {
        let mut rows = Self::as_served(table);
        parents::give_failures_to_children(&mut rows, table);
        if !rows.job_level {
            let joins = renames::find(&rows, table);
            rows.join(&joins);
        }
        rows.tallies = rows.all().map(Tally::of).collect();
        rows
    }

    fn as_served(table: &Table) -> Self {
        let width = table.columns.len();
        let mut rows: Vec<usize> = numbers(table, |name| !is_job_level(name)).collect();
        let job_level = rows.is_empty();
        if job_level {
            rows = job_row(table).into_iter().collect();
        }
        let mut outcomes = Vec::with_capacity(rows.len() * width);
        for row in &rows {
            push_outcomes(&mut outcomes, table.cells(*row));
        }
        let tests = rows.into_iter().map(|row| TestId { row, renamed_from: None }).collect();
        Self { width, tests, outcomes, tallies: Vec::new(), job_level }
    }

    pub(in super::super) fn len(&self) -> usize {
        self.tests.len()
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(in super::super) fn id(&self, test: usize) -> Option<TestId> {
        self.tests.get(test).copied()
    }

    /// The name of a test's row.
    pub(super) fn name<'a>(&self, test: usize, table: &'a Table) -> &'a str {
        self.id(test).and_then(|id| table.rows.get(id.row)).map_or("", |row| table.name(row))
    }

    /// The outcomes of a test, newest first, one a column.
    pub(in super::super) fn outcomes(&self, test: usize) -> &[Outcome] {
        let start = test * self.width;
        self.outcomes.get(start..start + self.width).unwrap_or_default()
    }

    pub(super) fn outcomes_mut(&mut self, test: usize) -> &mut [Outcome] {
        let start = test * self.width;
        self.outcomes.get_mut(start..start + self.width).unwrap_or_default()
    }

    /// How often each outcome occurs among all outcomes of a test.
    pub(super) fn tally(&self, test: usize) -> Tally {
        self.tallies.get(test).copied().unwrap_or_default()
    }

    /// The outcomes of all tests, one after another.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Outcome]> {
        (0..self.len()).map(|test| self.outcomes(test))
    }

    /// True when one of the newest `fresh` columns served a result of the test, a child's failure included.
    pub(super) fn has_fresh_result(&self, test: usize, table: &Table, fresh: usize) -> bool {
        let rows = self.id(test).into_iter().flat_map(|id| [Some(id.row), id.renamed_from]).flatten();
        rows.into_iter().any(|row| table.cells(row).iter().take(fresh).any(|cell| cell.outcome().is_result()))
    }

    /// Joins pairs (new, old): where the new row has no outcome, the old one's counts.
    fn join(&mut self, joins: &[(usize, usize)]) {
        for (new, old) in joins {
            let older: Vec<Outcome> = self.outcomes(*old).to_vec();
            self.outcomes_mut(*new).iter_mut().zip(older).for_each(|(o, older)| {
                if *o == Outcome::None {
                    *o = older;
                }
            });
            let old_row = self.tests.get(*old).map(|id| id.row);
            if let Some(id) = self.tests.get_mut(*new) {
                id.renamed_from = old_row;
            }
        }
        let gone: Vec<usize> = joins.iter().map(|(_, old)| *old).collect();
        self.drop_tests(&gone);
    }

    fn drop_tests(&mut self, gone: &[usize]) {
        if gone.is_empty() {
            return;
        }
        let kept: Vec<usize> = (0..self.len()).filter(|test| !gone.contains(test)).collect();
        self.outcomes = kept.iter().flat_map(|test| self.outcomes(*test).to_vec()).collect();
        self.tests = kept.iter().filter_map(|test| self.id(*test)).collect();
    }
}

#[inline(never)]
fn push_outcomes(outcomes: &mut Vec<Outcome>, cells: &[Cell]) {
    outcomes.extend(cells.iter().map(|cell| cell.outcome()));
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::flakes::tab::test_tables::table;

    /// Holds the tests of a table to (name, letters).
    pub(in super::super) fn check(rows: &[(&str, &str)], expect: &[(&str, &str)]) {
        let table = table(rows);
        let found = TestRows::new(&table);
        let name = |row: usize| table.name(&table.rows[row]).to_owned();
        let letters = |test: usize| found.outcomes(test).iter().map(|o| o.letter()).collect::<String>();
        let lines: Vec<(String, String)> = (0..found.len())
            .map(|t| {
                let id = found.id(t).unwrap();
                let old = id.renamed_from.map(|r| format!(" (was {})", name(r))).unwrap_or_default();
                (name(id.row) + &old, letters(t))
            })
            .collect();
        let lines: Vec<(&str, &str)> = lines.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(lines, expect);
    }

    #[test]
    fn job_level_rows_are_kept_apart() {
        check(
            &[
                ("Overall", "fp"),
                ("ci-x.Pod", "pp"),
                ("kubetest2.Up", "pp"),
                ("a@TESTGRID@", "pp"),
                ("t", "pp"),
            ],
            &[("t", "pp")],
        );
        check(&[("a b.Overall", "pp")], &[("a b.Overall", "pp")]);
    }

    #[test]
    fn a_tab_without_tests_is_judged_on_its_job_row() {
        check(&[("kubetest.Up", "pp"), ("ci-x.Overall", "fp")], &[("ci-x.Overall", "fp")]);
        check(&[("kubetest.Up", "pf")], &[("kubetest.Up", "pf")]);
        check(&[], &[]);
    }
}
