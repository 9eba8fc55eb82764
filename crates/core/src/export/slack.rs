//! Slack's mrkdwn: bold lines for headings, bullets, `<address|text>`, and no tables: a row is a line.

use super::address::web_address;
use super::document::{Block, Document, Line, Part};
use super::sheet::{Cell, Sheet};
use super::value::Value;
use crate::model::clean_line;

/// The document in mrkdwn.
pub(crate) fn mrkdwn(document: &Document<'_>) -> String {
    let mut text = format!("*{}*\n", escape(&document.title));
    for block in &document.blocks {
        text += &match block {
            Block::Heading(heading) => format!("\n*{}*\n", escape(heading)),
            Block::Line(parts) => line(parts) + "\n",
            Block::List(lines) => lines.iter().map(|parts| bullet(&line(parts))).collect::<String>(),
            Block::Table(sheet) => table(sheet),
        };
    }
    text
}

fn bullet(text: &str) -> String {
    format!("\u{2022} {text}\n")
}

pub(crate) fn line(parts: &Line<'_>) -> String {
    parts.iter().map(part).collect()
}

fn part(part: &Part<'_>) -> String {
    match part {
        Part::Text(text) => escape(text),
        Part::Strong(text) => format!("*{}*", escape(text)),
        Part::Link(text, address) => link(escape(text), address),
    }
}

fn link(text: String, address: &str) -> String {
    match web_address(address) {
        Some(address) => format!("<{}|{text}>", escape(&address)),
        None => text,
    }
}

/// One line a row: the first cell, then each column with something in it.
fn table(sheet: &Sheet<'_>) -> String {
    let row = |cells: &Vec<Cell<'_>>| {
        let mut cells = cells.iter().zip(&sheet.columns);
        let name = cells.next().map(|(first, _)| cell(first)).unwrap_or_default();
        let rest = cells.filter(|(cell, _)| !matches!(cell.value, Value::Count(0) | Value::Text("")));
        let rest: Vec<String> =
            rest.map(|(value, column)| format!("{} {}", cell(value), column.replace('_', " "))).collect();
        bullet(&format!("{name}: {}", if rest.is_empty() { "0".to_owned() } else { rest.join(", ") }))
    };
    sheet.rows.iter().map(row).collect()
}

fn cell(cell: &Cell<'_>) -> String {
    link(escape(&cell.value.short()), &cell.link)
}

/// Slack's three escapes. An `@` that is pasted names nobody.
pub(crate) fn escape(text: &str) -> String {
    let text = clean_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('@', "@\u{200b}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_sign() {
        for (text, expect) in [
            ("<!channel> & <https://x|y>", "&lt;!channel&gt; &amp; &lt;https://x|y&gt;"),
            ("@here", "@\u{200b}here"),
            ("a\nb\u{202e}", "a b"),
        ] {
            assert_eq!(escape(text), expect);
        }
        assert_eq!(link("a".into(), "https://x/?a=1&b=<|>"), "<https://x/?a=1&amp;b=%3C%7C%3E|a>");
        assert_eq!(link("a".into(), "javascript:1"), "a");
    }
}
