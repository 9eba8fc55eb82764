//! Long work in short steps: how much one may do, and what to say of it.

/// What is being done, in words and counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// In words.
    pub label: &'static str,
    /// So much of it is done.
    pub done: u32,
    /// Of so much.
    pub total: u32,
}

impl Step {
    pub(super) fn new(label: &'static str, done: usize, total: usize) -> Self {
        let [done, total] = [done, total].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        Self { label, done, total }
    }
}

/// How much work is left to a step: about a nanosecond of a fast processor each. There is no clock here, so every kind of
/// work tells what it costs.
#[derive(Clone, Copy, Debug)]
pub struct Budget(usize);

impl Budget {
    /// A step after which a page can draw: below 50 ms in a browser's worker.
    pub fn step() -> Self {
        Self(25_000_000)
    }

    /// For work that nobody waits for.
    pub fn endless() -> Self {
        Self(usize::MAX)
    }

    pub(super) fn is_spent(self) -> bool {
        self.0 == 0
    }

    pub(super) fn spend(&mut self, cost: usize) {
        // What is endless stays so.
        if self.0 < usize::MAX {
            self.0 = self.0.saturating_sub(cost.max(1));
        }
    }
}
