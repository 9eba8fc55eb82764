//! Which texts are near each other.

mod cosine;
mod features;
mod index;
mod ncd;

use super::params::{Distance, Params};
pub(super) use cosine::{Space, distance as cosine_distance};
pub(super) use index::Lookup;
pub(super) use ncd::Packer;

/// For each text the places of its neighbours, itself among them, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    lists: Vec<Vec<u32>>,
}

impl Neighbours {
    /// From pairs in any order; every text is its own neighbour.
    pub fn from_pairs(count: usize, pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut lists: Vec<Vec<u32>> = (0..).take(count).map(|own| vec![own]).collect();
        for (a, b) in pairs {
            for (from, to) in [(a, b), (b, a)] {
                lists.get_mut(from as usize).into_iter().for_each(|list| list.push(to));
            }
        }
        for list in &mut lists {
            list.sort_unstable();
            list.dedup();
        }
        Self { lists }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// True without texts.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The neighbours of a text; empty for a place that is none.
    pub fn of(&self, text: usize) -> &[u32] {
        self.lists.get(text).map_or(&[], Vec::as_slice)
    }
}

/// The neighbours of all texts within the radius: enough of them for the same clusters. Where both of a pair have enough
/// neighbours and hang together already, the pair is not measured.
pub(super) fn neighbours(texts: &[String], weights: &[u32], params: &Params) -> Neighbours {
    let pairs = match params.distance {
        Distance::Cosine => Space::learn(texts).pairs(params.eps, params.min_samples, weights),
        Distance::Ncd => Packer::new().pairs(texts, params.eps),
    };
    Neighbours::from_pairs(texts.len(), pairs)
}

/// Every pair within the radius, measured one by one: what `neighbours` must agree with.
pub fn all_pairs(texts: &[String], params: &Params) -> Neighbours {
    let pairs = match params.distance {
        Distance::Cosine => Space::learn(texts).all_pairs(params.eps),
        Distance::Ncd => Packer::new().pairs(texts, params.eps),
    };
    Neighbours::from_pairs(texts.len(), pairs)
}
