//! Which of the rows are listed, and in which order.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use super::report::AgeBucket;
use super::row::Row;

/// Which rows are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFilter {
    /// A part of the path, the test, the marker, the ticket, the reason or the owner, without regard to case; empty takes all.
    pub text: String,
    /// The owner; `Some` of an empty text takes what nobody owns, `None` takes all.
    pub owner: Option<String>,
    /// How long muted; `None` takes all.
    pub age: Option<AgeBucket>,
}

impl RowFilter {
    /// The rows that are listed, in the order of `order`.
    pub fn take<'a>(&self, rows: &'a [Row], order: Order) -> Vec<&'a Row> {
        let text = self.text.trim().to_lowercase();
        let mut taken: Vec<&Row> = rows.iter().filter(|row| self.takes(row, &text)).collect();
        taken.sort_by(|a, b| order.compare(a, b));
        taken
    }

    /// `text` is that of the filter in small letters.
    fn takes(&self, row: &Row, text: &str) -> bool {
        let texts = [&row.file, &row.test, &row.marker, &row.ticket, &row.reason, &row.owner];
        let has_text = || text.is_empty() || texts.into_iter().any(|own| own.to_lowercase().contains(text));
        self.owner.as_ref().is_none_or(|owner| *owner == row.owner)
            && self.age.is_none_or(|age| age == AgeBucket::of(row.age_days))
            && has_text()
    }
}

/// The order of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The longest muted first, those that say no day last.
    #[default]
    Oldest,
    /// The latest muted first, those that say no day last.
    Newest,
    /// By place, path and line.
    File,
    /// By owner, what nobody owns first.
    Owner,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Oldest, Self::Newest, Self::File, Self::Owner];

    /// The word in a link.
    pub fn word(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::File => "file",
            Self::Owner => "owner",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }

    /// The order in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Oldest => "oldest first",
            Self::Newest => "newest first",
            Self::File => "by file",
            Self::Owner => "by owner",
        }
    }

    /// Equal rows keep their places.
    fn compare(self, a: &Row, b: &Row) -> Ordering {
        let unknown = |row: &Row| row.age_days.is_none();
        match self {
            Self::Oldest => Reverse(a.age_days).cmp(&Reverse(b.age_days)),
            Self::Newest => (unknown(a), a.age_days).cmp(&(unknown(b), b.age_days)),
            Self::File => Ordering::Equal,
            Self::Owner => a.owner.cmp(&b.owner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |file: &str, owner: &str, age_days| Row {
            file: file.to_owned(),
            owner: owner.to_owned(),
            age_days,
            reason: "Known bug".to_owned(),
            ..Row::default()
        };
        vec![row("a.py", "net", Some(3)), row("b.py", "", None), row("c.py", "net", Some(400))]
    }

    #[track_caller]
    fn check(filter: &RowFilter, order: Order, expect: &[&str]) {
        let rows = rows();
        let files: Vec<&str> = filter.take(&rows, order).iter().map(|row| row.file.as_str()).collect();
        assert_eq!(files, expect, "{filter:?}");
    }

    #[test]
    fn each_order() {
        let all = RowFilter::default();
        check(&all, Order::Oldest, &["c.py", "a.py", "b.py"]);
        check(&all, Order::Newest, &["a.py", "c.py", "b.py"]);
        check(&all, Order::File, &["a.py", "b.py", "c.py"]);
        check(&all, Order::Owner, &["b.py", "a.py", "c.py"]);
    }

    #[test]
    fn each_filter() {
        let text = |text: &str| RowFilter { text: text.to_owned(), ..RowFilter::default() };
        check(&text(" KNOWN "), Order::File, &["a.py", "b.py", "c.py"]);
        check(&text("B.PY"), Order::File, &["b.py"]);
        check(&text("none of them"), Order::File, &[]);
        let owner = |owner: &str| RowFilter { owner: Some(owner.to_owned()), ..RowFilter::default() };
        check(&owner("net"), Order::File, &["a.py", "c.py"]);
        check(&owner(""), Order::File, &["b.py"]);
        let age = |age| RowFilter { age: Some(age), ..RowFilter::default() };
        check(&age(AgeBucket::Unknown), Order::File, &["b.py"]);
        check(&age(AgeBucket::TwoYears), Order::File, &["c.py"]);
    }

    #[test]
    fn words_are_read_back() {
        for order in Order::ALL {
            assert_eq!(Order::parse(order.word()), Some(order));
        }
    }
}
