//! Fields that are texts, not names: since when, why, and what the test printed.

use super::labels::Field;
use super::markup::{Piece, pieces, without_bullets};
use super::sections::{Line, Sections};

/// What people and robots write where they have nothing to say.
const NOTHING: [&str; 24] = [
    "",
    "?",
    "all",
    "any",
    "many",
    "multiple",
    "n/a",
    "na",
    "no idea",
    "no response",
    "none",
    "not available",
    "not known",
    "not sure",
    "see above",
    "see below",
    "see comments",
    "tba",
    "tbd",
    "todo",
    "unknown",
    "unsure",
    "various",
    "yes",
];

/// Does the text say nothing?
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim_matches(['_', '*', '.', ' ', '-', '(', ')', '`']);
    text.len() <= 16 && NOTHING.contains(&text.to_ascii_lowercase().as_str())
}

/// A line for the robots: `/kind flake`, `cc @kubernetes/release-team`.
pub(super) fn is_command(text: &str) -> bool {
    let text = text.trim_start();
    let word = text.split_whitespace().next().unwrap_or_default();
    let is_slash = word.strip_prefix('/').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    });
    is_slash || ["cc @", "CC @", "/cc", "cc: @"].iter().any(|start| text.starts_with(start))
}

/// A field as it was written, without commands for robots; empty if it says nothing.
pub(super) fn text(sections: &Sections<'_>, field: Field) -> String {
    let mut whole = String::new();
    for line in sections.of(field).filter(|line| !is_command(line.text)) {
        whole.push_str(line.text);
        whole.push('\n');
    }
    let text = whole.trim();
    if is_nothing(text) { String::new() } else { text.to_owned() }
}

/// Since when: lines without markup. Where the form's own field says nothing, the date of the first failure.
pub(super) fn since(sections: &Sections<'_>) -> String {
    let own = dates(sections.of(Field::Since));
    if own.is_empty() { dates(sections.of(Field::First)) } else { own }
}

fn dates<'a>(lines: impl Iterator<Item = Line<'a>>) -> String {
    let lines = lines.map(|line| flat(without_bullets(line.text)));
    lines.filter(|line| !is_nothing(line) && !is_command(line)).collect::<Vec<_>>().join("\n")
}

/// The text of a line, its links without their addresses.
fn flat(line: &str) -> String {
    let text = |piece: Piece<'_>| match piece {
        Piece::Plain(text) | Piece::Code(text) | Piece::Link { text, .. } | Piece::Address(text) => {
            text.to_owned()
        }
    };
    pieces(line).into_iter().map(text).collect::<String>().trim().to_owned()
}

/// What the test printed: under a heading of its own, else the first block of code in a field where people put it.
pub(super) fn error_text(sections: &Sections<'_>) -> String {
    let fields = [Field::ErrorText, Field::Reason, Field::More, Field::Start, Field::Other];
    let block = fields.into_iter().find_map(|field| sections.block(field));
    let found = block.unwrap_or_else(|| text(sections, Field::ErrorText));
    found.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sections::split;
    use super::*;

    #[test]
    fn what_says_nothing() {
        for nothing in ["", "_No response_", "N/A", "n/a.", "TBD", "**unknown**", "-", "?"] {
            assert!(is_nothing(nothing), "{nothing:?}");
        }
        assert!(!is_nothing("TestAll") && !is_nothing("no response from the server"));
        for command in ["/kind flake", "/sig node", " /priority important-soon", "cc @kubernetes/x", "/close"]
        {
            assert!(is_command(command), "{command}");
        }
        for name in ["//pkg/master:go_default_test", "/test/e2e/x", "/ x", "kind flake"] {
            assert!(!is_command(name), "{name}");
        }
    }

    #[test]
    fn texts() {
        let body =
            "### Reason for failure (if possible)\n\nIt *hangs*.\r\n```\nboom\n  at a\n```\n/kind flake\n";
        let sections = split(body);
        assert_eq!(text(&sections, Field::Reason), "It *hangs*.\nboom\n  at a");
        assert_eq!(error_text(&sections), "boom\n  at a");
        assert_eq!(error_text(&split("##### Error text:\nboom\n#### Recent failures:\nx")), "boom");
        assert_eq!(error_text(&split("nothing")), "");
    }

    #[test]
    fn dates_of_all_kinds() {
        for body in [
            "### Since when has it been flaking?\n\n2026-11-01\n",
            "**Since when has it been failing**: 2026-11-01",
            "- First flaky: [2026-11-01](https://prow.k8s.io/x)\n- Latest flaky: 2026-11-19\nmore",
            "### Since when has it been flaking?\nFirst flaky: `2026-11-01`\nLatest flaky: 2026-11-19",
        ] {
            assert_eq!(since(&split(body)), "2026-11-01", "{body}");
        }
        assert_eq!(since(&split("### Since when has it been flaking?\n_No response_")), "");
    }
}
