//! What of a text is compared: its lines, and pairs of neighbouring words in them. Folders are left out of paths, and
//! digits count as one, so that the place of a checkout and a line number make no difference.

use super::hash::mix;

/// Reads features; keeps the memory that it needs from text to text.
#[derive(Default)]
pub(super) struct Features {
    words: Words,
}

impl Features {
    /// Gives the features of a text by their hash, again and again where they repeat.
    pub(super) fn each(&mut self, text: &str, mut give: impl FnMut(u64)) {
        for line in lines(text) {
            self.of_line(line, &mut give);
        }
    }

    /// Gives the features of a line. The whole line counts as much as a pair of words.
    pub(super) fn of_line(&mut self, line: &str, mut give: impl FnMut(u64)) {
        let words = self.words.read(line.as_bytes());
        let (mut whole, mut before) = (0, START);
        for word in words {
            whole = mix(whole, *word);
            give(mix(before, *word));
            before = *word;
        }
        if words.len() > 1 {
            give(mix(whole, LINE));
        }
    }
}

/// The lines of a text that have features, if any have.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty())
}

/// The hash of a line in which all digits are alike: lines with the same have the same features.
pub(super) fn hash_of_line(line: &str) -> u64 {
    let (chunks, rest) = line.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(own, byte)| *own = *byte);
    let chunks = chunks.iter().chain([&last]).map(|chunk| digits_alike(u64::from_le_bytes(*chunk)));
    chunks.fold(line.len() as u64, mix)
}

/// Eight bytes at once, each digit made a 0.
fn digits_alike(bytes: u64) -> u64 {
    let each = |byte: u8| u64::from_le_bytes([byte; 8]);
    // Digits are 0 to 9 in this, and their high bit stays free when 118 is added; that of all others does not.
    let turned = bytes ^ each(b'0');
    let others = (((turned & each(0x7f)) + each(0x76)) | turned) & each(0x80);
    bytes & !(((others ^ each(0x80)) >> 7) * 0x0f)
}

/// Stands before the first word of a line.
const START: u64 = 1;
/// Marks the hash of a line.
const LINE: u64 = 2;
/// Stands for every name that a machine made up.
const MADE_UP: u64 = 3;

/// The hashes of a line's words.
#[derive(Default)]
struct Words {
    found: Vec<u64>,
    word: Word,
    /// How many were found before this run of bytes without blanks.
    before: usize,
    /// How many were found before its last slash, and where that is.
    slash: Option<(usize, usize)>,
}

impl Words {
    fn read(&mut self, line: &[u8]) -> &[u64] {
        self.found.clear();
        self.before = 0;
        for (at, byte) in line.iter().enumerate() {
            match Kind::of(*byte) {
                Some(kind) => self.word.push(*byte, kind),
                None => self.part(*byte, at),
            }
        }
        self.part(b' ', line.len());
        &self.found
    }

    /// The end of a word.
    fn part(&mut self, byte: u8, at: usize) {
        self.found.extend(self.word.take());
        if byte == b'/' {
            self.slash = Some((self.found.len(), at));
        } else if byte.is_ascii_whitespace() {
            self.blank(at);
        }
    }

    /// Of a path the file's name; its folders differ between machines.
    fn blank(&mut self, at: usize) {
        if let Some((count, _)) = self.slash.take().filter(|(_, slash)| slash + 1 < at) {
            self.found.drain(self.before..count);
        }
        self.before = self.found.len();
    }
}

/// The bytes of words; all others part them.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Digit,
    Small,
    Other,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        match byte {
            b'0'..=b'9' => Some(Self::Digit),
            b'a'..=b'z' => Some(Self::Small),
            b'A'..=b'Z' | b'_' | 0x80.. => Some(Self::Other),
            _ => None,
        }
    }
}

/// A word as far as it was read. Runs of digits count as one digit, and words of small letters and digits in turn are names
/// that a machine made up, which all count as one.
#[derive(Default)]
struct Word {
    hash: u64,
    length: u32,
    /// How often letters and digits change places.
    changes: u32,
    has_others: bool,
    last: Option<Kind>,
}

impl Word {
    fn push(&mut self, byte: u8, kind: Kind) {
        if kind != Kind::Digit {
            self.hash = mix(self.hash, u64::from(byte));
        } else if self.last != Some(kind) {
            self.hash = mix(self.hash, u64::from(b'0'));
        }
        self.length = self.length.saturating_add(1);
        self.changes += u32::from(self.last.is_some_and(|last| last != kind));
        self.has_others |= kind == Kind::Other;
        self.last = Some(kind);
    }

    /// Its hash; `None` where no word was begun.
    fn take(&mut self) -> Option<u64> {
        let Self { hash, length, .. } = *self;
        let is_made_up = self.is_made_up();
        *self = Self::default();
        (length > 0).then_some(if is_made_up { MADE_UP } else { hash })
    }

    /// At least four small letters and digits that change places more than once: `x7k2p`, but not `sha256` or `eth0`.
    fn is_made_up(&self) -> bool {
        self.length >= 4 && self.changes > 1 && !self.has_others
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn features(text: &str) -> Vec<u64> {
        let mut found = Vec::new();
        Features::default().each(text, |hash| found.push(hash));
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn folders_numbers_and_blanks_make_no_difference() {
        for (a, b) in [
            ("at /home/a/x.go:12 in main", "at /srv/b/c/x.go:7 in main"),
            ("  took 12 s", "took 9 s  "),
            ("a\n\n\nb c", "a\nb c\nb c"),
            ("pod web-x7k2p", "pod web-1a2b3"),
        ] {
            assert_eq!(features(a), features(b));
        }
        for (a, b) in [("a b", "b a"), ("sha256", "sha1a2"), ("in /a/b/", "in b/"), ("a_b", "a b")] {
            assert_ne!(features(a), features(b));
        }
        assert!(features(" \n -- / \n").is_empty());
    }

    #[test]
    fn lines_that_differ_in_digits_alone_have_one_hash() {
        for (a, b, is_same) in [
            ("step 12 of 3", "step 98 of 7", true),
            ("12345678901", "00000000000", true),
            ("step 1", "step 12", false),
            ("a/b:;", "a/b;:", false),
            ("☃\u{80}", "☃\u{81}", false),
            ("", "\0", false),
        ] {
            assert_eq!(hash_of_line(a) == hash_of_line(b), is_same, "{a} {b}");
        }
    }

    /// The same words, written plainly.
    fn words(line: &str) -> Vec<String> {
        let mut found = Vec::new();
        for chunk in line.split_ascii_whitespace() {
            let name = chunk.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(chunk);
            let parts = name.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_');
            found.extend(parts.filter(|part| !part.is_empty()).map(plain_word));
        }
        found
    }

    fn plain_word(word: &str) -> String {
        let is_digit = |c: char| c.is_ascii_digit();
        let bytes: Vec<char> = word.chars().collect();
        let changes = bytes.windows(2).filter(|pair| is_digit(pair[0]) != is_digit(pair[1])).count();
        if bytes.len() >= 4 && changes > 1 && bytes.iter().all(|c| is_digit(*c) || c.is_ascii_lowercase()) {
            return "made up".to_owned();
        }
        let mut text: Vec<char> = bytes.iter().map(|c| if is_digit(*c) { '0' } else { *c }).collect();
        text.dedup_by(|a, b| *a == '0' && *b == '0');
        text.into_iter().collect()
    }

    proptest! {
        #[test]
        fn only_digits_are_made_alike(bytes: [u8; 8]) {
            let plain = bytes.map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
            prop_assert_eq!(digits_alike(u64::from_le_bytes(bytes)).to_le_bytes(), plain);
        }

        #[test]
        fn lines_of_one_hash_have_the_same_features(line in "[ab0-9 /.:_A☃-]{0,20}", digits in "[0-9]{20}") {
            let mut digits = digits.chars();
            let other: String =
                line.chars().map(|c| if c.is_ascii_digit() { digits.next().unwrap() } else { c }).collect();
            prop_assert_eq!(hash_of_line(&line), hash_of_line(&other));
            prop_assert_eq!(features(&line), features(&other));
        }

        #[test]
        fn words_are_those_of_the_plain_reader(lines in prop::collection::vec("[ab0 /.:_A☃\\x0b-]{0,14}", 2)) {
            let [own, theirs] = [words, |line: &str| {
                let mut reader = Words::default();
                reader.read(line.as_bytes()).iter().map(u64::to_string).collect()
            }].map(|read| lines.iter().map(|line| read(line)).collect::<Vec<_>>());
            // Hashes are equal exactly where words are.
            let same = |all: &[Vec<String>]| {
                let all: Vec<&String> = all.iter().flatten().collect();
                all.iter().map(|a| all.iter().map(|b| a == b).collect::<Vec<_>>()).collect::<Vec<_>>()
            };
            prop_assert_eq!(same(&own), same(&theirs));
            prop_assert_eq!(own[0].len(), theirs[0].len());
        }
    }
}
