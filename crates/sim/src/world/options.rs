//! What a world is made from: a seed and a few sizes.

/// 2026-11-20T12:00:00Z, the world's "now" unless another is given.
pub const DEFAULT_NOW_S: i64 = 1_795_176_000;

/// Everything that decides a world: the same options give the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorldOptions {
    /// Seed of every draw.
    pub seed: u64,
    /// Tabs over both dashboards; 46 gives 20 blocking and 26 informing.
    pub jobs: usize,
    /// Tests of a usual end-to-end tab; other tabs have a share of it.
    pub tests: usize,
    /// Columns of the busiest tabs.
    pub columns: usize,
    /// Days that the columns reach back.
    pub days: usize,
    /// Whether every tab has all the tests and columns, as a bench wants it; else each job keeps its own rhythm.
    pub even: bool,
    /// The moment of the reading, seconds since the epoch.
    pub now_s: i64,
}

impl Default for WorldOptions {
    fn default() -> Self {
        Self { seed: 1, jobs: 46, tests: 200, columns: 150, days: 15, even: false, now_s: DEFAULT_NOW_S }
    }
}

impl WorldOptions {
    /// The world of the built-in sample: small, and with every feature in it.
    pub fn sample() -> Self {
        Self { seed: 2026, tests: 36, columns: 50, ..Self::default() }
    }

    /// Tabs of the blocking dashboard; the rest is informing.
    pub fn blocking_jobs(&self) -> usize {
        (self.jobs * 20).div_ceil(46).min(self.jobs)
    }
}
