//! A name for a cluster: the line that tells it best from the others.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::clean_line;

/// The most characters of a name.
const LONGEST: usize = 160;

/// How many texts have each line.
pub(super) struct Lines<'a> {
    counts: FxHashMap<&'a str, u32>,
    texts: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn count(texts: &'a [String]) -> Self {
        let mut counts = FxHashMap::default();
        for text in texts {
            lines(text).for_each(|line| *counts.entry(line).or_default() += 1);
        }
        Self { counts, texts: texts.len() }
    }

    /// Of the lines of the representative, the one that most of the cluster's texts and fewest others have: share within ×
    /// ln(1 + all / those that have it), the first of equals. Lines without two words say too little.
    pub(super) fn name(&self, representative: &str, members: &[&str]) -> String {
        let mut within: FxHashMap<&str, u32> = FxHashMap::default();
        for member in members {
            lines(member).for_each(|line| *within.entry(line).or_default() += 1);
        }
        let score = |line: &str| {
            let all = f64::from(self.counts.get(line).copied().unwrap_or(1).max(1));
            let share =
                f64::from(within.get(line).copied().unwrap_or_default()) / members.len().max(1) as f64;
            let words =
                line.split_ascii_whitespace().filter(|w| w.bytes().any(|b| b.is_ascii_alphabetic())).count();
            if words < 2 { 0.0 } else { share * (self.texts as f64 / all).ln_1p() }
        };
        let mut best = ("", -1.0);
        for line in representative.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            let score = score(line);
            if score > best.1 + 1e-9 {
                best = (line, score);
            }
        }
        let line = if best.0.is_empty() { "(empty log)" } else { best.0 };
        clean_line(line).chars().take(LONGEST).collect()
    }
}

/// The different lines of a text.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut seen = FxHashSet::default();
    text.split('\n').map(str::trim).filter(move |line| !line.is_empty() && seen.insert(*line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_tells_most() {
        let texts: Vec<String> =
            ["same head\npod is gone\nx", "same head\npod is gone\ny", "same head\ndisk is full\nz", ""]
                .map(str::to_owned)
                .to_vec();
        let lines = Lines::count(&texts);
        let members: Vec<&str> = texts[..2].iter().map(String::as_str).collect();
        assert_eq!(lines.name(&texts[0], &members), "pod is gone");
        assert_eq!(lines.name("", &[""]), "(empty log)");
    }
}
