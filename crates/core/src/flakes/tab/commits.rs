//! The commit of each run, from the custom headers; API v1 does not name them, so they are told by their looks.

use rustc_hash::FxHashMap;

use crate::model::Column;

/// The share of a header's values that must look like a commit.
const SHARE: f64 = 0.9;

/// One commit a column, or none.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Commits {
    tokens: Vec<String>,
    /// How many runs each commit has.
    runs: Vec<u32>,
    of_column: Vec<Option<u32>>,
}

impl Commits {
    /// Takes the first header of which at least 90 % of the filled values hold a token `[0-9a-f]{7,40}`, one of them
    /// with a letter.
    pub(super) fn new(columns: &[Column]) -> Self {
        let headers = columns.iter().map(|c| c.extra.len()).max().unwrap_or(0);
        (0..headers).find_map(|header| Self::of_header(columns, header)).unwrap_or_default()
    }

    fn of_header(columns: &[Column], header: usize) -> Option<Self> {
        let value =
            |column: &Column| column.extra.get(header).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let values: Vec<Option<String>> = columns.iter().map(value).collect();
        let tokens: Vec<Option<String>> =
            values.iter().map(|v| v.as_deref().and_then(commit_token)).collect();
        let filled = values.iter().flatten().count();
        let matching = tokens.iter().flatten().count();
        let with_letter = tokens.iter().flatten().any(|t| has_letter(t));
        let enough = filled > 0 && matching as f64 >= SHARE * filled as f64 && with_letter;
        enough.then(|| Self::numbered(&tokens))
    }

    fn numbered(found: &[Option<String>]) -> Self {
        let mut commits = Self::default();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        for token in found {
            let number = token.as_deref().map(|token| {
                *numbers.entry(token).or_insert_with(|| {
                    commits.tokens.push(token.to_owned());
                    commits.runs.push(0);
                    u32::try_from(commits.tokens.len() - 1).unwrap_or(u32::MAX)
                })
            });
            number.and_then(|n| commits.runs.get_mut(n as usize)).into_iter().for_each(|runs| *runs += 1);
            commits.of_column.push(number);
        }
        commits
    }

    /// The number of the column's commit: equal numbers, equal commits.
    pub(in super::super) fn number(&self, column: usize) -> Option<u32> {
        self.of_column.get(column).copied().flatten()
    }

    /// The number of the column's commit, if another column has the same.
    pub(super) fn shared_number(&self, column: usize) -> Option<u32> {
        self.number(column).filter(|n| self.runs.get(*n as usize).is_some_and(|runs| *runs > 1))
    }

    /// The column's commit, empty if unknown.
    pub(in super::super) fn token(&self, column: usize) -> &str {
        self.number(column).and_then(|n| self.tokens.get(n as usize)).map_or("", |t| t)
    }
}

fn commit_token(value: &str) -> Option<String> {
    let looks_right = |token: &&str| {
        (7..=40).contains(&token.len())
            && token.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let tokens = || value.split(|c: char| !c.is_ascii_alphanumeric()).filter(looks_right);
    tokens().find(|t| has_letter(t)).or_else(|| tokens().next()).map(str::to_owned)
}

fn has_letter(token: &str) -> bool {
    token.bytes().any(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[&[&str]], expect: &[&str]) {
        let column = |extra: &&[&str]| Column {
            extra: extra.iter().map(|e| (*e).to_owned()).collect(),
            ..Column::default()
        };
        let columns: Vec<Column> = values.iter().map(column).collect();
        let commits = Commits::new(&columns);
        let found: Vec<&str> = (0..columns.len()).map(|c| commits.token(c)).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn told_by_their_looks() {
        check(&[&["a57b4befd"], &["1234567"]], &["a57b4befd", "1234567"]);
        check(&[&["1", "v1.36.0+a57b4befd"], &["1", "v1.36.0+b57b4befd"]], &["a57b4befd", "b57b4befd"]);
        check(&[&["20260128-a57b4befd"]], &["a57b4befd"]);
    }

    #[test]
    fn no_commit() {
        check(&[&["1"], &["1"]], &["", ""]);
        check(&[&["1234567"], &["7654321"]], &["", ""]);
        check(&[&["a57b4befd"], &["release"]], &["", ""]);
        check(&[&[], &[]], &["", ""]);
        check(&[&["A57B4BEFD"]], &[""]);
    }

    #[test]
    fn missing_values_are_unknown() {
        check(&[&["a57b4befd"], &[], &[""]], &["a57b4befd", "", ""]);
        let commits = Commits::new(&[
            Column { extra: vec!["a57b4befd".to_owned()], ..Column::default() },
            Column::default(),
        ]);
        assert_eq!((commits.number(0), commits.number(1), commits.number(9)), (Some(0), None, None));
    }

    #[test]
    fn shared_by_runs() {
        let values = ["a57b4befd", "b57b4befd", "a57b4befd"];
        let columns = values.map(|v| Column { extra: vec![v.to_owned()], ..Column::default() });
        let commits = Commits::new(&columns);
        assert_eq!([0, 1, 2, 3].map(|c| commits.shared_number(c)), [Some(0), None, Some(0), None]);
    }
}
