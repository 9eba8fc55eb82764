//! Markdown for an issue or a chat, and Org for Emacs: the same tables with other signs.

use super::Value;
use super::sheet::{Sheet, for_reading};
use crate::flakes::Report;

/// What differs between the two.
struct Signs {
    title: &'static str,
    heading: &'static str,
    /// Between the columns of the line under the header.
    rule: &'static str,
    /// Before and after a text, so that nothing in it is a sign.
    escape: fn(&str) -> String,
}

const MARKDOWN: Signs = Signs { title: "# ", heading: "## ", rule: "|", escape: escape_markdown };
const ORG: Signs = Signs { title: "#+title: ", heading: "* ", rule: "+", escape: escape_org };

/// The report in Markdown (GitHub's tables).
pub(super) fn markdown(report: &Report) -> String {
    document(report, &MARKDOWN)
}

/// The report in Org.
pub(super) fn org(report: &Report) -> String {
    document(report, &ORG)
}

fn document(report: &Report, signs: &Signs) -> String {
    let mut text = format!(
        "{}Flakescope report\n\nSource: {}. Window: {} days. Made at {}.\n",
        signs.title,
        (signs.escape)(&report.source),
        report.window_days,
        report.generated_at
    );
    for sheet in for_reading(report).iter().filter(|sheet| !sheet.rows.is_empty()) {
        text += &format!("\n{}{} ({})\n\n", signs.heading, sheet.title, sheet.rows.len());
        text += &table(sheet, signs);
    }
    if !report.warnings.is_empty() {
        text += &format!("\n{}Warnings ({})\n\n", signs.heading, report.warnings.len());
    }
    for warning in &report.warnings {
        text += &format!("- {}: {}\n", (signs.escape)(&warning.subject), (signs.escape)(&warning.message));
    }
    text
}

fn table(sheet: &Sheet<'_>, signs: &Signs) -> String {
    let rule: Vec<&str> = sheet.columns.iter().map(|_| "---").collect();
    let header: Vec<String> = sheet.columns.iter().map(|name| name.replace('_', " ")).collect();
    let mut text = format!("| {} |\n|{}|\n", header.join(" | "), rule.join(signs.rule));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|value| cell(*value, signs)).collect();
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text
}

fn cell(value: Value<'_>, signs: &Signs) -> String {
    match value {
        Value::Text(text) => (signs.escape)(text),
        other => other.short().into_owned(),
    }
}

/// Every sign with a meaning is written with a backslash; a line stays one line; `@` names nobody.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '@' => escaped.push_str("@\u{200b}"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// In Org a bar would end the cell; `\vert` is the same sign. Brackets are broken so that none is a link.
fn escape_org(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('|', "\\vert{}").replace("[[", "[\u{200b}[")
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
            ("[[http://x]]", "\\[\\[http://x\\]\\]", "[\u{200b}[http://x]]"),
        ] {
            assert_eq!((escape_markdown(text).as_str(), escape_org(text).as_str()), (markdown, org));
        }
    }
}
