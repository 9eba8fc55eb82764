//! Texts as vectors: each feature weighs by how rare it is among the distinct texts (TF-IDF; Spärck Jones, Journal of
//! Documentation 28, 1972), each vector has length 1, and the distance is one minus the cosine.

use rustc_hash::FxHashMap;

use super::features::features;
use super::index;

/// Features are numbered by how common they are, the most common first: what is rare stands at a vector's end.
pub(crate) type Vector = Vec<(u32, f32)>;

/// Words and their rarity, learned from distinct texts, and these texts as vectors.
pub(crate) struct Space {
    /// Number and weight of each known feature.
    known: FxHashMap<u64, (u32, f32)>,
    /// The weight of a feature that no text had.
    new_weight: f32,
    vectors: Vec<Vector>,
}

impl Space {
    /// Learns from distinct texts.
    pub(crate) fn learn(texts: &[String]) -> Self {
        let found: Vec<Vec<u64>> = texts.iter().map(|text| features(text)).collect();
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for hash in found.iter().flatten() {
            *counts.entry(*hash).or_default() += 1;
        }
        let mut order: Vec<(u64, u32)> = counts.into_iter().collect();
        order.sort_unstable_by_key(|(hash, count)| (std::cmp::Reverse(*count), *hash));
        let weigh = |(number, (hash, count)): (u32, (u64, u32))| (hash, (number, rarity(texts.len(), count)));
        let known = (0..).zip(order).map(weigh).collect();
        let mut space = Self { known, new_weight: rarity(texts.len(), 0), vectors: Vec::new() };
        space.vectors = found.into_iter().map(|features| space.vector_of(&features)).collect();
        space
    }

    /// A text that was not learned from.
    pub(crate) fn vector(&self, text: &str) -> Vector {
        self.vector_of(&features(text))
    }

    /// What is new keeps its weight in the length, so that a text with much of its own is near none.
    fn vector_of(&self, features: &[u64]) -> Vector {
        let mut square = 0.0_f64;
        let mut vector = Vector::with_capacity(features.len());
        for hash in features {
            let (number, weight) =
                self.known.get(hash).map_or((None, self.new_weight), |(n, w)| (Some(*n), *w));
            square += f64::from(weight).powi(2);
            vector.extend(number.map(|number| (number, weight)));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a length between 0 and 1")]
        let scale = if square > 0.0 { (1.0 / square.sqrt()) as f32 } else { 0.0 };
        for (_, weight) in &mut vector {
            *weight *= scale;
        }
        vector.sort_unstable_by_key(|(number, _)| *number);
        vector
    }

    /// The learned texts as vectors.
    pub(crate) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    /// Pairs within the radius, as many as the clusters depend on.
    pub(crate) fn pairs(&self, eps: f64, min_samples: u32, weights: &[u32]) -> Vec<(u32, u32)> {
        index::pairs(&self.vectors, eps, min_samples, weights)
    }

    /// Every pair within the radius, measured one by one.
    pub(crate) fn all_pairs(&self, eps: f64) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (b, second) in (0..).zip(&self.vectors) {
            let near = (0..b).zip(&self.vectors).filter(|(_, first)| is_near(first, second, eps));
            pairs.extend(near.map(|(a, _)| (a, b)));
        }
        pairs
    }
}

/// The root of ln((n + 1) / (texts that have it)), and never 0, because texts of one cause alone have little else: the root
/// keeps a message that few share from drowning in what is rarer still. What hardly any text has is likely to vary from
/// run to run, and counts up to ten times less; but not where there are few texts at all ([`MANY`]). All this was chosen on
/// made-up histories that no test uses.
#[expect(clippy::cast_possible_truncation, reason = "a small number")]
fn rarity(texts: usize, count: u32) -> f32 {
    let count = f64::from(count);
    let rare = ((texts as f64 + 1.0) / count.max(2.0)).ln().max(0.05).sqrt();
    let doubt = (texts as f64 / MANY).min(1.0);
    let spread = ((count - 1.0) / SPREAD).clamp(0.0, 1.0);
    (rare * (1.0 - 0.9 * doubt * (1.0 - spread))) as f32
}

/// A feature counts in full when so many texts more than one have it.
const SPREAD: f64 = 3.0;

/// With so many distinct texts it is clear which features are shared.
const MANY: f64 = 30.0;

/// Rounding must not part texts that are equal in all that is compared.
const ROUNDING: f64 = 1e-6;

/// True when two vectors are not farther from each other than `eps`.
pub(crate) fn is_near(a: &[(u32, f32)], b: &[(u32, f32)], eps: f64) -> bool {
    distance(a, b) <= eps + ROUNDING
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
