//! What is asked: which files, which markers, which rows, and how they are judged.

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::marker::Names;
use super::owners::Owners;
use super::params::Params;
use super::problem::Problem;
use super::row::Row;

/// What is asked about the sources, wherever they come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Markers that the user adds to those that are known.
    pub names: Names,
    /// Languages that are read; empty for all.
    pub languages: Vec<Language>,
    /// Only rows of markers with these last names, such as `xfailflake`; empty for all.
    pub only: Vec<String>,
    /// Only rows with one of these problems; empty for all.
    pub problems: Vec<Problem>,
    /// How markers are judged.
    pub params: Params,
}

impl Query {
    /// Can this file hold a test that is asked for?
    pub fn wants(&self, path: &str) -> bool {
        let fits = |language| self.languages.is_empty() || self.languages.contains(&language);
        Language::of_test_file(path).is_some_and(fits)
    }

    /// Must this file be had: one with tests, or one that names owners?
    pub fn needs(&self, path: &str) -> bool {
        self.wants(path) || Owners::is_file(path)
    }

    /// Is this row listed?
    pub fn keeps(&self, row: &Row) -> bool {
        let name = row.name();
        let named = self.only.is_empty() || self.only.iter().any(|only| *only == name);
        named && (self.problems.is_empty() || self.problems.iter().any(|p| row.problems.contains(p)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_rows() {
        let query = Query {
            languages: vec![Language::Go],
            only: vec!["Skip".into()],
            problems: vec![Problem::NoDate],
            ..Query::default()
        };
        assert!(query.wants("a_test.go") && !query.wants("test_a.py") && !query.wants("a.go"));
        assert!(query.needs("CODEOWNERS") && !query.needs("README.md"));
        let row = |marker: &str, problems: &[Problem]| Row {
            marker: marker.into(),
            problems: problems.to_vec(),
            ..Row::default()
        };
        assert!(query.keeps(&row("t.Skip", &[Problem::NoTicket, Problem::NoDate])));
        assert!(!query.keeps(&row("t.Skipf", &[Problem::NoDate])) && !query.keeps(&row("t.Skip", &[])));
        assert!(Query::default().keeps(&Row::default()));
    }
}
