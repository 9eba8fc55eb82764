//! An issue of a code host, as much of it as tells whether anyone is on a test.

use serde::{Deserialize, Serialize};

use super::TimeMs;

/// One issue or pull request. Texts are as they were written and may be hostile; addresses are made by
/// [`Issue::url`], never taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// `owner/name`, checked by [`Repository::parse`].
    pub repository: Repository,
    /// Its number in the repository, from 1.
    pub number: u64,
    /// True for a pull request: the list of issues holds both.
    pub is_pull_request: bool,
    /// The title.
    pub title: String,
    /// The text; empty where the service gives `null`.
    pub body: String,
    /// True while it is open.
    pub open: bool,
    /// Why it was closed (`completed`, `not_planned`, `duplicate`), empty if open or untold.
    pub state_reason: String,
    /// Names of the labels, in the service's order.
    pub labels: Vec<String>,
    /// Logins of those it is assigned to.
    pub assignees: Vec<String>,
    /// How many comments it has.
    pub comments: u32,
    /// When it was written.
    pub created_at: Option<TimeMs>,
    /// When anything about it changed last.
    pub updated_at: Option<TimeMs>,
    /// When it was closed.
    pub closed_at: Option<TimeMs>,
}

impl Issue {
    /// Its page on the code host.
    pub fn url(&self) -> String {
        let kind = if self.is_pull_request { "pull" } else { "issues" };
        format!("https://github.com/{}/{kind}/{}", self.repository, self.number)
    }

    /// Does it bear this label? Without regard to case, as on the code host.
    pub fn has_label(&self, label: &str) -> bool {
        self.labels.iter().any(|own| own.eq_ignore_ascii_case(label))
    }
}

/// `owner/name` of a repository on the code host: letters, digits, `-`, `_` and `.` alone, so that it is safe in an
/// address.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Repository(String);

impl Repository {
    /// Reads `owner/name`; `None` for anything that could not be the name of a repository.
    pub fn parse(text: &str) -> Option<Self> {
        let (owner, name) = text.split_once('/')?;
        let fits = |part: &str, limit: usize| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !part.is_empty()
                && part.len() <= limit
                && part.chars().all(allowed)
                && !matches!(part, "." | "..")
        };
        (fits(owner, 39) && fits(name, 100)).then(|| Self(text.to_owned()))
    }

    /// `owner/name`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Repository {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let empty = || text.is_empty().then(Self::default);
        Self::parse(&text)
            .or_else(empty)
            .ok_or_else(|| serde::de::Error::custom(format!("not a repository (owner/name): {text:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_are_safe_in_addresses() {
        for good in ["kubernetes/kubernetes", "a/b.c_d-e", "A1/x"] {
            assert_eq!(Repository::parse(good).unwrap().as_str(), good);
        }
        let bad = ["", "a", "a/", "/b", "a/b/c", "a/..", "../b", "a/b?x", "a/b#1", "a b/c", "ä/b", "a/b\n"];
        for bad in bad {
            assert_eq!(Repository::parse(bad), None, "{bad:?}");
        }
        assert_eq!(Repository::parse(&format!("{}/b", "o".repeat(40))), None);
    }

    #[test]
    fn an_address_is_made_of_checked_parts() {
        let repository = Repository::parse("o/r").unwrap();
        let issue = Issue { repository, number: 7, ..Issue::default() };
        assert_eq!(issue.url(), "https://github.com/o/r/issues/7");
        assert_eq!(Issue { is_pull_request: true, ..issue }.url(), "https://github.com/o/r/pull/7");
    }
}
