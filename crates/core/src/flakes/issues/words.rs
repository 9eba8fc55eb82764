//! The words of the join and of the effort, as they stand in the CSV, in links and on the screen.

use serde::{Deserialize, Serialize};

/// How an issue was found for a test. Only the first two count as tracking it; the others are suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The issue names the test, letter by letter.
    Exact,
    /// The names are equal without `[…]` and `{…}` tags and with white space folded.
    Normalised,
    /// The issue names the job and the SIG, but not the test.
    Job,
    /// The issue is about a failure cluster whose text the test's newest failure shows.
    Triage,
}

impl MatchKind {
    /// Every kind, strongest first.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Normalised, Self::Job, Self::Triage];

    /// The word in the CSV.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normalised => "normalised",
            Self::Job => "job",
            Self::Triage => "triage",
        }
    }

    /// Does such a match say that the test is tracked?
    pub fn counts(self) -> bool {
        matches!(self, Self::Exact | Self::Normalised)
    }
}

/// How far the work on a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Nobody has answered the issue.
    AwaitingResponse,
    /// Somebody has looked and accepted it.
    Triaged,
    /// An open pull request says that it fixes it.
    PrSubmitted,
    /// A fix is in; it is being watched.
    Monitoring,
    /// Closed.
    Fixed,
}

impl Effort {
    /// Every step, in the order of the work.
    pub const ALL: [Self; 5] =
        [Self::AwaitingResponse, Self::Triaged, Self::PrSubmitted, Self::Monitoring, Self::Fixed];

    /// The word in the CSV and in links.
    pub fn word(self) -> &'static str {
        match self {
            Self::AwaitingResponse => "awaiting_response",
            Self::Triaged => "triaged",
            Self::PrSubmitted => "pr_submitted",
            Self::Monitoring => "monitoring",
            Self::Fixed => "fixed",
        }
    }

    /// The words for eyes.
    pub fn words(self) -> &'static str {
        match self {
            Self::AwaitingResponse => "awaiting response",
            Self::Triaged => "triaged",
            Self::PrSubmitted => "PR submitted",
            Self::Monitoring => "monitoring",
            Self::Fixed => "fixed",
        }
    }

    /// Reads [`Effort::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.word() == word)
    }
}

/// Whether an issue tracks a test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tracked {
    /// An exact or normalised match counts: it is open, or it was closed after the test's newest failure.
    Tracked,
    /// The list of issues is complete, and none counts.
    Untracked,
    /// No issues were asked for, or not all of them could be read.
    #[default]
    Unknown,
}

impl Tracked {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Tracked, Self::Untracked, Self::Unknown];

    /// The word in links.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tracked => "tracked",
            Self::Untracked => "untracked",
            Self::Unknown => "unknown",
        }
    }

    /// Reads [`Tracked::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_json_and_read_back() {
        for effort in Effort::ALL {
            assert_eq!(serde_json::to_value(effort).unwrap(), effort.word());
            assert_eq!(Effort::parse(effort.word()), Some(effort));
        }
        for tracked in Tracked::ALL {
            assert_eq!(serde_json::to_value(tracked).unwrap(), tracked.word());
            assert_eq!(Tracked::parse(tracked.word()), Some(tracked));
        }
        for kind in MatchKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        assert_eq!((Effort::parse(""), Tracked::parse("x")), (None, None));
    }
}
