//! The entries of a list as names: what is written in back-ticks or linked is a name as it stands; of plain text the
//! whole line is one, unless commas can only separate.

use super::markup::{Piece, pieces, unescaped, unwrapped, without_bullets};
use super::prose::{is_command, is_nothing};
use super::sections::Line;
use crate::model::clean_line;

/// Longer lines are logs, not names.
const LONGEST: usize = 2000;

/// Words of links that lead to a name's evidence and are no name.
const EVIDENCE: [&str; 33] = [
    "a",
    "am",
    "and",
    "artifacts",
    "build",
    "builds",
    "dashboard",
    "details",
    "example",
    "examples",
    "failure",
    "failures",
    "gcs",
    "here",
    "history",
    "job",
    "junit",
    "k8s",
    "latest",
    "link",
    "links",
    "log",
    "logs",
    "page",
    "pm",
    "prow",
    "recent",
    "report",
    "run",
    "spyglass",
    "testgrid",
    "the",
    "triage",
];

/// The entries of a field, without bullets, and whether each is code.
pub(super) fn entries<'a>(lines: impl Iterator<Item = Line<'a>>) -> impl Iterator<Item = (&'a str, bool)> {
    lines.map(|line| (without_bullets(line.text), line.block > 0)).filter(|(entry, _)| is_entry(entry))
}

fn is_entry(entry: &str) -> bool {
    let is_markup = entry.starts_with("![") || entry.starts_with("---") || is_heading(entry);
    entry.len() <= LONGEST && !is_nothing(entry) && !is_command(entry) && !is_markup
}

/// A heading that groups the entries.
fn is_heading(entry: &str) -> bool {
    entry.starts_with('#') && entry.trim_start_matches('#').starts_with(' ')
}

/// The tests of a field.
pub(super) fn tests<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<String> {
    let mut names = Vec::new();
    for (entry, is_code) in entries(lines) {
        if is_code { names.push(entry.to_owned()) } else { names.extend(tests_in(entry)) }
    }
    names.iter().map(|name| finished(name)).filter(|name| !is_nothing(name)).collect()
}

/// The tests of one entry.
fn tests_in(entry: &str) -> Vec<String> {
    let all = pieces(entry);
    let named: Vec<Piece<'_>> = all.iter().copied().filter(|piece| !is_evidence(*piece)).collect();
    let has_words = named.iter().any(|piece| is_words(*piece));
    let first = named.iter().find(|piece| !is_separator(**piece));
    match first {
        None => Vec::new(),
        Some(_) if !has_words => named.iter().filter_map(|piece| marked(*piece)).collect(),
        Some(Piece::Plain(_)) => separated(&text_of(&all)),
        // What follows a name in back-ticks is a remark.
        Some(first) => marked(*first).into_iter().collect(),
    }
}

/// The text of a line without the evidence at its end. What stands in its middle is part of it.
pub(super) fn text_of(pieces: &[Piece<'_>]) -> String {
    let is_name = |piece: &Piece<'_>| !is_evidence(*piece) && !is_separator(*piece);
    let end = pieces.iter().rposition(is_name).map_or(0, |last| last + 1);
    let (name, rest) = pieces.split_at_checked(end).unwrap_or((pieces, &[]));
    if rest.iter().any(|piece| is_evidence(*piece)) {
        return without_introduction(&joined(name)).to_owned();
    }
    joined(pieces)
}

/// The name that markup singles out.
pub(super) fn marked(piece: Piece<'_>) -> Option<String> {
    match piece {
        Piece::Code(text) => Some(text.to_owned()),
        Piece::Link { text, .. } => Some(unescaped(unwrapped(text.trim().trim_matches('`')))),
        Piece::Plain(_) | Piece::Address(_) => None,
    }
}

/// Does the piece lead to evidence, not to a name?
pub(super) fn is_evidence(piece: Piece<'_>) -> bool {
    match piece {
        Piece::Address(_) => true,
        Piece::Link { text, .. } => {
            let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            text.starts_with("http") || words.all(|word| is_number(word) || is_evidence_word(word))
        }
        Piece::Plain(_) | Piece::Code(_) => false,
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

fn is_evidence_word(word: &str) -> bool {
    word.len() <= 9 && EVIDENCE.contains(&word.to_ascii_lowercase().as_str())
}

/// Plain text that only stands between names.
pub(super) fn is_separator(piece: Piece<'_>) -> bool {
    let Piece::Plain(text) = piece else { return false };
    let text =
        text.trim_matches([',', ';', '&', '/', '|', '-', '–', '—', ':', '.', '(', ')', ' ', '\t', '+']);
    matches!(text, "" | "and" | "or")
}

fn is_words(piece: Piece<'_>) -> bool {
    matches!(piece, Piece::Plain(_)) && !is_separator(piece)
}

/// The pieces as text.
fn joined(pieces: &[Piece<'_>]) -> String {
    let text = |piece: &Piece<'_>| match piece {
        Piece::Plain(text) => unescaped(text),
        Piece::Address(text) => (*text).to_owned(),
        other => marked(*other).unwrap_or_default(),
    };
    unwrapped(&pieces.iter().map(text).collect::<String>()).to_owned()
}

/// The text without the punctuation at its end, and without brackets that hold nothing else.
fn without_introduction(text: &str) -> &str {
    let marks = [' ', ',', ';', '|', '/', '-', '–', ':'];
    let text = text.trim_end_matches(marks);
    let inner = text.strip_suffix([')', ']']).unwrap_or(text);
    match inner.trim_end_matches(marks).strip_suffix(['(', '[']) {
        Some(before) => before.trim_end_matches(marks),
        None => text,
    }
}

/// Names separated by commas, where a comma can be nothing else: every part is one word that looks like a test's, or
/// every part begins like a test's name.
fn separated(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split([',', ';']).map(str::trim).collect();
    let spaced = line.matches(", ").count() + line.matches("; ").count() + 1;
    if parts.len() > 1 && spaced == parts.len() && parts.iter().all(|part| is_word_of_test(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    by_beginnings(line)
}

fn is_word_of_test(part: &str) -> bool {
    let balance = |open: char, close: char| part.matches(open).count() == part.matches(close).count();
    !part.contains(char::is_whitespace)
        && (part.starts_with("Test") || part.contains(['.', '/', '_']))
        && balance('(', ')')
        && balance('[', ']')
}

/// How names of end-to-end tests begin.
const BEGINNINGS: [&str; 4] = ["[sig-", "Kubernetes e2e suite", "E2eNode Suite", "kubetest"];

fn begins(text: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

fn by_beginnings(line: &str) -> Vec<String> {
    if !begins(line) {
        return vec![line.to_owned()];
    }
    let mut names: Vec<String> = Vec::new();
    for part in line.split(", ") {
        match names.last_mut() {
            Some(last) if !begins(part) => {
                last.push_str(", ");
                last.push_str(part);
            }
            _ => names.push(part.to_owned()),
        }
    }
    names
}

/// A name as it can be compared: cleaned as TestGrid's names are, without what comes along when it is copied from a
/// run's page.
fn finished(name: &str) -> String {
    let cuts = ["expand_more", "expand_less"];
    let cut = cuts
        .iter()
        .find_map(|cut| name.split_once(cut).map(|(name, _)| name).filter(|n| n.ends_with([' ', '\t'])));
    clean_line(cut.unwrap_or(name)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::labels::Field;
    use super::super::sections::split;
    use super::*;

    fn check(body: &str, expect: &[&str]) {
        let text = format!("### Which tests are flaking?\n{body}\n");
        assert_eq!(tests(split(&text).of(Field::Tests)), expect, "{body}");
    }

    const NAME: &str = "Kubernetes e2e suite.[It] [sig-x] A [Slow] should (a,b), and c: d's \"e\" [f]";

    #[test]
    fn names_come_back_letter_by_letter() {
        for (before, after) in [
            ("", ""),
            ("- ", ""),
            ("* ", "  "),
            ("1. ", ""),
            ("  * * ", "\r"),
            ("`", "`"),
            ("- `", "` in a remark"),
            ("```", "```"),
            ("```\n", "\n```"),
            ("[", "](https://prow.k8s.io/view/gs/a/1)"),
            ("- [`", "`](https://prow.k8s.io/view/gs/a/1) [Triage](https://go.k8s.io/triage#x)"),
            ("**", "**"),
            ("", " expand_more \t22m35s"),
            ("", " ([triage](https://go.k8s.io/triage#x))"),
            ("", " https://prow.k8s.io/view/gs/a/1"),
            ("", ": https://prow.k8s.io/view/gs/a/1"),
            ("", " ([prow](https://prow.k8s.io/view/gs/a/1), [triage](https://go.k8s.io/triage#x))"),
            ("", " (https://prow.k8s.io/view/gs/a/1)"),
            ("", " [Prow](https://prow.k8s.io/view/gs/a/1), [Triage](https://go.k8s.io/triage#x)"),
        ] {
            check(&format!("{before}{NAME}{after}"), &[NAME]);
        }
    }

    #[test]
    fn what_looks_like_markup_within_a_name_stays() {
        for name in [
            "Suite.[It] [sig-x] should ](https://example.org) | survive",
            "[sig-x] fetches http://example.org/a when asked",
            "[sig-x] <img src=https://example.org/a> twice",
            "Suite.[It] should [sig-x",
        ] {
            check(name, &[name]);
            check(&format!("`{name}`"), &[name]);
        }
        check("see https://example.org/a", &["see"]);
    }

    #[test]
    fn several_on_a_line_only_where_it_is_clear() {
        check("`a b`, `c, d` and `e`", &["a b", "c, d", "e"]);
        check("[a b](https://x/1), [c](https://x/2)", &["a b", "c"]);
        check("TestA, TestB; k8s.io/pkg/c", &["TestA", "TestB", "k8s.io/pkg/c"]);
        check("[sig-a] x, y, [sig-b] z", &["[sig-a] x, y", "[sig-b] z"]);
        check("should a, then b", &["should a, then b"]);
        check("TestA/b,c", &["TestA/b,c"]);
        check("a\nb\n\nc", &["a", "b", "c"]);
    }

    #[test]
    fn what_is_no_name_is_passed_over() {
        check(
            "_No response_\n- \nN/A\n#### sig-node\n/kind flake\n![x](https://a/b.png)\nhttps://prow.k8s.io/x",
            &[],
        );
        check("[Prow](https://a/b) | [here](https://a/c), [1/2/2026, 4:05 AM](https://a/d)", &[]);
        check(&"x".repeat(LONGEST + 1), &[]);
        check(r"\[sig-x\] a\_b", &["[sig-x] a_b"]);
        check("a\u{202e}b", &["ab"]);
    }
}
