//! When did the rate change? A Bernoulli sequence with at most one change, each part with a Beta(½, ½) prior on its
//! rate (Jeffreys), prior ½ on no change and the rest spread evenly over the places. The method of LUCI Analysis in small.

use super::LogTables;

/// What the sequence says about a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Posterior probability that the rate changed at all.
    pub probability: f64,
    /// The most probable first element of the new rate, counted from the oldest.
    pub at: usize,
    /// Earliest plausible first element of the new rate.
    pub low: usize,
    /// Latest plausible first element of the new rate.
    pub high: usize,
}

/// Looks for one change in `hits`, oldest first. `interval` is the probability that the change, if there is one, lies
/// between `low` and `high`. `None` for fewer than two elements, when `tables` are too short, and when the probability
/// of a change is below `least` (0 to below 1).
pub fn change_point(tables: &LogTables, hits: &[bool], interval: f64, least: f64) -> Option<Change> {
    if hits.len() < 2 || hits.len() > tables.bound() {
        return None;
    }
    let mut weights = ln_weights(tables, hits);
    if stays_below(&weights, least) {
        return None;
    }
    for weight in &mut weights {
        *weight = weight.exp();
    }
    Some(most_probable(&weights, interval)).filter(|change| change.probability >= least)
}

/// True when the mean weight cannot reach the odds of `least`, because no weight does. Spares the exponentials of
/// nearly every test; the margin is for rounding.
fn stays_below(ln_weights: &[f64], least: f64) -> bool {
    let ln_odds = (least / (1.0 - least)).ln();
    ln_weights.iter().all(|ln_weight| *ln_weight < ln_odds - 1e-6)
}

/// The change that the likelihoods of its places speak for.
fn most_probable(weights: &[f64], interval: f64) -> Change {
    let sum: f64 = weights.iter().sum();
    // Against exp(0) = 1 for no change, because `ln_same` is taken out of every weight.
    let mean = sum / weights.len() as f64;
    let (at, _) = weights
        .iter()
        .enumerate()
        .fold((0, f64::MIN), |best, (i, w)| if *w > best.1 { (i, *w) } else { best });
    let tail = (1.0 - interval) / 2.0 * sum;
    Change {
        probability: if mean.is_finite() { mean / (1.0 + mean) } else { 1.0 },
        at: at + 1,
        low: first_above(weights, tail) + 1,
        high: first_above(weights, sum - tail) + 1,
    }
}

/// ln of the likelihood of a change before element 1, 2, …, relative to no change.
fn ln_weights(tables: &LogTables, hits: &[bool]) -> Vec<f64> {
    let all = hits.iter().filter(|h| **h).count();
    let ln_same = ln_marginal(tables, all, hits.len());
    let mut left = 0;
    let ln_weight = |(index, hit): (usize, &bool)| {
        left += usize::from(*hit);
        let n = index + 1;
        let ln_parts = ln_marginal(tables, left, n) + ln_marginal(tables, all - left, hits.len() - n);
        ln_parts - ln_same
    };
    hits.iter().take(hits.len() - 1).enumerate().map(ln_weight).collect()
}

/// ln of the probability of one sequence with `k` hits in `n`, its rate integrated out: B(k + ½, n − k + ½) / B(½, ½).
fn ln_marginal(tables: &LogTables, k: usize, n: usize) -> f64 {
    tables.ln_half_gamma(k) + tables.ln_half_gamma(n - k) - tables.ln_factorial(n) - std::f64::consts::PI.ln()
}

fn first_above(weights: &[f64], line: f64) -> usize {
    let mut sum = 0.0;
    let place = weights.iter().position(|w| {
        sum += w;
        sum >= line
    });
    place.unwrap_or(weights.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(text: &str) -> Vec<bool> {
        text.chars().map(|c| c == 'f').collect()
    }

    fn change(text: &str) -> Change {
        change_point(&LogTables::new(500), &hits(text), 0.99, 0.0).unwrap()
    }

    #[test]
    fn a_clear_break_is_found_at_its_place() {
        let found = change(&("p".repeat(30) + &"f".repeat(10)));
        assert!(found.probability > 0.999, "{found:?}");
        assert_eq!((found.at, found.low, found.high), (30, 28, 31));
    }

    #[test]
    fn a_steady_sequence_has_no_change() {
        assert!(change(&"p".repeat(60)).probability < 0.2);
        assert!(change(&"ppppf".repeat(12)).probability < 0.3);
    }

    #[test]
    fn too_short() {
        assert_eq!(change_point(&LogTables::new(9), &hits("f"), 0.99, 0.0), None);
        assert_eq!(change_point(&LogTables::new(9), &hits("pppppppppp"), 0.99, 0.0), None);
    }

    #[test]
    fn what_is_below_the_least_probability_is_left_out() {
        let tables = LogTables::new(500);
        for (quiet, fails) in (0..12).flat_map(|q| (0..12).map(move |f| (q * 7, f))) {
            let text = "ppf".repeat(3) + &"p".repeat(quiet) + &"f".repeat(fails);
            let found = change(&text);
            for least in [0.0, 0.3, 0.6, 0.95, 0.999, found.probability] {
                let wanted = Some(found).filter(|change| change.probability >= least);
                assert_eq!(change_point(&tables, &hits(&text), 0.99, least), wanted, "{text} {least}");
            }
        }
    }

    /// Oracle: exact Beta integrals by whole-number products, B(k+½, n−k+½)/B(½,½) = Π(i+½)·Π(j+½)/n!.
    #[test]
    fn equals_exact_products() {
        fn marginal(k: usize, n: usize) -> f64 {
            let half = |m: usize| (0..m).map(|i| i as f64 + 0.5).product::<f64>();
            half(k) * half(n - k) / (1..=n).map(|i| i as f64).product::<f64>()
        }
        for text in ["pf", "ppfff", "fpfppf", "ppppppffff", "fffppp"] {
            let (h, found) = (hits(text), change(text));
            let count = |part: &[bool]| part.iter().filter(|x| **x).count();
            let n = h.len();
            let places: Vec<f64> = (1..n)
                .map(|t| marginal(count(&h[..t]), t) * marginal(count(&h[t..]), n - t) / (n - 1) as f64)
                .collect();
            let sum: f64 = places.iter().sum();
            let expect = sum / (sum + marginal(count(&h), n));
            assert!((found.probability - expect).abs() < 1e-12, "{text}");
            assert!(places.iter().all(|w| *w <= places[found.at - 1]), "{text}");
        }
    }
}
