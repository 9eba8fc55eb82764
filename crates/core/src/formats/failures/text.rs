//! Bytes into text, whatever they are.

use std::borrow::Cow;

use super::tally::Tally;

/// The bytes as text; what is not UTF-8 becomes U+FFFD and is counted.
pub(super) fn lossy<'a>(bytes: &'a [u8], tally: &mut Tally) -> Cow<'a, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    tally.not_utf8 += usize::from(matches!(text, Cow::Owned(_)));
    text
}

/// JSON in which every escaped half of a surrogate pair (`\ud83d` alone) is `\ufffd`, so that it can be read at all.
pub(super) fn paired<'a>(json: Cow<'a, str>, tally: &mut Tally) -> Cow<'a, str> {
    let halves = lone_halves(json.as_bytes());
    if halves.is_empty() {
        return json;
    }
    tally.surrogates += halves.len();
    let mut whole = String::with_capacity(json.len());
    let mut from = 0;
    for place in halves {
        whole.push_str(json.get(from..place).unwrap_or_default());
        whole.push_str("\\ufffd");
        from = place + 6;
    }
    whole.push_str(json.get(from..).unwrap_or_default());
    Cow::Owned(whole)
}

/// Where the escapes of lone halves begin.
fn lone_halves(json: &[u8]) -> Vec<usize> {
    let mut halves = Vec::new();
    let mut at = 0;
    while let Some(next) = json.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += next;
        match unit(json, at) {
            Some(0xd800..=0xdbff) if matches!(unit(json, at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                halves.push(at);
                at += 6;
            }
            _ => at += 2,
        }
    }
    halves
}

/// The UTF-16 unit that is escaped here.
fn unit(json: &[u8], at: usize) -> Option<u32> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| is_hex)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_halves_are_replaced_and_pairs_kept() {
        for (json, expect, count) in [
            (r#""a""#, r#""a""#, 0),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#, 0),
            (r#""\ud83d x""#, r#""\ufffd x""#, 1),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#, 2),
            (r#""\\ud83d""#, r#""\\ud83d""#, 0),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#, 1),
            (r#""\ud8"#, r#""\ud8"#, 0),
        ] {
            let mut tally = Tally::default();
            assert_eq!(paired(Cow::Borrowed(json), &mut tally), expect);
            assert_eq!(tally.surrogates, count, "{json}");
        }
    }
}
