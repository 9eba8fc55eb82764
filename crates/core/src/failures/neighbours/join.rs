//! Finds all near pairs without measuring all pairs: down a tree of bounds ([`Tree`]).
//!
//! Long texts of unlike causes share many words, and no bound of a whole group tells them apart. So a vector asks for the
//! bounds of single ones only until they have cost as much as its sums with all at once, which are a closer bound ([`Rare`]).
//! Where one vector took the sums, the next is likely to do so, and begins with them.

use std::rc::Rc;

use super::cosine::{Space, is_within};
use super::groups::Groups;
use super::rare::Rare;
use super::tree::{LEAF, Tree, bound};
use crate::failures::step::Budget;

/// The bound is a sum of small floats, and must lose no pair to their rounding.
const SLACK: f32 = 1e-4;

/// What a bound costs: a sum over the blocks.
const BOUND_COST: usize = 20;

impl Join {
    /// No pair is found yet. `weights` are those of the vectors: how many failures each stands for.
    pub(super) fn new(space: &Rc<Space>, eps: f64, min_samples: u32, weights: &[u32]) -> Self {
        let count = space.vectors().len();
        let (tree, order) = Tree::of(space);
        let tree = Rc::new(tree);
        #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1, with slack")]
        let least = (1.0 - eps) as f32 - SLACK;
        let groups = Groups::new(count, min_samples, weights);
        let own = Spread::new(space.shared as usize);
        let settled = tree.unsettled();
        let (rare, meeting) = (Rare::new(space, eps), Meeting::default());
        let (space, pairs, budget) = (space.clone(), Vec::new(), Budget::endless());
        Self { space, tree, order, eps, least, groups, own, rare, meeting, settled, pairs, next: 0, budget }
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
            self.begin(own);
            self.descend(&tree, tree.top(), 0, own);
            self.order.get(own).into_iter().for_each(|vector| self.rare.add(*vector));
        }
        true
    }

    /// Pairs within the radius, lower place first. A pair is left out only where both have at least `min_samples` failures
    /// around them and hang together through pairs that are given, so that no cluster depends on it.
    pub(super) fn end(self) -> Vec<(u32, u32)> {
        self.pairs
    }
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
    rare: Rare,
    meeting: Meeting,
    /// For each node whether all below it are cores that hang together.
    settled: Vec<Vec<bool>>,
    pairs: Vec<(u32, u32)>,
    /// The place in the tree whose pairs are looked for next.
    next: usize,
    budget: Budget,
}

/// By which bound a vector meets others.
#[derive(Clone, Copy, Default)]
struct Meeting {
    /// What the bounds of single vectors have cost, or would have without the sums.
    spent: usize,
    /// What the sums cost.
    price: usize,
    has_sums: bool,
}

impl Join {
    /// Begins with the sums where bounds would have cost the last vector more: it is much like this one.
    fn begin(&mut self, own: usize) {
        let price = self.order.get(own).map_or(0, |vector| self.rare.price(*vector));
        let before = std::mem::replace(&mut self.meeting, Meeting { price, ..Meeting::default() });
        if before.spent > price {
            self.sum(own);
        }
    }

    fn sum(&mut self, own: usize) {
        self.meeting.has_sums = true;
        self.budget.spend(self.meeting.price);
        self.order.get(own).into_iter().for_each(|vector| self.rare.sum(*vector));
    }

    /// The pairs with the vectors of one leaf.
    fn meet(&mut self, tree: &Tree, leaf: usize, own: usize) {
        self.meeting.spent += LEAF * BOUND_COST;
        if !self.meeting.has_sums && self.meeting.spent > self.meeting.price {
            self.sum(own);
        }
        for place in tree.below(1, leaf).rev().filter(|place| *place < own) {
            if self.is_open(tree, place, own) {
                self.measure(own, place);
            }
        }
    }

    /// True for a pair that must be measured: it may be near, and is not joined. What is cheaper is asked first.
    fn is_open(&mut self, tree: &Tree, place: usize, own: usize) -> bool {
        if self.meeting.has_sums {
            return self.rare.bound(place) >= self.least && !self.joined(place, own);
        }
        if self.joined(place, own) {
            return false;
        }
        self.budget.spend(BOUND_COST);
        let lengths = tree.lengths(0, own).zip(tree.lengths(0, place));
        lengths.is_some_and(|(a, b)| bound(a, b) >= self.least)
    }

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
        if level == 1 {
            self.meet(tree, node, own);
        } else {
            for below in tree.below(level, node).rev() {
                self.descend(tree, level - 1, below, own);
            }
        }
        self.settle(tree, level, node);
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
