//! Which two releases are compared.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::sorting::sort_by_key;

/// The two releases that are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releases {
    /// The one that is worked on.
    pub target: String,
    /// The one before; empty when there is none.
    pub previous: String,
}

impl Releases {
    /// True for one of the two.
    pub(super) fn hold(&self, release: &str) -> bool {
        !release.is_empty() && (release == self.target || release == self.previous)
    }

    /// The two newest of these releases: by their numbers, those without numbers last.
    pub(super) fn newest<'a>(releases: impl Iterator<Item = &'a str>) -> Self {
        let mut found: Vec<&str> = releases.collect::<BTreeSet<_>>().into_iter().collect();
        sort_by_key(&mut found, |release| Reverse((numbers(release), *release)));
        let mut newest = found.into_iter().map(str::to_owned);
        Self { target: newest.next().unwrap_or_default(), previous: newest.next().unwrap_or_default() }
    }
}

/// `4.16` as 4 and 16; `None` for what is no list of numbers.
fn numbers(release: &str) -> Option<Vec<u32>> {
    release.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_by_number() {
        for (releases, target, previous) in [
            (vec!["4.9", "4.10", "4.8"], "4.10", "4.9"),
            (vec!["4.16", "5.0", "main"], "5.0", "4.16"),
            (vec!["4.16", "4.16"], "4.16", ""),
            (vec![], "", ""),
        ] {
            let found = Releases::newest(releases.into_iter());
            assert_eq!((found.target.as_str(), found.previous.as_str()), (target, previous));
            assert!(!found.hold(""));
        }
    }
}
