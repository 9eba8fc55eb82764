//! Learns words and their rarity from distinct texts, in steps: first all texts are read and what they have is counted, then
//! each becomes a vector.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cosine::Space;
use super::features::{Features, hash_of_line, lines};
use super::tree::BLOCKS;
use crate::failures::step::Budget;

/// What reading a byte of a text costs.
const READ_COST: usize = 6;
/// What putting a feature in its place costs.
const PLACE_COST: usize = 25;

/// The way from texts to a [`Space`].
pub(crate) struct Learning {
    count: usize,
    stage: Stage,
}

enum Stage {
    Reading { reader: Box<Features>, found: Found },
    Weighing(Weighing),
}

/// Every word is known; texts become vectors one after the other.
struct Weighing {
    space: Space,
    /// The new number of each feature.
    numbers: Vec<u32>,
    /// The features of the texts that are left.
    texts: std::vec::IntoIter<Vec<u32>>,
    /// The vector of each list of features.
    owners: FxHashMap<Vec<u32>, usize>,
}

impl Space {
    /// Learns from distinct texts, all at once.
    pub(crate) fn learn(texts: &[String]) -> Self {
        let mut learning = Learning::new(texts.len());
        while !learning.advance(texts, Budget::endless()) {}
        learning.end()
    }
}

impl Learning {
    /// For so many texts.
    pub(crate) fn new(count: usize) -> Self {
        Self { count, stage: Stage::Reading { reader: Box::default(), found: Found::default() } }
    }

    /// How many texts are through, as each is gone through twice.
    pub(crate) fn done(&self) -> usize {
        match &self.stage {
            Stage::Reading { found, .. } => found.texts.len() / 2,
            Stage::Weighing(weighing) => self.count.midpoint(weighing.space.owners.len()),
        }
    }

    /// Goes on for as long as the budget lasts; true at the end. The texts must be the same each time.
    pub(crate) fn advance(&mut self, texts: &[String], mut budget: Budget) -> bool {
        match &mut self.stage {
            Stage::Weighing(weighing) => weighing.advance(budget),
            Stage::Reading { reader, found } => {
                for text in texts.iter().skip(found.texts.len()) {
                    if budget.is_spent() {
                        return false;
                    }
                    budget.spend(READ_COST * text.len());
                    found.read(text, reader);
                }
                let found = std::mem::take(found);
                self.stage = Stage::Weighing(Weighing::of(found));
                false
            }
        }
    }

    /// What was learned.
    pub(crate) fn end(self) -> Space {
        match self.stage {
            Stage::Reading { found, .. } => Weighing::of(found).space,
            Stage::Weighing(weighing) => weighing.space,
        }
    }
}

impl Weighing {
    fn of(found: Found) -> Self {
        let Found { mut known, counts, firsts, texts, .. } = found;
        let numbers = by_frequency(&known, &counts);
        renumber(&numbers, known.values_mut());
        let weights = reordered(&numbers, counts.iter().map(|count| rarity(texts.len(), *count)));
        let blocks = reordered(&numbers, blocks_of(&counts, &firsts, texts.len()).into_iter());
        let new_weight = rarity(texts.len(), 0);
        let shared = u32::try_from(counts.iter().filter(|count| **count > 1).count()).unwrap_or(u32::MAX);
        let space = Space { known, weights, new_weight, blocks, shared, ..Space::default() };
        Self { space, numbers, texts: texts.into_iter(), owners: FxHashMap::default() }
    }

    fn advance(&mut self, mut budget: Budget) -> bool {
        while !budget.is_spent() {
            let Some(mut features) = self.texts.next() else { return true };
            budget.spend(PLACE_COST * features.len());
            renumber(&self.numbers, features.iter_mut());
            features.sort_unstable();
            self.take(features);
        }
        false
    }

    /// A vector for the features of the next text, or that of an earlier text with the same. A text without any is like
    /// none, so each has its own.
    fn take(&mut self, features: Vec<u32>) {
        let next = self.space.vectors.len();
        let known = self.owners.get(&features).copied().filter(|_| !features.is_empty());
        self.space.owners.push(known.unwrap_or(next));
        if known.is_none() {
            let vector = self.space.weigh(&features, 0);
            self.space.ends.push(vector.partition_point(|(number, _)| *number < self.space.shared));
            self.space.vectors.push(vector);
            self.owners.insert(features, next);
        }
    }
}

/// The features of texts by their numbers in order of appearance, each once in a text.
#[derive(Default)]
struct Found {
    known: FxHashMap<u64, u32>,
    /// How many texts have each.
    counts: Vec<u32>,
    /// The first text that has each.
    firsts: Vec<usize>,
    /// The last text in which each was seen, so that no text needs to be sorted to find what repeats.
    lasts: Vec<usize>,
    texts: Vec<Vec<u32>>,
    lines: Lines,
}

impl Found {
    fn read(&mut self, text: &str, reader: &mut Features) {
        let mut own = Vec::new();
        for line in lines(text) {
            let features = self.features(line, reader);
            self.count(features, &mut own);
        }
        own.shrink_to_fit();
        self.texts.push(own);
    }

    /// Where the numbers of a line's features stand.
    fn features(&mut self, line: &str, reader: &mut Features) -> Range<usize> {
        let Self { known, counts, firsts, lasts, texts, lines } = self;
        lines.get(line, |numbers| {
            reader.of_line(line, |hash| {
                let next = counts.len();
                let number = *known.entry(hash).or_insert_with(|| u32::try_from(next).unwrap_or(u32::MAX));
                if number as usize == next {
                    counts.push(0);
                    firsts.push(texts.len());
                    lasts.push(usize::MAX);
                }
                numbers.push(number);
            });
        })
    }

    /// Counts the features of a line that the text did not have before.
    fn count(&mut self, features: Range<usize>, own: &mut Vec<u32>) {
        let at = self.texts.len();
        for number in self.lines.numbers.get(features).unwrap_or_default() {
            let seen = self.lasts.get_mut(*number as usize).map(|last| std::mem::replace(last, at));
            if seen != Some(at) {
                self.counts.get_mut(*number as usize).into_iter().for_each(|count| *count += 1);
                own.push(*number);
            }
        }
    }
}

/// Lines that were read before. Texts of one job have most of theirs in common.
#[derive(Default)]
struct Lines {
    /// By their hash, where the numbers of their features begin and end.
    places: FxHashMap<u64, (u32, u32)>,
    numbers: Vec<u32>,
    /// Where the numbers of lines that are kept end.
    kept: usize,
}

impl Lines {
    /// Where the numbers of a line's features stand until the next line is asked for; `read` adds those of a new one.
    fn get(&mut self, line: &str, read: impl FnOnce(&mut Vec<u32>)) -> Range<usize> {
        let hash = hash_of_line(line);
        if let Some((start, end)) = self.places.get(&hash) {
            return *start as usize..*end as usize;
        }
        self.numbers.truncate(self.kept);
        read(&mut self.numbers);
        let (start, end) = (self.kept, self.numbers.len());
        if let (Ok(from), Ok(to), true) = (u32::try_from(start), u32::try_from(end), end <= MOST_KEPT) {
            self.places.insert(hash, (from, to));
            self.kept = end;
        }
        start..end
    }
}

/// So many numbers are kept, which is 16 MB; further new lines are read each time.
const MOST_KEPT: usize = 4 << 20;

/// For each number the one by frequency, the most frequent first; equally frequent ones by their hash.
fn by_frequency(known: &FxHashMap<u64, u32>, counts: &[u32]) -> Vec<u32> {
    let count = |number: u32| counts.get(number as usize).copied().unwrap_or_default();
    let mut order: Vec<(u32, u64, u32)> =
        known.iter().map(|(hash, number)| (u32::MAX - count(*number), *hash, *number)).collect();
    order.sort_unstable();
    let mut numbers = vec![0; counts.len()];
    for (number, (_, _, old)) in (0..).zip(order) {
        numbers.get_mut(old as usize).into_iter().for_each(|own| *own = number);
    }
    numbers
}

/// Blocks of features that come together: those that are equally frequent and appear first in the same text. The heaviest
/// have a block each, the others share what is left.
fn blocks_of(counts: &[u32], firsts: &[usize], texts: usize) -> Vec<u8> {
    let mut masses: BTreeMap<(u32, usize), f64> = BTreeMap::new();
    for (count, first) in counts.iter().zip(firsts) {
        *masses.entry((*count, *first)).or_default() +=
            f64::from(*count) * f64::from(rarity(texts, *count)).powi(2);
    }
    let mut order: Vec<(f64, (u32, usize))> =
        masses.into_iter().map(|(class, mass)| (-mass, class)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let block = |rank: usize| {
        u8::try_from(if rank < OWN_BLOCKS { rank } else { OWN_BLOCKS + rank % (BLOCKS - OWN_BLOCKS) })
    };
    let blocks: FxHashMap<(u32, usize), u8> = order
        .iter()
        .enumerate()
        .map(|(rank, (_, class))| (*class, block(rank).unwrap_or_default()))
        .collect();
    let classes = counts.iter().zip(firsts).map(|(count, first)| (*count, *first));
    classes.map(|class| blocks.get(&class).copied().unwrap_or_default()).collect()
}

/// So many blocks hold features that come together.
const OWN_BLOCKS: usize = 112;

fn renumber<'a>(numbers: &[u32], old: impl Iterator<Item = &'a mut u32>) {
    for number in old {
        *number = numbers.get(*number as usize).copied().unwrap_or_default();
    }
}

/// Values by the new numbers.
fn reordered<T: Copy + Default>(numbers: &[u32], values: impl Iterator<Item = T>) -> Vec<T> {
    let mut ordered = vec![T::default(); numbers.len()];
    for (number, value) in numbers.iter().zip(values) {
        ordered.get_mut(*number as usize).into_iter().for_each(|own| *own = value);
    }
    ordered
}

/// The root of ln((texts that lack it + ½) / (texts that have it + ½)), the weight of Robertson and Spärck Jones (Journal of
/// the American Society for Information Science 27, 1976), and never below [`COMMON`], because texts of one cause alone
/// have little else. The root keeps a message that few share from drowning in what is rarer still. What hardly any text
/// has is likely to vary from run to run, and counts up to ten times less; but not where there are few texts at all
/// ([`MANY`]). All this was chosen on made-up histories that no test uses (`cargo run -p flakescope-dbscan --example radius`).
#[expect(clippy::cast_possible_truncation, reason = "a small number")]
fn rarity(texts: usize, count: u32) -> f32 {
    let count = f64::from(count);
    let others = (texts as f64 - count).max(0.0);
    let rare = ((others + 0.5) / (count.max(2.0) + 0.5)).ln().max(COMMON).sqrt();
    let doubt = (texts as f64 / MANY).min(1.0);
    let spread = ((count - 1.0) / SPREAD).clamp(0.0, 1.0);
    (rare * (1.0 - 0.9 * doubt * (1.0 - spread))) as f32
}

/// What two texts in five have, or more, all counts the same.
const COMMON: f64 = 0.35;

/// A feature counts in full when so many texts more than one have it.
const SPREAD: f64 = 3.0;

/// With so many distinct texts it is clear which features are shared.
const MANY: f64 = 30.0;
