//! Templates explain themselves in HTML comments, which no reader of the issue sees.

use std::borrow::Cow;

use memchr::memmem;

/// The body without `<!-- … -->`. One that is never closed is kept: better a hint too many than a field too few.
pub(super) fn without_comments(body: &str) -> Cow<'_, str> {
    if memmem::find(body.as_bytes(), b"<!--").is_none() {
        return Cow::Borrowed(body);
    }
    let mut rest = body;
    let mut kept = String::with_capacity(body.len());
    while let Some((before, after)) = next_comment(rest) {
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// What stands before and after the first comment.
fn next_comment(text: &str) -> Option<(&str, &str)> {
    let (before, comment) = text.split_once("<!--")?;
    let (_, after) = comment.split_once("-->")?;
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go() {
        for (body, expect) in [
            ("plain", "plain"),
            ("a<!-- b -->c<!--d-->", "ac"),
            ("a<!-- b\nc -->\nd", "a\nd"),
            ("a<!-- never closed", "a<!-- never closed"),
            ("a<!-- b --> c <!-- d", "a c <!-- d"),
            ("-->", "-->"),
            ("", ""),
        ] {
            assert_eq!(without_comments(body), expect);
        }
    }
}
