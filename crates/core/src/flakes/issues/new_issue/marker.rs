//! The hidden line by which an issue says about which test it was filed.

use crate::flakes::tab::is_job_level;
use crate::model::Issue;

const BEFORE: &str = "<!-- flakescope:test=";
const AFTER: &str = " -->";
/// Hexadecimal digits of a key.
const KEY_LENGTH: usize = 32;

/// The key of a test: 32 hexadecimal digits, the same on every machine and in every version. The job is part of it only
/// for rows that speak of a whole job (`Overall`): one issue is about a test in all its jobs.
pub fn test_key(job: &str, test: &str) -> String {
    let whole = if is_job_level(test) { format!("{job}\n{test}") } else { test.to_owned() };
    format!("{:032x}", fnv1a_128(whole.as_bytes()))
}

/// FNV-1a with 128 bits (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923).
fn fnv1a_128(bytes: &[u8]) -> u128 {
    let offset = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let prime = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(offset, |hash: u128, byte| (hash ^ u128::from(*byte)).wrapping_mul(prime))
}

/// The hidden line of a key.
pub(crate) fn marker(key: &str) -> String {
    format!("{BEFORE}{key}{AFTER}")
}

/// The key in the first marker of a body. A marker is a line of its own, so that a quoted message cannot hold one.
pub fn marker_of(body: &str) -> Option<&str> {
    markers(body).next()
}

fn markers(body: &str) -> impl Iterator<Item = &str> {
    let key = |line: &'_ str| -> Option<(usize, usize)> {
        let key = line.trim_end().strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
        let fits = key.len() == KEY_LENGTH && key.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then_some((BEFORE.len(), BEFORE.len() + KEY_LENGTH))
    };
    body.lines().filter_map(move |line| key(line).and_then(|(from, to)| line.get(from..to)))
}

/// The open issue that was filed for this key, if there is one. Closed ones do not count: the handbook says to file anew.
pub fn filed_issue<'a>(issues: impl IntoIterator<Item = &'a Issue>, key: &str) -> Option<&'a Issue> {
    let filed =
        |issue: &&Issue| issue.open && !issue.is_pull_request && markers(&issue.body).any(|k| k == key);
    issues.into_iter().find(filed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of RFC 9923, appendix C (FNV-1a, 128 bits).
    #[test]
    fn published_hashes() {
        assert_eq!(format!("{:032x}", fnv1a_128(b"")), "6c62272e07bb014262b821756295c58d");
        assert_eq!(format!("{:032x}", fnv1a_128(b"a")), "d228cb696f1a8caf78912b704e4a8964");
        assert_eq!(format!("{:032x}", fnv1a_128(b"foobar")), "343e1662793c64bf6f0d3597ba446f18");
    }

    #[test]
    fn only_job_rows_know_their_job() {
        assert_eq!(test_key("a", "[sig-x] t"), test_key("b", "[sig-x] t"));
        assert_ne!(test_key("a", "Overall"), test_key("b", "Overall"));
    }

    #[test]
    fn markers_are_lines_of_their_own() {
        let key = test_key("j", "t");
        let line = marker(&key);
        for (body, expect) in [
            (format!("x\r\n{line}\r\ny"), Some(key.as_str())),
            (format!("3\u{d7} {line}"), None),
            (format!("  {line}"), None),
            ("<!-- flakescope:test=short -->".to_owned(), None),
            (format!("{BEFORE}{}{AFTER}", "\u{e4}".repeat(16)), None),
            (String::new(), None),
        ] {
            assert_eq!(marker_of(&body), expect, "{body:?}");
        }
    }

    #[test]
    fn only_open_issues_are_filed() {
        let key = test_key("j", "t");
        let issue = Issue { number: 7, open: true, body: marker(&key), ..Issue::default() };
        let closed = Issue { open: false, ..issue.clone() };
        let pull = Issue { is_pull_request: true, ..issue.clone() };
        let all = [closed, pull, issue];
        assert_eq!(filed_issue(&all, &key).map(|i| i.number), Some(7));
        assert_eq!(filed_issue(&all[..2], &key), None);
        assert_eq!(filed_issue(&all, &test_key("j", "other")), None);
    }
}
