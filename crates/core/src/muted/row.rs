//! One muted test as every format shows it.

use serde::{Deserialize, Serialize};

use super::marker::{Kind, last_name};
use super::problem::Problem;
use crate::model::Repository;

/// The columns, in their order: the header of the CSV and the keys of the JSON.
pub const COLUMNS: [&str; 17] = [
    "repository",
    "branch",
    "file",
    "line",
    "test",
    "kind",
    "marker",
    "ticket",
    "since",
    "age_days",
    "reason",
    "strict",
    "condition",
    "owner",
    "permalink",
    "problems",
    "passes_on",
];

/// Which sources were read: a repository at a branch.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MutedPlace {
    /// `owner/name` on GitHub, else the name of the folder or the archive.
    pub repository: String,
    /// The branch, the tag or the commit as it was asked for; empty where that is not known.
    pub branch: String,
    /// The commit, where it is known: links then stay right.
    pub commit: String,
}

/// One marker with all that is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The repository.
    pub repository: String,
    /// The branch.
    pub branch: String,
    /// The path in the repository, without a slash in front.
    pub file: String,
    /// The line of the marker itself, from 1.
    pub line: u32,
    /// The test, the class, the suite or the fixture; empty for a whole file.
    pub test: String,
    /// What bears the marker.
    pub kind: Kind,
    /// The marker with its base.
    pub marker: String,
    /// The ticket that it names.
    pub ticket: String,
    /// The day from which it says to be, as written; where it says none, that of its line in the history, if that was asked.
    pub since: String,
    /// Whole days since then; `None` where that is not known, or has not come.
    pub age_days: Option<u32>,
    /// Why.
    pub reason: String,
    /// Must the test fail? `None` where the marker does not say.
    pub strict: Option<bool>,
    /// When alone it mutes, as written.
    pub condition: String,
    /// Who answers for the file, by CODEOWNERS or OWNERS.
    pub owner: String,
    /// The line on GitHub; empty where the repository is not known.
    pub permalink: String,
    /// What is wrong, in the order of [`Problem::ALL`].
    pub problems: Vec<Problem>,
    /// Where its test passes every time, how often and since when, in words; empty where it does not, or nobody asked.
    #[serde(default)]
    pub passes_on: String,
}

impl Row {
    /// The values in the order of [`COLUMNS`]; unknown ones are empty.
    pub fn cells(&self) -> [String; 17] {
        let problems: Vec<&str> = self.problems.iter().map(|problem| problem.word()).collect();
        [
            self.repository.clone(),
            self.branch.clone(),
            self.file.clone(),
            self.line.to_string(),
            self.test.clone(),
            self.kind.word().to_owned(),
            self.marker.clone(),
            self.ticket.clone(),
            self.since.clone(),
            self.age_days.map(|days| days.to_string()).unwrap_or_default(),
            self.reason.clone(),
            self.strict.map(|strict| strict.to_string()).unwrap_or_default(),
            self.condition.clone(),
            self.owner.clone(),
            self.permalink.clone(),
            problems.join(" "),
            self.passes_on.clone(),
        ]
    }

    /// The last part of the marker's name.
    pub(super) fn name(&self) -> &str {
        last_name(&self.marker)
    }

    /// The function alone, as dcos-xfailflake-grabber names a test: without the classes that it stands in.
    pub(super) fn function(&self) -> &str {
        self.test.rsplit("::").next().unwrap_or(&self.test)
    }

    /// What a repository at two times has in common: the marker wherever its line has moved to.
    pub(super) fn identity(&self) -> [&str; 5] {
        [&self.file, &self.test, &self.marker, &self.ticket, &self.since]
    }

    /// The repository on GitHub, if it is one.
    pub(super) fn github(&self) -> Option<Repository> {
        Repository::parse(&self.repository)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_json_are_the_columns() {
        let json = serde_json::to_string(&Row::default()).unwrap();
        let places: Vec<usize> =
            COLUMNS.iter().map(|column| json.find(&format!("\"{column}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{json}");
        assert_eq!(json.matches("\":").count(), COLUMNS.len());
        assert_eq!(Row::default().cells().len(), COLUMNS.len());
    }
}
