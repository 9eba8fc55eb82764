//! How likely each failure is a false positive: mostly by its cause, a little by its test and its context.

use std::collections::BTreeMap;

use super::{CONTEXTS, Drawn};
use crate::dice::Dice;

/// How far each thing moves the log odds.
pub(super) struct Odds {
    causes: BTreeMap<String, f64>,
    tests: BTreeMap<String, f64>,
    contexts: BTreeMap<&'static str, f64>,
    shift: f64,
}

impl Odds {
    pub(super) fn draw(seed: u64, drawn: &[Drawn<'_>], base_rate: f64) -> Self {
        let mut dice = Dice::new(seed, "odds");
        let contexts = CONTEXTS.into_iter().map(|context| (context, dice.fraction(-0.4, 0.4))).collect();
        let mut odds = Self { causes: BTreeMap::new(), tests: BTreeMap::new(), contexts, shift: 0.0 };
        for one in drawn {
            let name = &one.cause.name;
            let mut cause = Dice::new(seed, &format!("odds of {name}"));
            odds.causes.entry(name.clone()).or_insert_with(|| cause.fraction(-2.5, 2.5));
            let mut test = Dice::new(seed, &format!("odds of {}", one.test));
            odds.tests.entry(one.test.clone()).or_insert_with(|| test.fraction(-0.5, 0.5));
        }
        odds.shift_to(drawn, base_rate);
        odds
    }

    /// Moves all odds so that the mean chance is the base rate.
    fn shift_to(&mut self, drawn: &[Drawn<'_>], base_rate: f64) {
        let (mut low, mut high) = (-20.0, 20.0);
        for _ in 0..60 {
            self.shift = f64::midpoint(low, high);
            let mean = drawn.iter().map(|one| self.chance(one)).sum::<f64>() / drawn.len().max(1) as f64;
            if mean < base_rate {
                low = self.shift;
            } else {
                high = self.shift;
            }
        }
    }

    pub(super) fn chance(&self, drawn: &Drawn<'_>) -> f64 {
        let parts = [
            self.causes.get(&drawn.cause.name),
            self.tests.get(&drawn.test),
            self.contexts.get(drawn.context),
        ];
        let odds: f64 = self.shift + parts.into_iter().flatten().sum::<f64>();
        1.0 / (1.0 + (-odds).exp())
    }
}
