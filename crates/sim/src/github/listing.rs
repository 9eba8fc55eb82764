//! The list of issues as the service filters, orders and pages it.

use std::cmp::Reverse;

use super::model::Issue;
use crate::clock;

/// What a list asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// An issue bears all of them.
    pub labels: Vec<String>,
    /// Open ones, closed ones, or all (`None`).
    pub open: Option<bool>,
    /// Changed at this moment or later, seconds since the epoch.
    pub since_s: Option<i64>,
    /// What the order goes by.
    pub sort: Sort,
    /// Whether the smallest comes first.
    pub ascending: bool,
    /// Issues on a page, 100 at most.
    pub per_page: usize,
    /// Which page, from 1.
    pub page: usize,
}

/// What the order of a list goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The moment of writing.
    #[default]
    Created,
    /// The moment of the last change.
    Updated,
    /// The number of comments.
    Comments,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            labels: Vec::new(),
            open: Some(true),
            since_s: None,
            sort: Sort::default(),
            ascending: false,
            per_page: 30,
            page: 1,
        }
    }
}

impl Query {
    /// Reads decoded query pairs; what cannot be read is as if it were not there.
    pub fn parse(pairs: &[(String, String)]) -> Self {
        pairs.iter().fold(Self::default(), |query, (key, value)| query.with(key, value))
    }

    fn with(mut self, key: &str, value: &str) -> Self {
        match key {
            "labels" => self.labels = value.split(',').map(|name| name.trim().to_owned()).collect(),
            "state" => self.open = state(value),
            "since" => self.since_s = clock::parse(value).ok(),
            "sort" => self.sort = sort(value),
            "direction" => self.ascending = value == "asc",
            "per_page" => self.per_page = value.parse().unwrap_or(30).clamp(1, 100),
            "page" => self.page = value.parse().unwrap_or(1).max(1),
            _ => {}
        }
        self.labels.retain(|name| !name.is_empty());
        self
    }

    /// Everything that fits, in order.
    pub fn select<'a>(&self, issues: impl IntoIterator<Item = &'a Issue>) -> Vec<&'a Issue> {
        let mut found: Vec<&Issue> = issues.into_iter().filter(|issue| self.fits(issue)).collect();
        found.sort_by_key(|issue| Reverse((self.sort.key(issue), issue.number)));
        if self.ascending {
            found.reverse();
        }
        found
    }

    /// The part of a whole list that the page shows, and the number of pages.
    pub fn page_of<'a, T>(&self, whole: &'a [T]) -> (&'a [T], usize) {
        let start = (self.page - 1).saturating_mul(self.per_page).min(whole.len());
        let end = start.saturating_add(self.per_page).min(whole.len());
        (&whole[start..end], whole.len().div_ceil(self.per_page).max(1))
    }

    fn fits(&self, issue: &Issue) -> bool {
        self.labels.iter().all(|label| issue.has_label(label))
            && self.open.is_none_or(|open| issue.open == open)
            && self.since_s.is_none_or(|since| issue.updated_s >= since)
    }
}

impl Sort {
    fn key(self, issue: &Issue) -> i64 {
        match self {
            Self::Created => issue.created_s,
            Self::Updated => issue.updated_s,
            Self::Comments => i64::try_from(issue.comments).unwrap_or(i64::MAX),
        }
    }
}

fn state(value: &str) -> Option<bool> {
    match value {
        "all" => None,
        word => Some(word != "closed"),
    }
}

fn sort(value: &str) -> Sort {
    match value {
        "updated" => Sort::Updated,
        "comments" => Sort::Comments,
        _ => Sort::Created,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(number: u64, labels: &[&str], open: bool) -> Issue {
        let at = i64::try_from(number).unwrap_or(0);
        Issue {
            number,
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            open,
            created_s: at,
            updated_s: 100 - at,
            ..Issue::default()
        }
    }

    fn listed(query: &str) -> Vec<u64> {
        let issues = [issue(1, &["a", "b"], true), issue(2, &["a"], false), issue(3, &["A"], true)];
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let query = Query::parse(&pairs);
        let whole = query.select(&issues);
        query.page_of(&whole).0.iter().map(|issue| issue.number).collect()
    }

    #[test]
    fn labels_narrow_and_states_choose() {
        assert_eq!(listed(""), [3, 1]);
        assert_eq!(listed("labels=a,b"), [1]);
        assert_eq!(listed("labels=a&state=all"), [3, 2, 1]);
        assert_eq!(listed("state=closed"), [2]);
        assert_eq!(listed("state=all&sort=updated"), [1, 2, 3]);
        assert_eq!(listed("state=all&sort=updated&direction=asc"), [3, 2, 1]);
        assert_eq!(listed("state=all&since=1970-01-01T00:01:38Z"), [2, 1]);
        assert_eq!(listed("state=all&per_page=2&page=2"), [1]);
        assert_eq!(listed("state=all&per_page=2&page=9"), [0_u64; 0]);
    }
}
