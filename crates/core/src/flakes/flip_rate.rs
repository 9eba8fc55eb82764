//! TestGrid's flip rate (`pkg/summarizer/analyzers/flipanalyzer.go`).

use crate::model::Outcome;

/// A run of this many failures is breakage and not counted.
const IGNORED_RUN: usize = 3;

/// Flips into failure per considered result, a fraction, over `results` newest first; 0 without a considered result.
/// Outcomes that are no result are passed over.
pub fn flip_rate(results: impl Iterator<Item = Outcome>) -> f64 {
    let (mut flips, mut considered, mut fails) = (0_u32, 0_u32, 0_usize);
    let mut last_passing = true;
    // A failing run counts when it ends, and only if it is short.
    let end_run = |fails: &mut usize, last_passing: &mut bool, flips: &mut u32, considered: &mut u32| {
        if (1..IGNORED_RUN).contains(fails) {
            *considered += u32::try_from(*fails).unwrap_or(0);
            *flips += u32::from(*last_passing);
            *last_passing = false;
        }
        *fails = 0;
    };
    for outcome in results {
        match outcome {
            Outcome::Fail => fails += 1,
            Outcome::Pass | Outcome::Flaky => {
                end_run(&mut fails, &mut last_passing, &mut flips, &mut considered);
                considered += 1;
                flips += u32::from(outcome == Outcome::Flaky);
                last_passing = true;
            }
            Outcome::None | Outcome::Skip => {}
        }
    }
    end_run(&mut fails, &mut last_passing, &mut flips, &mut considered);
    if considered == 0 { 0.0 } else { f64::from(flips) / f64::from(considered) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sequence: &str, percent: f64) {
        let outcomes = sequence.chars().filter_map(|c| match c {
            'p' => Some(Outcome::Pass),
            'f' => Some(Outcome::Fail),
            'F' => Some(Outcome::Flaky),
            '.' => Some(Outcome::None),
            _ => None,
        });
        assert!((flip_rate(outcomes) * 100.0 - percent).abs() < 1e-9, "{sequence}");
    }

    /// TestGrid's own vectors (`flipanalyzer_test.go`).
    #[test]
    fn testgrid_vectors() {
        check("", 0.0);
        check("p p p", 0.0);
        check("p f p p F p p p p f", 30.0);
        check("p f f p p p p f p p", 20.0);
        check("p f f f f f p f p f", 40.0);
        check("p f f F f f p f p f", 50.0);
        check("f f f p p p", 0.0);
    }

    #[test]
    fn empty_cells_do_not_count() {
        check(". p . f . p .", 100.0 / 3.0);
    }
}
