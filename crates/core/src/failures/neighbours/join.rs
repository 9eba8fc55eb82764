//! Finds all near pairs without measuring all pairs: down a tree of bounds, after Cauchy and Schwarz.
//!
//! Features are parted into blocks, those that always come together into one. The product of two vectors is at most the sum,
//! over the blocks, of the products of their lengths within the block. A node of the tree holds the greatest lengths of
//! all vectors below it, so one sum tells that a vector is near none of them. Vectors with the same great blocks stand
//! side by side.

use std::rc::Rc;

use super::cosine::{Space, is_within};
use super::groups::Groups;
use crate::failures::step::Budget;

/// How many blocks there are: enough that the causes of a usual set of failures have one each.
pub(super) const BLOCKS: usize = 128;

/// Vectors of one leaf.
const LEAF: usize = 16;
/// Nodes of one node.
const FAN: usize = 4;
/// The bound is a sum of small floats, and must lose no pair to their rounding.
const SLACK: f32 = 1e-4;

/// Lengths within the blocks.
type Lengths = [f32; BLOCKS];

/// What a bound costs: a sum over the blocks.
const BOUND_COST: usize = 20;

impl Join {
    /// No pair is found yet. `weights` are those of the vectors: how many failures each stands for.
    pub(super) fn new(space: &Rc<Space>, eps: f64, min_samples: u32, weights: &[u32]) -> Self {
        let vectors = space.vectors();
        let shared = (0..).take(vectors.len()).map(|place| space.shared(place));
        let lengths: Vec<Lengths> = shared.map(|vector| lengths(vector, &space.blocks)).collect();
        let mut order: Vec<u32> = (0..).take(vectors.len()).collect();
        let mean = mean(&lengths);
        order
            .sort_by_cached_key(|place| lengths.get(*place as usize).map(|lengths| greatest(lengths, &mean)));
        let lengths = order.iter().filter_map(|place| lengths.get(*place as usize)).copied().collect();
        let tree = Rc::new(Tree::grow(lengths));
        #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1, with slack")]
        let least = (1.0 - eps) as f32 - SLACK;
        let groups = Groups::new(vectors.len(), min_samples, weights);
        let own = Spread::new(space.shared as usize);
        let settled = tree.unsettled();
        let (space, pairs, budget) = (space.clone(), Vec::new(), Budget::endless());
        Self { space, tree, order, eps, least, groups, own, settled, pairs, next: 0, budget }
    }

    /// How many vectors are through.
    pub(super) fn done(&self) -> usize {
        self.next
    }

    /// Goes on for as long as the budget lasts; true at the end.
    pub(super) fn advance(&mut self, budget: Budget) -> bool {
        self.budget = budget;
        let tree = self.tree.clone();
        while self.next < self.order.len() {
            if self.budget.is_spent() {
                return false;
            }
            let own = self.next;
            self.next += 1;
            self.descend(&tree, tree.levels.len() - 1, 0, own);
        }
        true
    }

    /// Pairs within the radius, lower place first. A pair is left out only where both have at least `min_samples` failures
    /// around them and hang together through pairs that are given, so that no cluster depends on it.
    pub(super) fn end(self) -> Vec<(u32, u32)> {
        self.pairs
    }
}

fn lengths(vector: &[(u32, f32)], blocks: &[u8]) -> Lengths {
    let mut squares = [0.0; BLOCKS];
    for (number, weight) in vector {
        let block = blocks.get(*number as usize).copied().unwrap_or_default();
        squares.get_mut(usize::from(block)).into_iter().for_each(|square| *square += weight * weight);
    }
    squares.map(f32::sqrt)
}

fn mean(all: &[Lengths]) -> Lengths {
    let mut sums = [0.0; BLOCKS];
    for lengths in all {
        sums.iter_mut().zip(lengths).for_each(|(sum, length)| *sum += length);
    }
    sums.map(|sum| sum / all.len().max(1) as f32)
}

/// The numbers of the blocks that are the farthest above the mean.
fn greatest(lengths: &Lengths, mean: &Lengths) -> [usize; 4] {
    let mut order: [usize; BLOCKS] = std::array::from_fn(|block| block);
    let above =
        |block: usize| lengths.get(block).zip(mean.get(block)).map_or(0.0, |(length, mean)| length - mean);
    order.sort_by(|a, b| above(*b).total_cmp(&above(*a)));
    std::array::from_fn(|place| order.get(place).copied().unwrap_or_default())
}

fn bound(a: &Lengths, b: &Lengths) -> f32 {
    // Sums side by side, so that the compiler may take several at once.
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum()
}

/// The lowest level holds the vectors; each above it the greatest lengths of the nodes below.
struct Tree {
    levels: Vec<Vec<Lengths>>,
}

impl Tree {
    fn grow(vectors: Vec<Lengths>) -> Self {
        let mut levels = vec![vectors];
        while let Some(last) =
            levels.last().filter(|level| level.len() > 1 || levels.len() == 1 && !level.is_empty())
        {
            let size = if levels.len() == 1 { LEAF } else { FAN };
            let above = last.chunks(size).map(maximum).collect();
            levels.push(above);
        }
        Self { levels }
    }

    fn unsettled(&self) -> Vec<Vec<bool>> {
        self.levels.iter().map(|level| vec![false; level.len()]).collect()
    }

    fn lengths(&self, level: usize, node: usize) -> Option<&Lengths> {
        self.levels.get(level)?.get(node)
    }

    /// The nodes, or vectors, right below a node.
    fn below(&self, level: usize, node: usize) -> std::ops::Range<usize> {
        let size = if level == 1 { LEAF } else { FAN };
        let count = level.checked_sub(1).and_then(|below| self.levels.get(below)).map_or(0, Vec::len);
        node * size..((node + 1) * size).min(count)
    }

    /// The first vector below a node.
    fn first(level: usize, node: usize) -> usize {
        if level == 0 { node } else { node * LEAF * FAN.pow(u32::try_from(level - 1).unwrap_or_default()) }
    }
}

fn maximum(nodes: &[Lengths]) -> Lengths {
    let mut all = [0.0_f32; BLOCKS];
    for node in nodes {
        all.iter_mut().zip(node).for_each(|(all, own)| *all = all.max(*own));
    }
    all
}

/// What is known while pairs are looked for.
pub(in crate::failures) struct Join {
    space: Rc<Space>,
    tree: Rc<Tree>,
    /// The vector at each place of the tree.
    order: Vec<u32>,
    eps: f64,
    /// No pair with a smaller bound is near.
    least: f32,
    groups: Groups,
    own: Spread,
    /// For each node whether all below it are cores that hang together.
    settled: Vec<Vec<bool>>,
    pairs: Vec<(u32, u32)>,
    /// The place in the tree whose pairs are looked for next.
    next: usize,
    budget: Budget,
}

impl Join {
    /// All pairs of one vector with those below a node that stand before it, the nearest first: among them are most of its
    /// neighbours, and as soon as it is a core with them, the others are passed over.
    fn descend(&mut self, tree: &Tree, level: usize, node: usize, own: usize) {
        if Tree::first(level, node) >= own || self.is_joined(level, node, own) {
            return;
        }
        self.budget.spend(BOUND_COST);
        let lengths = tree.lengths(0, own).zip(tree.lengths(level, node));
        if lengths.is_none_or(|(a, b)| bound(a, b) < self.least) {
            return;
        }
        if level == 0 {
            self.measure(own, node);
        } else {
            for below in tree.below(level, node).rev() {
                self.descend(tree, level - 1, below, own);
            }
            self.settle(tree, level, node);
        }
    }

    fn is_settled(&self, level: usize, node: usize) -> bool {
        self.settled.get(level).and_then(|level| level.get(node)).copied().unwrap_or_default()
    }

    /// True when the vector and all below the node are cores of one group.
    fn is_joined(&mut self, level: usize, node: usize, own: usize) -> bool {
        (level == 0 || self.is_settled(level, node)) && self.joined(Tree::first(level, node), own)
    }

    /// The same of two places.
    fn joined(&mut self, one: usize, other: usize) -> bool {
        let places = self.order.get(one).copied().zip(self.order.get(other).copied());
        places.is_some_and(|(a, b)| self.groups.hang_together(a, b))
    }

    /// Looks whether all below a node are one by now; what is so stays so.
    fn settle(&mut self, tree: &Tree, level: usize, node: usize) {
        let first = Tree::first(level, node);
        let is_settled = self.is_settled(level, node)
            || tree.below(level, node).all(|below| {
                (level == 1 || self.is_settled(level - 1, below))
                    && self.joined(first, Tree::first(level - 1, below))
            });
        if let Some(place) = self.settled.get_mut(level).and_then(|level| level.get_mut(node)) {
            *place = is_settled;
        }
    }

    fn measure(&mut self, one: usize, other: usize) {
        let Some((a, b)) = self.order.get(one).copied().zip(self.order.get(other).copied()) else { return };
        let there = self.space.shared(b);
        self.budget.spend(there.len());
        self.own.put(a, &self.space);
        if is_within(self.own.distance(there), self.eps) {
            self.groups.join(a, b);
            self.pairs.push((a.min(b), a.max(b)));
        }
    }
}

/// One vector with a place for every shared feature, so that others are measured against it without looking for what both have.
struct Spread {
    weights: Vec<f32>,
    place: Option<u32>,
}

impl Spread {
    fn new(features: usize) -> Self {
        Self { weights: vec![0.0; features], place: None }
    }

    /// Puts a vector in the place of the last one.
    fn put(&mut self, place: u32, space: &Space) {
        let before = self.place.replace(place);
        if before == Some(place) {
            return;
        }
        for (number, _) in before.into_iter().flat_map(|before| space.shared(before)) {
            self.set(*number, 0.0);
        }
        for (number, weight) in space.shared(place) {
            self.set(*number, *weight);
        }
    }

    fn set(&mut self, number: u32, weight: f32) {
        self.weights.get_mut(number as usize).into_iter().for_each(|own| *own = weight);
    }

    /// The same as `cosine::distance`, to the last bit: adding zeros changes no sum.
    fn distance(&self, other: &[(u32, f32)]) -> f64 {
        let product = |(number, weight): &(u32, f32)| {
            f64::from(self.weights.get(*number as usize).copied().unwrap_or_default()) * f64::from(*weight)
        };
        1.0 - other.iter().map(product).sum::<f64>()
    }
}
