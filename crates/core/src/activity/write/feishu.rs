//! The body of a message to a bot of Feishu (Lark): an interactive card. Texts are in `lark_md`, whose signs are written as numbers,
//! as its documentation asks for.

use serde_json::{Value, json};

use super::WriteOptions;
use super::digest::{DETAILS, Digest, digest};
use crate::activity::report::ActivityReport;
use crate::export::{Part, web_address};
use crate::model::clean_line;

/// The most bytes of a message to a bot (open.feishu.cn, "custom bot": 20 KB).
pub(super) const MOST_BYTES: usize = 20_000;

/// Writes the message with as much as fits.
pub(super) fn write(report: &ActivityReport, options: &WriteOptions) -> String {
    let mut last = String::new();
    for detail in DETAILS {
        last = card(&digest(report, options, detail)).to_string();
        if last.len() <= MOST_BYTES {
            break;
        }
    }
    last
}

fn card(digest: &Digest<'_>) -> Value {
    let field = |(name, value): &(&str, String)| {
        let content = format!("**{}**\n{}", escape(name), escape(value));
        json!({ "is_short": true, "text": { "tag": "lark_md", "content": content } })
    };
    let fields: Vec<Value> = digest.numbers.iter().map(field).collect();
    let mut elements = vec![json!({ "tag": "div", "fields": fields })];
    for section in &digest.sections {
        elements.push(json!({ "tag": "hr" }));
        elements.push(text(&format!("**{}**", escape(section.heading))));
        for item in &section.items {
            let lines: Vec<String> = item.iter().map(|parts| parts.iter().map(part).collect()).collect();
            elements.push(text(&lines.join("\n")));
        }
    }
    if !digest.button.is_empty() {
        let label = json!({ "tag": "plain_text", "content": "View Log" });
        let button = json!({ "tag": "button", "type": "primary", "text": label, "url": digest.button });
        elements.push(json!({ "tag": "action", "actions": [button] }));
    }
    let template = if digest.failed { "red" } else { "green" };
    let title = json!({ "tag": "plain_text", "content": digest.title });
    json!({
        "msg_type": "interactive",
        "card": {
            "config": { "wide_screen_mode": true },
            "header": { "title": title, "template": template },
            "elements": elements,
        },
    })
}

fn text(content: &str) -> Value {
    json!({ "tag": "div", "text": { "tag": "lark_md", "content": content } })
}

fn part(part: &Part<'_>) -> String {
    match part {
        Part::Text(text) => escape(text),
        Part::Strong(text) => format!("**{}**", escape(text)),
        Part::Link(text, address) => match web_address(address) {
            Some(address) => format!("[{}]({address})", escape(text)),
            None => escape(text),
        },
    }
}

/// Every sign with a meaning as its number; `<at id=all></at>` calls nobody then.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean_line(text).chars() {
        match c {
            '&' | '<' | '>' | '*' | '_' | '~' | '`' | '[' | ']' | '(' | ')' | '!' | '\\' => {
                escaped.push_str(&format!("&#{};", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
