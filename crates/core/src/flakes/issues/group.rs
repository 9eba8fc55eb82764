//! One word for where the work on a test is: the parts of the charts, the values of the filter.

use serde::{Deserialize, Serialize};

use super::{Effort, Tracked};

/// Where the work on a test is. Every test is in exactly one group, so that the groups of a chart add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffortGroup {
    /// No issue tracks it.
    Untracked,
    /// An issue tracks it, and the work is at [`Effort::AwaitingResponse`].
    AwaitingResponse,
    /// … at [`Effort::Triaged`].
    Triaged,
    /// … at [`Effort::PrSubmitted`].
    PrSubmitted,
    /// … at [`Effort::Monitoring`].
    Monitoring,
    /// … at [`Effort::Fixed`].
    Fixed,
    /// Not all issues could be read, or none were asked for.
    Unknown,
    /// No issue tracks it, and none has to: it neither fails nor flakes, or is stale.
    NotNeeded,
}

impl EffortGroup {
    /// Every group: first what nobody is on, last what nobody has to be on.
    pub const ALL: [Self; 8] = [
        Self::Untracked,
        Self::AwaitingResponse,
        Self::Triaged,
        Self::PrSubmitted,
        Self::Monitoring,
        Self::Fixed,
        Self::Unknown,
        Self::NotNeeded,
    ];
    /// Nobody is on it: no issue tracks it, or nobody has answered the one that does.
    pub const NOBODY: [Self; 2] = [Self::Untracked, Self::AwaitingResponse];
    /// Some issue tracks it.
    pub const TRACKED: [Self; 5] =
        [Self::AwaitingResponse, Self::Triaged, Self::PrSubmitted, Self::Monitoring, Self::Fixed];

    /// The group of a test that must have an issue. `effort` is that of the issue that tracks it.
    pub fn of(tracked: Tracked, effort: Option<Effort>) -> Self {
        match (tracked, effort) {
            (Tracked::Tracked, Some(effort)) => Self::at(effort),
            (Tracked::Untracked, _) => Self::Untracked,
            (Tracked::Tracked, None) | (Tracked::Unknown, _) => Self::Unknown,
        }
    }

    fn at(effort: Effort) -> Self {
        match effort {
            Effort::AwaitingResponse => Self::AwaitingResponse,
            Effort::Triaged => Self::Triaged,
            Effort::PrSubmitted => Self::PrSubmitted,
            Effort::Monitoring => Self::Monitoring,
            Effort::Fixed => Self::Fixed,
        }
    }

    /// The step of the work, if an issue tracks the test.
    pub fn effort(self) -> Option<Effort> {
        Effort::ALL.into_iter().find(|effort| Self::at(*effort) == self)
    }

    /// The word in links and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Untracked => "untracked",
            Self::Unknown => "unknown",
            Self::NotNeeded => "not_needed",
            step => step.effort().map_or("", Effort::word),
        }
    }

    /// The words for eyes.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotNeeded => "no issue needed",
            group => group.effort().map_or_else(|| group.word(), Effort::words),
        }
    }

    /// Reads [`EffortGroup::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }

    /// Its place in [`EffortGroup::ALL`].
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|group| *group == self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_is_in_one_group() {
        assert_eq!(EffortGroup::of(Tracked::Tracked, Some(Effort::Triaged)).word(), "triaged");
        assert_eq!(EffortGroup::of(Tracked::Untracked, None), EffortGroup::Untracked);
        assert_eq!(EffortGroup::of(Tracked::Unknown, None), EffortGroup::Unknown);
        for (place, group) in EffortGroup::ALL.into_iter().enumerate() {
            assert_eq!((EffortGroup::parse(group.word()), group.place()), (Some(group), place));
        }
    }
}
