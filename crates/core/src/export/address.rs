//! Web addresses that are safe to write into any format.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What would end or change an address in Markdown, Org, Slack or HTML. A percent sign stays: the address is encoded
/// already, and what is encoded here was not.
const SIGNS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'(')
    .add(b')')
    .add(b'[')
    .add(b']')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'|')
    .add(b'*');

/// The address if it is one of the web (`https` or `http`), with every sign of a format and every letter outside ASCII
/// percent-encoded; `None` for anything else, such as `javascript:`.
pub(crate) fn web_address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let has_host = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    has_host.then(|| utf8_percent_encode(text, SIGNS).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_no_sign() {
        for (text, expect) in [
            ("https://a.b/c?d=%20e&f=g#h", Some("https://a.b/c?d=%20e&f=g#h")),
            ("http://127.0.0.1:8080/flakes/", Some("http://127.0.0.1:8080/flakes/")),
            ("https://a/\"onclick=\"x", Some("https://a/%22onclick=%22x")),
            ("https://a/b) [x](y)|>", Some("https://a/b%29%20%5Bx%5D%28y%29%7C%3E")),
            ("https://a/\u{202e}\n", Some("https://a/%E2%80%AE%0A")),
            ("javascript:alert(1)", None),
            ("HTTPS://a", None),
            ("https://", None),
            ("//a", None),
            ("", None),
        ] {
            assert_eq!(web_address(text).as_deref(), expect, "{text}");
        }
    }
}
