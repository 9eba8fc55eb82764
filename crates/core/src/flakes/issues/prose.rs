//! Test names in running text, for issues that were written without the form.

use rustc_hash::FxHashMap;

use super::names::Names;
use super::normalise::NormalName;

/// Words at the start of a name by which it is looked for. Shorter names are too ordinary to be found in a sentence; they
/// must be a phrase by themselves.
const HEAD_WORDS: usize = 4;

/// The names of tests by their first words.
pub(super) struct Prose<'n> {
    by_head: FxHashMap<String, Vec<&'n str>>,
}

impl<'n> Prose<'n> {
    /// Indexes the names that are long enough.
    pub(super) fn new(names: &'n Names<'_>) -> Self {
        let mut by_head: FxHashMap<String, Vec<&str>> = FxHashMap::default();
        for words in names.all_words() {
            if let Some(head) = head_of(words) {
                by_head.entry(head.to_owned()).or_default().push(words);
            }
        }
        Self { by_head }
    }

    /// The names in a phrase, the longest that stands at a place, with the phrase's tags. Takes time in proportion to the
    /// text.
    pub(super) fn find(&self, phrase: &str) -> Vec<(NormalName, &'n str)> {
        let normal = NormalName::new(&phrase.replace('*', " "));
        let mut found: Vec<(NormalName, &'n str)> = Vec::new();
        let starts = std::iter::once(0).chain(normal.words.match_indices(' ').map(|(at, _)| at + 1));
        for rest in starts.filter_map(|at| normal.words.get(at..)) {
            if let Some(words) = self.at_start(rest) {
                found.push((NormalName { words: words.to_owned(), tags: normal.tags.clone() }, words));
            }
        }
        found
    }

    fn at_start(&self, text: &str) -> Option<&'n str> {
        let known = self.by_head.get(head_of(text)?)?;
        let whole = |words: &&&str| text.strip_prefix(**words).is_some_and(ends_here);
        known.iter().filter(whole).max_by_key(|words| words.len()).copied()
    }
}

/// The phrases of a text: its lines, cut where code begins and ends, without the marks of lists.
pub(super) fn phrases(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.lines().flat_map(|line| line.split('`'));
    let parts = parts.map(|part| part.trim().trim_start_matches("- ").trim_start_matches("* ").trim());
    parts.filter(|part| !part.is_empty())
}

/// A name ends with its line, at a blank or at a sign that ends a phrase; `P/child` is not `P`.
fn ends_here(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', ',', ';', ':', '.', ')', '"', '\''])
}

fn head_of(words: &str) -> Option<&str> {
    let mut blanks = words.match_indices(' ').map(|(at, _)| at);
    let end = blanks
        .nth(HEAD_WORDS - 1)
        .or_else(|| (words.split(' ').count() == HEAD_WORDS).then_some(words.len()))?;
    words.get(..end)
}
