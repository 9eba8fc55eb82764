//! Which issues a pull request says that it closes.

use crate::model::{Issue, Repository};

/// GitHub's closing keywords (docs.github.com, "Linking a pull request to an issue").
const KEYWORDS: [&str; 9] =
    ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"];
/// What an issue's address begins with.
const HOST: &str = "https://github.com/";
/// Digits of the largest number that is looked at.
const MOST_DIGITS: usize = 18;

/// The issues of `repository` that `pull_request` says it closes, in the order of the text: a keyword, then `#7`,
/// `owner/name#7` or the issue's address. Those of another repository are passed over.
pub(super) fn closed_by(pull_request: &Issue, repository: &Repository) -> Vec<u64> {
    let words = pull_request.body.split_ascii_whitespace();
    let pairs = words.clone().zip(words.skip(1));
    pairs.filter(|(word, _)| is_keyword(word)).filter_map(|(_, next)| number(next, repository)).collect()
}

/// True for `Fixes`, `fix:` and `(closes`, not for `prefixes`.
fn is_keyword(word: &str) -> bool {
    let word = word.strip_suffix(':').unwrap_or(word);
    let last = word.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next();
    last.is_some_and(|last| KEYWORDS.iter().any(|keyword| last.eq_ignore_ascii_case(keyword)))
}

/// The number of an issue of `repository` that a word begins with.
fn number(word: &str, repository: &Repository) -> Option<u64> {
    let is_host = word.get(..HOST.len()).is_some_and(|start| start.eq_ignore_ascii_case(HOST));
    let (named, rest) =
        if is_host { word.get(HOST.len()..)?.split_once("/issues/")? } else { word.split_once('#')? };
    let here = (named.is_empty() && !is_host) || named.eq_ignore_ascii_case(repository.as_str());
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    if here && digits <= MOST_DIGITS { rest.get(..digits)?.parse().ok() } else { None }
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
            (
                "(fixes #1), re-fix #2 closes:: #3 fixes o/r/#4 fixes https://github.com/o/r/pull/5",
                vec![1, 2],
            ),
            ("fixes # 6", vec![]),
            ("", vec![]),
        ] {
            let pull_request = Issue { body: body.to_owned(), is_pull_request: true, ..Issue::default() };
            assert_eq!(closed_by(&pull_request, &repository), expect, "{body}");
        }
    }
}
