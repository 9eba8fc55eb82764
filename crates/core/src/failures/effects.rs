//! How far each cluster, test and context moves the log odds of a false positive, all at once: a logistic regression with
//! random effects (Breslow and Clayton, Journal of the American Statistical Association 88, 1993). A test whose failures
//! are of one cluster is not counted for what that cluster explains, and what is rare is drawn towards the mean as far as
//! its kind differs little.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::stacking::{HINTS, Hints, logistic, logit};

/// One kind of thing, such as tests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kind {
    /// By name, in log odds.
    effects: BTreeMap<String, f64>,
    /// The variance of the effects.
    spread: f64,
}

/// What was learned: log odds of a failure of which nothing is known, and what moves them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Effects {
    base: f64,
    kinds: [Kind; HINTS],
}

/// One failure: the names of its cluster, test and context, and whether it was a false positive.
pub(super) type Example<'a> = ([&'a str; HINTS], bool);

impl Effects {
    /// Learns effects and variances in turn; both settle within so few rounds that more change no digit that is shown.
    pub(super) fn learn(examples: &[Example<'_>]) -> Self {
        let hits = examples.iter().filter(|(_, hit)| *hit).count();
        let share = (hits as f64 + 0.5) / (examples.len() as f64 + 1.0);
        let mut fit = Fit::new(examples, logit(share));
        for _ in 0..ROUNDS {
            for _ in 0..STEPS {
                fit.step_base();
                (0..HINTS).for_each(|kind| fit.step(kind));
            }
            (0..HINTS).for_each(|kind| fit.spread(kind));
        }
        Self { base: fit.base, kinds: fit.levels.map(Levels::named) }
    }

    /// The chance of a failure of which nothing is known.
    pub(super) fn base(&self) -> f64 {
        logistic(self.base)
    }

    /// How far each name moves the log odds; what is not known does not.
    pub(super) fn hints(&self, names: [&str; HINTS]) -> Hints {
        let mut hints = [0.0; HINTS];
        for (hint, (kind, name)) in hints.iter_mut().zip(self.kinds.iter().zip(names)) {
            *hint = kind.effects.get(name).copied().unwrap_or_default();
        }
        hints
    }
}

const ROUNDS: usize = 12;
const STEPS: usize = 3;

/// The effects of one kind while they are learned.
#[derive(Default)]
struct Levels<'a> {
    places: BTreeMap<&'a str, usize>,
    effects: Vec<f64>,
    spread: f64,
    /// Slope and curve of the likelihood at each effect.
    slopes: Vec<(f64, f64)>,
}

impl Levels<'_> {
    fn named(self) -> Kind {
        let effects = self.places.iter().map(|(name, place)| ((*name).to_owned(), self.effect(*place)));
        Kind { effects: effects.collect(), spread: self.spread }
    }

    fn effect(&self, place: usize) -> f64 {
        self.effects.get(place).copied().unwrap_or_default()
    }
}

struct Fit<'a> {
    base: f64,
    levels: [Levels<'a>; HINTS],
    /// For each failure the places of its names, its log odds so far, and its outcome as a number.
    rows: Vec<([usize; HINTS], f64, f64)>,
}

impl<'a> Fit<'a> {
    fn new(examples: &[Example<'a>], base: f64) -> Self {
        let mut fit = Self { base, levels: Default::default(), rows: Vec::new() };
        for (names, hit) in examples {
            let mut row = [0; HINTS];
            for (place, (levels, name)) in row.iter_mut().zip(fit.levels.iter_mut().zip(names)) {
                let next = levels.places.len();
                *place = *levels.places.entry(name).or_insert(next);
            }
            fit.rows.push((row, base, f64::from(u8::from(*hit))));
        }
        for levels in &mut fit.levels {
            levels.spread = 1.0;
            levels.effects = vec![0.0; levels.places.len()];
        }
        fit
    }

    /// Moves the log odds of all by one step of Newton's method.
    fn step_base(&mut self) {
        let (mut slope, mut curve) = (0.0, 1e-9);
        for (_, odds, hit) in &self.rows {
            let chance = logistic(*odds);
            slope += hit - chance;
            curve += chance * (1.0 - chance);
        }
        let step = (slope / curve).clamp(-1.0, 1.0);
        self.base += step;
        self.rows.iter_mut().for_each(|(_, odds, _)| *odds += step);
    }

    /// Moves every effect of a kind by one step; they do not depend on each other.
    fn step(&mut self, kind: usize) {
        let Some(levels) = self.levels.get_mut(kind) else { return };
        levels.slopes = vec![(0.0, 0.0); levels.effects.len()];
        for (row, odds, hit) in &self.rows {
            let chance = logistic(*odds);
            if let Some((slope, curve)) = row.get(kind).and_then(|place| levels.slopes.get_mut(*place)) {
                *slope += hit - chance;
                *curve += chance * (1.0 - chance);
            }
        }
        let steps: Vec<f64> = levels
            .effects
            .iter()
            .zip(&levels.slopes)
            .map(|(effect, (slope, curve))| {
                ((slope - effect / levels.spread) / (curve + 1.0 / levels.spread)).clamp(-1.0, 1.0)
            })
            .collect();
        levels.effects.iter_mut().zip(&steps).for_each(|(effect, step)| *effect += step);
        for (row, odds, _) in &mut self.rows {
            *odds += row.get(kind).and_then(|place| steps.get(*place)).copied().unwrap_or_default();
        }
    }

    /// The variance under which effects of this size and certainty are likeliest: one step of expectation maximisation.
    fn spread(&mut self, kind: usize) {
        let Some(levels) = self.levels.get_mut(kind).filter(|levels| !levels.effects.is_empty()) else {
            return;
        };
        let squares = levels
            .effects
            .iter()
            .zip(&levels.slopes)
            .map(|(effect, (_, curve))| effect.powi(2) + 1.0 / (curve + 1.0 / levels.spread));
        levels.spread = (squares.sum::<f64>() / levels.effects.len() as f64).clamp(1e-4, 9.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best penalised likelihood, found by trying every pair of effects on a grid.
    #[test]
    fn effects_are_those_of_a_search_by_trial() {
        let counts = [("a", 30, 3), ("b", 20, 16)];
        let mut examples: Vec<Example<'_>> = Vec::new();
        for (name, known, hits) in counts {
            (0..known).for_each(|n| examples.push(([name, "", ""], n < hits)));
        }
        let found = Effects::learn(&examples);
        let spread = found.kinds[0].spread;
        let likelihood = |odds: [f64; 2], base: f64| {
            let fits = counts.iter().zip(odds).map(|((_, known, hits), odds)| {
                f64::from(*hits) * logistic(odds).ln() + f64::from(known - hits) * logistic(-odds).ln()
            });
            fits.sum::<f64>() - odds.iter().map(|odds| (odds - base).powi(2) / (2.0 * spread)).sum::<f64>()
        };
        let all = found.base + found.hints(["", "", ""])[1] + found.hints(["", "", ""])[2];
        let [a, b] = ["a", "b"].map(|name| all + found.hints([name, "", ""])[0]);
        let best = likelihood([a, b], all);
        for x in -40..40 {
            for y in -40..40 {
                assert!(likelihood([f64::from(x) / 10.0, f64::from(y) / 10.0], all) <= best + 1e-3);
            }
        }
        assert!(logistic(a) > 0.1 && logistic(a) < 0.3 && logistic(b) < 0.8 && logistic(b) > 0.6, "{a} {b}");
    }

    #[test]
    fn a_test_is_not_counted_for_what_its_cluster_explains() {
        let mut examples: Vec<Example<'_>> = Vec::new();
        for (cluster, test, known, hits) in
            [("x", "one", 90, 81), ("y", "one", 10, 1), ("x", "two", 10, 9), ("y", "two", 90, 9)]
        {
            (0..known).for_each(|n| examples.push(([cluster, test, ""], n < hits)));
        }
        let found = Effects::learn(&examples);
        let [x, one, _] = found.hints(["x", "one", ""]);
        assert!(x > 1.5 && one.abs() < 0.1, "{x} {one}");
        assert!((found.base() - 0.5).abs() < 0.05);
        assert!(found.hints(["new", "new", "new"]).iter().all(|hint| *hint == 0.0));
    }
}
