//! Fetched text inside an issue: shown as it is, and inert.

use crate::model::clean_line;

/// One line in which `@` names nobody and `#1` or `GH-1` no issue: an empty space stands between. Prow looks for mentions
/// in code as well.
pub(crate) fn inert(text: &str) -> String {
    let text = clean_line(text);
    let mut inert = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        inert.push(c);
        let before_digit = chars.peek().is_some_and(char::is_ascii_digit);
        let refers = before_digit && (c == '#' || inert.to_ascii_lowercase().ends_with("gh-"));
        if c == '@' || refers {
            inert.push('\u{200b}');
        }
    }
    inert
}

/// A text as a code span. Blanks inside its ends keep a back-tick of the text apart from those of the span.
pub(crate) fn code(text: &str) -> String {
    let (text, ticks) = (inert(text), "`".repeat(longest_ticks(text) + 1));
    match text.trim() {
        "" => String::new(),
        text if text.starts_with('`') || text.ends_with('`') => format!("{ticks} {text} {ticks}"),
        text => format!("{ticks}{text}{ticks}"),
    }
}

/// Lines in a fence that is longer than any row of back-ticks in them; empty without lines.
pub(crate) fn fenced(lines: &[String]) -> String {
    let fence = "`".repeat(lines.iter().map(|line| longest_ticks(line) + 1).max().unwrap_or(0).max(3));
    if lines.is_empty() { String::new() } else { format!("{fence}\n{}\n{fence}", lines.join("\n")) }
}

/// Length of the longest row of back-ticks.
fn longest_ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts() {
        for (text, expect) in [
            ("Fixes #12, GH-7 and gh-x", "Fixes #\u{200b}12, GH-\u{200b}7 and gh-x"),
            ("cc @kubernetes/sig-node\n/close", "cc @\u{200b}kubernetes/sig-node /close"),
            ("\u{202e}a\u{1b}[31m", "a"),
            ("# x", "# x"),
        ] {
            assert_eq!(inert(text), expect);
        }
    }

    #[test]
    fn no_text_ends_its_code() {
        for (text, expect) in
            [("a", "`a`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```"), (" ", ""), ("", "")]
        {
            assert_eq!(code(text), expect);
        }
        assert_eq!(fenced(&[]), "");
        assert_eq!(fenced(&["a".into(), "x````y".into()]), "`````\na\nx````y\n`````");
    }
}
