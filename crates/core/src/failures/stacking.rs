//! Joins several hints into one chance: logistic regression over how far each hint moves the odds, held near the prior
//! "each hint is right" as long as there is little to learn from. It mends what was learned too boldly or too timidly.

use serde::{Deserialize, Serialize};

/// How many hints there are.
pub(super) const HINTS: usize = 3;

/// How far the hints move the log odds: cluster, test, context.
pub(super) type Hints = [f64; HINTS];

/// The prior of the weights, and how many failures it is worth.
const PRIOR: [f64; HINTS + 1] = [0.0, 1.0, 1.0, 1.0];
const PRIOR_STRENGTH: f64 = 20.0;

/// The weights of the hints, after that of "always".
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Weights([f64; HINTS + 1]);

impl Default for Weights {
    fn default() -> Self {
        Self(PRIOR)
    }
}

/// Log odds, kept where a chance can still be told from 0 and 1.
pub(super) fn logit(chance: f64) -> f64 {
    let chance = chance.clamp(1e-6, 1.0 - 1e-6);
    (chance / (1.0 - chance)).ln()
}

pub(super) fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

impl Weights {
    /// The chance after all hints.
    pub(super) fn chance(&self, base: f64, hints: &Hints) -> f64 {
        let inputs = std::iter::once(&1.0).chain(hints);
        logistic(logit(base) + self.0.iter().zip(inputs).map(|(weight, input)| weight * input).sum::<f64>())
    }

    /// Fits by Newton's method. Each example has the base rate of its time, its hints and its outcome.
    pub(super) fn fit(examples: &[(f64, Hints, bool)]) -> Self {
        let mut weights = Self::default();
        for _ in 0..25 {
            let Some(step) = weights.newton_step(examples) else { break };
            let size: f64 = step.iter().map(|part| part.abs()).sum();
            // A long step means that the curve is flat here; half of it does no harm.
            let scale = if size > 2.0 { 2.0 / size } else { 1.0 };
            weights.0.iter_mut().zip(&step).for_each(|(weight, part)| *weight -= part * scale);
            if size < 1e-9 {
                break;
            }
        }
        weights
    }

    fn newton_step(&self, examples: &[(f64, Hints, bool)]) -> Option<[f64; HINTS + 1]> {
        let mut slope = [0.0; HINTS + 1];
        let mut curve = [[0.0; HINTS + 1]; HINTS + 1];
        for (base, hints, hit) in examples {
            let chance = self.chance(*base, hints);
            let [cluster, test, context] = *hints;
            let inputs = [1.0, cluster, test, context];
            for (row, (slope, a)) in curve.iter_mut().zip(slope.iter_mut().zip(inputs)) {
                *slope += (chance - f64::from(u8::from(*hit))) * a;
                row.iter_mut().zip(inputs).for_each(|(cell, b)| *cell += chance * (1.0 - chance) * a * b);
            }
        }
        for (at, (row, (slope, (weight, prior)))) in
            curve.iter_mut().zip(slope.iter_mut().zip(self.0.iter().zip(PRIOR))).enumerate()
        {
            *slope += PRIOR_STRENGTH * (weight - prior);
            row.get_mut(at).into_iter().for_each(|cell| *cell += PRIOR_STRENGTH);
        }
        solve(curve, slope)
    }
}

/// Solves a small system with a positive definite matrix by elimination.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for at in 0..N {
        let row = *matrix.get(at)?;
        let pivot = *row.get(at)?;
        let value = *right.get(at)?;
        if pivot.abs() < 1e-12 {
            return None;
        }
        for other in (0..N).filter(|other| *other != at) {
            let factor = matrix.get(other)?.get(at)? / pivot;
            matrix.get_mut(other)?.iter_mut().zip(row).for_each(|(cell, above)| *cell -= factor * above);
            *right.get_mut(other)? -= factor * value;
        }
    }
    let mut solution = right;
    for (at, value) in solution.iter_mut().enumerate() {
        *value /= matrix.get(at)?.get(at)?;
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_examples_every_hint_is_right() {
        let weights = Weights::fit(&[]);
        assert!((weights.chance(0.3, &[logit(0.8) - logit(0.3), 2.0, -2.0]) - 0.8).abs() < 1e-9);
    }

    #[test]
    fn what_does_not_help_loses_its_weight() {
        let hints = |n: u32| [f64::from(n % 2) * 2.0 - 1.0, f64::from(n / 2 % 2) * 2.0 - 1.0, 0.0];
        let examples: Vec<(f64, Hints, bool)> =
            (0..4000).map(|n| (0.5, hints(n), n / 2 % 2 == 1 && n % 10 > 1)).collect();
        let weights = Weights::fit(&examples);
        let (yes, no) = (weights.chance(0.5, &[1.0, 1.0, 0.0]), weights.chance(0.5, &[1.0, -1.0, 0.0]));
        assert!((yes - 0.8).abs() < 0.05 && no < 0.02, "{yes} {no}");
    }

    #[test]
    fn solving() {
        let found = solve([[4.0, 1.0], [1.0, 3.0]], [1.0, 2.0]).unwrap();
        assert!((found[0] - 1.0 / 11.0).abs() < 1e-12 && (found[1] - 7.0 / 11.0).abs() < 1e-12);
    }
}
