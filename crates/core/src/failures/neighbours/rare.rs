//! A bound of the product of two vectors that is nearly the product: what both have of the rare features is multiplied, and
//! of the common ones the lengths alone (Cauchy and Schwarz; Anastasiu and Karypis, ICDE 2014). The sums of one vector with
//! all that came before go down the lists of its rare features, so they are short where vectors have little in common.

use std::rc::Rc;

use super::cosine::Space;

/// Common features hold so much of the cosine that is asked for, in the mean over all vectors. With less, lists grow long;
/// with more, the bound passes what is far.
const COMMON_SHARE: f64 = 0.55;

/// So many sums are emptied in the time that one is added to.
const EMPTIED: usize = 8;

/// Vectors one after the other, and the sums of one more with each of them.
pub(super) struct Rare {
    space: Rc<Space>,
    /// The number of the first rare feature.
    first: u32,
    /// For each rare feature which vectors have it, and how much.
    lists: Vec<Vec<(u32, f32)>>,
    /// The length of each vector's common part.
    heads: Vec<f32>,
    /// The products with each, of the rare features alone.
    sums: Vec<f32>,
    /// The length of the common part of the vector whose sums these are.
    head: f32,
}

impl Rare {
    /// Without vectors yet.
    pub(super) fn new(space: &Rc<Space>, eps: f64) -> Self {
        let first = first_rare(space, (1.0 - eps) * COMMON_SHARE);
        let lists = vec![Vec::new(); space.shared.saturating_sub(first) as usize];
        Self { space: space.clone(), first, lists, heads: Vec::new(), sums: Vec::new(), head: 0.0 }
    }

    /// One more, which is the next in order.
    pub(super) fn add(&mut self, vector: u32) {
        let next = u32::try_from(self.heads.len()).unwrap_or(u32::MAX);
        let (common, rare) = parts(&self.space, self.first, vector);
        self.heads.push(length(common));
        for (number, weight) in rare {
            if let Some(list) = self.lists.get_mut((number - self.first) as usize) {
                list.push((next, *weight));
            }
        }
    }

    /// What the sums of a vector cost: about a nanosecond each.
    pub(super) fn price(&self, vector: u32) -> usize {
        let (_, rare) = parts(&self.space, self.first, vector);
        let lists = rare.iter().filter_map(|(number, _)| self.lists.get((number - self.first) as usize));
        lists.map(Vec::len).sum::<usize>() + self.heads.len() / EMPTIED
    }

    /// Sums up the products of a vector with all that were added.
    pub(super) fn sum(&mut self, vector: u32) {
        let (common, rare) = parts(&self.space, self.first, vector);
        self.head = length(common);
        self.sums.clear();
        self.sums.resize(self.heads.len(), 0.0);
        for (number, weight) in rare {
            for (place, other) in self.lists.get((number - self.first) as usize).into_iter().flatten() {
                self.sums.get_mut(*place as usize).into_iter().for_each(|sum| *sum += weight * other);
            }
        }
    }

    /// No product of the vector with the one at this place is greater.
    pub(super) fn bound(&self, place: usize) -> f32 {
        let known = self.sums.get(place).zip(self.heads.get(place));
        known.map_or(0.0, |(sum, head)| sum + head * self.head)
    }
}

/// Features with their weights.
type Features = [(u32, f32)];

/// The common features of a vector, and the rare ones that it shares with others.
fn parts(space: &Space, first: u32, vector: u32) -> (&Features, &Features) {
    let shared = space.shared(vector);
    shared.split_at(shared.partition_point(|(number, _)| *number < first))
}

fn length(part: &[(u32, f32)]) -> f32 {
    part.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt()
}

/// The number from which features are rare: those before it hold this share of the squared lengths of all vectors.
fn first_rare(space: &Space, share: f64) -> u32 {
    let mut squares = vec![0.0; space.shared as usize];
    let vectors = (0..).take(space.vectors().len());
    for (number, weight) in vectors.flat_map(|vector| space.shared(vector)) {
        let square = f64::from(*weight).powi(2);
        squares.get_mut(*number as usize).into_iter().for_each(|sum| *sum += square);
    }
    let mut left = share * space.vectors().len() as f64;
    let fits = |square: &f64| {
        left -= square;
        left >= 0.0
    };
    u32::try_from(squares.iter().copied().take_while(fits).count()).unwrap_or(u32::MAX)
}
