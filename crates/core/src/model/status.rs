//! The status that TestGrid gives a tab.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A tab's overall status, in TestGrid's order from worst to best for a dashboard (GoogleCloudPlatform/testgrid `pb/summary`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TabStatus {
    /// The share of failed cells is above a configured limit.
    Broken,
    /// No new results for too long.
    Stale,
    /// At least one test failed three times in a row.
    Failing,
    /// A recent column holds a cell that is not a pass.
    Flaky,
    /// Too few runs to say.
    Pending,
    /// Flaky within a configured limit.
    Acceptable,
    /// Recent columns pass.
    Passing,
    /// Nothing known.
    #[default]
    Unknown,
}

impl TabStatus {
    /// Every status, worst first.
    pub const ALL: [Self; 8] = [
        Self::Broken,
        Self::Stale,
        Self::Failing,
        Self::Flaky,
        Self::Pending,
        Self::Acceptable,
        Self::Passing,
        Self::Unknown,
    ];

    /// Reads the word in any case; anything else is unknown.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.word().eq_ignore_ascii_case(word.trim())).unwrap_or_default()
    }

    /// TestGrid's word, in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Broken => "BROKEN",
            Self::Stale => "STALE",
            Self::Failing => "FAILING",
            Self::Flaky => "FLAKY",
            Self::Pending => "PENDING",
            Self::Acceptable => "ACCEPTABLE",
            Self::Passing => "PASSING",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl fmt::Display for TabStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for status in TabStatus::ALL {
            assert_eq!(TabStatus::parse(&status.to_string()), status);
        }
        assert_eq!(TabStatus::parse("flaky"), TabStatus::Flaky);
        assert_eq!(TabStatus::parse(""), TabStatus::Unknown);
    }
}
