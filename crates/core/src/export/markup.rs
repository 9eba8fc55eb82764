//! Markdown for an issue or a chat, and Org for Emacs: the same blocks with other signs.

use super::address::web_address;
use super::document::{Block, Document, Line, Part};
use super::sheet::{Cell, Sheet};
use super::value::Value;
use crate::model::clean_line;

/// What differs between the two.
struct Signs {
    title: &'static str,
    heading: &'static str,
    strong: &'static str,
    /// Between the columns of the line under the header.
    rule: &'static str,
    /// Writes a text so that nothing in it is a sign.
    escape: fn(&str) -> String,
    /// Writes a link from an escaped text and a safe address.
    link: fn(&str, &str) -> String,
}

const MARKDOWN: Signs = Signs {
    title: "# ",
    heading: "## ",
    strong: "**",
    rule: "|",
    escape: escape_markdown,
    link: |text, address| format!("[{text}]({address})"),
};
const ORG: Signs = Signs {
    title: "#+title: ",
    heading: "* ",
    strong: "*",
    rule: "+",
    escape: escape_org,
    link: |text, address| format!("[[{address}][{}]]", text.replace('[', "(").replace(']', ")")),
};

/// The document in Markdown (GitHub's tables).
pub(crate) fn markdown(document: &Document<'_>) -> String {
    write(document, &MARKDOWN)
}

/// The document in Org.
pub(crate) fn org(document: &Document<'_>) -> String {
    write(document, &ORG)
}

fn write(document: &Document<'_>, signs: &Signs) -> String {
    let mut text = format!("{}{}\n", signs.title, (signs.escape)(&document.title));
    for block in &document.blocks {
        text.push('\n');
        text += &match block {
            Block::Heading(heading) => format!("{}{}\n", signs.heading, (signs.escape)(heading)),
            Block::Line(parts) => line(parts, signs) + "\n",
            Block::List(lines) => list(lines, signs),
            Block::Table(sheet) => table(sheet, signs),
        };
    }
    text
}

fn list(lines: &[Line<'_>], signs: &Signs) -> String {
    let item = |parts: &Line<'_>| format!("- {}\n", line(parts, signs));
    lines.iter().map(item).collect()
}

fn line(parts: &Line<'_>, signs: &Signs) -> String {
    parts.iter().map(|part| self::part(part, signs)).collect()
}

fn part(part: &Part<'_>, signs: &Signs) -> String {
    match part {
        Part::Text(text) => (signs.escape)(text),
        Part::Strong(text) => format!("{0}{1}{0}", signs.strong, (signs.escape)(text)),
        Part::Link(text, address) => link((signs.escape)(text), address, signs),
    }
}

fn link(text: String, address: &str, signs: &Signs) -> String {
    match web_address(address) {
        Some(address) => (signs.link)(&text, &address),
        None => text,
    }
}

fn table(sheet: &Sheet<'_>, signs: &Signs) -> String {
    let rule: Vec<&str> = sheet.columns.iter().map(|_| "---").collect();
    let header: Vec<String> = sheet.columns.iter().map(|name| name.replace('_', " ")).collect();
    let mut text = format!("| {} |\n|{}|\n", header.join(" | "), rule.join(signs.rule));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|cell| self::cell(cell, signs)).collect();
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text
}

fn cell(cell: &Cell<'_>, signs: &Signs) -> String {
    let text = match cell.value {
        Value::Text(text) => (signs.escape)(text),
        other => other.short().into_owned(),
    };
    link(text, &cell.link, signs)
}

/// Every sign with a meaning is written with a backslash; `@` names nobody, and `#` before a number no issue: those two
/// are looked for after the backslashes are gone.
pub(crate) fn escape_markdown(text: &str) -> String {
    let text = clean_line(text);
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '@' => escaped.push_str("@\u{200b}"),
            '#' => escaped.push_str("\\#\u{200b}"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// What begins a link, a target, a macro, a snippet for one exporter, or code that Org would run.
const ORG_OPENERS: [&str; 9] = ["[[", "<<", "{{{", "@@", "src_", "call_", "elisp:", "shell:", "file:"];

/// In Org a bar would end the cell; `\vert` is the same sign. What begins a link or code is broken by an empty space.
fn escape_org(text: &str) -> String {
    let text = clean_line(text);
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        match c {
            '|' => escaped.push_str("\\vert{}"),
            c => escaped.push(c),
        }
        if ORG_OPENERS.iter().any(|opener| rest.starts_with(opener)) {
            escaped.push('\u{200b}');
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_sign() {
        for (text, markdown, org) in [
            ("[sig-a] x", "\\[sig-a\\] x", "[sig-a] x"),
            ("a|b\nc", "a\\|b c", "a\\vert{}b c"),
            ("<script>&", "&lt;script>&amp;", "<script>&"),
            ("@kubernetes/x", "@\u{200b}kubernetes/x", "@kubernetes/x"),
            ("[[[http://x]]", "\\[\\[\\[http://x\\]\\]", "[\u{200b}[\u{200b}[http://x]]"),
            ("Fixes #1", "Fixes \\#\u{200b}1", "Fixes #1"),
            ("\u{202e}abc\u{1b}[31m", "abc", "abc"),
            ("@@html:x@@", "@\u{200b}@\u{200b}html:x@\u{200b}@\u{200b}", "@\u{200b}@html:x@\u{200b}@"),
            ("shell:rm src_sh{ls}", "shell:rm src\\_sh\\{ls\\}", "s\u{200b}hell:rm s\u{200b}rc_sh{ls}"),
        ] {
            assert_eq!((escape_markdown(text).as_str(), escape_org(text).as_str()), (markdown, org));
        }
    }

    #[test]
    fn links_are_of_the_web() {
        let of = |address| {
            let part = Part::link("[a]", address);
            (self::part(&part, &MARKDOWN), self::part(&part, &ORG))
        };
        assert_eq!(
            of("https://a/(b)"),
            ("[\\[a\\]](https://a/%28b%29)".into(), "[[https://a/%28b%29][(a)]]".into())
        );
        assert_eq!(of("javascript:alert(1)"), ("\\[a\\]".into(), "[a]".into()));
    }
}
