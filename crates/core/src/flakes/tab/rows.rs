//! The rows of a tab as tests: job-level rows kept apart, failures of parents given to their children, renamed rows
//! joined.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::Params;
use crate::model::{Outcome, Row, Table};

/// More rows of one name than this are variants of a test, not its history.
const LARGEST_FAMILY: usize = 16;

/// The tests of a tab with one outcome a column, newest first.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct TestRows {
    width: usize,
    tests: Vec<TestId>,
    outcomes: Vec<Outcome>,
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
        let width = table.columns.len();
        let mut rows: Vec<usize> = numbers(table, |name| !is_job_level(name)).collect();
        let job_level = rows.is_empty();
        if job_level {
            rows = job_row(table).into_iter().collect();
        }
        let mut outcomes = Vec::with_capacity(rows.len() * width);
        for row in &rows {
            outcomes.extend(table.cells(*row).iter().map(|cell| cell.outcome()));
        }
        let tests = rows.into_iter().map(|row| TestId { row, renamed_from: None }).collect();
        let mut test_rows = Self { width, tests, outcomes, job_level };
        test_rows.give_failures_to_children(table);
        test_rows.join_renamed(table);
        test_rows
    }

    pub(in super::super) fn len(&self) -> usize {
        self.tests.len()
    }

    pub(in super::super) fn id(&self, test: usize) -> Option<TestId> {
        self.tests.get(test).copied()
    }

    /// The outcomes of a test, newest first, one a column.
    pub(in super::super) fn outcomes(&self, test: usize) -> &[Outcome] {
        let start = test * self.width;
        self.outcomes.get(start..start + self.width).unwrap_or_default()
    }

    /// True when one of the newest `fresh` columns served a result of the test, a child's failure included.
    pub(super) fn has_fresh_result(&self, test: usize, table: &Table, fresh: usize) -> bool {
        let rows = self.id(test).into_iter().flat_map(|id| [Some(id.row), id.renamed_from]).flatten();
        rows.into_iter().any(|row| table.cells(row).iter().take(fresh).any(|cell| cell.outcome().is_result()))
    }

    /// The outcomes of all tests, one after another.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Outcome]> {
        (0..self.len()).map(|test| self.outcomes(test))
    }

    fn outcomes_mut(&mut self, test: usize) -> &mut [Outcome] {
        let start = test * self.width;
        self.outcomes.get_mut(start..start + self.width).unwrap_or_default()
    }

    /// A failure of row `P` in a run in which a row `P/…` failed belongs to the child: the parent has no result there.
    fn give_failures_to_children(&mut self, table: &Table) {
        let name = |id: &TestId| table.rows.get(id.row).map_or("", |row| table.name(row));
        let places: FxHashMap<&str, usize> = self.tests.iter().map(name).zip(0..).collect();
        let mut claims: Vec<(usize, usize)> = Vec::new();
        for (child, id) in self.tests.iter().enumerate() {
            let name = name(id);
            let parents = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
            claims.extend(parents.filter_map(|p| places.get(p)).map(|parent| (*parent, child)));
        }
        let failed: Vec<(usize, Vec<bool>)> = claims
            .into_iter()
            .filter(|(_, child)| self.outcomes(*child).iter().any(|o| o.is_non_pass()))
            .map(|(parent, child)| (parent, self.outcomes(child).iter().map(|o| o.is_non_pass()).collect()))
            .collect();
        for (parent, failed) in failed {
            let parent = self.outcomes_mut(parent).iter_mut().zip(failed);
            parent.filter(|(o, failed)| *failed && o.is_non_pass()).for_each(|(o, _)| *o = Outcome::None);
        }
    }

    /// Joins a row that starts within [`Params::RENAME_GAP`] runs of where another stops when their names are equal
    /// without `[…]` tags and no third row could be meant. Runs without any test result do not count as a gap.
    fn join_renamed(&mut self, table: &Table) {
        if self.job_level {
            return;
        }
        let spans: Vec<Option<(usize, usize)>> = self.all().map(span).collect();
        let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (test, id) in self.tests.iter().enumerate() {
            let partial = spans
                .get(test)
                .copied()
                .flatten()
                .is_some_and(|(first, last)| first > 0 || last + 1 < self.width);
            if partial && let Some(row) = table.rows.get(id.row) {
                families.entry(without_tags(table.name(row))).or_default().push(test);
            }
        }
        if families.values().all(|family| family.len() < 2) {
            return;
        }
        let steps = self.run_numbers();
        let mut joins = Vec::new();
        for family in families.values().filter(|f| (2..=LARGEST_FAMILY).contains(&f.len())) {
            joins.extend(unique_successors(family, &spans, &steps));
        }
        self.apply_joins(&joins);
    }

    /// For each column the number of columns with a test result up to it: distances that ignore empty runs.
    fn run_numbers(&self) -> Vec<usize> {
        let mut filled = vec![false; self.width];
        for outcomes in self.all() {
            filled.iter_mut().zip(outcomes).for_each(|(filled, o)| *filled |= *o != Outcome::None);
        }
        filled
            .iter()
            .scan(0, |count, filled| {
                *count += usize::from(*filled);
                Some(*count)
            })
            .collect()
    }

    fn apply_joins(&mut self, joins: &[(usize, usize)]) {
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

/// The newest and the oldest column with a result.
fn span(outcomes: &[Outcome]) -> Option<(usize, usize)> {
    let newest = outcomes.iter().position(|o| *o != Outcome::None)?;
    let oldest = outcomes.iter().rposition(|o| *o != Outcome::None)?;
    Some((newest, oldest))
}

/// Pairs (new, old) of a family in which the new row begins where the old one ends, each with one partner alone.
fn unique_successors(
    family: &[usize],
    spans: &[Option<(usize, usize)>],
    steps: &[usize],
) -> Vec<(usize, usize)> {
    let span = |test: usize| spans.get(test).copied().flatten();
    let follows = |new: usize, old: usize| {
        let (Some((_, starts)), Some((stops, _))) = (span(new), span(old)) else { return false };
        let step = |column: usize| steps.get(column).copied().unwrap_or(0);
        starts < stops && step(stops) - step(starts) <= Params::RENAME_GAP
    };
    let all: Vec<(usize, usize)> = family
        .iter()
        .flat_map(|new| family.iter().map(move |old| (*new, *old)))
        .filter(|(new, old)| new != old && follows(*new, *old))
        .collect();
    let alone = |pair: &&(usize, usize)| {
        all.iter().filter(|p| p.0 == pair.0 || p.1 == pair.1 || p.1 == pair.0 || p.0 == pair.1).count() == 1
    };
    all.iter().filter(alone).copied().collect()
}

/// The name without `[…]` tags, white space folded.
pub(in super::super) fn without_tags(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        plain.push(' ');
        rest = after.split_once(']').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for rows that speak of the whole job: `<job>.Overall`, `Overall`, `<job>.Pod`, `kubetest…`, `…@TESTGRID@…`.
pub(in super::super) fn is_job_level(name: &str) -> bool {
    name == "Overall"
        || name.starts_with("kubetest")
        || name.contains("@TESTGRID@")
        || job_prefix(name).is_some()
}

/// The job in `<job>.Overall` and `<job>.Pod`.
fn job_prefix(name: &str) -> Option<&str> {
    let job = name.strip_suffix(".Overall").or_else(|| name.strip_suffix(".Pod"))?;
    (!job.is_empty() && !job.contains(char::is_whitespace)).then_some(job)
}

/// The row that says how the whole run went.
pub(super) fn overall_row(table: &Table) -> Option<usize> {
    numbers(table, |name| name == "Overall" || (name.ends_with(".Overall") && is_job_level(name))).next()
}

/// The row on which a tab without tests is judged.
fn job_row(table: &Table) -> Option<usize> {
    let any = || numbers(table, |name| is_job_level(name) && !name.contains("@TESTGRID@")).next();
    overall_row(table).or_else(any)
}

/// The Prow job's name from the format or from a `<prow job>.Overall` or `<prow job>.Pod` row; empty if unknown.
pub(super) fn prow_job(table: &Table) -> String {
    if !table.prow_job.is_empty() {
        return table.prow_job.clone();
    }
    let from_row = table.rows.iter().map(|row| table.name(row)).find_map(job_prefix);
    from_row.unwrap_or_default().to_owned()
}

fn numbers<'a>(table: &'a Table, keep: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = usize> + 'a {
    let named = move |row: &Row| keep(table.name(row));
    table.rows.iter().enumerate().filter(move |(_, row)| named(row)).map(|(number, _)| number)
}

#[cfg(test)]
pub(in super::super) mod tests {
    use super::*;
    use crate::model::{Cell, Column, TableBuilder};

    /// Outcomes from letters, newest first.
    pub(in super::super::super) fn outcomes(letters: &str) -> Vec<Outcome> {
        letters.chars().map(|c| cell(c).outcome()).collect()
    }

    fn cell(letter: char) -> Cell {
        Cell(match letter {
            'p' => 1,
            's' => 3,
            'r' => 4,
            'f' => 12,
            'F' => 13,
            _ => 0,
        })
    }

    /// A table from (name, letters), newest first; runs start an hour apart.
    pub(in super::super::super) fn table(rows: &[(&str, &str)]) -> Table {
        let mut builder = TableBuilder::default();
        for (name, letters) in rows {
            letters.chars().for_each(|c| builder.push_cells(cell(c), 1));
            builder.end_row(name);
        }
        let width = rows.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
        let column = |n: usize| Column {
            build: format!("{}", width - n),
            started_at: crate::model::TimeMs::from_ms(
                1_700_000_000_000 - 3_600_000 * i64::try_from(n).unwrap(),
            ),
            extra: Vec::new(),
        };
        let (table, wrong) = builder.finish((0..width).map(column).collect());
        assert_eq!(wrong, Vec::<String>::new());
        table
    }

    fn check(rows: &[(&str, &str)], expect: &[(&str, &str)]) {
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

    #[test]
    fn a_parents_failure_belongs_to_the_child() {
        check(
            &[("P", "ffFp"), ("P/a", "fppp"), ("P/a/b", "ppFp")],
            &[("P", ".f.p"), ("P/a", "fppp"), ("P/a/b", "ppFp")],
        );
        check(&[("P/a", "f"), ("Px", "f")], &[("P/a", "f"), ("Px", "f")]);
    }

    #[test]
    fn a_renamed_row_is_joined() {
        check(&[("[a] t", "pf..."), ("[b]  t [Slow]", "..pfp")], &[("[a] t (was [b]  t [Slow])", "pfpfp")]);
        check(
            &[("[a] t", "pf..."), ("[b] t", "...pp"), ("u", "pp.pp")],
            &[("[a] t (was [b] t)", "pf.pp"), ("u", "pp.pp")],
        );
    }

    #[test]
    fn rows_that_only_look_renamed_are_not() {
        let apart = [("[a] t", "p...."), ("[b] t", "...pp"), ("u", "ppppp")];
        check(&apart, &apart);
        let overlap = [("[a] t", "ppp.."), ("[b] t", "..ppp")];
        check(&overlap, &overlap);
        let ambiguous = [("[a] t", "pp..."), ("[b] t", "..ppp"), ("[c] t", "..ppp")];
        check(&ambiguous, &ambiguous);
        let other = [("[a] t", "pp..."), ("[b] s", "..ppp")];
        check(&other, &other);
    }

    #[test]
    fn prow_jobs() {
        for (row, job) in
            [("ci-x.Overall", "ci-x"), ("ci-y.Pod", "ci-y"), ("Overall", ""), ("some test.Pod", "")]
        {
            assert_eq!(prow_job(&table(&[(row, "p")])), job);
        }
    }
}
