//! The verdict on one test, and what it is called everywhere.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the window says of a test. The order is that of the default table: worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The newest results are an unbroken run of failures that chance does not explain.
    Failing,
    /// Passes and fails without a change that explains it.
    Flaky,
    /// Failed once or twice: too little to tell a flake from bad luck.
    Suspect,
    /// Was broken for a while and passes again.
    Recovered,
    /// No failure in the window.
    Passing,
}

impl Verdict {
    /// Every verdict, worst first.
    pub const ALL: [Self; 5] = [Self::Failing, Self::Flaky, Self::Suspect, Self::Recovered, Self::Passing];

    /// The word in links, tables and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Flaky => "flaky",
            Self::Suspect => "suspect",
            Self::Recovered => "recovered",
            Self::Passing => "passing",
        }
    }

    /// Reads the word; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.word() == word)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How a test's failure rate moved between the older and the newer half of the served runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Fails significantly more often than before.
    Up,
    /// Fails significantly less often than before.
    Down,
    /// No significant difference.
    NoChange,
    /// Fewer than ten results on a side.
    #[default]
    Unknown,
}

impl Trend {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::NoChange => "no_change",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Trend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
