//! Which texts have enough neighbours, and which of these hang together.

/// A forest with path halving (Tarjan and van Leeuwen, JACM 31, 1984).
pub(super) struct Groups {
    parents: Vec<u32>,
    around: Vec<u32>,
    weights: Vec<u32>,
    min_samples: u32,
    /// Pairs of which one was not sure to have enough neighbours when they were found.
    waiting: Vec<Vec<u32>>,
}

impl Groups {
    pub(super) fn new(count: usize, min_samples: u32, weights: &[u32]) -> Self {
        let weights: Vec<u32> = weights.iter().copied().chain(std::iter::repeat(1)).take(count).collect();
        Self {
            parents: (0..).take(count).collect(),
            around: weights.clone(),
            weights,
            min_samples,
            waiting: vec![Vec::new(); count],
        }
    }

    pub(super) fn is_core(&self, place: u32) -> bool {
        self.around.get(place as usize).is_some_and(|around| *around >= self.min_samples)
    }

    /// True when both are cores, and joined.
    pub(super) fn hang_together(&mut self, a: u32, b: u32) -> bool {
        self.is_core(a) && self.is_core(b) && self.root(a) == self.root(b)
    }

    /// Counts a near pair, and joins whatever are cores by now.
    pub(super) fn join(&mut self, a: u32, b: u32) {
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

    pub(super) fn root(&mut self, mut place: u32) -> u32 {
        while let Some(parent) = self.parents.get(place as usize).copied().filter(|parent| *parent != place) {
            let above = self.parents.get(parent as usize).copied().unwrap_or(parent);
            self.parents.get_mut(place as usize).into_iter().for_each(|parent| *parent = above);
            place = above;
        }
        place
    }
}
