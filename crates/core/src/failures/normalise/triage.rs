//! The rules of Kubernetes' triage (kubernetes/test-infra, triage/berghelroach and triage/summarize): times and whatever is
//! new in every run give way to marks. `UNIQ` marks are numbered by first appearance, so that equal strings stay equal.

use std::io::Write;

use rustc_hash::FxHashMap;

use super::unique::Finder;
use super::{text_of, times};

/// The text after all rules.
pub(super) fn apply(text: &str) -> String {
    let mut bytes = replace(text.as_bytes(), times::find, |_, out| out.extend_from_slice(b"TIME"));
    if memchr::memmem::find(&bytes, b"map[").is_some() {
        bytes = replace(&bytes, find_map, sorted_map);
    }
    text_of(numbered(&bytes))
}

/// The text with a mark for everything that is new in every run, the same for equal strings.
fn numbered(bytes: &[u8]) -> Vec<u8> {
    let mut finder = Finder::default();
    let mut numbers: FxHashMap<&[u8], usize> = FxHashMap::default();
    replace(
        bytes,
        |text, from| finder.find(text, from),
        |found, out| {
            let next = numbers.len() + 1;
            let number = numbers.entry(found).or_insert(next);
            // Writing into memory cannot fail.
            let _ = write!(out, "UNIQ{number}");
        },
    )
}

/// The text with each match written anew. `find` says where the next one begins and ends.
fn replace<'a>(
    text: &'a [u8],
    mut find: impl FnMut(&'a [u8], usize) -> Option<(usize, usize)>,
    mut write: impl FnMut(&'a [u8], &mut Vec<u8>),
) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut from = 0;
    while let Some((start, end)) = find(text, from) {
        out.extend_from_slice(text.get(from..start).unwrap_or_default());
        write(text.get(start..end).unwrap_or_default(), &mut out);
        from = end;
    }
    out.extend_from_slice(text.get(from..).unwrap_or_default());
    out
}

/// `map\[[^\]\[]*\]`
fn find_map(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = at + memchr::memmem::find(text.get(at..)?, b"map[")?;
        let inside = start + b"map[".len();
        let end = inside + memchr::memchr2(b'[', b']', text.get(inside..)?)?;
        if text.get(end) == Some(&b']') {
            return Some((start, end + 1));
        }
        at = inside;
    }
}

/// Go prints maps in any order; here they are sorted.
fn sorted_map(found: &[u8], out: &mut Vec<u8>) {
    let inside = found.strip_prefix(b"map[").and_then(|rest| rest.strip_suffix(b"]")).unwrap_or_default();
    let mut items: Vec<&[u8]> = inside.split(|byte| *byte == b' ').collect();
    items.sort_unstable();
    out.extend_from_slice(b"map[");
    out.extend_from_slice(&items.join(&b' '));
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn triages_own_vectors() {
        for (text, expect) in [
            ("0x1234 a 123.13.45.43 b 2e24e003-9ffd-4e78-852c-9dcb6cbef493-123", "UNIQ1 a UNIQ2 b UNIQ3"),
            ("Mon, 12 January 2017 11:34:35 blah blah", "TIMEblah blah"),
            ("123.45.68.12:345 abcd1234eeee", "UNIQ1 UNIQ2"),
            ("at: file.go:1234 error", "at: fileUNIQ1 error"),
            ("error @ 12/10/25 13:52:29.244", "error @ TIME"),
            ("pod \"test-7mhp\" failed", "pod \"testUNIQ1 failed"),
            ("container dynamicpv-bdf5 failed", "container dynamicpvUNIQ1failed"),
            ("namespaces/test-5405/pods", "namespaces/testUNIQ1pods"),
            ("node nodes-us-west1-a-w0fq failed", "node UNIQ1 failed"),
            // Beyond the original's vectors.
            ("0xab 0xcd 0xab", "UNIQ1 UNIQ2 UNIQ1"),
            ("map[b:2 a:1] map[]", "map[a:1 b:2] map[]"),
            ("größer ☃", "größer ☃"),
            ("", ""),
        ] {
            assert_eq!(apply(text), expect, "{text}");
        }
    }

    const TIME: &str = concat!(
        r"[A-Z][a-z]{2}, \d+ \w+ 2\d{3} [\d.-: ]*([-+]\d+)?",
        r"|\w{3}\s+\d{1,2} \d+:\d+:\d+(\.\d+)?",
        r"|(\d{4}-\d\d-\d\d.|.\d{4} )\d\d:\d\d:\d\d(.\d+)?",
        r"|\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d{2}:\d{2}(\.\d+)?",
    );

    const UNIQUE: &str = concat!(
        r"0x[0-9a-fA-F]+",
        r"|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(:\d+)?",
        r"|[0-9a-fA-F]{8}-\S{4}-\S{4}-\S{4}-\S{12}(-\d+)?",
        r"|[0-9a-f]{12,32}",
        r"|(minion-group-|default-pool-)[-0-9a-z]{4,}",
        r"|nodes-[-a-z0-9]+-[a-z0-9]{4,}",
        r"|i-[0-9a-f]{10,}",
        r"|kind-worker\d*",
        r"|pod-[a-z-]+-\d+-\d+",
        r"|\.go:\d+",
        r#"|-[a-z0-9]{4,5}(?:"|$|\s|/)"#,
        r"|localhost:\d{4,5}",
        r#"|:\d{5}(?:\s|$|"|\]|/)"#,
        r"|(cluster|logger|Server #)_?\d+",
        r"|goroutine \d+",
        r"|\d+\.\d{3}s",
    );

    const MAP: &str = r"map\[([^\]\[]*)\]";

    /// The original's own expressions, matched by a library.
    fn by_expression(expression: &'static str) -> impl Fn(&[u8], usize) -> Option<(usize, usize)> {
        let regex = super::super::pattern(expression).unwrap();
        move |text, from| regex.find_at(text, from).map(|found| (found.start(), found.end()))
    }

    /// Texts out of what the forms are made of, so that they match often and nearly match more often.
    fn nearly() -> impl Strategy<Value = String> {
        let forms = "[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} 2[0-9]{3} [0-9:.]{0,8}[ +-]{0,2}[0-9]{0,4}\
            |[A-Za-z_0-9]{2,4}[ \t\n]{1,2}[0-9]{1,3} [0-9]{1,2}:[0-9]{2}:[0-9]{1,2}[.]?[0-9]{0,3}\
            |[0-9]{3,5}-[0-9]{2}-[0-9]{2}[T \n☃][0-9]{2}:[0-9]{2}:[0-9]{2}[.,\n☃]?[0-9]{0,3}\
            |[0-9☃\n]?[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}[.,☃]?[0-9]{0,3}\
            |[0-9]{1,3}/[0-9]{1,3}/[0-9]{1,5} [0-9]{1,3}:[0-9]{2}:[0-9]{2}[.]?[0-9]{0,3}\
            |0x[0-9a-fA-FgG]{0,4}|([0-9]{1,4}[.]){2,4}[0-9]{1,4}(:[0-9]{1,3})?|[0-9a-fA-F]{7,9}(-[0-9a-f☃ ]{4}){2,3}-[0-9a-fx]{11,13}(-[0-9]{0,2})?\
            |[0-9a-f]{7,14}|[0-9a-fA-F]{30,40}|(minion-group-|default-pool-|nodes-|pod-)[-0-9a-z]{0,9}(-[a-z0-9]{3,5}){0,3}(-[0-9]{1,2}){0,3}\
            |i-[0-9a-fg]{8,12}|kind-worker[0-9]{0,2}|[.]go:[0-9]{0,3}|-[a-z0-9]{3,6}[\" \n/.\x0b]?|localhost:[0-9]{3,6}|:[0-9]{4,6}[ \\]/\"\n\x0b.]?\
            |(cluster|logger|Server #)_?[0-9]{0,2}|goroutine [0-9]{0,2}|[0-9]{1,4}[.][0-9]{2,4}s?|map[\\[][a-c :\\[\\]]{0,6}[\\]]?|[a-z0-9 :./-]{1,4}|☃";
        prop::collection::vec(prop::string::string_regex(forms).unwrap(), 0..12)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn the_same_as_the_originals_expressions(text in nearly()) {
            let bytes = text.as_bytes();
            let (mut own, mut theirs) = (Vec::new(), Vec::new());
            let mark = |found: &[u8], out: &mut Vec<u8>| { out.push(b'<'); out.extend_from_slice(found); out.push(b'>') };
            for (is_unique, expression) in [(false, TIME), (false, MAP), (true, UNIQUE)] {
                let mut finder = Finder::default();
                let find = |text: &[u8], from: usize| match (is_unique, expression == MAP) {
                    (true, _) => finder.find(text, from),
                    (false, true) => find_map(text, from),
                    (false, false) => times::find(text, from),
                };
                own.push(String::from_utf8_lossy(&replace(bytes, find, mark)).into_owned());
                theirs.push(String::from_utf8_lossy(&replace(bytes, by_expression(expression), mark)).into_owned());
            }
            prop_assert_eq!(own, theirs);
        }
    }

    /// What nearly matches everywhere is read once, not once from every place.
    #[test]
    fn texts_of_nothing_but_beginnings_take_no_longer() {
        for part in
            ["pod-", "1", "a", "nodes-a-", "Abc, 1 ", "12 1:", "1.", "map[", "-abcd", " ", "0x", "1234 "]
        {
            let text = part.repeat((2 << 20) / part.len());
            assert!(!apply(&text).is_empty(), "{part}");
        }
    }
}
