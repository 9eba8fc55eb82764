//! The continued fraction of the incomplete beta function (Didonato and Morris, ACM Transactions on Mathematical Software
//! 18, 1992, algorithm 708, `bfrac`): whole steps of the classic one, so that half as many are needed.

/// Iₓ(a, b) · B(a, b) / (xᵃ (1 − x)ᵇ) for `x` not above (a + 1) / (a + b + 2), where `y` = 1 − x. Near the mean some
/// √(a + b) / 2 steps are taken, a dozen or two elsewhere.
pub(super) fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let base = a * y - b * x + 1.0;
    let step = |m: f64| {
        let (odd, hit) = (a + 2.0 * m - 1.0, m * (b - m) * x);
        let more = (a + m) * (base + m * (2.0 - x));
        let below = odd * (odd + 2.0) * m + hit * (odd + 2.0) + more * odd;
        Step { odd, above: (a + m - 1.0) * (a + b + m - 1.0) * hit * x * (odd + 2.0), below }
    };
    let mut fraction = Fraction::default();
    let mut before = Step { odd: 1.0, above: 0.0, below: a * base };
    for m in (1..MOST_STEPS).step_by(4).map(f64::from) {
        // Four at once, which the processor takes side by side: written out, so that they stay in registers.
        let [one, two, three, four] = [step(m), step(m + 1.0), step(m + 2.0), step(m + 3.0)];
        let parts = (one.after(before), two.after(one), three.after(two), four.after(three));
        fraction.add(parts.0);
        fraction.add(parts.1);
        fraction.add(parts.2);
        fraction.add(parts.3);
        before = four;
        if fraction.has_settled() {
            break;
        }
    }
    fraction.value() * (a + 1.0) / (a * base)
}

/// Enough for the mean of the largest counts there are.
const MOST_STEPS: u32 = 1 << 18;

/// The value counts as found when four steps move it by no more than this share.
const PRECISION: f64 = 1e-14;

/// What a step takes from its number: common denominators are left out, so that one division is enough.
#[derive(Clone, Copy)]
struct Step {
    odd: f64,
    above: f64,
    below: f64,
}

impl Step {
    fn after(self, before: Self) -> f64 {
        self.above * before.odd / (self.below * before.below)
    }
}

/// 1 / (1 + c₁ / (1 + c₂ / …)), as far as it was read, above and below the line, before and after the last step (Wallis).
struct Fraction {
    above: (f64, f64),
    below: (f64, f64),
    last: f64,
}

impl Default for Fraction {
    fn default() -> Self {
        Self { above: (0.0, 1.0), below: (1.0, 1.0), last: 1.0 }
    }
}

impl Fraction {
    fn add(&mut self, c: f64) {
        self.above = (self.above.1, self.above.1 + c * self.above.0);
        self.below = (self.below.1, self.below.1 + c * self.below.0);
    }

    fn value(&self) -> f64 {
        self.above.1 / self.below.1
    }

    /// Whether the value is where it was when this was asked last. What grows large is made smaller.
    fn has_settled(&mut self) -> bool {
        let value = self.value();
        let moved = (value - std::mem::replace(&mut self.last, value)).abs();
        if self.below.1 > LARGE {
            self.above = (self.above.0 / LARGE, self.above.1 / LARGE);
            self.below = (self.below.0 / LARGE, self.below.1 / LARGE);
        }
        moved <= PRECISION * value
    }
}

const LARGE: f64 = 1e100;
