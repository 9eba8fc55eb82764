//! A name for a cluster: the line that tells it best from the others.

use rustc_hash::FxHashMap;

use crate::model::clean_line;

/// The most characters of a name.
const LONGEST: usize = 160;

/// How many of all texts have each line of the representatives; other lines are never asked for.
pub(super) struct Lines<'a> {
    counts: Counts<'a>,
    texts: usize,
}

/// How many texts have each of some lines, and the last of these texts.
struct Counts<'a>(FxHashMap<&'a str, (u32, usize)>);

impl<'a> Counts<'a> {
    fn of(asked: impl Iterator<Item = &'a str>, texts: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: FxHashMap<&str, (u32, usize)> = asked.map(|line| (line, (0, usize::MAX))).collect();
        for (at, text) in texts.enumerate() {
            for line in lines(text) {
                if let Some((count, last)) = counts.get_mut(line).filter(|(_, last)| *last != at) {
                    (*count, *last) = (*count + 1, at);
                }
            }
        }
        Self(counts)
    }

    fn get(&self, line: &str) -> f64 {
        f64::from(self.0.get(line).map_or(0, |(count, _)| *count))
    }
}

impl<'a> Lines<'a> {
    pub(super) fn count(texts: &'a [String], representatives: impl Iterator<Item = &'a str>) -> Self {
        let counts = Counts::of(representatives.flat_map(lines), texts.iter().map(String::as_str));
        Self { counts, texts: texts.len() }
    }

    /// Of the lines of the representative, the one that most of the cluster's texts and fewest others have: share within ×
    /// ln(1 + all / those that have it), the first of equals. Lines without two words say too little.
    pub(super) fn name(&self, representative: &str, members: &[&str]) -> String {
        let within = Counts::of(lines(representative), members.iter().copied());
        let score = |line: &str| {
            let all = self.counts.get(line).max(1.0);
            let share = within.get(line) / members.len().max(1) as f64;
            let words =
                line.split_ascii_whitespace().filter(|w| w.bytes().any(|b| b.is_ascii_alphabetic())).count();
            if words < 2 { 0.0 } else { share * (self.texts as f64 / all).ln_1p() }
        };
        let mut best = ("", -1.0);
        for line in lines(representative) {
            let score = score(line);
            if score > best.1 + 1e-9 {
                best = (line, score);
            }
        }
        let line = if best.0.is_empty() { "(empty log)" } else { best.0 };
        clean_line(line).chars().take(LONGEST).collect()
    }
}

/// The lines of a text that are not blank.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty())
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
        let lines = Lines::count(&texts, [texts[0].as_str()].into_iter());
        let members: Vec<&str> = texts[..2].iter().map(String::as_str).collect();
        assert_eq!(lines.name(&texts[0], &members), "pod is gone");
        assert_eq!(lines.name("", &[""]), "(empty log)");
    }
}
