//! What a reader finds in a source file: the marker as it stands there. What the text does not say stays empty.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What bears the marker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A test: a function, a method, an `it`.
    #[default]
    Test,
    /// A class or a suite of tests.
    Suite,
    /// A fixture: all tests that use it are muted.
    Fixture,
    /// One set of parameters of a test.
    Parameter,
    /// The whole file.
    Module,
    /// A call in the body of a test, which mutes it when it is reached.
    Call,
}

impl Kind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Suite => "suite",
            Self::Fixture => "fixture",
            Self::Parameter => "parameter",
            Self::Module => "module",
            Self::Call => "call",
        }
    }
}

/// One marker as it stands in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The line of the marker itself, from 1: of the `@`, not of the function.
    pub line: u32,
    /// The test, the class, the suite or the fixture; empty for a whole file.
    pub test: String,
    /// What bears it.
    pub kind: Kind,
    /// The marker with its base, aliases resolved: `pytest.mark.xfailflake`, `t.Skip`, `#[ignore]`.
    pub marker: String,
    /// The ticket that it names.
    pub ticket: String,
    /// The day from which it says to be, as written.
    pub since: String,
    /// Why, as text; code that is not a plain text as written.
    pub reason: String,
    /// Must the test fail? `None` where it does not say.
    pub strict: Option<bool>,
    /// When alone it mutes, as written.
    pub condition: String,
    /// Further named arguments with their values, in their order.
    pub extra: Vec<(String, String)>,
}

impl Marker {
    /// The last part of the marker's name: `xfailflake` of `pytest.mark.xfailflake`.
    pub fn name(&self) -> &str {
        last_name(&self.marker)
    }
}

/// The last part of a marker, without the signs of its language and what stands behind a colon.
pub(super) fn last_name(marker: &str) -> &str {
    let bare = marker.trim_start_matches(['@', '#', '[']).trim_end_matches(']');
    let bare = bare.split(':').next().unwrap_or(bare);
    bare.rsplit('.').next().unwrap_or(bare)
}

/// The first place at which a text breaks the rules of its language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxTrouble {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong, and what it means for the rest of the file.
    pub message: String,
}

/// What one file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMarkers {
    /// The markers, by line.
    pub markers: Vec<Marker>,
    /// Why some of them may be missing.
    pub trouble: Option<SyntaxTrouble>,
}

/// Names of markers that the user adds to those that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names(BTreeSet<String>);

/// Why a name was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} cannot be the name of a marker; give letters, digits and _, with dots between parts")]
pub struct NamesError(pub String);

impl Names {
    /// Takes names over; each is one word, or words with dots between them.
    pub fn new<I: IntoIterator<Item = String>>(names: I) -> Result<Self, NamesError> {
        let is_word =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "_$".contains(c));
        let check = |name: String| {
            if name.split('.').all(is_word) { Ok(name) } else { Err(NamesError(name)) }
        };
        names.into_iter().map(check).collect::<Result<_, _>>().map(Self)
    }

    /// Is a path of names one of these? A name without a dot stands for any base.
    pub fn holds(&self, path: &str) -> bool {
        let last = path.rsplit('.').next().unwrap_or(path);
        self.0.contains(path) || self.0.contains(last)
    }

    /// The names, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The last parts of all names, for a first look into a text.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| name.rsplit('.').next().unwrap_or(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_any_base() {
        let names = Names::new(["slow".to_owned(), "my.own".to_owned()]).unwrap();
        for (path, expect) in
            [("slow", true), ("pytest.mark.slow", true), ("my.own", true), ("own", false), ("a.own", false)]
        {
            assert_eq!(names.holds(path), expect, "{path}");
        }
        assert_eq!(names.words().collect::<Vec<_>>(), ["own", "slow"]);
        for bad in ["", "a b", "a.", "a(", "@a"] {
            assert_eq!(Names::new([bad.to_owned()]), Err(NamesError(bad.to_owned())));
        }
    }

    #[test]
    fn the_last_part_is_the_name() {
        for (marker, name) in [
            ("pytest.mark.xfailflake", "xfailflake"),
            ("#[ignore]", "ignore"),
            ("@Disabled", "Disabled"),
            ("[Disabled:Broken]", "Disabled"),
            ("xit", "xit"),
        ] {
            assert_eq!(Marker { marker: marker.to_owned(), ..Marker::default() }.name(), name);
        }
    }
}
