//! What issues can be about: tests with all their rows, and generic rows one by one.

use std::collections::{BTreeMap, BTreeSet};

use super::places::Place;
use super::spelling;
use crate::grid::Dashboard;
use crate::truth::{DashboardTruth, TestTruth};

/// A test with its rows in all tabs; or, where the name says nothing by itself, a row of one tab.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    /// Its names, the newest last: more than one after a change of tags.
    pub(super) names: Vec<String>,
    pub(super) places: Vec<Place>,
    /// Whether the name says nothing without the job.
    pub(super) generic: bool,
    /// Whether another test has the same name but for tags.
    pub(super) crowded: bool,
    pub(super) parent: Option<String>,
}

/// Every subject, by a key that sorts them.
#[derive(Clone, Debug, Default)]
pub(super) struct Subjects {
    pub(super) all: BTreeMap<String, Subject>,
    /// All row names.
    pub(super) names: BTreeSet<String>,
    /// All row names without prefix and tags, with the tests that bear them.
    pub(super) bare: BTreeMap<String, BTreeSet<String>>,
}

impl Subjects {
    /// The subjects of a world.
    pub(super) fn of(seen: &[Dashboard], truths: &[DashboardTruth]) -> Self {
        let renamed = renames(truths);
        let mut subjects = Self::default();
        for (board, truths) in seen.iter().zip(truths) {
            for (tab, truth) in board.tabs.iter().zip(&truths.tabs) {
                for (row, test) in tab.rows.iter().zip(&truth.tests) {
                    subjects.add(Place::of(&board.name, tab, row, test, truth), test, &renamed);
                }
            }
        }
        subjects.find_crowds(&renamed);
        subjects
    }

    fn add(&mut self, place: Place, test: &TestTruth, renamed: &BTreeMap<&str, &str>) {
        let generic = is_generic(&test.name);
        let name = renamed.get(test.name.as_str()).copied().unwrap_or(&test.name);
        let key = if generic { format!("{name} {}", place.tab) } else { name.to_owned() };
        self.names.insert(test.name.clone());
        let subject = self.all.entry(key).or_default();
        if !subject.names.contains(&test.name) {
            subject.names.push(test.name.clone());
            subject.names.sort_by_key(|own| own == name);
        }
        subject.generic = generic;
        subject.parent = subject.parent.take().or_else(|| test.parent.clone());
        subject.places.push(place);
    }

    fn find_crowds(&mut self, renamed: &BTreeMap<&str, &str>) {
        for name in &self.names {
            let newest = renamed.get(name.as_str()).copied().unwrap_or(name);
            self.bare.entry(spelling::bare(name)).or_default().insert(newest.to_owned());
        }
        for subject in self.all.values_mut() {
            let tests = subject.names.first().and_then(|name| self.bare.get(&spelling::bare(name)));
            subject.crowded = tests.is_some_and(|tests| tests.len() > 1);
        }
    }

    /// Subjects in trouble, in the order of their names.
    pub(super) fn troubled(&self) -> impl Iterator<Item = &Subject> {
        self.all.values().filter(|subject| subject.is_troubled())
    }
}

impl Subject {
    /// The newest name.
    pub(super) fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    pub(super) fn is_troubled(&self) -> bool {
        self.places.iter().any(|place| place.troubled)
    }

    /// The name by which people know it: the oldest.
    pub(super) fn known_name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// The rows in trouble.
    pub(super) fn trouble(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.troubled)
    }

    pub(super) fn is_broken(&self) -> bool {
        self.trouble().any(|place| place.broken)
    }

    /// The tab whose regression broke it.
    pub(super) fn regression(&self) -> Option<&Place> {
        self.trouble().find(|place| place.in_regression)
    }

    /// Whether its name can be written in other ways without meaning another test.
    pub(super) fn is_plain(&self) -> bool {
        let odd = |name: &String| !name.is_ascii() || name.contains(['<', '"', '|']) || name.contains("](");
        let renamed = self.names.len() > 1;
        !(self.crowded || self.generic || renamed || self.names.iter().any(odd))
    }

    /// The SIG, from the name or from what the name is about.
    pub(super) fn sig(&self) -> String {
        spelling::sig(self.name())
    }
}

/// Rows of which every job has one: neither a SIG tag nor a package tells them apart.
fn is_generic(name: &str) -> bool {
    !name.contains("[sig-") && !name.contains("k8s.io/") && !name.contains("=HYPERLINK")
}

/// Older to newer name of each renamed row.
fn renames(truths: &[DashboardTruth]) -> BTreeMap<&str, &str> {
    let tests = truths.iter().flat_map(|board| &board.tabs).flat_map(|tab| &tab.tests);
    tests.filter_map(|test| Some((test.name.as_str(), test.renamed_to.as_deref()?))).collect()
}
