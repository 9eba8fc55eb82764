//! A place in a text, from which patterns are followed byte by byte. Every pattern here reads on in one way alone, so that
//! none ever goes back: what a part takes it keeps.

use std::ops::RangeInclusive;

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub(super) text: &'a [u8],
    pub(super) place: usize,
}

/// As many as there are.
pub(super) const ALL: usize = usize::MAX;

impl<'a> At<'a> {
    pub(super) fn new(text: &'a [u8], place: usize) -> Self {
        Self { text, place }
    }

    /// What begins here.
    pub(super) fn rest(self) -> &'a [u8] {
        self.text.get(self.place..).unwrap_or_default()
    }

    pub(super) fn byte(self) -> Option<u8> {
        self.text.get(self.place).copied()
    }

    /// After as many bytes of a kind as there are, up to the larger number.
    #[inline]
    pub(super) fn many(self, counts: RangeInclusive<usize>, is: impl Fn(u8) -> bool) -> Option<Self> {
        let found = self.rest().iter().take(*counts.end()).take_while(|byte| is(**byte)).count();
        (found >= *counts.start()).then(|| Self { place: self.place + found, ..self })
    }

    /// After exactly so many bytes of a kind; more may follow.
    #[inline]
    pub(super) fn some(self, count: usize, is: impl Fn(u8) -> bool) -> Option<Self> {
        self.many(count..=count, is)
    }

    /// After these bytes.
    #[inline]
    pub(super) fn word(self, word: &[u8]) -> Option<Self> {
        self.rest().starts_with(word).then(|| Self { place: self.place + word.len(), ..self })
    }
}

pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// `[0-9a-f]`.
pub(super) fn is_small_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// `[0-9a-z]`.
pub(super) fn is_small(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'z')
}

/// `\s` without Unicode, which has the vertical tab.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// `\w` without Unicode.
pub(super) fn is_wordy(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
