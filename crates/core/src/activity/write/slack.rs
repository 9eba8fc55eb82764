//! The body of a message to a webhook of Slack, in blocks of Block Kit, within the limits that its reference gives.

use serde_json::{Value, json};

use super::WriteOptions;
use super::digest::{DETAILS, Digest, Section, digest};
use crate::activity::report::ActivityReport;
use crate::export::{escape_slack, slack_line};

/// The most blocks of a message (api.slack.com/reference/block-kit/blocks).
pub(super) const MOST_BLOCKS: usize = 50;
/// The most characters of the text of a section.
pub(super) const MOST_SECTION: usize = 3_000;
/// The most bytes of a whole message that we send; Slack cuts texts of more than 40,000 characters.
pub(super) const MOST_BYTES: usize = 40_000;

/// Writes the message with as much as fits.
pub(super) fn write(report: &ActivityReport, options: &WriteOptions) -> String {
    let mut last = String::new();
    for detail in DETAILS {
        last = message(&digest(report, options, detail));
        if last.len() <= MOST_BYTES {
            break;
        }
    }
    last
}

fn message(digest: &Digest<'_>) -> String {
    let number = |(name, value): &(&str, String)| {
        mrkdwn(&format!("*{}*\n{}", escape_slack(name), escape_slack(value)))
    };
    let numbers: Vec<Value> = digest.numbers.iter().map(number).collect();
    let mut blocks = vec![
        json!({ "type": "header", "text": { "type": "plain_text", "text": digest.title } }),
        json!({ "type": "section", "fields": numbers }),
    ];
    for section in &digest.sections {
        blocks.push(json!({ "type": "divider" }));
        blocks.extend(items(section));
    }
    blocks.truncate(MOST_BLOCKS - 1);
    if !digest.button.is_empty() {
        let label = json!({ "type": "plain_text", "text": "View Log" });
        let button = json!({ "type": "button", "text": label, "url": digest.button });
        blocks.push(json!({ "type": "actions", "elements": [button] }));
    }
    json!({ "text": escape_slack(&digest.sentence), "blocks": blocks }).to_string()
}

/// A block for the heading and one for each item.
fn items(section: &Section<'_>) -> Vec<Value> {
    let heading = section_of(&format!("*{}*", escape_slack(section.heading)));
    let item = |lines: &Vec<_>| {
        let lines: Vec<String> = lines.iter().map(slack_line).collect();
        section_of(&fitting(&lines))
    };
    std::iter::once(heading).chain(section.items.iter().map(item)).collect()
}

/// As many lines as fit a section, and how many do not.
fn fitting(lines: &[String]) -> String {
    let mut text = String::new();
    for (place, line) in lines.iter().enumerate() {
        // Room for the line that tells what is left out.
        if text.chars().count() + line.chars().count() + 1 > MOST_SECTION - 40 {
            return format!("{text}+{} more lines", lines.len() - place);
        }
        text += line;
        text.push('\n');
    }
    text
}

fn section_of(text: &str) -> Value {
    json!({ "type": "section", "text": mrkdwn(text) })
}

/// Verbatim: addresses and names in a text become no links of their own.
fn mrkdwn(text: &str) -> Value {
    json!({ "type": "mrkdwn", "text": text, "verbatim": true })
}
