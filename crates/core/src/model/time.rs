//! A moment in time, written as RFC 3339 in UTC wherever it leaves the program.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

/// A moment: milliseconds since 1970-01-01T00:00:00Z. Serialized as RFC 3339 UTC with whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeMs(pub i64);

impl TimeMs {
    /// Reads an RFC 3339 time; `None` when the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }

    /// A moment from whole seconds since the epoch; `None` for 0, which the formats use for "unknown", and for
    /// values outside the years that can be written.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Self::from_ms(seconds.checked_mul(1000)?)
    }

    /// A moment from milliseconds since the epoch; `None` as in [`TimeMs::from_seconds`].
    pub fn from_ms(ms: i64) -> Option<Self> {
        (ms > 0 && Timestamp::from_millisecond(ms).is_ok()).then_some(Self(ms))
    }

    /// The moment `days` days earlier.
    #[must_use]
    pub fn minus_days(self, days: u32) -> Self {
        Self(self.0.saturating_sub(i64::from(days).saturating_mul(DAY_MS)))
    }

    /// The day alone, `2026-11-20`.
    pub fn day(self) -> String {
        self.to_string().chars().take(10).collect()
    }
}

impl fmt::Display for TimeMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0.div_euclid(1000)) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => Ok(()),
        }
    }
}

impl Serialize for TimeMs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeMs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not an RFC 3339 time: {text:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for text in ["2026-01-28T18:50:37Z", "1970-01-01T00:00:01Z", "2020-03-28T04:25:05Z"] {
            assert_eq!(TimeMs::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            TimeMs::parse("2026-01-28T19:50:37.250+01:00").unwrap().to_string(),
            "2026-01-28T18:50:37Z"
        );
    }

    #[test]
    fn zero_and_nonsense_are_unknown() {
        assert_eq!(TimeMs::from_ms(0), None);
        assert_eq!(TimeMs::from_seconds(i64::MAX), None);
        assert_eq!(TimeMs::parse("yesterday"), None);
    }

    #[test]
    fn window_start() {
        let now = TimeMs::parse("2026-11-20T12:00:00Z").unwrap();
        assert_eq!(now.minus_days(14).to_string(), "2026-11-06T12:00:00Z");
        assert_eq!(now.day(), "2026-11-20");
    }
}
