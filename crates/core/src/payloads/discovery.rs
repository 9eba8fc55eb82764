//! How many of the suspicious tests are chance: with thousands of tests some fall below any line. Tests that fail in the very
//! same runs are one event, and count as one.

use std::collections::BTreeMap;

use crate::stats::adjusted_p;

/// A judged test: its probability against history, and the runs in which it failed.
#[derive(Clone, Debug)]
pub(super) struct Suspect {
    /// Probability of so few passes if nothing has changed.
    pub(super) p: f64,
    /// One flag for each run.
    pub(super) failed: Vec<bool>,
}

/// What is said of a suspect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Discovery {
    /// The group of tests that fail in the very same runs, from 1; 0 for a test that fails alone or never.
    pub(super) group: u32,
    /// The smallest false-discovery rate at which its group is rejected.
    pub(super) q: f64,
}

/// Benjamini and Hochberg's adjusted probability of each suspect's group. A group has the combined probability of R. J. Simes
/// (Biometrika 73, 1986): the least of p(k) · g / k over its g members in rising order, which is p where all are equal. Groups are
/// numbered in the order of their first member.
pub(super) fn discoveries(suspects: &[Suspect]) -> Vec<Discovery> {
    let groups = groups(suspects);
    let p: Vec<f64> = groups.iter().map(|members| simes(members, suspects)).collect();
    let mut found = vec![Discovery { group: 0, q: f64::NAN }; suspects.len()];
    let mut number = 0;
    for (members, q) in groups.iter().zip(adjusted_p(&p)) {
        number += u32::from(members.len() > 1);
        let group = if members.len() > 1 { number } else { 0 };
        for member in members {
            if let Some(slot) = found.get_mut(*member) {
                *slot = Discovery { group, q };
            }
        }
    }
    found
}

/// The places of the suspects by group. One that never failed is a group of its own.
fn groups(suspects: &[Suspect]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<&[bool], usize> = BTreeMap::new();
    for (place, suspect) in suspects.iter().enumerate() {
        let next = groups.len();
        let has_failed = suspect.failed.contains(&true);
        let group = if has_failed { *known.entry(&suspect.failed).or_insert(next) } else { next };
        match groups.get_mut(group) {
            Some(members) => members.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
}

fn simes(members: &[usize], suspects: &[Suspect]) -> f64 {
    let mut p: Vec<f64> = members.iter().filter_map(|member| suspects.get(*member)).map(|s| s.p).collect();
    crate::sorting::sort_by(&mut p, f64::total_cmp);
    let size = p.len() as f64;
    let combined = p.iter().enumerate().map(|(place, p)| p * size / (place as f64 + 1.0));
    combined.fold(1.0, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suspect(p: f64, runs: &str) -> Suspect {
        Suspect { p, failed: runs.chars().map(|c| c == 'F').collect() }
    }

    #[test]
    fn tests_that_fail_together_count_once() {
        let mut suspects = vec![suspect(0.01, "FF--")];
        suspects.extend((0..9).map(|_| suspect(1.0, "----")));
        assert!((discoveries(&suspects)[0].q - 0.1).abs() < 1e-12);
        // Nine more of the same event change nothing.
        suspects.extend((0..9).map(|_| suspect(0.01, "FF--")));
        let found = discoveries(&suspects);
        assert!((found[0].q - 0.1).abs() < 1e-12, "{found:?}");
        assert_eq!((found[0].group, found[1].group, found[18].group), (1, 0, 1));
        // As events of their own they would all be findings.
        let apart: Vec<Suspect> = (0..10).map(|n| suspect(0.01, &format!("{}F", "-".repeat(n)))).collect();
        assert!((discoveries(&apart)[0].q - 0.01).abs() < 1e-12);
    }

    #[test]
    fn simes_by_hand() {
        let found = discoveries(&[suspect(0.02, "F"), suspect(0.5, "F"), suspect(0.03, "F")]);
        assert!(found.iter().all(|d| (d.q - 0.045).abs() < 1e-12), "{found:?}");
        assert_eq!(discoveries(&[]), []);
    }
}
