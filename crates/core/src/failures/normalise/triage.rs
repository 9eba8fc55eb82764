//! The rules of Kubernetes' triage (kubernetes/test-infra, triage/berghelroach and triage/summarize): times and whatever is
//! new in every run give way to marks. `UNIQ` marks are numbered by first appearance, so that equal strings stay equal.

use regex::bytes::Regex;
use rustc_hash::FxHashMap;

use super::{pattern, text_of};

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

/// The three patterns. One that does not compile changes nothing; a test holds that all do.
pub(super) struct Patterns {
    time: Option<Regex>,
    unique: Option<Regex>,
    map: Option<Regex>,
}

impl Patterns {
    pub(super) fn new() -> Self {
        Self { time: pattern(TIME), unique: pattern(UNIQUE), map: pattern(MAP) }
    }

    pub(super) fn apply(&self, text: &str) -> String {
        let Self { time: Some(time), unique: Some(unique), map: Some(map) } = self else {
            return text.to_owned();
        };
        let mut bytes = replace(time, text.as_bytes(), |_, out| out.extend_from_slice(b"TIME"));
        if memchr::memmem::find(&bytes, b"map[").is_some() {
            bytes = replace(map, &bytes, sorted_map);
        }
        let mut numbers: FxHashMap<Vec<u8>, usize> = FxHashMap::default();
        text_of(replace(unique, &bytes, |found, out| {
            let next = numbers.len() + 1;
            let number = numbers.entry(found.to_vec()).or_insert(next);
            out.extend_from_slice(format!("UNIQ{number}").as_bytes());
        }))
    }
}

/// The text with each match written anew.
fn replace(pattern: &Regex, text: &[u8], mut write: impl FnMut(&[u8], &mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut from = 0;
    for found in pattern.find_iter(text) {
        out.extend_from_slice(text.get(from..found.start()).unwrap_or_default());
        write(found.as_bytes(), &mut out);
        from = found.end();
    }
    out.extend_from_slice(text.get(from..).unwrap_or_default());
    out
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
    use super::*;

    #[test]
    fn triages_own_vectors() {
        let patterns = Patterns::new();
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
            assert_eq!(patterns.apply(text), expect, "{text}");
        }
    }
}
