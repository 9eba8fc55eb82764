//! Times as people write them on a command line, and the span that they name.

use std::time::{SystemTime, UNIX_EPOCH};

use flakescope_core::model::TimeMs;

use crate::error::CliError;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The first and the last moment. What is not said is the last day.
pub(super) fn span(
    from: Option<&str>,
    to: Option<&str>,
    last_hours: Option<u32>,
    utc_offset_min: i32,
) -> Result<(TimeMs, TimeMs), CliError> {
    let to = match to {
        Some(text) => moment(text, utc_offset_min, DAY_MS - 1)?,
        None => now(),
    };
    let from = match from {
        Some(text) => moment(text, utc_offset_min, 0)?,
        None => TimeMs(to.0.saturating_sub(i64::from(last_hours.unwrap_or(24)) * HOUR_MS)),
    };
    Ok((from, to))
}

/// A time with a zone, or without one, or a day alone, of which so many milliseconds have passed.
fn moment(text: &str, utc_offset_min: i32, of_day_ms: i64) -> Result<TimeMs, CliError> {
    let ahead = i64::from(utc_offset_min) * 60_000;
    let local = |text: String| TimeMs::parse(&text).map(|time| TimeMs(time.0 - ahead));
    TimeMs::parse(text)
        .or_else(|| local(format!("{text}Z")))
        .or_else(|| local(format!("{text}:00Z")))
        .or_else(|| local(format!("{text}T00:00:00Z")).map(|day| TimeMs(day.0 + of_day_ms)))
        .ok_or_else(|| {
            CliError::Usage(format!(
                "{text:?} is no time; write 2021-06-19, 2021-06-19T10:00:00 or 2021-06-19T10:00:00Z"
            ))
        })
}

/// Minutes ahead of UTC, from `+08:00`, `-0330`, `+8`, `UTC` or `Z`.
pub(super) fn offset(text: &str) -> Result<i32, CliError> {
    let wrong = || {
        CliError::Usage(format!(
            "{text:?} is no zone; write how far it is ahead of UTC, such as +08:00, or UTC"
        ))
    };
    if matches!(text, "UTC" | "Z" | "utc") {
        return Ok(0);
    }
    let (sign, digits) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2).ok_or_else(wrong)?,
        None => (digits, "0"),
    };
    let number = |text: &str| {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i32>().ok().filter(|_| plain)
    };
    let minutes = number(minutes).filter(|minutes| *minutes < 60).ok_or_else(wrong)?;
    Ok(sign * (number(hours).ok_or_else(wrong)? * 60 + minutes))
}

fn now() -> TimeMs {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    TimeMs(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        let shown = |from, to, hours, offset| {
            let (from, to) = span(Some(from), Some(to), hours, offset).unwrap();
            (from.to_string(), to.to_string(), to.0 % 1000)
        };
        let text = |text: &str| text.to_owned();
        assert_eq!(
            shown("2021-06-19", "2021-06-19", None, 480),
            (text("2021-06-18T16:00:00Z"), text("2021-06-19T15:59:59Z"), 999)
        );
        assert_eq!(
            shown("2021-06-19 10:00", "2021-06-19T10:00:00+02:00", None, -60),
            (text("2021-06-19T11:00:00Z"), text("2021-06-19T08:00:00Z"), 0)
        );
        let (from, to) = span(None, Some("2021-06-19T10:00:00Z"), Some(1), 0).unwrap();
        assert_eq!(
            (from.to_string(), to.to_string()),
            (text("2021-06-19T09:00:00Z"), text("2021-06-19T10:00:00Z"))
        );
        assert!(span(Some("yesterday"), None, None, 0).is_err());
    }

    #[test]
    fn zones() {
        for (text, expect) in [
            ("+08:00", Some(480)),
            ("-0330", Some(-210)),
            ("+8", Some(480)),
            ("UTC", Some(0)),
            ("+08:60", None),
            ("08:00", None),
            ("+", None),
            ("+aa", None),
            ("+100", None),
            ("Asia/Shanghai", None),
        ] {
            assert_eq!(offset(text).ok(), expect, "{text}");
        }
    }
}
