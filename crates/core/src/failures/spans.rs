//! What texts of one cluster have in common, for highlighting.

use rustc_hash::FxHashMap;

/// Lengths in bytes of what is common, other, common, … in the first text, beginning with common. A piece (a run of word
/// characters, or of others) is common when all texts have it (kubernetes/test-infra, triage/summarize, `commonSpans`).
pub fn common_spans(texts: &[&str]) -> Vec<usize> {
    let Some((first, others)) = texts.split_first() else { return Vec::new() };
    let common = Common::find(first, others);
    let mut spans = vec![0];
    each_piece(first, |piece| {
        // Spans at even places are common.
        if (spans.len() % 2 == 1) != common.has(piece) {
            spans.push(0);
        }
        spans.last_mut().into_iter().for_each(|span| *span += piece.len());
    });
    spans
}

/// For each piece of the first text the last of the other texts up to which all have it.
struct Common<'a> {
    seen: FxHashMap<&'a str, usize>,
    /// The same for pieces of one byte, which are half of all.
    short: [usize; 128],
    others: usize,
}

impl<'a> Common<'a> {
    fn find(first: &'a str, others: &[&'a str]) -> Self {
        let mut common = Self { seen: FxHashMap::default(), short: [0; 128], others: others.len() };
        each_piece(first, |piece| _ = common.seen.insert(piece, 0));
        for (before, other) in others.iter().enumerate() {
            each_piece(other, |piece| {
                let seen = common.slot(piece);
                seen.filter(|seen| **seen == before).into_iter().for_each(|seen| *seen = before + 1);
            });
        }
        common
    }

    fn slot(&mut self, piece: &str) -> Option<&mut usize> {
        match piece.as_bytes() {
            [byte] => self.short.get_mut(usize::from(*byte)),
            _ => self.seen.get_mut(piece),
        }
    }

    fn has(&self, piece: &str) -> bool {
        let seen = match piece.as_bytes() {
            [byte] => self.short.get(usize::from(*byte)),
            _ => self.seen.get(piece),
        };
        seen == Some(&self.others)
    }
}

/// Gives runs of word characters and runs of others, in order.
fn each_piece<'a>(text: &'a str, mut give: impl FnMut(&'a str)) {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut start = 0;
    // A character beyond ASCII is no word character, nor is any byte of it, so no run ends inside one.
    for run in text.as_bytes().chunk_by(|a, b| is_word(a) == is_word(b)) {
        let end = start + run.len();
        text.get(start..end).into_iter().for_each(&mut give);
        start = end;
    }
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
