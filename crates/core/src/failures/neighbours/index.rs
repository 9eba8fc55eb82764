//! Finds the nearest vector without measuring all, by prefix filtering (Chaudhuri et al., ICDE 2006; Bayardo et al., WWW
//! 2007; with the length bound of Anastasiu and Karypis, ICDE 2014).
//!
//! In each vector the most common features, as far as their part of the length stays below the cosine that is asked for,
//! are the head. A pair that shares features of a head alone has a product below the length of that head, so it is too
//! far apart. The rarest feature that a near pair shares therefore stands in both tails: only tails are indexed and
//! looked up, and they hold what is rare.

use super::cosine::{Vector, distance, is_within};

/// Finds the nearest of a set of vectors for one vector after the other.
pub(crate) struct Lookup {
    postings: Vec<Vec<u32>>,
    eps: f64,
}

impl Lookup {
    pub(crate) fn new(vectors: &[Vector], eps: f64) -> Self {
        let last =
            vectors.iter().filter_map(|vector| vector.last()).map(|(number, _)| *number as usize + 1).max();
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); last.unwrap_or_default()];
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
            let distance = distance(there, vector);
            is_within(distance, self.eps).then_some((place as usize, distance.max(0.0)))
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
