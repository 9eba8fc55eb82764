//! What texts of one cluster have in common, for highlighting.

use rustc_hash::FxHashSet;

/// Lengths in bytes of what is common, other, common, … in the first text, beginning with common. A piece (a run of word
/// characters, or of others) is common when all texts have it (kubernetes/test-infra, triage/summarize, `commonSpans`).
pub fn common_spans(texts: &[&str]) -> Vec<usize> {
    let Some((first, others)) = texts.split_first() else { return Vec::new() };
    let own = pieces(first);
    let mut common: FxHashSet<&str> = own.iter().copied().collect();
    for other in others {
        let there: FxHashSet<&str> = pieces(other).into_iter().collect();
        common.retain(|piece| there.contains(piece));
    }
    let mut spans = vec![0];
    for piece in own {
        // Spans at even places are common.
        if (spans.len() % 2 == 1) != common.contains(piece) {
            spans.push(0);
        }
        spans.last_mut().into_iter().for_each(|span| *span += piece.len());
    }
    spans
}

fn pieces(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triages_vectors() {
        for (texts, expect) in [
            (vec!["an exact match", "an exact match"], vec![14]),
            (vec!["some example string", "some other string"], vec![5, 7, 7]),
            (vec!["a problem with a common set", "a common set"], vec![2, 7, 1, 4, 13]),
            (vec!["☃ a", "☃ b"], vec![4, 1]),
            (vec![], vec![]),
        ] {
            assert_eq!(common_spans(&texts), expect);
        }
    }
}
