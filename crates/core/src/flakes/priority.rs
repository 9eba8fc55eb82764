//! The priority of the release-signal handbook (kubernetes/sig-release `release-signal/README.md`), decided from a
//! rate that is known only within an interval.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Verdict;

/// The handbook's three levels, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Failing, or flaking above 20 %, on a blocking board.
    CriticalUrgent,
    /// Flaking above 2 % on a blocking board, or failing on an informing one.
    ImportantSoon,
    /// The rest.
    ImportantLongterm,
}

impl Level {
    /// Every level, most urgent first.
    pub const ALL: [Self; 3] = [Self::CriticalUrgent, Self::ImportantSoon, Self::ImportantLongterm];

    /// The handbook's label.
    pub fn word(self) -> &'static str {
        match self {
            Self::CriticalUrgent => "critical-urgent",
            Self::ImportantSoon => "important-soon",
            Self::ImportantLongterm => "important-longterm",
        }
    }

    /// Reads the label; `None` for anything else.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.word() == word)
    }
}

/// A priority: none, a level, or a level that may be the next higher one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Priority {
    /// Not a release board, or nothing to do.
    #[default]
    None,
    /// The level is certain enough.
    Sure(Level),
    /// The rate is above the line of the named level, but its interval is not: one level lower, and said so.
    MayBe(Level),
}

/// What decides a priority.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The board's name; only those ending in `-blocking` and `-informing` have priorities.
    pub dashboard: &'a str,
    /// The verdict on the test.
    pub verdict: Verdict,
    /// Stale tests have no priority.
    pub stale: bool,
    /// The failure rate, a fraction.
    pub failure_rate: f64,
    /// The lower end of its 95 % interval.
    pub failure_rate_low: f64,
}

impl Priority {
    /// Every priority that is decided, in the order of [`Priority::rank`].
    pub const ALL: [Self; 6] = [
        Self::Sure(Level::CriticalUrgent),
        Self::MayBe(Level::CriticalUrgent),
        Self::Sure(Level::ImportantSoon),
        Self::MayBe(Level::ImportantSoon),
        Self::Sure(Level::ImportantLongterm),
        Self::None,
    ];
    /// Above this failure rate a flake on a blocking board is critical.
    pub const CRITICAL_RATE: f64 = 0.20;
    /// Above this failure rate a flake on a blocking board is important soon.
    pub const SOON_RATE: f64 = 0.02;

    /// Decides by the handbook. A line counts as crossed when the lower Wilson bound is above it; where only the rate
    /// is, the level is one lower and "may be" the higher. A suspect never exceeds important-longterm.
    pub fn decide(evidence: Evidence<'_>) -> Self {
        let blocking = evidence.dashboard.ends_with("-blocking");
        let on_board = blocking || evidence.dashboard.ends_with("-informing");
        if !on_board || evidence.stale {
            return Self::None;
        }
        match evidence.verdict {
            Verdict::Passing | Verdict::Recovered => Self::None,
            Verdict::Failing if blocking => Self::Sure(Level::CriticalUrgent),
            Verdict::Failing => Self::Sure(Level::ImportantSoon),
            Verdict::Flaky if blocking => Self::by_rate(evidence.failure_rate, evidence.failure_rate_low),
            Verdict::Flaky | Verdict::Suspect => Self::Sure(Level::ImportantLongterm),
        }
    }

    fn by_rate(rate: f64, low: f64) -> Self {
        if low > Self::CRITICAL_RATE {
            Self::Sure(Level::CriticalUrgent)
        } else if rate > Self::CRITICAL_RATE {
            Self::MayBe(Level::CriticalUrgent)
        } else if low > Self::SOON_RATE {
            Self::Sure(Level::ImportantSoon)
        } else if rate > Self::SOON_RATE {
            Self::MayBe(Level::ImportantSoon)
        } else {
            Self::Sure(Level::ImportantLongterm)
        }
    }

    /// The level that counts: for "may be" the one below the level in doubt.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::None => None,
            Self::Sure(level) => Some(level),
            Self::MayBe(Level::CriticalUrgent) => Some(Level::ImportantSoon),
            Self::MayBe(_) => Some(Level::ImportantLongterm),
        }
    }

    /// A number for sorting: most urgent lowest, none last.
    pub fn rank(self) -> u8 {
        match self {
            Self::Sure(Level::CriticalUrgent) => 0,
            Self::MayBe(Level::CriticalUrgent) => 1,
            Self::Sure(Level::ImportantSoon) => 2,
            Self::MayBe(Level::ImportantSoon) => 3,
            Self::Sure(Level::ImportantLongterm) | Self::MayBe(Level::ImportantLongterm) => 4,
            Self::None => 5,
        }
    }

    /// The words in tables; empty for none.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Sure(level) => level.word(),
            Self::MayBe(Level::CriticalUrgent) => "important-soon (may be critical-urgent)",
            Self::MayBe(_) => "important-longterm (may be important-soon)",
        }
    }

    /// Reads [`Priority::words`].
    pub fn parse(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.words() == words)
    }
}

impl fmt::Display for Priority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl Serialize for Priority {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.words())
        } else {
            serializer.serialize_u8(self.rank())
        }
    }
}

impl<'de> Deserialize<'de> for Priority {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let rank = u8::deserialize(deserializer)?;
            let found = Self::ALL.get(usize::from(rank)).copied();
            return found.ok_or_else(|| serde::de::Error::custom("not a priority"));
        }
        let words = String::deserialize(deserializer)?;
        Self::parse(&words).ok_or_else(|| serde::de::Error::custom(format!("not a priority: {words:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dashboard: &str, verdict: Verdict, rate: (f64, f64), expect: &str) {
        let evidence =
            Evidence { dashboard, verdict, stale: false, failure_rate: rate.0, failure_rate_low: rate.1 };
        let priority = Priority::decide(evidence);
        assert_eq!(priority.words(), expect, "{evidence:?}");
        assert_eq!(Priority::parse(expect), Some(priority));
        assert_eq!(Priority::decide(Evidence { stale: true, ..evidence }), Priority::None);
    }

    #[test]
    fn handbook() {
        let (blocking, informing) = ("sig-release-master-blocking", "sig-release-1.37-informing");
        check(blocking, Verdict::Failing, (1.0, 0.4), "critical-urgent");
        check(informing, Verdict::Failing, (1.0, 0.4), "important-soon");
        check(blocking, Verdict::Flaky, (0.5, 0.21), "critical-urgent");
        check(blocking, Verdict::Flaky, (0.5, 0.2), "important-soon (may be critical-urgent)");
        check(blocking, Verdict::Flaky, (0.2, 0.021), "important-soon");
        check(blocking, Verdict::Flaky, (0.03, 0.02), "important-longterm (may be important-soon)");
        check(blocking, Verdict::Flaky, (0.02, 0.001), "important-longterm");
        check(informing, Verdict::Flaky, (0.9, 0.8), "important-longterm");
        check(blocking, Verdict::Suspect, (0.9, 0.8), "important-longterm");
        check(blocking, Verdict::Recovered, (0.9, 0.8), "");
        check(blocking, Verdict::Passing, (0.0, 0.0), "");
        check("some-dashboard", Verdict::Failing, (1.0, 0.9), "");
    }

    #[test]
    fn ranks_fall_with_urgency() {
        for (rank, priority) in Priority::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(priority.rank()), rank, "{priority}");
        }
    }

    #[test]
    fn levels_are_written_as_the_handbook_writes_them() {
        for level in Level::ALL {
            assert_eq!(serde_json::to_value(level).unwrap(), level.word());
        }
    }
}
