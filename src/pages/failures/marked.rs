//! The text of a cluster: what all its failures share is plain, what differs is marked.

use leptos::prelude::*;

/// The pieces of a text with whether each differs. `spans` are lengths in bytes of what is common, other, common, …; what
/// they do not cover is common.
fn pieces<'a>(text: &'a str, spans: &[usize]) -> Vec<(&'a str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    for (place, length) in spans.iter().enumerate() {
        let Some((piece, after)) = rest.split_at_checked(*length) else { break };
        if !piece.is_empty() {
            pieces.push((piece, place % 2 == 1));
        }
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push((rest, false));
    }
    pieces
}

/// The text; `spans` are those of its cluster.
pub fn marked_text(text: &str, spans: &[usize]) -> AnyView {
    let piece = |(piece, differs): (&str, bool)| {
        let piece = piece.to_owned();
        if differs { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() }
    };
    let all = pieces(text, spans).into_iter().map(piece).collect_view();
    view! { <pre class="marked" tabindex="0" aria-label="The text of this failure">{all}</pre> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_one_piece() {
        assert_eq!(pieces("pod a failed", &[4, 1, 7]), [("pod ", false), ("a", true), (" failed", false)]);
        assert_eq!(pieces("ab", &[0, 2]), [("ab", true)]);
        assert_eq!(pieces("ab", &[]), [("ab", false)]);
        // Lengths that fit another text, or split a character, are passed over.
        assert_eq!(pieces("aü", &[2, 1]), [("aü", false)]);
        assert_eq!(pieces("ab", &[9]), [("ab", false)]);
    }
}
