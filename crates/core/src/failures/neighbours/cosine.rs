//! Texts as vectors: each feature weighs by how rare it is among the distinct texts (TF-IDF; Spärck Jones, Journal of
//! Documentation 28, 1972), each vector has length 1, and the distance is one minus the cosine.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::features::Features;
use super::join::{self, BLOCKS};

/// Features are numbered by how common they are, the most common first: what is rare stands at a vector's end.
pub(crate) type Vector = Vec<(u32, f32)>;

/// Words and their rarity, learned from distinct texts, and these texts as vectors. Texts that are equal in all that is
/// compared share one.
pub(crate) struct Space {
    /// The number of each known feature.
    known: FxHashMap<u64, u32>,
    /// The weight of each number.
    weights: Vec<f32>,
    /// The weight of a feature that no text had.
    new_weight: f32,
    /// The block of each number: see [`join`].
    blocks: Vec<u8>,
    vectors: Vec<Vector>,
    /// The vector of each text; first come first.
    owners: Vec<usize>,
}

impl Space {
    /// Learns from distinct texts.
    pub(crate) fn learn(texts: &[String]) -> Self {
        let Found { mut known, counts, firsts, texts: mut found } = Found::read(texts);
        let numbers = by_frequency(&known, &counts);
        renumber(&numbers, known.values_mut());
        for features in &mut found {
            renumber(&numbers, features.iter_mut());
            features.sort_unstable();
        }
        let weights = reordered(&numbers, counts.iter().map(|count| rarity(texts.len(), *count)));
        let blocks = reordered(&numbers, blocks_of(&counts, &firsts, texts.len()).into_iter());
        let new_weight = rarity(texts.len(), 0);
        let mut space = Self { known, weights, new_weight, blocks, vectors: Vec::new(), owners: Vec::new() };
        space.take(&found);
        space
    }

    /// A vector for each different list of features. A text without any is like none, so each has its own.
    fn take(&mut self, found: &[Vec<u32>]) {
        let mut owners: FxHashMap<&[u32], usize> = FxHashMap::default();
        for features in found {
            let next = self.vectors.len();
            let owner = if features.is_empty() { next } else { *owners.entry(features).or_insert(next) };
            if owner == next {
                self.vectors.push(self.weigh(features, 0));
            }
            self.owners.push(owner);
        }
    }

    /// A text that was not learned from.
    pub(crate) fn vector(&self, text: &str) -> Vector {
        let mut hashes = Vec::new();
        Features::default().each(text, |hash| hashes.push(hash));
        hashes.sort_unstable();
        hashes.dedup();
        let mut numbers: Vec<u32> = hashes.iter().filter_map(|hash| self.known.get(hash)).copied().collect();
        numbers.sort_unstable();
        self.weigh(&numbers, hashes.len() - numbers.len())
    }

    /// What is new keeps its weight in the length, so that a text with much of its own is near none.
    fn weigh(&self, numbers: &[u32], new: usize) -> Vector {
        let weight = |number: &u32| self.weights.get(*number as usize).copied().unwrap_or_default();
        let known: f64 = numbers.iter().map(|number| f64::from(weight(number)).powi(2)).sum();
        let square = known + new as f64 * f64::from(self.new_weight).powi(2);
        #[expect(clippy::cast_possible_truncation, reason = "a length between 0 and 1")]
        let scale = if square > 0.0 { (1.0 / square.sqrt()) as f32 } else { 0.0 };
        numbers.iter().map(|number| (*number, weight(number) * scale)).collect()
    }

    /// The learned texts as vectors, each different one once.
    pub(crate) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    /// For each learned text the place of its vector. Places count up in the order in which texts need them.
    pub(crate) fn owners(&self) -> &[usize] {
        &self.owners
    }

    /// The distance of two learned texts.
    pub(crate) fn distance(&self, a: usize, b: usize) -> f64 {
        let of = |text: usize| self.owners.get(text).and_then(|owner| self.vectors.get(*owner));
        of(a).zip(of(b)).map_or(1.0, |(a, b)| distance(a, b))
    }

    /// Pairs of vectors within the radius, as many as the clusters depend on; weights are those of the vectors.
    pub(crate) fn pairs(&self, eps: f64, min_samples: u32, weights: &[u32]) -> Vec<(u32, u32)> {
        join::pairs(&self.vectors, &self.blocks, eps, min_samples, weights)
    }

    /// Every pair of texts within the radius, measured one by one.
    pub(crate) fn all_pairs(&self, eps: f64) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (text, b) in (0..).zip(0..self.owners.len()) {
            let near = (0..text).zip(0..b).filter(|(_, a)| is_within(self.distance(*a, b), eps));
            pairs.extend(near.map(|(other, _)| (other, text)));
        }
        pairs
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
    texts: Vec<Vec<u32>>,
}

impl Found {
    fn read(texts: &[String]) -> Self {
        let mut found = Self::default();
        let mut reader = Features::default();
        // The last text in which each feature was seen, so that no text needs to be sorted to find what repeats.
        let mut last: Vec<usize> = Vec::new();
        let mut own: Vec<u32> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            own.clear();
            reader.each(text, |hash| {
                let next = found.counts.len();
                let number =
                    *found.known.entry(hash).or_insert_with(|| u32::try_from(next).unwrap_or(u32::MAX));
                if number as usize == next {
                    found.counts.push(0);
                    found.firsts.push(at);
                    last.push(usize::MAX);
                }
                let seen = last.get_mut(number as usize).map(|last| std::mem::replace(last, at));
                if seen != Some(at) {
                    found.counts.get_mut(number as usize).into_iter().for_each(|count| *count += 1);
                    own.push(number);
                }
            });
            found.texts.push(own.clone());
        }
        found
    }
}

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

/// Rounding must not part texts that are equal in all that is compared.
const ROUNDING: f64 = 1e-6;

/// True for a distance that is not above `eps`.
pub(super) fn is_within(distance: f64, eps: f64) -> bool {
    distance <= eps + ROUNDING
}

/// One minus the cosine, which for vectors of length 1 is their product. Texts without any feature are at distance 1 from
/// all others.
pub(crate) fn distance(a: &[(u32, f32)], b: &[(u32, f32)]) -> f64 {
    let (mut a, mut b) = (a.iter(), b.iter());
    let (mut left, mut right) = (a.next(), b.next());
    let mut sum = 0.0_f64;
    while let (Some((x, p)), Some((y, q))) = (left, right) {
        if x == y {
            sum += f64::from(*p) * f64::from(*q);
        }
        if x <= y {
            left = a.next();
        }
        if y <= x {
            right = b.next();
        }
    }
    1.0 - sum
}
