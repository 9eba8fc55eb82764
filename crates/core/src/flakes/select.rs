//! Which rows, in which order.

use std::cmp::Ordering;

use super::analysis::{Analysis, Test};
use super::issues::EffortGroup;
use super::make_view::{bars_per_job, bars_per_sig};
use super::{Bar, Column, Filter, ReadyFilter, Sort, TestRow};
use crate::export::Value;
use crate::sorting::sort_by;

/// The rows that a filter leaves, in order, and what is drawn of all of them. Made once, drawn from often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Numbers for [`Analysis::row`].
    pub rows: Vec<u32>,
    pub(super) filter: Filter,
    pub(super) per_job: Vec<Bar>,
    pub(super) per_sig: Vec<Bar>,
}

impl Analysis {
    /// The rows that `filter` leaves, ordered by `sort`; ties are broken by dashboard, job and test.
    pub fn select(&self, filter: &ReadyFilter, sort: Sort) -> Selection {
        let rows = self.order(filter, sort);
        let chosen = || rows.iter().filter_map(|number| self.test(*number));
        let (per_job, per_sig) = (bars_per_job(chosen()), bars_per_sig(chosen()));
        Selection { rows, filter: filter.filter().clone(), per_job, per_sig }
    }

    /// The rows of a selection alone.
    pub(super) fn order(&self, filter: &ReadyFilter, sort: Sort) -> Vec<u32> {
        let tests: Vec<Test<'_>> = self.tests().filter(|test| filter.takes(test)).collect();
        match sort.column {
            None => worst_first(&tests, sort.descending),
            Some(column) => by_column(&tests, column, sort.descending),
        }
    }
}

/// Stale tests last; then priority, verdict, lower bound of the failure rate.
fn worst_first(tests: &[Test<'_>], reversed: bool) -> Vec<u32> {
    let key = |test: &Test<'_>| (test.stats.stale, test.priority().rank(), test.stats.verdict);
    let low = |test: &Test<'_>| test.stats.interval.map_or(0.0, |i| i.low);
    let mut keyed: Vec<_> = tests.iter().map(|test| (key(test), low(test), test)).collect();
    sort_by(&mut keyed, |a, b| {
        let order = a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1));
        (if reversed { order.reverse() } else { order }).then_with(|| by_name(a.2, b.2))
    });
    keyed.iter().map(|(_, _, test)| test.number).collect()
}

/// By dashboard, job and test.
fn by_name(a: &Test<'_>, b: &Test<'_>) -> Ordering {
    let (one, other) = (&a.tab.job, &b.tab.job);
    let tabs = if std::ptr::eq(one, other) {
        Ordering::Equal
    } else {
        (&one.dashboard, &one.job).cmp(&(&other.dashboard, &other.job))
    };
    tabs.then_with(|| a.name().cmp(b.name()))
}

/// Unknown values come last, whatever the direction.
fn by_column(tests: &[Test<'_>], column: Column, descending: bool) -> Vec<u32> {
    let mut keyed: Vec<(Key, &Test<'_>)> = tests.iter().map(|test| (Key::of(test, column), test)).collect();
    sort_by(&mut keyed, |(a, left), (b, right)| {
        let order = a.is_unknown().cmp(&b.is_unknown()).then_with(|| {
            let order = a.compare(b);
            if descending { order.reverse() } else { order }
        });
        order.then_with(|| by_name(left, right))
    });
    keyed.iter().map(|(_, test)| test.number).collect()
}

/// A value that outlives its row.
enum Key {
    Text(String),
    Number(f64),
    Unknown,
}

impl Key {
    fn of(test: &Test<'_>, column: Column) -> Self {
        match column {
            Column::Issue | Column::Effort => Self::of_work(test),
            _ => Self::new(&test.row(), column),
        }
    }

    /// What nobody is on comes first, and of that the most urgent.
    fn of_work(test: &Test<'_>) -> Self {
        let group = test.effort_group();
        if matches!(group, EffortGroup::Unknown | EffortGroup::NotNeeded) {
            return Self::Unknown;
        }
        let place = u32::try_from(group.place()).unwrap_or(u32::MAX);
        Self::Number(f64::from(place) * 10.0 + f64::from(test.priority().rank()))
    }

    fn new(row: &TestRow, column: Column) -> Self {
        match column {
            Column::Verdict => return Self::Number(f64::from(row.verdict as u8)),
            Column::Priority if row.priority.rank() < 5 => {
                return Self::Number(f64::from(row.priority.rank()));
            }
            _ => {}
        }
        match column.value(row) {
            Value::Text("") | Value::Rate(None) | Value::Time(None) => Self::Unknown,
            Value::Text(text) => Self::Text(text.to_lowercase()),
            Value::Count(count) => Self::Number(f64::from(count)),
            Value::Rate(Some(rate)) => Self::Number(rate),
            Value::Time(Some(time)) => Self::Number(time.0 as f64),
            Value::Flag(flag) => Self::Number(f64::from(u8::from(flag))),
        }
    }

    fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            _ => Ordering::Equal,
        }
    }
}
