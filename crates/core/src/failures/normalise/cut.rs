//! Long texts, shortened as triage does: repeated lines go first, then the middle.

use rustc_hash::FxHashSet;

/// The most bytes of a text that are compared.
pub const CUT_BYTES: usize = 10_000;

const MARK: &str = "\n...[truncated]...\n";

/// The text with at most [`CUT_BYTES`] and a mark, and whether its middle was taken out.
pub(super) fn cut(text: String) -> (String, bool) {
    if text.len() <= CUT_BYTES {
        return (text, false);
    }
    let text = without_repeated_lines(&text);
    if text.len() <= CUT_BYTES {
        return (text, false);
    }
    let start = text.get(..text.floor_char_boundary(CUT_BYTES / 2)).unwrap_or_default();
    let end = text.get(text.ceil_char_boundary(text.len() - CUT_BYTES / 2)..).unwrap_or_default();
    ([start, MARK, end].concat(), true)
}

/// Each line once, where it stands first.
fn without_repeated_lines(text: &str) -> String {
    let mut seen = FxHashSet::default();
    let lines: Vec<&str> = text.split('\n').filter(|line| seen.insert(*line)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts() {
        let (text, is_cut) = cut("same line\n".repeat(9999));
        assert_eq!((text.as_str(), is_cut), ("same line\n", false));
        let lines: Vec<String> = (0..9999).map(|n| format!("line ☃ {n}")).collect();
        let (text, is_cut) = cut(lines.join("\n"));
        assert!(
            is_cut && text.len() <= CUT_BYTES + MARK.len() && text.ends_with("line ☃ 9998"),
            "{}",
            text.len()
        );
        assert!(text.starts_with("line ☃ 0\n") && text.contains(MARK));
    }
}
