//! Texts as vectors: each feature weighs by how rare it is among the distinct texts (TF-IDF; Spärck Jones, Journal of
//! Documentation 28, 1972), each vector has length 1, and the distance is one minus the cosine.

use rustc_hash::FxHashMap;

use super::features::Features;

/// Features are numbered by how common they are, the most common first: what is rare stands at a vector's end.
pub(crate) type Vector = Vec<(u32, f32)>;

/// Words and their rarity, learned from distinct texts, and these texts as vectors. Texts that are equal in all that is
/// compared share one.
#[derive(Default)]
pub(crate) struct Space {
    /// The number of each known feature.
    pub(super) known: FxHashMap<u64, u32>,
    /// The weight of each number.
    pub(super) weights: Vec<f32>,
    /// The weight of a feature that no text had.
    pub(super) new_weight: f32,
    /// The block of each number: see [`super::tree`].
    pub(super) blocks: Vec<u8>,
    /// How many features more than one text has: those with the first numbers.
    pub(super) shared: u32,
    pub(super) vectors: Vec<Vector>,
    /// Where the shared features of each end.
    pub(super) ends: Vec<usize>,
    /// The vector of each text; first come first.
    pub(super) owners: Vec<usize>,
}

impl Space {
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
    pub(super) fn weigh(&self, numbers: &[u32], new: usize) -> Vector {
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

    /// The part of a learned vector that a product with another depends on: what one text alone has stands at the end.
    pub(crate) fn shared(&self, place: u32) -> &[(u32, f32)] {
        let vector = self.vectors.get(place as usize).zip(self.ends.get(place as usize));
        vector.and_then(|(vector, end)| vector.get(..*end)).unwrap_or_default()
    }

    /// How many features a learned text has.
    pub(crate) fn features(&self, text: usize) -> usize {
        self.owners.get(text).and_then(|owner| self.vectors.get(*owner)).map_or(0, Vec::len)
    }

    /// The distance of two learned texts.
    pub(crate) fn distance(&self, a: usize, b: usize) -> f64 {
        let of = |text: usize| self.owners.get(text).and_then(|owner| self.vectors.get(*owner));
        of(a).zip(of(b)).map_or(1.0, |(a, b)| distance(a, b))
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
