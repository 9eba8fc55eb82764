//! Which markers mute a test that is known by its name on a board. A name is never guessed: what fits several muted tests is
//! ambiguous, and what agrees by the name alone is said to.

mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::marker::Kind;
use super::row::Row;
use crate::flakes::issues::NormalName;
use tokens::{CodeName, whole, without_parameters};

/// How sure it is that a marker is about a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The board's name has the folder, the file or the package as well, or it is the whole text of a Ginkgo test.
    Exact,
    /// The names agree, but the board's says nothing of the place: another test may bear it.
    Name,
    /// Several muted tests have this name, and the board's does not tell which is meant.
    Ambiguous,
}

/// What of a test a marker mutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The test itself.
    Test,
    /// One set of its parameters; a board's name does not tell which.
    Parameter,
    /// What it stands in: a suite, a file, or the test that it is a part of.
    Around,
}

/// A marker that is about a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The place of its row.
    pub row: usize,
    /// How sure that is.
    pub agreement: Agreement,
    /// What of the test it mutes.
    pub reach: Reach,
}

/// Rows by the names of their tests.
#[derive(Debug)]
pub struct MutedNames<'a> {
    rows: &'a [Row],
    /// By the last part of a name in source text.
    by_last: BTreeMap<String, Vec<(usize, CodeName)>>,
    /// By a text without its tags.
    by_words: BTreeMap<String, Vec<(usize, NormalName)>>,
}

impl<'a> MutedNames<'a> {
    /// The names of rows. Fixtures are left out: a marker does not tell which tests use one.
    pub fn new(rows: &'a [Row]) -> Self {
        let mut names = Self { rows, by_last: BTreeMap::new(), by_words: BTreeMap::new() };
        for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.kind != Kind::Fixture) {
            if let Some(name) = CodeName::of(row) {
                if let Some(last) = name.tokens.last().cloned() {
                    names.by_last.entry(last).or_default().push((place, name));
                }
            } else if let Some(name) = text_of(row) {
                names.by_words.entry(name.words.clone()).or_default().push((place, name));
            }
        }
        names
    }

    /// The markers that are about the test of this name on a board, by place.
    pub fn find(&self, test: &str) -> Vec<Match> {
        let mut found = self.in_code(&whole(test), true);
        found.extend(self.in_code(&without_parameters(test), false));
        found.extend(self.in_texts(&NormalName::new(&test.replace(" > ", " "))));
        let (around, own): (Vec<Match>, Vec<Match>) =
            found.into_iter().partition(|found| found.reach == Reach::Around);
        let test = |row: &'a Row| [row.repository.as_str(), &row.file, &row.test];
        let file = |row: &'a Row| [row.repository.as_str(), &row.file, ""];
        let mut found = [self.settle(own, test), self.settle(around, file)].concat();
        found.sort_unstable();
        found
    }

    /// The row at a place.
    pub(super) fn row(&self, place: usize) -> Option<&'a Row> {
        self.rows.get(place)
    }

    fn in_code(&self, tokens: &[String], go: bool) -> Vec<Match> {
        let mut found = Vec::new();
        for (end, last) in tokens.iter().enumerate() {
            let Some(begin) = tokens.get(..=end) else { continue };
            let is_whole = end.saturating_add(1) == tokens.len();
            for (place, name) in self.by_last.get(last).into_iter().flatten() {
                let is_go = name.language == Language::Go;
                let reach = self.rows.get(*place).and_then(|row| code_reach(row.kind, is_whole, is_go));
                let agreeing = name.agrees(begin).filter(|_| is_go == go);
                if let Some((reach, agreeing)) = reach.zip(agreeing) {
                    let exact = agreeing > name.own.max(1);
                    let agreement = if exact { Agreement::Exact } else { Agreement::Name };
                    found.push(Match { row: *place, agreement, reach });
                }
            }
        }
        found
    }

    fn in_texts(&self, name: &NormalName) -> Vec<Match> {
        let words = name.words.as_str();
        let ends = words.match_indices(' ').map(|(end, _)| end).chain([words.len()]);
        let mut found = Vec::new();
        for (begin, is_whole) in ends.filter_map(|end| Some((words.get(..end)?, end == words.len()))) {
            for (place, own) in self.by_words.get(begin).into_iter().flatten() {
                let Some(row) = self.rows.get(*place).filter(|_| name.may_bear(&own.tags)) else { continue };
                // Ginkgo's text is the whole name; a title of JavaScript says nothing of its file.
                let is_exact = is_whole && Language::of(&row.file) == Some(Language::Go);
                let agreement = if is_exact { Agreement::Exact } else { Agreement::Name };
                let reach = text_reach(row.kind, is_whole);
                found.extend(reach.map(|reach| Match { row: *place, agreement, reach }));
            }
        }
        found
    }

    /// Those that are surest; several tests that are equally sure are ambiguous.
    fn settle(&self, mut found: Vec<Match>, identity: impl Fn(&'a Row) -> [&'a str; 3]) -> Vec<Match> {
        let surest = found.iter().map(|found| found.agreement).min();
        found.retain(|found| Some(found.agreement) == surest);
        let tests: BTreeSet<[&str; 3]> =
            found.iter().filter_map(|found| self.rows.get(found.row)).map(identity).collect();
        if tests.len() > 1 {
            found =
                found.into_iter().map(|found| Match { agreement: Agreement::Ambiguous, ..found }).collect();
        }
        found
    }
}

/// The name of a test that is a text. A single word of Go may be a function that helps tests.
fn text_of(row: &Row) -> Option<NormalName> {
    let name = NormalName::new(&row.test.replace(" > ", " "));
    let is_helper = row.kind == Kind::Call && !name.words.contains(' ');
    (!name.words.is_empty() && !is_helper).then_some(name)
}

/// What a marker with this name mutes; `is_whole` where the name is that of the test to its end. Subtests of Go run within
/// their test.
fn code_reach(kind: Kind, is_whole: bool, is_go: bool) -> Option<Reach> {
    match kind {
        Kind::Test | Kind::Call if is_whole => Some(Reach::Test),
        Kind::Test | Kind::Call if is_go => Some(Reach::Around),
        Kind::Parameter if is_whole => Some(Reach::Parameter),
        Kind::Suite | Kind::Module if !is_whole => Some(Reach::Around),
        _ => None,
    }
}

/// The same for a text: a call may stand in a container, and skips what is in it.
fn text_reach(kind: Kind, is_whole: bool) -> Option<Reach> {
    match kind {
        Kind::Test | Kind::Call if is_whole => Some(Reach::Test),
        Kind::Call | Kind::Suite if !is_whole => Some(Reach::Around),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
