//! A page of its own: text and tables, a little style, no script, no outside file.

use super::address::web_address;
use super::document::{Block, Document, Line, Part};
use super::sheet::{Cell, Sheet};
use crate::model::clean_line;

const STYLE: &str = "body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#1b1f24;\
background:#fff}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;margin:0 0 2rem}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d0d7de}\
th{position:sticky;top:0;background:#f6f8fa}td.n,th.n{text-align:right;white-space:nowrap}\
td{overflow-wrap:anywhere}.wide{overflow-x:auto}a{color:#0b57a4}\
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th{background:#161b22}\
th,td{border-color:#30363d}a{color:#79b8ff}}";

/// The document as one HTML page.
pub(crate) fn page(document: &Document<'_>) -> String {
    let title = escape(&document.title);
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html += "<meta name=\"viewport\" content=\"width=device-width\">\n";
    html += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
    html += &format!("<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
    html.extend(document.blocks.iter().map(block));
    html + "</body>\n</html>\n"
}

fn block(block: &Block<'_>) -> String {
    match block {
        Block::Heading(heading) => format!("<h2>{}</h2>\n", escape(heading)),
        Block::Line(parts) => format!("<p>{}</p>\n", line(parts)),
        Block::List(lines) => {
            let item = |parts: &Line<'_>| format!("<li>{}</li>\n", line(parts));
            let items: String = lines.iter().map(item).collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Table(sheet) => table(sheet),
    }
}

fn line(parts: &Line<'_>) -> String {
    parts.iter().map(part).collect()
}

fn part(part: &Part<'_>) -> String {
    match part {
        Part::Text(text) => escape(text),
        Part::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Part::Link(text, address) => link(text, address),
    }
}

fn table(sheet: &Sheet<'_>) -> String {
    let numbers: Vec<bool> = sheet
        .rows
        .first()
        .map(|row| row.iter().map(|cell| cell.value.is_number()).collect())
        .unwrap_or_default();
    let class =
        |column: usize| if numbers.get(column).copied().unwrap_or(false) { " class=\"n\"" } else { "" };
    let mut html = String::from("<div class=\"wide\"><table>\n<thead><tr>");
    for (column, name) in sheet.columns.iter().enumerate() {
        html += &format!("<th scope=\"col\"{}>{}</th>", class(column), name.replace('_', " "));
    }
    html += "</tr></thead>\n<tbody>\n";
    for row in &sheet.rows {
        let cell =
            |(column, cell): (usize, &Cell<'_>)| format!("<td{}>{}</td>", class(column), self::cell(cell));
        let cells: String = row.iter().enumerate().map(cell).collect();
        html += &format!("<tr>{cells}</tr>\n");
    }
    html + "</tbody>\n</table></div>\n"
}

fn cell(cell: &Cell<'_>) -> String {
    link(&cell.value.short(), &cell.link)
}

fn link(text: &str, address: &str) -> String {
    let text = escape(text);
    match web_address(address) {
        Some(url) => format!("<a href=\"{}\" rel=\"noopener noreferrer\">{text}</a>", escape(&url)),
        None => text,
    }
}

fn escape(text: &str) -> String {
    clean_line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_is_html() {
        assert_eq!(link("<script>\"'&\u{202e}", ""), "&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(link("x", "javascript:alert(1)"), "x");
        let written = link("x", "https://a/?b&c\"onclick=\"");
        assert_eq!(written, "<a href=\"https://a/?b&amp;c%22onclick=%22\" rel=\"noopener noreferrer\">x</a>");
    }
}
