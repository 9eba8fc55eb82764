//! A small scanner for languages of the C family: it knows comments, texts and characters, so that nothing in them is taken
//! for code.

use crate::lines::Lines;
use crate::nesting::{Step, is_too_deep};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name, a keyword or a number.
    Word,
    /// A text with its quotes.
    Text,
    /// A character between single quotes.
    Character,
    /// Any other sign.
    Sign,
}

/// A token of the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'a str,
    pub(crate) start: usize,
    pub(crate) line: u32,
}

impl Token<'_> {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, TokenKind::Word | TokenKind::Sign)
    }

    /// The byte after it.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a text, and the line of a text or a comment that does not end.
pub(crate) fn scan(text: &str) -> (Vec<Token<'_>>, Option<u32>) {
    let lines = Lines::of(text);
    let (mut tokens, mut unended, mut at) = (Vec::new(), None, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, kind, ended) = next(rest);
        if let (Some(kind), Some(own)) = (kind, rest.get(..length)) {
            tokens.push(Token { kind, text: own, start: at, line: lines.line(at) });
        }
        if !ended && unended.is_none() {
            unended = Some(lines.line(at));
        }
        at += length.max(1);
    }
    (tokens, unended)
}

/// Do the brackets nest too deep? The walks keep a stack of their own; it is the names of tests that would grow without end.
pub(crate) fn nests_too_deep(tokens: &[Token<'_>]) -> bool {
    let step = |token: &Token<'_>| match token.text {
        "(" | "[" | "{" => Step::Open,
        ")" | "]" | "}" => Step::Close,
        _ => Step::Apart,
    };
    is_too_deep(tokens.iter().map(step))
}

/// The length of what comes next, its kind (`None` for white space and comments), and whether it ends as it should.
fn next(rest: &str) -> (usize, Option<TokenKind>, bool) {
    let Some(first) = rest.chars().next() else { return (0, None, true) };
    if first.is_whitespace() {
        return (first.len_utf8(), None, true);
    }
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), None, true);
    }
    if let Some(inner) = rest.strip_prefix("/*") {
        let end = inner.find("*/").map(|end| end + 4);
        return (end.unwrap_or(rest.len()), None, end.is_some());
    }
    if let Some(inner) = rest.strip_prefix("\"\"\"") {
        let end = unescaped(inner, "\"\"\"", true).map(|end| end + 6);
        return (end.unwrap_or(rest.len()), Some(TokenKind::Text), end.is_some());
    }
    match first {
        '`' => {
            let end = rest.get(1..).and_then(|inner| inner.find('`')).map(|end| end + 2);
            (end.unwrap_or(rest.len()), Some(TokenKind::Text), end.is_some())
        }
        '"' | '\'' => {
            let inner = rest.get(1..).unwrap_or_default();
            let quote = if first == '"' { "\"" } else { "'" };
            let kind = if first == '"' { TokenKind::Text } else { TokenKind::Character };
            let end = unescaped(inner, quote, false).map(|end| end + 2);
            (end.unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len())), Some(kind), end.is_some())
        }
        first if is_word(first) => {
            (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), Some(TokenKind::Word), true)
        }
        first => (first.len_utf8(), Some(TokenKind::Sign), true),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Where the quote stands that ends a text; a backslash takes the next sign with it.
fn unescaped(text: &str, quote: &str, over_lines: bool) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(quote) {
            return Some(at);
        }
        let first = rest.chars().next()?;
        if first == '\n' && !over_lines {
            return None;
        }
        at += first.len_utf8();
        if first == '\\' {
            at += text.get(at..)?.chars().next()?.len_utf8();
        }
    }
}

/// What a text between quotes says. Escapes that are not known stay as they are.
pub(crate) fn value(literal: &str) -> String {
    if let Some(raw) = literal.strip_prefix('`') {
        return raw.strip_suffix('`').unwrap_or(raw).to_owned();
    }
    if let Some(block) = literal.strip_prefix("\"\"\"") {
        return unescape(&unindented(block.strip_suffix("\"\"\"").unwrap_or(block)));
    }
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    unescape(inner.strip_suffix('"').unwrap_or(inner))
}

/// A text block of Java without the line end after its quotes and without the blanks that all its lines begin with.
fn unindented(block: &str) -> String {
    let block = block.split_once('\n').map_or(block, |(_, rest)| rest);
    let blanks = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = block.lines().collect();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| blanks(line)).min();
    let cut: Vec<&str> =
        lines.iter().map(|line| line.get(least.unwrap_or(0)..).unwrap_or_default().trim_end()).collect();
    cut.join("\n")
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (sign, length) = escaped(after);
        plain.push_str(&sign);
        rest = after.get(length..).unwrap_or_default();
    }
    plain + rest
}

/// What stands behind a backslash, and how long it is.
fn escaped(after: &str) -> (String, usize) {
    let Some(first) = after.chars().next() else { return ("\\".to_owned(), 0) };
    let code = |digits: usize| {
        let number = u32::from_str_radix(after.get(1..=digits)?, 16).ok()?;
        Some((char::from_u32(number)?.to_string(), digits + 1))
    };
    let known = match first {
        'n' => Some("\n"),
        't' => Some("\t"),
        'r' => Some("\r"),
        '"' | '\'' | '\\' => after.get(..1),
        _ => None,
    };
    let coded = match first {
        'x' => code(2),
        'u' => code(4),
        'U' => code(8),
        _ => None,
    };
    known.map(|sign| (sign.to_owned(), 1)).or(coded).unwrap_or_else(|| ("\\".to_owned(), 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens() {
        let (tokens, unended) = scan("a.b(\"x \\\" // y\", 'c', `r\n\\`) // end\n/* \" */ ä1 ''");
        let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
        assert_eq!(
            texts,
            ["a", ".", "b", "(", "\"x \\\" // y\"", ",", "'c'", ",", "`r\n\\`", ")", "ä1", "''"]
        );
        assert_eq!((tokens[10].line, unended), (3, None));
        assert_eq!(scan("a\n\"no end\nb").1, Some(2));
        assert_eq!(scan("a /* no end").1, Some(1));
    }

    #[test]
    fn values() {
        for (literal, expect) in [
            (r#""plain""#, "plain"),
            (r#""a\"b\\c\n\u00e4\x41\q""#, "a\"b\\c\nä\u{41}\\q"),
            ("`raw \\n`", "raw \\n"),
            ("\"\"\"\n    a\n      b\n    \"\"\"", "a\n  b\n"),
            ("\"", ""),
        ] {
            assert_eq!(value(literal).trim_end(), expect.trim_end(), "{literal}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart(text in "[a\"'`\\\\/*\n ä{}(\u{1F600}]{0,40}") {
            let (tokens, _) = scan(&text);
            prop_assert!(tokens.iter().all(|token| text.get(token.start..token.end()) == Some(token.text)));
            let values: Vec<String> = tokens.iter().map(|token| value(token.text)).collect();
            prop_assert_eq!(values.len(), tokens.len());
        }
    }
}
