//! Shares of false positives of clusters, tests and contexts, drawn towards the share of all as far as they are few.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many were false positives of how many that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    /// False positives.
    pub hits: u32,
    /// All whose outcome is known.
    pub known: u32,
}

impl Tally {
    pub(super) fn add(&mut self, hit: bool) {
        self.known += 1;
        self.hits += u32::from(hit);
    }

    /// Half a hit of one is where nothing is known.
    pub(super) fn share(self) -> f64 {
        (f64::from(self.hits) + 0.5) / (f64::from(self.known) + 1.0)
    }
}

/// Tallies by name, and how strongly they are drawn to the share of all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Rates {
    pub(super) tallies: BTreeMap<String, Tally>,
    /// The share of all is worth so many failures; the greater, the more alike the groups are.
    pub(super) strength: f64,
}

/// Strengths that are tried; the last means that the groups tell nothing.
const STRENGTHS: [f64; 10] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 256.0, 4096.0];

impl Rates {
    pub(super) fn add(&mut self, name: &str, hit: bool) {
        match self.tallies.get_mut(name) {
            Some(tally) => tally.add(hit),
            None => self.tallies.entry(name.to_owned()).or_default().add(hit),
        }
    }

    /// Chooses the strength under which the tallies are likeliest, if each group's share came from a Beta distribution
    /// around `base` (empirical Bayes; Casella, The American Statistician 39, 1985).
    pub(super) fn settle(&mut self, base: f64) {
        let mut best = (f64::NEG_INFINITY, 0.0);
        for strength in STRENGTHS {
            let likelihood: f64 =
                self.tallies.values().map(|tally| log_likelihood(*tally, base, strength)).sum();
            if likelihood > best.0 {
                best = (likelihood, strength);
            }
        }
        self.strength = best.1;
    }

    pub(super) fn tally(&self, name: &str) -> Tally {
        self.tallies.get(name).copied().unwrap_or_default()
    }
}

/// Of the Beta-binomial distribution, without what does not depend on the strength.
fn log_likelihood(tally: Tally, base: f64, strength: f64) -> f64 {
    let rising = |start: f64, count: u32| (0..count).map(|step| (start + f64::from(step)).ln()).sum::<f64>();
    rising(strength * base, tally.hits) + rising(strength * (1.0 - base), tally.known - tally.hits)
        - rising(strength, tally.known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(groups: &[(u32, u32)]) -> Rates {
        let mut rates = Rates::default();
        for (place, (hits, known)) in groups.iter().enumerate() {
            (0..*known).for_each(|n| rates.add(&place.to_string(), n < *hits));
        }
        rates.settle(0.5);
        rates
    }

    #[test]
    fn groups_that_differ_are_drawn_less() {
        let differ = rates(&[(0, 20), (20, 20), (1, 20), (19, 20)]);
        let alike = rates(&[(10, 20), (9, 20), (11, 20), (10, 20)]);
        assert!(differ.strength < 1.5 && alike.strength > 100.0, "{} {}", differ.strength, alike.strength);
    }
}
