//! Which rows, in which order.

use std::cmp::Ordering;

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

use super::analysis::{Analysis, Test};
use super::labels::sig;
use super::make_view::{bars_per_job, bars_per_sig};
use super::{Bar, Column, Filter, Sort, TestRow};
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

/// Why a filter was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FilterError {
    /// The search text is not a regular expression.
    #[error("the search {text:?} is not a regular expression: {message}")]
    Text {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        message: String,
    },
}

/// The most memory a compiled search may take, in bytes.
const REGEX_LIMIT: usize = 1 << 20;

impl Analysis {
    /// The rows that `filter` leaves, ordered by `sort`; ties are broken by dashboard, job and test.
    pub fn select(&self, filter: &Filter, sort: Sort) -> Result<Selection, FilterError> {
        let rows = self.order(filter, sort)?;
        let chosen = || rows.iter().filter_map(|number| self.test(*number));
        let (per_job, per_sig) = (bars_per_job(chosen()), bars_per_sig(chosen()));
        Ok(Selection { rows, filter: filter.clone(), per_job, per_sig })
    }

    /// The rows of a selection alone.
    pub(super) fn order(&self, filter: &Filter, sort: Sort) -> Result<Vec<u32>, FilterError> {
        let wanted = Wanted::new(filter)?;
        let tests: Vec<Test<'_>> = self.tests().filter(|test| wanted.takes(test)).collect();
        Ok(match sort.column {
            None => worst_first(&tests, sort.descending),
            Some(column) => by_column(&tests, column, sort.descending),
        })
    }
}

impl Filter {
    /// Refuses a search that cannot be made, before anything is read.
    pub fn check(&self) -> Result<(), FilterError> {
        Wanted::new(self).map(|_| ())
    }
}

/// A filter made ready.
struct Wanted<'a> {
    filter: &'a Filter,
    sigs: Vec<String>,
    text: Option<Regex>,
}

impl<'a> Wanted<'a> {
    fn new(filter: &'a Filter) -> Result<Self, FilterError> {
        let sigs = filter.sigs.iter().map(|s| full_sig(s)).collect();
        let text = (!filter.text.is_empty()).then(|| search(&filter.text)).transpose()?;
        Ok(Self { filter, sigs, text })
    }

    fn takes(&self, test: &Test<'_>) -> bool {
        let filter = self.filter;
        let any = |list: &[String], value: &str| list.is_empty() || list.iter().any(|v| v == value);
        filter.verdicts.contains(&test.stats.verdict)
            && any(&filter.jobs, &test.tab.job.job)
            && (self.sigs.is_empty() || any(&self.sigs, sig(test.name())))
            && self.takes_priority(test)
            && self.takes_effort(test)
            && self.takes_text(test)
    }

    fn takes_priority(&self, test: &Test<'_>) -> bool {
        let wanted = &self.filter.priorities;
        wanted.is_empty() || test.priority().level().is_some_and(|level| wanted.contains(&level))
    }

    fn takes_effort(&self, test: &Test<'_>) -> bool {
        let wanted = &self.filter.efforts;
        wanted.is_empty() || wanted.contains(&test.effort_group())
    }

    fn takes_text(&self, test: &Test<'_>) -> bool {
        let Some(text) = &self.text else { return true };
        [test.name(), &test.tab.job.job, test.last_message()].iter().any(|t| text.is_match(t.as_bytes()))
    }
}

/// `storage` and `sig-storage` are the same; `none` is no SIG.
fn full_sig(word: &str) -> String {
    match word {
        "none" => String::new(),
        _ if word.starts_with("sig-") => word.to_owned(),
        _ => format!("sig-{word}"),
    }
}

fn search(text: &str) -> Result<Regex, FilterError> {
    let built = RegexBuilder::new(text).unicode(false).case_insensitive(true).size_limit(REGEX_LIMIT).build();
    built.map_err(|error| FilterError::Text { text: text.to_owned(), message: last_line(&error.to_string()) })
}

fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.trim().trim_start_matches("error: ").to_owned()
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
    let mut keyed: Vec<(Key, &Test<'_>)> =
        tests.iter().map(|test| (Key::new(&test.row(), column), test)).collect();
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
