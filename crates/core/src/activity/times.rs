//! Times and zones as people write them, and the end of a window.

use crate::model::TimeMs;

const DAY_MS: i64 = 86_400_000;

/// Which moment of a day stands for the day alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDay {
    /// Its first.
    First,
    /// Its last.
    Last,
}

/// A time with a zone, or without one on a clock that is so many minutes ahead of UTC, or a day alone.
pub fn moment(text: &str, utc_offset_min: i32, of_day: OfDay) -> Option<TimeMs> {
    let ahead = i64::from(utc_offset_min) * 60_000;
    let local = |text: String| TimeMs::parse(&text).map(|time| TimeMs(time.0.saturating_sub(ahead)));
    let rest = if of_day == OfDay::Last { DAY_MS - 1 } else { 0 };
    TimeMs::parse(text)
        .or_else(|| local(format!("{text}Z")))
        .or_else(|| local(format!("{text}:00Z")))
        .or_else(|| local(format!("{text}T00:00:00Z")).map(|day| TimeMs(day.0.saturating_add(rest))))
}

/// A moment on a clock that is so many minutes ahead of UTC, as `2026-11-20T10:00`, which [`moment`] reads back; seconds are left out.
pub fn on_clock(time: TimeMs, utc_offset_min: i32) -> String {
    let there = TimeMs(time.0.saturating_add(i64::from(utc_offset_min) * 60_000)).to_string();
    there.get(..16).unwrap_or_default().to_owned()
}

/// Minutes ahead of UTC, from `+08:00`, `-0330`, `+8`, `UTC` or `Z`.
pub fn offset(text: &str) -> Option<i32> {
    if matches!(text, "UTC" | "Z" | "utc") {
        return Some(0);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i32>().ok().filter(|_| plain)
    };
    let minutes = number(minutes).filter(|minutes| *minutes < 60)?;
    Some(sign * (number(hours)? * 60 + minutes))
}

/// The offset as [`offset`] reads it: `UTC`, `+08:00`.
pub fn zone(utc_offset_min: i32) -> String {
    if utc_offset_min == 0 {
        return "UTC".to_owned();
    }
    let sign = if utc_offset_min < 0 { '-' } else { '+' };
    let minutes = utc_offset_min.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_back() {
        for (text, minutes) in [
            ("UTC", Some(0)),
            ("Z", Some(0)),
            ("+08:00", Some(480)),
            ("-0330", Some(-210)),
            ("+8", Some(480)),
            ("08:00", None),
            ("+08:60", None),
            ("+", None),
            ("+aa", None),
            ("+100", None),
            ("Asia/Shanghai", None),
            ("", None),
        ] {
            assert_eq!(offset(text), minutes, "{text}");
        }
        for minutes in [-720, -210, 0, 330, 480] {
            assert_eq!(offset(&zone(minutes)), Some(minutes));
        }
    }

    #[test]
    fn moments() {
        let time = |text: &str| TimeMs::parse(text);
        for (text, expect) in [
            ("2021-06-19T10:00:00Z", time("2021-06-19T10:00:00Z")),
            ("2021-06-19T10:00:00", time("2021-06-19T02:00:00Z")),
            ("2021-06-19T10:00", time("2021-06-19T02:00:00Z")),
            ("2021-06-19", time("2021-06-18T16:00:00Z")),
            ("yesterday", None),
        ] {
            assert_eq!(moment(text, 480, OfDay::First), expect, "{text}");
        }
        assert_eq!(moment("2021-06-19", 0, OfDay::Last), time("2021-06-19T23:59:59.999Z"));
        let known = time("2021-06-19T02:03:00Z").unwrap();
        assert_eq!(on_clock(known, 480), "2021-06-19T10:03");
        assert_eq!(moment(&on_clock(known, 480), 480, OfDay::First), Some(known));
    }
}
