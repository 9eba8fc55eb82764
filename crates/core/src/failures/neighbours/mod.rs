//! Which texts are near each other.

mod cosine;
mod features;
mod groups;
mod hash;
mod index;
mod join;
mod learning;
mod ncd;
mod rare;
mod tree;

use std::rc::Rc;

use super::clustering::Grouping;
use super::params::{Distance, Params};
use super::step::Budget;
use super::texts::{Measure, Texts};
pub(super) use cosine::Space;
pub(super) use index::Lookup;
use join::Join;
pub(super) use learning::Learning;
pub(super) use ncd::Packer;
use ncd::Pairs;

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

/// The way to the near pairs. Where two texts have enough neighbours and hang together already, they are not measured, and
/// texts that are equal in all that is compared are one; neither changes a group.
pub(super) enum Search {
    /// Among vectors, each with its weight.
    Cosine(Box<Join>, Rc<Space>, Vec<u32>),
    /// Among all pairs.
    Ncd(Box<Pairs>),
}

impl Search {
    pub(super) fn new(texts: &Texts, params: &Params) -> Self {
        match &texts.measure {
            Measure::Cosine(space) => {
                let mut sums = vec![0_u32; space.vectors().len()];
                for (owner, weight) in space.owners().iter().zip(&texts.distinct.weights) {
                    sums.get_mut(*owner).into_iter().for_each(|sum| *sum = sum.saturating_add(*weight));
                }
                let join = Join::new(space, params.eps, params.min_samples, &sums);
                Self::Cosine(Box::new(join), space.clone(), sums)
            }
            Measure::Ncd(lengths) => Self::Ncd(Box::new(Pairs::new(lengths, params.eps))),
        }
    }

    /// How far it is, and of how much.
    pub(super) fn progress(&self, texts: &Texts) -> (usize, usize) {
        match self {
            Self::Cosine(join, space, _) => (join.done(), space.vectors().len()),
            Self::Ncd(pairs) => {
                let count = texts.distinct.texts.len();
                (pairs.done(), count * count.saturating_sub(1) / 2)
            }
        }
    }

    /// Goes on for as long as the budget lasts; true at the end.
    pub(super) fn advance(&mut self, texts: &Texts, budget: Budget) -> bool {
        match self {
            Self::Cosine(join, ..) => join.advance(budget),
            Self::Ncd(pairs) => pairs.advance(&texts.distinct.texts, budget),
        }
    }

    /// The group of each text.
    pub(super) fn end(self, texts: &Texts, min_samples: u32, grouping: &dyn Grouping) -> Vec<Option<u32>> {
        match self {
            Self::Cosine(join, space, sums) => {
                let near = Neighbours::from_pairs(sums.len(), join.end());
                let groups = grouping.labels(&near, &sums, min_samples);
                space.owners().iter().map(|owner| groups.get(*owner).copied().flatten()).collect()
            }
            Self::Ncd(pairs) => {
                let weights = &texts.distinct.weights;
                grouping.labels(&Neighbours::from_pairs(weights.len(), pairs.end()), weights, min_samples)
            }
        }
    }
}

/// Every pair within the radius, measured one by one: what the groups must agree with.
pub fn all_pairs(texts: &[String], params: &Params) -> Neighbours {
    let pairs = match params.distance {
        Distance::Cosine => Space::learn(texts).all_pairs(params.eps),
        Distance::Ncd => {
            let mut packer = Packer::new();
            let lengths: Rc<[u64]> = texts.iter().map(|text| packer.length(text.as_bytes())).collect();
            let mut pairs = Pairs::new(&lengths, params.eps);
            pairs.advance(texts, Budget::endless());
            pairs.end()
        }
    };
    Neighbours::from_pairs(texts.len(), pairs)
}
