//! A moment in time, written as RFC 3339 in UTC wherever it leaves the program.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;
/// The last moment that four digits of a year can write: 9999-12-31T23:59:59.999Z.
const LAST_MS: i64 = 253_402_300_799_999;
/// The first: 0000-01-01T00:00:00Z.
const FIRST_MS: i64 = -62_167_219_200_000;

/// A moment: milliseconds since 1970-01-01T00:00:00Z. Serialized as RFC 3339 UTC with whole seconds where people read it,
/// else as the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeMs(pub i64);

impl TimeMs {
    /// Reads an RFC 3339 time; `None` when the text is not one. Parts of a second beyond the millisecond are cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, clock) = text.split_at_checked(10)?;
        let clock = clock.strip_prefix(['T', 't', ' '])?;
        let (clock, offset_min) = split_offset(clock)?;
        let (clock, fraction_ms) = split_fraction(clock)?;
        let [year, month, day] = fields(date, '-', [4, 2, 2])?;
        let [hour, min, sec] = fields(clock, ':', [2, 2, 2])?;
        let is_date = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        if !is_date || hour > 23 || min > 59 || sec > 60 {
            return None;
        }
        // A leap second is the last second of its minute, as in every count of seconds since 1970.
        let seconds = (hour * 60 + min - offset_min) * 60 + sec.min(59);
        let ms = days_from_civil(year, month, day) * DAY_MS + seconds * 1000 + fraction_ms;
        (FIRST_MS..=LAST_MS).contains(&ms).then_some(Self(ms))
    }

    /// A moment from whole seconds since the epoch; `None` for 0, which the formats use for "unknown", and for
    /// values outside the years that can be written.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Self::from_ms(seconds.checked_mul(1000)?)
    }

    /// A moment from milliseconds since the epoch; `None` as in [`TimeMs::from_seconds`].
    pub fn from_ms(ms: i64) -> Option<Self> {
        (1..=LAST_MS).contains(&ms).then_some(Self(ms))
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
        if !(FIRST_MS..=LAST_MS).contains(&self.0) {
            return Ok(());
        }
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY_MS));
        let second = self.0.rem_euclid(DAY_MS) / 1000;
        let (hour, min, sec) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{min:02}:{sec:02}Z")
    }
}

/// Three numbers with exactly as many digits as given.
fn fields(text: &str, separator: char, lengths: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.splitn(3, separator).zip(lengths).map(|(part, length)| digits(part, length));
    Some([parts.next()??, parts.next()??, parts.next()??])
}

fn digits(text: &str, length: usize) -> Option<i64> {
    if text.len() == length && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// What stands before `Z` or `+01:00`, and the offset in minutes.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let sign = match offset.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some((clock, sign * (hours * 60 + minutes)))
}

/// What stands before the fraction of a second, and the fraction in milliseconds.
fn split_fraction(text: &str) -> Option<(&str, i64)> {
    let Some((clock, fraction)) = text.split_once('.') else { return Some((text, 0)) };
    digits(fraction, fraction.len()).filter(|_| (1..=9).contains(&fraction.len()))?;
    let milliseconds: String = fraction.chars().chain("00".chars()).take(3).collect();
    Some((clock, milliseconds.parse().ok()?))
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar. Years begin in March here, so that a leap day is the last
/// of its year (Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a number of days since 1970-01-01: the inverse of [`days_from_civil`], from the same source.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

impl Serialize for TimeMs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for TimeMs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return i64::deserialize(deserializer).map(Self);
        }
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
    fn what_is_no_time_is_refused() {
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-10T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:61Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+1:00",
            "2026-01-01",
            "2026-1-01T00:00:00Z",
            "+026-01-01T00:00:00Z",
            "üüüüüT00:00:00Z",
            "",
        ] {
            assert_eq!(TimeMs::parse(text), None, "{text:?}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn times_are_those_of_a_calendar_library() {
        let mut second = -62_135_596_800; // the year 1
        while second < 253_402_200_000 {
            let text = jiff::Timestamp::from_second(second).unwrap().to_string();
            assert_eq!(TimeMs(second * 1000).to_string(), text);
            assert_eq!(TimeMs::parse(&text), Some(TimeMs(second * 1000)));
            second += 7_000_003; // some 81 days, at every hour and minute
        }
        for text in [
            "2024-02-29T23:59:60Z",
            "2026-01-28 18:50:37.123456789+05:45",
            "2026-01-01t00:30:00.5z",
            "0001-01-01T00:00:00Z",
        ] {
            let theirs = text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
            assert_eq!(TimeMs::parse(text), Some(TimeMs(theirs)), "{text}");
        }
    }

    #[test]
    fn window_start() {
        let now = TimeMs::parse("2026-11-20T12:00:00Z").unwrap();
        assert_eq!(now.minus_days(14).to_string(), "2026-11-06T12:00:00Z");
        assert_eq!(now.day(), "2026-11-20");
    }
}
