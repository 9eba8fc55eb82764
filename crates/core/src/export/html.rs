//! A page of its own: tables, a little style, no script, no outside file.

use super::Value;
use super::sheet::{Sheet, for_reading};
use crate::flakes::{Report, TestRow};

const STYLE: &str = "body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#1b1f24;\
background:#fff}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;margin:0 0 2rem}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d0d7de}\
th{position:sticky;top:0;background:#f6f8fa}td.n,th.n{text-align:right;white-space:nowrap}\
td{overflow-wrap:anywhere}.wide{overflow-x:auto}a{color:#0b57a4}\
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th{background:#161b22}\
th,td{border-color:#30363d}a{color:#79b8ff}}";

/// The report as one HTML page.
pub(super) fn page(report: &Report) -> String {
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html += "<meta name=\"viewport\" content=\"width=device-width\">\n";
    html += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
    html += &format!("<title>Flakescope report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n");
    html += &format!(
        "<h1>Flakescope report</h1>\n<p>Source: {}. Window: {} days. Made at {}.</p>\n",
        escape(&report.source),
        report.window_days,
        report.generated_at
    );
    let links: Vec<&TestRow> = report.tests.iter().collect();
    for sheet in for_reading(report).iter().filter(|sheet| !sheet.rows.is_empty()) {
        let links: &[&TestRow] = if sheet.title == "Tests" { &links } else { &[] };
        html += &table(sheet, links);
    }
    html += &warnings(report);
    html + "</body>\n</html>\n"
}

fn table(sheet: &Sheet<'_>, links: &[&TestRow]) -> String {
    let numbers: Vec<bool> =
        sheet.rows.first().map(|row| row.iter().map(|v| v.is_number()).collect()).unwrap_or_default();
    let class =
        |column: usize| if numbers.get(column).copied().unwrap_or(false) { " class=\"n\"" } else { "" };
    let mut html =
        format!("<h2>{} ({})</h2>\n<div class=\"wide\"><table>\n<thead><tr>", sheet.title, sheet.rows.len());
    for (column, name) in sheet.columns.iter().enumerate() {
        html += &format!("<th scope=\"col\"{}>{}</th>", class(column), name.replace('_', " "));
    }
    html += "</tr></thead>\n<tbody>\n";
    for (number, row) in sheet.rows.iter().enumerate() {
        html += "<tr>";
        for (column, value) in row.iter().enumerate() {
            let link = links.get(number).filter(|_| column == 0).map(|row| row.testgrid_url.as_str());
            html += &format!("<td{}>{}</td>", class(column), cell(*value, link));
        }
        html += "</tr>\n";
    }
    html + "</tbody>\n</table></div>\n"
}

fn cell(value: Value<'_>, link: Option<&str>) -> String {
    let text = escape(&value.short());
    match link.filter(|url| url.starts_with("https://")) {
        Some(url) => format!("<a href=\"{}\" rel=\"noopener noreferrer\">{text}</a>", escape(url)),
        None => text,
    }
}

fn warnings(report: &Report) -> String {
    if report.warnings.is_empty() {
        return String::new();
    }
    let item =
        |w: &crate::warning::Warning| format!("<li>{}: {}</li>\n", escape(&w.subject), escape(&w.message));
    format!("<h2>Warnings</h2>\n<ul>\n{}</ul>\n", report.warnings.iter().map(item).collect::<String>())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
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
        assert_eq!(cell(Value::Text("<script>\"'&"), None), "&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(cell(Value::Text("x"), Some("javascript:alert(1)")), "x");
        let link = cell(Value::Text("x"), Some("https://a/\"onclick=\""));
        assert_eq!(link, "<a href=\"https://a/&quot;onclick=&quot;\" rel=\"noopener noreferrer\">x</a>");
    }
}
