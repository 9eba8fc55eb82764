//! Which issues a pull request says that it closes.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use crate::model::{Issue, Repository};

/// GitHub's closing keywords before `#7`, `owner/name#7` or the issue's address
/// (docs.github.com, "Linking a pull request to an issue").
static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = concat!(
        r"(?i)(?:^|[^a-z0-9_])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+",
        r"(?:https://github\.com/([a-z0-9._-]+/[a-z0-9._-]+)/issues/|([a-z0-9._-]+/[a-z0-9._-]+)?#)([0-9]{1,18})(?:[^0-9]|$)"
    );
    // The worker is built without Unicode's tables.
    RegexBuilder::new(pattern).unicode(false).build().ok()
});

/// The issues of `repository` that `pull_request` says it closes, in the order of the text. Text in another repository's
/// name is passed over.
pub(super) fn closed_by(pull_request: &Issue, repository: &Repository) -> Vec<u64> {
    let Some(closing) = &*CLOSING else { return Vec::new() };
    let text = |group: regex::bytes::Match<'_>| String::from_utf8_lossy(group.as_bytes()).into_owned();
    let number = |found: regex::bytes::Captures<'_>| {
        let named = found.get(1).or_else(|| found.get(2)).map(text);
        let here = named.is_none_or(|named| named.eq_ignore_ascii_case(repository.as_str()));
        if here { text(found.get(3)?).parse().ok() } else { None }
    };
    closing.captures_iter(pull_request.body.as_bytes()).filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords() {
        let repository = Repository::parse("o/r").unwrap();
        for (body, expect) in [
            ("Fixes #12", vec![12]),
            ("fix: #1, closes o/r#2 and Resolved https://github.com/O/R/issues/3.", vec![1, 2, 3]),
            ("Fixes other/repo#4; see #5, prefixes #6, fixes#7", vec![]),
            ("FIXES\r\n#8", vec![8]),
            ("fixes #99999999999999999999", vec![]),
            ("", vec![]),
        ] {
            let pull_request = Issue { body: body.to_owned(), is_pull_request: true, ..Issue::default() };
            assert_eq!(closed_by(&pull_request, &repository), expect, "{body}");
        }
    }
}
