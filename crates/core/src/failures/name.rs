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

    /// Names from short to long, to choose from. The first is the line of the representative that most of the cluster's texts
    /// and fewest others have: share within × ln(1 + all / those that have it), the first of equals. Each other has the next
    /// best line as well. Lines without two words say too little.
    pub(super) fn names(&self, representative: &str, members: &[&str]) -> Vec<String> {
        let within = Counts::of(lines(representative), members.iter().copied());
        let mut best: Vec<(f64, &str)> = Vec::new();
        for line in lines(representative).filter(|line| has_words(line)) {
            let all = self.counts.get(line).max(1.0);
            let share = within.get(line) / members.len().max(1) as f64;
            let score = share * (self.texts as f64 / all).ln_1p();
            if best.iter().all(|(_, known)| *known != line) {
                let at = best.partition_point(|(known, _)| *known >= score - 1e-9);
                best.insert(at, (score, line));
                best.truncate(LINES);
            }
        }
        let lines: Vec<String> = best.iter().map(|(_, line)| clean_line(line).into_owned()).collect();
        let some =
            |count: usize| lines.iter().take(count).map(String::as_str).collect::<Vec<_>>().join(" \u{b7} ");
        let names = (1..=lines.len()).map(|count| some(count).chars().take(LONGEST).collect());
        Some(names.collect())
            .filter(|names: &Vec<String>| !names.is_empty())
            .unwrap_or_else(|| plain(representative))
    }
}

/// A name has so many lines at most.
const LINES: usize = 3;

fn has_words(line: &str) -> bool {
    line.split_ascii_whitespace().filter(|w| w.bytes().any(|b| b.is_ascii_alphabetic())).count() >= 2
}

/// The name of what has no telling line: its first.
fn plain(representative: &str) -> Vec<String> {
    let line = lines(representative).next().unwrap_or("(empty log)");
    vec![clean_line(line).chars().take(LONGEST).collect()]
}

/// The shortest names that tell all apart, as far as there are such.
pub(super) fn tell_apart(candidates: &[Vec<String>]) -> Vec<String> {
    let mut chosen = vec![0_usize; candidates.len()];
    let name = |at: usize, choice: usize| {
        candidates
            .get(at)
            .and_then(|names| names.get(choice).or_else(|| names.last()))
            .map_or("", String::as_str)
    };
    for _ in 1..LINES {
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        for (at, choice) in chosen.iter().enumerate() {
            *counts.entry(name(at, *choice)).or_default() += 1;
        }
        for (at, choice) in chosen.iter_mut().enumerate() {
            *choice += usize::from(counts.get(name(at, *choice)).is_some_and(|count| *count > 1));
        }
    }
    chosen.iter().enumerate().map(|(at, choice)| name(at, *choice).to_owned()).collect()
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
        assert_eq!(lines.names(&texts[0], &members), ["pod is gone", "pod is gone \u{b7} same head"]);
        assert_eq!(lines.names("", &[""]), ["(empty log)"]);
        assert_eq!(lines.names("x\ny", &["x\ny"]), ["x"]);
    }

    #[test]
    fn names_grow_until_they_differ() {
        let names = |lists: &[&[&str]]| {
            let lists: Vec<Vec<String>> =
                lists.iter().map(|list| list.iter().map(|name| (*name).to_owned()).collect()).collect();
            tell_apart(&lists)
        };
        let traceback = [&["T", "T \u{b7} a"][..], &["T", "T \u{b7} b"], &["other", "other \u{b7} c"]];
        assert_eq!(names(&traceback), ["T \u{b7} a", "T \u{b7} b", "other"]);
        assert_eq!(names(&[&["T"], &["T"]]), ["T", "T"]);
        assert_eq!(names(&[&["T", "T a", "T a b"], &["T", "T a", "T a c"]]), ["T a b", "T a c"]);
        assert_eq!(names(&[]), [""; 0]);
    }
}
