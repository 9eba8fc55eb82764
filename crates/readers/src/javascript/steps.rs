//! How deep JavaScript nests, told from its bytes. Texts, comments and regular expressions are counted as if they were code:
//! taking them apart without parsing can be fooled, and a text that seems too deep costs no more than a warning.

use crate::nesting::Step;

/// Words that stand in front of an expression, or between two.
const LINKS: [&str; 11] =
    ["typeof", "void", "delete", "await", "new", "yield", "else", "in", "of", "as", "instanceof"];

/// What each sign does to the depth.
pub(super) fn steps(text: &str) -> impl Iterator<Item = Step> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        let start = at;
        at += 1;
        if byte.is_ascii_alphabetic() {
            while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                at += 1;
            }
            let word = bytes.get(start..at).unwrap_or_default();
            let is_link = LINKS.iter().any(|link| link.as_bytes() == word);
            return Some(if is_link { Step::Link } else { Step::Flat });
        }
        // A line of dashes in a comment is one thing; signs that may stand before themselves are many.
        while !b"!~(){}[]".contains(&byte) && bytes.get(at) == Some(&byte) {
            at += 1;
        }
        Some(step(byte, bytes.get(at..).unwrap_or_default()))
    })
}

fn step(byte: u8, rest: &[u8]) -> Step {
    match byte {
        b'(' | b'[' | b'{' => Step::Open,
        b')' | b']' | b'}' => Step::Close,
        b',' | b';' => Step::Apart,
        // A statement may end with its line; one that goes on there begins with a sign or an `else`.
        b'\n' => {
            let next = rest.trim_ascii_start();
            let goes_on = next.starts_with(b"else") || next.first().is_some_and(u8::is_ascii_punctuation);
            if goes_on { Step::Flat } else { Step::Apart }
        }
        byte if b"+-*/%!~&|^<>=?:.".contains(&byte) => Step::Link,
        _ => Step::Flat,
    }
}
