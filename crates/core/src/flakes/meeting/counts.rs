//! How the work is spread: tests by effort and priority, SIG and job. Each count bears the filter that lists exactly the
//! tests that it counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::flakes::issues::EffortGroup;
use crate::flakes::{Analysis, Filter, Level, ReadyFilter, Sort, TestRow, Verdict};
use crate::sorting::sort_by_key;

/// A test that must have an issue, with what the issues say of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingRow {
    /// The row, as it is exported.
    pub row: TestRow,
    /// Where the work on it is.
    pub effort: EffortGroup,
    /// The priority label on the issue that tracks it.
    pub labelled: Option<Level>,
}

impl Analysis {
    /// The tests that `filter` lists, worst first, for [`Counts::new`].
    pub fn meeting_rows(&self, filter: &ReadyFilter) -> Vec<MeetingRow> {
        let numbers = self.order(filter, Sort::default());
        let row = |number: u32| {
            let test = self.test(number)?;
            Some(MeetingRow {
                row: self.row(number)?,
                effort: test.effort_group(),
                labelled: test.labelled(),
            })
        };
        numbers.into_iter().filter_map(row).collect()
    }
}

/// Tests by effort, in three ways. Stale tests are counted where the filter lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All of them.
    pub tests: u32,
    /// Of those, the stale ones.
    pub stale: u32,
    /// Nobody is on it: no issue tracks it, or nobody has answered the one that does.
    pub nobody: Count,
    /// Whether anyone is on it is not known.
    pub unknown: Count,
    /// Per priority, most urgent first; every level, and no test without a priority.
    pub by_priority: Vec<CountRow>,
    /// Per SIG, empty name for tests without one; most that nobody is on first.
    pub by_sig: Vec<CountRow>,
    /// Per job, in the same order.
    pub by_job: Vec<CountRow>,
}

/// The tests under one name: a stacked bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRow {
    /// The priority's word, the SIG or the job.
    pub name: String,
    /// All of them.
    pub all: Count,
    /// Where the work on them is, in the order of [`EffortGroup::ALL`]; groups without a test are left out.
    pub groups: Vec<(EffortGroup, Count)>,
}

/// A number of tests and how to list them. The filter of none lists nothing of use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many.
    pub tests: u32,
    /// Lists them.
    pub filter: Filter,
}

impl CountRow {
    /// How many tests are in this group.
    pub fn of(&self, group: EffortGroup) -> u32 {
        self.groups.iter().find(|(g, _)| *g == group).map_or(0, |(_, count)| count.tests)
    }

    fn nobody(&self) -> u32 {
        EffortGroup::NOBODY.iter().map(|group| self.of(*group)).sum()
    }
}

/// What a row of counts has in common.
#[derive(Clone, Copy)]
enum By {
    Priority,
    Sig,
    Job,
}

impl By {
    /// The row under which a test is counted; none without a priority.
    fn name(self, row: &TestRow) -> Option<&str> {
        match self {
            Self::Priority => row.priority.level().map(Level::word),
            Self::Sig => Some(&row.sig),
            Self::Job => Some(&row.job),
        }
    }

    /// The filter narrowed to a row. The tests were chosen by `base`, so what it says of this is wider.
    fn narrow(self, base: &Filter, name: &str) -> Filter {
        let mut filter = base.clone();
        match self {
            Self::Priority => filter.priorities = Level::parse(name).into_iter().collect(),
            Self::Sig if name.is_empty() => filter.sigs = vec!["none".to_owned()],
            Self::Sig => filter.sigs = vec![name.to_owned()],
            Self::Job => filter.jobs = vec![name.to_owned()],
        }
        filter
    }

    fn rows(self, tests: &[MeetingRow], base: &Filter) -> Vec<CountRow> {
        let mut numbers: BTreeMap<&str, [u32; EffortGroup::ALL.len()]> = BTreeMap::new();
        for test in tests {
            let Some(name) = self.name(&test.row) else { continue };
            let slots = numbers.entry(name).or_default();
            slots.iter_mut().skip(test.effort.place()).take(1).for_each(|slot| *slot += 1);
        }
        numbers.iter().map(|(name, numbers)| row(name, numbers, &self.narrow(base, name))).collect()
    }
}

fn row(name: &str, numbers: &[u32], filter: &Filter) -> CountRow {
    let groups = EffortGroup::ALL.into_iter().zip(numbers).filter(|(_, tests)| **tests > 0);
    CountRow {
        name: name.to_owned(),
        all: Count { tests: numbers.iter().sum(), filter: filter.clone() },
        groups: groups
            .map(|(group, tests)| (group, Count { tests: *tests, filter: at(filter, &[group]) }))
            .collect(),
    }
}

/// The filter for these groups alone, of those that it lists already.
fn at(filter: &Filter, groups: &[EffortGroup]) -> Filter {
    let listed = |group: &EffortGroup| filter.efforts.is_empty() || filter.efforts.contains(group);
    Filter { efforts: groups.iter().copied().filter(listed).collect(), ..filter.clone() }
}

impl Counts {
    /// Counts `tests`, which are exactly those that `base` lists.
    pub fn new(tests: &[MeetingRow], base: &Filter) -> Self {
        let number = |keep: &dyn Fn(&MeetingRow) -> bool| {
            u32::try_from(tests.iter().filter(|test| keep(test)).count()).unwrap_or(u32::MAX)
        };
        let count = |groups: &[EffortGroup]| Count {
            tests: number(&|test| groups.contains(&test.effort)),
            filter: at(base, groups),
        };
        Self {
            tests: number(&|_| true),
            stale: number(&|test| test.row.stale),
            nobody: count(&EffortGroup::NOBODY),
            unknown: count(&[EffortGroup::Unknown]),
            by_priority: every_level(By::Priority.rows(tests, base), base),
            by_sig: nobody_first(By::Sig.rows(tests, base)),
            by_job: nobody_first(By::Job.rows(tests, base)),
        }
    }
}

fn every_level(mut rows: Vec<CountRow>, base: &Filter) -> Vec<CountRow> {
    let mut take = |level: Level| match rows.iter().position(|row| row.name == level.word()) {
        Some(place) => rows.swap_remove(place),
        None => row(level.word(), &[], &By::Priority.narrow(base, level.word())),
    };
    Level::ALL.map(&mut take).to_vec()
}

fn nobody_first(mut rows: Vec<CountRow>) -> Vec<CountRow> {
    sort_by_key(&mut rows, |row| std::cmp::Reverse((row.nobody(), row.all.tests)));
    rows
}

/// The filter of the meeting: of what `filter` takes the tests that must have an issue, failing and flaky ones. One that
/// takes neither stays as it is.
pub fn meeting_filter(filter: &Filter) -> Filter {
    let must = |verdict: &Verdict| matches!(verdict, Verdict::Failing | Verdict::Flaky);
    let verdicts: Vec<Verdict> = filter.verdicts.iter().copied().filter(must).collect();
    if verdicts.is_empty() { filter.clone() } else { Filter { verdicts, ..filter.clone() } }
}
