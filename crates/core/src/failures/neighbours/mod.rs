//! Which texts are near each other.

mod cosine;
mod features;
mod groups;
mod hash;
mod index;
mod join;
mod ncd;

use super::clustering::Grouping;
use super::params::{Distance, Params};
pub(super) use cosine::Space;
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

/// The group of each text. Where two texts have enough neighbours and hang together already, they are not measured, and
/// texts that are equal in all that is compared are one; neither changes a group.
pub(super) fn grouped(
    texts: &[String],
    weights: &[u32],
    params: &Params,
    grouping: &dyn Grouping,
) -> Vec<Option<u32>> {
    if params.distance == Distance::Ncd {
        let near = Neighbours::from_pairs(texts.len(), Packer::new().pairs(texts, params.eps));
        return grouping.labels(&near, weights, params.min_samples);
    }
    let space = Space::learn(texts);
    let mut sums = vec![0_u32; space.vectors().len()];
    for (owner, weight) in space.owners().iter().zip(weights) {
        sums.get_mut(*owner).into_iter().for_each(|sum| *sum = sum.saturating_add(*weight));
    }
    let pairs = space.pairs(params.eps, params.min_samples, &sums);
    let near = Neighbours::from_pairs(sums.len(), pairs);
    let groups = grouping.labels(&near, &sums, params.min_samples);
    space.owners().iter().map(|owner| groups.get(*owner).copied().flatten()).collect()
}

/// Every pair within the radius, measured one by one: what the groups must agree with.
pub fn all_pairs(texts: &[String], params: &Params) -> Neighbours {
    let pairs = match params.distance {
        Distance::Cosine => Space::learn(texts).all_pairs(params.eps),
        Distance::Ncd => Packer::new().pairs(texts, params.eps),
    };
    Neighbours::from_pairs(texts.len(), pairs)
}
