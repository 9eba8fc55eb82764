//! Finds all near pairs without measuring all pairs, by prefix filtering (Chaudhuri et al., ICDE 2006; Bayardo et al., WWW
//! 2007; with the length bound of Anastasiu and Karypis, ICDE 2014).
//!
//! In each vector the most common features, as far as their part of the length stays below the cosine that is asked for,
//! are the head. A pair that shares features of a head alone has a product below the length of that head, so it is too
//! far apart. The rarest feature that a near pair shares therefore stands in both tails: only tails are indexed and
//! looked up, and they hold what is rare.

use super::cosine::{Vector, distance, is_near};

/// Pairs within the radius, first place below second. A pair is left out only where both have at least `min_samples`
/// failures around them and hang together through pairs that are given, so that no cluster depends on it.
pub(super) fn pairs(vectors: &[Vector], eps: f64, min_samples: u32, weights: &[u32]) -> Vec<(u32, u32)> {
    let size = vectors.iter().flatten().map(|(number, _)| *number as usize + 1).max().unwrap_or_default();
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); size];
    let mut groups = Groups::new(vectors.len(), min_samples, weights);
    let mut seen: Vec<u32> = vec![u32::MAX; vectors.len()];
    let mut pairs = Vec::new();
    for (own, vector) in (0..).zip(vectors) {
        for (number, _) in tail(vector, eps) {
            let Some(list) = postings.get_mut(*number as usize) else { continue };
            for other in list.iter().copied() {
                let is_new =
                    seen.get_mut(other as usize).is_some_and(|mark| std::mem::replace(mark, own) != own);
                let Some(there) =
                    vectors.get(other as usize).filter(|_| is_new && !groups.hang_together(other, own))
                else {
                    continue;
                };
                if is_near(there, vector, eps) {
                    groups.join(other, own);
                    pairs.push((other, own));
                }
            }
            list.push(own);
        }
    }
    pairs
}

/// Finds the nearest of a set of vectors for one vector after the other.
pub(crate) struct Lookup {
    postings: Vec<Vec<u32>>,
    eps: f64,
}

impl Lookup {
    pub(crate) fn new(vectors: &[Vector], eps: f64) -> Self {
        let size = vectors.iter().flatten().map(|(number, _)| *number as usize + 1).max().unwrap_or_default();
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); size];
        for (own, vector) in (0..).zip(vectors) {
            for (number, _) in tail(vector, eps) {
                postings.get_mut(*number as usize).into_iter().for_each(|list| list.push(own));
            }
        }
        Self { postings, eps }
    }

    /// The place of the nearest within the radius, the first of equals, and its distance.
    pub(crate) fn nearest(&self, vectors: &[Vector], vector: &[(u32, f32)]) -> Option<(usize, f64)> {
        let lists =
            tail(vector, self.eps).iter().filter_map(|(number, _)| self.postings.get(*number as usize));
        let mut places: Vec<u32> = lists.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        let measured = places.into_iter().filter_map(|place| {
            let there = vectors.get(place as usize)?;
            is_near(there, vector, self.eps).then(|| (place as usize, distance(there, vector).max(0.0)))
        });
        measured.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }
}

/// The rare part of a vector: what follows the longest head whose length is below the cosine that is asked for.
fn tail(vector: &[(u32, f32)], eps: f64) -> &[(u32, f32)] {
    // A little below, so that rounding loses no pair.
    let bound = (1.0 - eps - 1e-5).max(0.0).powi(2);
    // A vector of which little is known may be shorter than that as a whole: it is near none.
    let mut square = 0.0_f64;
    let head = vector.iter().position(|(_, weight)| {
        square += f64::from(*weight).powi(2);
        square >= bound
    });
    head.and_then(|head| vector.get(head..)).unwrap_or_default()
}

/// Which texts have enough neighbours, and which of these hang together: a forest with path halving (Tarjan and van
/// Leeuwen, JACM 31, 1984).
struct Groups {
    parents: Vec<u32>,
    around: Vec<u32>,
    weights: Vec<u32>,
    min_samples: u32,
    /// Pairs of which one was not sure to have enough neighbours when they were found.
    waiting: Vec<Vec<u32>>,
}

impl Groups {
    fn new(count: usize, min_samples: u32, weights: &[u32]) -> Self {
        let weights: Vec<u32> = weights.iter().copied().chain(std::iter::repeat(1)).take(count).collect();
        Self {
            parents: (0..).take(count).collect(),
            around: weights.clone(),
            weights,
            min_samples,
            waiting: vec![Vec::new(); count],
        }
    }

    fn is_core(&self, place: u32) -> bool {
        self.around.get(place as usize).is_some_and(|around| *around >= self.min_samples)
    }

    /// True when both are cores, and joined.
    fn hang_together(&mut self, a: u32, b: u32) -> bool {
        self.is_core(a) && self.is_core(b) && self.root(a) == self.root(b)
    }

    /// Counts a near pair, and joins whatever are cores by now.
    fn join(&mut self, a: u32, b: u32) {
        for (own, other) in [(a, b), (b, a)] {
            let weight = self.weights.get(other as usize).copied().unwrap_or(1);
            self.around
                .get_mut(own as usize)
                .into_iter()
                .for_each(|around| *around = around.saturating_add(weight));
            self.waiting.get_mut(own as usize).into_iter().for_each(|waiting| waiting.push(other));
        }
        for own in [a, b] {
            self.settle(own);
        }
    }

    /// Joins a core with those of its neighbours that are cores; the others join when they become one.
    fn settle(&mut self, own: u32) {
        if !self.is_core(own) {
            return;
        }
        let waiting = self.waiting.get_mut(own as usize).map(std::mem::take).unwrap_or_default();
        for other in waiting {
            if self.is_core(other) {
                let (a, b) = (self.root(own), self.root(other));
                self.parents.get_mut(a.max(b) as usize).into_iter().for_each(|parent| *parent = a.min(b));
            }
        }
    }

    fn root(&mut self, mut place: u32) -> u32 {
        while let Some(parent) = self.parents.get(place as usize).copied().filter(|parent| *parent != place) {
            let above = self.parents.get(parent as usize).copied().unwrap_or(parent);
            self.parents.get_mut(place as usize).into_iter().for_each(|parent| *parent = above);
            place = above;
        }
        place
    }
}
