//! Which tests a written name means: letter by letter, else without tags, and never by guess.

use rustc_hash::{FxHashMap, FxHashSet};

use super::normalise::NormalName;
use super::{Candidate, MatchKind};
use crate::sorting::sort;

/// The names of all tests that were read, with those that need a look at hand.
pub(super) struct Names<'a> {
    candidates: &'a [Candidate<'a>],
    normal: Vec<NormalName>,
    known: &'a FxHashSet<&'a str>,
    by_name: FxHashMap<&'a str, Vec<usize>>,
    by_words: FxHashMap<String, Vec<usize>>,
}

/// Tests that a name means. `places` are places in the list of candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) kind: MatchKind,
    pub(super) places: Vec<usize>,
    /// The test is known by name, or several are known that the name could mean equally well.
    pub(super) settled: bool,
}

impl<'a> Names<'a> {
    /// `known` are the names of all tests that were read, whatever their verdict.
    pub(super) fn new(candidates: &'a [Candidate<'a>], known: &'a FxHashSet<&'a str>) -> Self {
        let normal: Vec<NormalName> = candidates.iter().map(|c| NormalName::new(c.test)).collect();
        let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut by_words: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (place, (candidate, normal)) in candidates.iter().zip(&normal).enumerate() {
            by_name.entry(candidate.test).or_default().push(place);
            if !candidate.renamed_from.is_empty() && candidate.renamed_from != candidate.test {
                by_name.entry(candidate.renamed_from).or_default().push(place);
            }
            by_words.entry(normal.words.clone()).or_default().push(place);
        }
        Self { candidates, normal, known, by_name, by_words }
    }

    /// The tests that `written` means.
    pub(super) fn meant(&self, written: &str, names_job: impl Fn(&Candidate<'_>) -> bool) -> Meant {
        let written = written.trim();
        if let Some(meant) = self.exactly(written) {
            return meant;
        }
        let written = NormalName::new(written);
        let places = self.by_words.get(&written.words).map(Vec::as_slice).unwrap_or_default();
        self.one_test(&written, places, names_job)
    }

    /// The tests of this very name; `None` if no test has it.
    pub(super) fn exactly(&self, written: &str) -> Option<Meant> {
        let places = self.by_name.get(written).cloned().unwrap_or_default();
        let is_known = !places.is_empty() || self.known.contains(written);
        is_known.then_some(Meant { kind: MatchKind::Exact, places, settled: true })
    }

    /// Of tests with the same words, the one test that the tags or the named job single out.
    pub(super) fn one_test(
        &self,
        written: &NormalName,
        places: &[usize],
        names_job: impl Fn(&Candidate<'_>) -> bool,
    ) -> Meant {
        let mut fitting: Vec<usize> = places
            .iter()
            .copied()
            .filter(|place| self.normal_at(*place).is_some_and(|n| n.may_be(written)))
            .collect();
        let settled = !fitting.is_empty();
        if self.families(&fitting) > 1 {
            let same_tags = |place: &usize| self.normal_at(*place).is_some_and(|n| n.tags == written.tags);
            let named = |place: &usize| self.candidates.get(*place).is_some_and(&names_job);
            let keep_same_tags = fitting.iter().any(same_tags);
            fitting.retain(|place| if keep_same_tags { same_tags(place) } else { named(place) });
        }
        if self.families(&fitting) > 1 {
            fitting.clear();
        }
        Meant { kind: MatchKind::Normalised, places: fitting, settled }
    }

    /// The places whose names are made of these words.
    pub(super) fn with_words(&self, words: &str) -> &[usize] {
        self.by_words.get(words).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every name without its tags.
    pub(super) fn all_words(&self) -> impl Iterator<Item = &str> {
        self.by_words.keys().map(String::as_str)
    }

    /// The test at a place.
    pub(super) fn candidate(&self, place: usize) -> Option<&'a Candidate<'a>> {
        self.candidates.get(place)
    }

    fn normal_at(&self, place: usize) -> Option<&NormalName> {
        self.normal.get(place)
    }

    /// How many different tests these places are: one test runs in many jobs.
    fn families(&self, places: &[usize]) -> usize {
        let mut tags: Vec<&[String]> =
            places.iter().filter_map(|place| self.normal_at(*place)).map(|n| n.tags.as_slice()).collect();
        sort(&mut tags);
        tags.dedup();
        tags.len()
    }
}
