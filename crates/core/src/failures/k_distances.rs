//! Where a good radius lies: how far one must go from each text to find enough failures.

use super::neighbours::Packer;
use super::params::{Distance, Params};
use super::step::{Budget, Step};
use super::texts::{Measure, Texts};

/// For each text the distance within which `min_samples` failures lie, its own among them: where the curve bends is a good
/// radius. A text that has fewer in all gives none. A few hundred texts are measured, evenly over their order, because
/// every pair is.
pub struct KDistances {
    min_samples: u32,
    /// The places of the texts that are measured.
    measured: Vec<usize>,
    next: usize,
    packer: Packer,
    found: Vec<f64>,
}

impl KDistances {
    /// Nothing is measured yet.
    pub fn new(texts: &Texts, params: &Params) -> Self {
        let params = params.checked();
        let count = texts.distinct.texts.len();
        let measured = (0..count).step_by(count.div_ceil(sample(params.distance)).max(1)).collect();
        let (min_samples, packer) = (params.min_samples, Packer::new());
        Self { min_samples, measured, next: 0, packer, found: Vec::new() }
    }

    /// What is done next, with counts.
    pub fn step(&self) -> Step {
        Step::new("Measuring distances", self.next, self.measured.len())
    }

    /// Goes on for as long as the budget lasts; true at the end. The texts must be the same each time.
    pub fn advance(&mut self, texts: &Texts, mut budget: Budget) -> bool {
        while let Some(own) = self.measured.get(self.next).copied() {
            if budget.is_spent() {
                return false;
            }
            self.next += 1;
            let mut near: Vec<(f64, u32)> = Vec::with_capacity(self.measured.len());
            for other in &self.measured {
                let weight = texts.distinct.weights.get(*other).copied().unwrap_or(1);
                near.push((between(texts, (own, *other), &mut self.packer, &mut budget), weight));
            }
            self.found.extend(reached(near, self.min_samples));
        }
        true
    }

    /// The distances in ascending order.
    pub fn end(mut self) -> Vec<f64> {
        self.found.sort_by(f64::total_cmp);
        self.found
    }
}

/// How many texts are measured.
fn sample(distance: Distance) -> usize {
    match distance {
        Distance::Cosine => 300,
        // Packing every pair takes a hundred times longer.
        Distance::Ncd => 80,
    }
}

fn between(texts: &Texts, (a, b): (usize, usize), packer: &mut Packer, budget: &mut Budget) -> f64 {
    let distance = match &texts.measure {
        _ if a == b => 0.0,
        Measure::Cosine(space) => {
            budget.spend(2 * (space.features(a) + space.features(b)));
            space.distance(a, b)
        }
        Measure::Ncd(lengths) => {
            let sized =
                |at: usize| texts.distinct.texts.get(at).map(String::as_str).zip(lengths.get(at).copied());
            let Some((a, b)) = sized(a).zip(sized(b)) else { return 1.0 };
            budget.spend(Packer::COST * (a.0.len() + b.0.len()));
            packer.distance(a, b)
        }
    };
    distance.max(0.0)
}

fn reached(mut near: Vec<(f64, u32)>, min_samples: u32) -> Option<f64> {
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut around = 0_u32;
    let enough = near.iter().find(|(_, weight)| {
        around = around.saturating_add(*weight);
        around >= min_samples
    });
    enough.map(|(distance, _)| *distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Failure, FailureStatus};

    fn failure(log: &str) -> Failure {
        Failure { status: FailureStatus::Failure, log: log.into(), ..Failure::default() }
    }

    #[test]
    fn distances_to_the_failures_around() {
        let logs = ["disk is full", "disk is full", "disk is full", "the lease was lost"];
        let records: Vec<Failure> = logs.into_iter().map(failure).collect();
        for distance in [Distance::Cosine, Distance::Ncd] {
            let found = |min_samples| {
                let params = Params { distance, min_samples, ..Params::default() };
                let texts = Texts::of(&records, &params);
                let mut measuring = KDistances::new(&texts, &params);
                while !measuring.advance(&texts, Budget::step()) {}
                measuring.end()
            };
            assert_eq!(found(1), [0.0, 0.0]);
            let [near, far] = found(3)[..] else { panic!("{:?}", found(3)) };
            assert!(near == 0.0 && far > 0.5, "{distance:?}: {near} {far}");
            assert_eq!(found(5), [0.0; 0]);
        }
    }
}
