//! Times as people write them on a command line, and the span that they name.

use std::time::{SystemTime, UNIX_EPOCH};

use flakescope_core::activity::times::{self, OfDay};
use flakescope_core::model::TimeMs;

use crate::error::CliError;

const HOUR_MS: i64 = 3_600_000;

/// The first and the last moment. What is not said is the last day.
pub(super) fn span(
    from: Option<&str>,
    to: Option<&str>,
    last_hours: Option<u32>,
    utc_offset_min: i32,
) -> Result<(TimeMs, TimeMs), CliError> {
    let to = match to {
        Some(text) => moment(text, utc_offset_min, OfDay::Last)?,
        None => now(),
    };
    let from = match from {
        Some(text) => moment(text, utc_offset_min, OfDay::First)?,
        None => TimeMs(to.0.saturating_sub(i64::from(last_hours.unwrap_or(24)) * HOUR_MS)),
    };
    Ok((from, to))
}

/// A time with a zone, or without one, or a day alone.
fn moment(text: &str, utc_offset_min: i32, of_day: OfDay) -> Result<TimeMs, CliError> {
    times::moment(text, utc_offset_min, of_day).ok_or_else(|| {
        CliError::Usage(format!(
            "{text:?} is no time; write 2021-06-19, 2021-06-19T10:00:00 or 2021-06-19T10:00:00Z"
        ))
    })
}

/// Minutes ahead of UTC, from `+08:00`, `-0330`, `+8`, `UTC` or `Z`.
pub(super) fn offset(text: &str) -> Result<i32, CliError> {
    times::offset(text).ok_or_else(|| {
        CliError::Usage(format!(
            "{text:?} is no zone; write how far it is ahead of UTC, such as +08:00, or UTC"
        ))
    })
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
}
