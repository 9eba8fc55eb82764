//! Which row of the current file and which of the new one are about the same.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::params::Mode;
use super::releases::Releases;
use crate::model::HistoryKey;
use crate::warning::Warning;

/// A file's rows by their keys.
pub(super) struct Side {
    rows: BTreeMap<HistoryKey, Entry>,
    /// Keys with several rows that contradict one another.
    contradicted: BTreeSet<HistoryKey>,
    pub(super) warnings: Vec<Warning>,
}

/// So many rows that have the key of another are named.
const NAMED: usize = 3;

/// One row of each file, or of one alone.
pub(super) struct Pair {
    pub(super) old: Option<Entry>,
    pub(super) new: Option<Entry>,
    pub(super) is_contradicted: bool,
}

impl Side {
    /// The last row of a key counts, as in the original, whose keys do not know whether master nodes were updated.
    pub(super) fn of(entries: Vec<Entry>, source_name: &str, mode: Mode) -> Self {
        let mut side = Self { rows: BTreeMap::new(), contradicted: BTreeSet::new(), warnings: Vec::new() };
        let count = entries.len();
        for entry in entries {
            let key = match mode {
                Mode::Repaired => entry.key.clone(),
                Mode::Compat => HistoryKey { master_nodes_updated: String::new(), ..entry.key.clone() },
            };
            side.insert(key, entry, source_name);
        }
        let unnamed = (count - side.rows.len()).saturating_sub(NAMED);
        if unnamed > 0 {
            let message =
                format!("{unnamed} more rows have a key that another row has; the last of each counts");
            side.warnings.push(Warning::new(source_name, message));
        }
        side
    }

    fn insert(&mut self, key: HistoryKey, entry: Entry, source_name: &str) {
        let row = entry.row;
        let same = self.rows.get(&key).map(|first| (first.row, first.says_the_same(&entry)));
        if let Some((first, says_the_same)) = same {
            let which = if says_the_same { "They say the same" } else { "They differ; the last counts" };
            let message = format!("rows {first} and {row} have one key ({}). {which}", words(&key));
            if self.warnings.len() < NAMED {
                self.warnings.push(Warning::new(source_name, message));
            }
            if !says_the_same {
                self.contradicted.insert(key.clone());
            }
        }
        self.rows.insert(key, entry);
    }

    /// Fields of the key that no row of this file knows.
    fn lacks(&self) -> [bool; 3] {
        let lacks = |field: fn(&HistoryKey) -> &String| self.rows.keys().all(|key| field(key).is_empty());
        [lacks(|key| &key.namespace), lacks(|key| &key.level), lacks(|key| &key.master_nodes_updated)]
    }
}

/// The key in words.
fn words(key: &HistoryKey) -> String {
    key.parts().into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A row with its key.
type Keyed = (HistoryKey, Entry);

impl Pair {
    fn of(old: Option<Keyed>, new: Option<Keyed>, contradicted: &BTreeSet<HistoryKey>) -> Self {
        let is_contradicted = old.iter().chain(&new).any(|(key, _)| contradicted.contains(key));
        Self { old: old.map(|(_, entry)| entry), new: new.map(|(_, entry)| entry), is_contradicted }
    }

    /// New rows count in the two releases alone; what is missing counts in any, as in the original.
    fn counts(&self, releases: &Releases) -> bool {
        self.new.as_ref().is_none_or(|new| releases.hold(&new.key.release))
    }
}

/// Pairs of rows: every new row of the two releases, and every current row that has no new one.
pub(super) fn join(current: Side, new: Side, releases: &Releases, mode: Mode) -> Vec<Pair> {
    let lacks = if mode == Mode::Compat { [false; 3] } else { either(current.lacks(), new.lacks()) };
    let mut contradicted = current.contradicted;
    contradicted.extend(new.contradicted);
    let mut olds = current.rows;
    let (mut pairs, mut alone) = (Vec::new(), Vec::new());
    for new in new.rows {
        match olds.remove_entry(&new.0) {
            Some(old) => pairs.push(Pair::of(Some(old), Some(new), &contradicted)),
            None => alone.push(new),
        }
    }
    let mut olds = by_fewer_fields(olds, lacks);
    for (fewer, news) in by_fewer_fields(alone, lacks) {
        pairs.extend(rest(olds.remove(&fewer).unwrap_or_default(), news, &contradicted));
    }
    pairs.extend(olds.into_values().flatten().map(|old| Pair::of(Some(old), None, &contradicted)));
    pairs.retain(|pair| pair.counts(releases));
    pairs
}

fn either(a: [bool; 3], b: [bool; 3]) -> [bool; 3] {
    let [[a1, a2, a3], [b1, b2, b3]] = [a, b];
    [a1 || b1, a2 || b2, a3 || b3]
}

/// Rows without a partner, by what both files know.
fn by_fewer_fields(
    rows: impl IntoIterator<Item = Keyed>,
    lacks: [bool; 3],
) -> BTreeMap<HistoryKey, Vec<Keyed>> {
    let mut groups: BTreeMap<HistoryKey, Vec<Keyed>> = BTreeMap::new();
    for (key, entry) in rows {
        let mut fewer = key.clone();
        let fields = [&mut fewer.namespace, &mut fewer.level, &mut fewer.master_nodes_updated];
        fields.into_iter().zip(lacks).filter(|(_, lacks)| *lacks).for_each(|(field, _)| field.clear());
        groups.entry(fewer).or_default().push((key, entry));
    }
    groups
}

/// One of each, told apart only by a field that one file lacks, are about the same. Of several nobody knows which.
fn rest(olds: Vec<Keyed>, news: Vec<Keyed>, contradicted: &BTreeSet<HistoryKey>) -> Vec<Pair> {
    if olds.len() == 1 && news.len() == 1 {
        let both = olds.into_iter().zip(news);
        return both.map(|(old, new)| Pair::of(Some(old), Some(new), contradicted)).collect();
    }
    let removed = olds.into_iter().map(|old| Pair::of(Some(old), None, contradicted));
    removed.chain(news.into_iter().map(|new| Pair::of(None, Some(new), contradicted))).collect()
}
