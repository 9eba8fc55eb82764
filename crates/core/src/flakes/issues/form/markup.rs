//! Markdown as far as names are written in it: bullets, links, code, emphasis. Every scan goes forward only.

use memchr::memmem;

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text as it stands.
    Plain(&'a str),
    /// Text in back-ticks.
    Code(&'a str),
    /// `[text](address)`.
    Link { text: &'a str, address: &'a str },
    /// An address that stands for itself.
    Address(&'a str),
}

/// The line without what makes it an entry of a list or a quotation: `- `, `* `, `1. `, `> `, `[x] `, several deep.
pub(super) fn without_bullets(line: &str) -> &str {
    let mut rest = line.trim();
    while let Some(inner) = after_bullet(rest) {
        rest = inner;
    }
    rest
}

fn after_bullet(text: &str) -> Option<&str> {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=3).contains(&(text.len() - number.len()));
    let rest = if numbered {
        number.strip_prefix(['.', ')'])?
    } else {
        text.strip_prefix(['-', '*', '+', '•', '>']).or_else(|| after_box(text))?
    };
    let is_tight = rest.starts_with(['`', '[']) && !numbered && !text.starts_with('*');
    (rest.is_empty() || rest.starts_with([' ', '\t']) || is_tight).then(|| rest.trim_start())
}

/// After the box of a task, `[ ]` or `[x]`.
fn after_box(text: &str) -> Option<&str> {
    ["[ ]", "[x]", "[X]"].iter().find_map(|mark| text.strip_prefix(mark)).filter(|rest| rest.starts_with(' '))
}

/// Cuts a line into its pieces; their order is the line's.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let codes = code_ends(line);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(link) = next_link(line, from, &codes) {
        plain_pieces(line.get(from..link.start).unwrap_or_default(), &mut found);
        found.push(Piece::Link { text: link.text, address: link.address });
        from = link.end;
    }
    plain_pieces(line.get(from..).unwrap_or_default(), &mut found);
    found
}

/// A link and where it stands.
struct Link<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    address: &'a str,
}

/// The first link from byte `from` on. What was searched for an opening bracket in vain is not searched again.
fn next_link<'a>(line: &'a str, mut from: usize, codes: &[(usize, usize)]) -> Option<Link<'a>> {
    let mut at = from;
    loop {
        let middle = at + memmem::find(line.get(at..)?.as_bytes(), b"](")?;
        at = middle + 2;
        let target = if is_in(middle, codes) { None } else { target_of(line.get(at..)?) };
        let Some((address, after)) = target else { continue };
        if let Some(start) = opening(line, from, middle, codes) {
            let text = line.get(start + 1..middle)?;
            return Some(Link { start, end: line.len() - after.len(), text, address });
        }
        from = at;
    }
}

/// Where, from byte `from` on, the bracket was opened that closes at `end`. As on the code host, one that was closed
/// before is none, nor is one in code: names of tests are full of brackets.
fn opening(line: &str, from: usize, end: usize, codes: &[(usize, usize)]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in line.get(from..end)?.bytes().enumerate().rev() {
        match byte {
            b'[' | b']' if is_in(from + at, codes) => {}
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(from + at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// First and last byte of every piece of code, in order.
fn code_ends(line: &str) -> Vec<(usize, usize)> {
    let mut hopeless = [false; 4];
    let mut ends = Vec::new();
    let mut rest = line;
    while let Some((before, _, after)) = next_code(rest, &mut hopeless) {
        let offset = line.len() - rest.len();
        ends.push((offset + before.len(), line.len() - after.len()));
        rest = after;
    }
    ends
}

/// Is this byte within code? There a link is none.
fn is_in(at: usize, codes: &[(usize, usize)]) -> bool {
    let next = codes.partition_point(|(_, end)| *end <= at);
    codes.get(next).is_some_and(|(start, _)| *start <= at)
}

/// The address in the parentheses of a link, and what follows them.
fn target_of(text: &str) -> Option<(&str, &str)> {
    let is_address = ["http://", "https://", "<http", "/", "#"].iter().any(|start| text.starts_with(start));
    let end = if is_address { closing(text)? } else { return None };
    let target = text.get(..end)?.trim_start_matches('<');
    let address = target.split([' ', '>', '"']).next()?;
    Some((address, text.get(end + 1..)?))
}

/// Where the parenthesis closes that was opened before the text. The search ends at the next link, so that a line of
/// open ones is not read over and over.
fn closing(text: &str) -> Option<usize> {
    let text = text.split("](").next()?;
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Code and addresses in a text without links.
fn plain_pieces<'a>(text: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut rest = text;
    // Each kind of mark is looked for in vain once at most, so that the time stays in proportion to the text.
    let mut hopeless = [false; 4];
    while let Some((before, code, after)) = next_code(rest, &mut hopeless) {
        addresses(before, found);
        found.push(Piece::Code(code));
        rest = after;
    }
    addresses(rest, found);
}

/// Code in one to three back-ticks.
fn next_code<'a>(text: &'a str, hopeless: &mut [bool; 4]) -> Option<(&'a str, &'a str, &'a str)> {
    let mut from = 0;
    loop {
        let open = from + memchr::memchr(b'`', text.get(from..)?.as_bytes())?;
        let inner = text.get(open..)?.trim_start_matches('`');
        let marks = text.len() - open - inner.len();
        let is_hopeless = hopeless.get_mut(marks);
        let mark = text.get(open..open + marks)?;
        if let Some(is_hopeless) = is_hopeless.filter(|is_hopeless| !**is_hopeless) {
            match inner.split_once(mark) {
                Some((code, after)) => return Some((text.get(..open)?, code, after.trim_start_matches('`'))),
                None => *is_hopeless = true,
            }
        }
        from = open + marks;
    }
}

/// Addresses that stand in a text, bare or as `<address>`.
fn addresses<'a>(text: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut rest = text;
    while let Some(start) = next_address(rest) {
        let (before, address) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = address.find([' ', '\t', '>', '"', '|']).unwrap_or(address.len());
        let (address, after) = address.split_at_checked(end).unwrap_or((address, ""));
        let (before, after) = match (before.strip_suffix('<'), after.strip_prefix('>')) {
            (Some(before), Some(after)) => (before, after),
            _ => (before, after),
        };
        push_plain(before, found);
        found.push(Piece::Address(address));
        rest = after;
    }
    push_plain(rest, found);
}

/// Where the next address begins.
fn next_address(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let start = from + memmem::find(text.get(from..)?.as_bytes(), b"http")?;
        let rest = text.get(start..)?;
        if rest.starts_with("http://") || rest.starts_with("https://") {
            return Some(start);
        }
        from = start + "http".len();
    }
}

fn push_plain<'a>(text: &'a str, found: &mut Vec<Piece<'a>>) {
    if !text.is_empty() {
        found.push(Piece::Plain(text));
    }
}

/// The text without emphasis or quotation marks around all of it.
pub(super) fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    for mark in ["**", "__", "~~", "*", "_", "\""] {
        let inner = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.contains(mark)) {
            text = inner.trim();
        }
    }
    text
}

/// The text without the back-slashes that keep Markdown from reading a character.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(|next| "[]_*#<>`".contains(*next));
        plain.extend(if escapes { chars.next() } else { Some(c) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets() {
        for (line, expect) in [
            ("  - a", "a"),
            ("* * a b", "a b"),
            ("1. a", "a"),
            ("12) a", "a"),
            ("> - [x] a", "a"),
            ("- [ ] [sig-x] a", "[sig-x] a"),
            ("-[sig-x] a", "[sig-x] a"),
            ("- `a`", "`a`"),
            ("**a**", "**a**"),
            ("-a", "-a"),
            ("1.5 a", "1.5 a"),
            ("2026. a", "2026. a"),
            ("[x]a", "[x]a"),
            ("-", ""),
            ("", ""),
        ] {
            assert_eq!(without_bullets(line), expect, "{line}");
        }
    }

    #[test]
    fn links_code_and_addresses() {
        let link = |text, address| Piece::Link { text, address };
        for (line, expect) in [
            ("a", vec![Piece::Plain("a")]),
            ("[sig-x] a [It] b", vec![Piece::Plain("[sig-x] a [It] b")]),
            ("[[sig-x] a](https://b/(c))d", vec![link("[sig-x] a", "https://b/(c)"), Piece::Plain("d")]),
            ("[a] b [c](/d \"e\")", vec![Piece::Plain("[a] b "), link("c", "/d")]),
            ("[a [b]](<https://d>)", vec![link("a [b]", "https://d")]),
            ("`a](https://b)`", vec![Piece::Code("a](https://b)")]),
            ("[`a](/b)`](https://c)", vec![link("`a](/b)`", "https://c")]),
            ("[a] b ](/c) d", vec![Piece::Plain("[a] b ](/c) d")]),
            (
                "<img src=https://a>b",
                vec![Piece::Plain("<img src="), Piece::Address("https://a"), Piece::Plain(">b")],
            ),
            ("f[0](x) [a](https://b)", vec![Piece::Plain("f[0](x) "), link("a", "https://b")]),
            ("`a`, ``b`c``", vec![Piece::Code("a"), Piece::Plain(", "), Piece::Code("b`c")]),
            ("```a```", vec![Piece::Code("a")]),
            ("a ` b", vec![Piece::Plain("a ` b")]),
            (
                "see <https://a/b> c",
                vec![Piece::Plain("see "), Piece::Address("https://a/b"), Piece::Plain(" c")],
            ),
            ("http x", vec![Piece::Plain("http x")]),
        ] {
            assert_eq!(pieces(line), expect, "{line}");
        }
    }

    #[test]
    fn marks_around_and_before() {
        for (text, expect) in [
            ("**a**", "a"),
            ("_a b_", "a b"),
            ("\"a\"", "a"),
            ("**a** b **c**", "**a** b **c**"),
            ("*", "*"),
            ("a*", "a*"),
        ] {
            assert_eq!(unwrapped(text), expect);
        }
        assert_eq!(unescaped(r"\[sig-x\] a\_b c\d \\"), r"[sig-x] a_b c\d \\");
    }
}
