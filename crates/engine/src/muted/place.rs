//! A repository at a branch, as people write it: `owner/name@ref`.

use std::fmt;

use flakescope_core::model::Repository;
use flakescope_core::muted::MutedPlace;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but what is plain in every part of an address.
const ENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// As above, but a path stays a path.
const ENCODE_PATH: &AsciiSet = &ENCODE.remove(b'/');

/// The branch that GitHub shows first.
const DEFAULT: &str = "HEAD";

/// A repository at a branch, a tag or a commit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GitHubPlace {
    /// The repository.
    pub repository: Repository,
    /// The branch, the tag or the commit.
    pub reference: String,
}

impl GitHubPlace {
    /// Reads `owner/name@ref`; without a ref it is the default branch. `None` for anything that git would not take.
    pub fn parse(text: &str) -> Option<Self> {
        let (repository, reference) = text.split_once('@').unwrap_or((text, DEFAULT));
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"~^:?*[\\".contains(c);
        let fits = !reference.is_empty()
            && reference.len() <= 255
            && reference.chars().all(is_plain)
            && reference.split('/').all(|part| !part.is_empty() && part != "." && !part.contains(".."));
        Some(Self { repository: Repository::parse(repository)?, reference: reference.to_owned() })
            .filter(|_| fits)
    }

    /// The place as rows show it.
    pub(super) fn muted(&self) -> MutedPlace {
        let repository = self.repository.to_string();
        MutedPlace { repository, branch: self.reference.clone(), commit: String::new() }
    }

    /// The path of a tree below the API; `tree` is a ref or the name of a tree.
    pub(super) fn tree_path(&self, tree: &str, recursive: bool) -> String {
        let tree = utf8_percent_encode(tree, ENCODE);
        let query = if recursive { "?recursive=1" } else { "" };
        format!("/repos/{}/git/trees/{tree}{query}", self.repository)
    }

    /// The address of a file.
    pub(super) fn raw_url(&self, raw: &str, path: &str) -> String {
        let encode = |text| utf8_percent_encode(text, ENCODE_PATH);
        format!("{raw}/{}/{}/{}", self.repository, encode(&self.reference), encode(path))
    }
}

impl fmt::Display for GitHubPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.repository, self.reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (text, expect) in [
            ("dcos/dcos@1.12", Some("dcos/dcos@1.12")),
            ("dcos/dcos", Some("dcos/dcos@HEAD")),
            ("o/r@feature/a-b", Some("o/r@feature/a-b")),
            ("o/r@", None),
            ("o/r@a b", None),
            ("o/r@../x", None),
            ("o/r@a//b", None),
            ("o/r@a?recursive=0", None),
            ("o", None),
            ("o/r/x@main", None),
        ] {
            assert_eq!(GitHubPlace::parse(text).map(|place| place.to_string()).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn addresses_hold_no_sign_of_their_own() {
        let place = GitHubPlace::parse("o/r@feature/ä").unwrap();
        assert_eq!(
            place.tree_path(&place.reference, true),
            "/repos/o/r/git/trees/feature%2F%C3%A4?recursive=1"
        );
        let url = place.raw_url("https://raw.example", "a b/#1?.py");
        assert_eq!(url, "https://raw.example/o/r/feature/%C3%A4/a%20b/%231%3F.py");
    }
}
