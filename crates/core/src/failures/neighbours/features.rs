//! What of a text is compared: its lines, and pairs of neighbouring words in them. Folders are left out of paths, and
//! digits count as one, so that the place of a checkout and a line number make no difference.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// The features of a text by their hash, each once: loops and retries say nothing new. Whole lines count as much as a pair
/// of words.
pub(super) fn features(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let words = words(line);
        let mut whole = FxHasher::default();
        let mut before = START;
        for word in &words {
            whole.write_u64(*word);
            found.push(pair(before, *word));
            before = *word;
        }
        if words.len() > 1 {
            found.push(pair(whole.finish(), LINE));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Stands before the first word of a line.
const START: u64 = 1;
/// Marks the hash of a line.
const LINE: u64 = 2;

/// Stands for every name that a machine made up.
const MADE_UP: u64 = 3;

/// At least four small letters and digits that change places more than once: `x7k2p`, but not `sha256` or `eth0`.
fn is_made_up(word: &str) -> bool {
    let changes = word
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() != b.is_ascii_digit()));
    word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && changes.count() > 1
}

fn pair(a: u64, b: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(a);
    hasher.write_u64(b);
    hasher.finish()
}

/// The hashes of a line's words.
fn words(line: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    for chunk in line.split_ascii_whitespace() {
        // Of a path the file's name; its folders differ between machines.
        let name = chunk
            .rfind('/')
            .and_then(|at| chunk.get(at + 1..))
            .filter(|name| !name.is_empty())
            .unwrap_or(chunk);
        let parts = name.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_');
        hashes.extend(parts.filter(|part| !part.is_empty()).map(word));
    }
    hashes
}

/// A word's hash; runs of digits count as one digit, and words of small letters and digits in turn are names that a
/// machine made up, which all count as one.
fn word(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    if is_made_up(word) {
        return MADE_UP;
    }
    let mut in_number = false;
    for byte in word.bytes() {
        let is_digit = byte.is_ascii_digit();
        if !(is_digit && in_number) {
            hasher.write_u8(if is_digit { b'0' } else { byte });
        }
        in_number = is_digit;
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_numbers_and_blanks_make_no_difference() {
        for (a, b) in [
            ("at /home/a/x.go:12 in main", "at /srv/b/c/x.go:7 in main"),
            ("  took 12 s", "took 9 s  "),
            ("a\n\n\nb c", "a\nb c\nb c"),
        ] {
            assert_eq!(features(a), features(b));
        }
        assert_ne!(features("a b"), features("b a"));
        assert!(features(" \n ").is_empty());
    }
}
